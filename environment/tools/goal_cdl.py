"""`goal_cdl`: what a geometry problem asks for, in the Geometry3K logic-form language.

The goals alone out of what `text_cdl` reads, by the same parser and in the same language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import ArgumentValueError, NothingFoundError
from environment.tool import ToolResult
from environment.tools.text_cdl.notation import MAX_CHARACTERS
from environment.tools.text_cdl.parser import parse
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec"]

_STRINGS: Json = {"type": "array", "items": {"type": "string"}}

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
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "text": {
                    "type": "string",
                    "minLength": 1,
                    "description": "The problem's text with its question, plain or with LaTeX.",
                },
            },
            "required": ["text"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "goals": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "unparsed": _STRINGS,
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
    text = str(arguments["text"])
    if len(text) > MAX_CHARACTERS:
        raise ArgumentValueError(
            f"`text` is longer than {MAX_CHARACTERS} characters: give the problem's text alone."
        )
    reading = parse(text)
    goals = [form for form in reading.predicates if form.startswith("Find(")]
    if not goals:
        raise NothingFoundError(
            "No question was understood: give the problem's own words, e.g. `Find the length of AB.`"
        )
    told = "\n".join(goals)
    if reading.unparsed:
        told += "\nnot understood: " + " | ".join(reading.unparsed)
    return ToolResult({"goals": list(goals), "unparsed": list(reading.unparsed)}, told)
