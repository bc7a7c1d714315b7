"""`goal_cdl`: what a geometry problem asks for, in the Geometry3K logic-form language.

The goals alone out of what `text_cdl` reads, by the same parser and in the same language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import NothingFoundError
from environment.tool import ToolResult
from environment.tools.text_cdl.problem import STRINGS, TEXT_ARGUMENT, read_problem, told
from schemas import Determinism, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec"]

spec = ToolSpec(
    name="goal_cdl",
    family="diagram",
    group="cdl",
    provider="native",
    description=(
        "Parse the question of a geometry problem into its goal, such as Find(x) or "
        "Find(LengthOf(Line(A,B))); it reads the text only, never the diagram, and lists the passages it did "
        "not understand, in which a further goal may stand."
    ),
    arguments_schema=TEXT_ARGUMENT,
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "goals": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "unparsed": STRINGS,
            },
            "required": ["goals", "unparsed"],
            "additionalProperties": False,
        }
    ),
    version="1",
    weights_digest="",
    determinism=Determinism.EXACT,
    paper_tool=True,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `goals` in the text's order and `unparsed` passages; the pictures are not looked at.

    Raises ArgumentValueError for a text over 4000 characters, NothingFoundError where no goal was read.
    """
    reading = read_problem(arguments)
    goals = [form for form in reading.predicates if form.startswith("Find(")]
    if not goals:
        raise NothingFoundError(
            "No question was understood: give the problem's own words, e.g. `Find the length of AB.`"
        )
    return told("goals", goals, reading)
