"""`text_cdl`: what a geometry problem's text says, in the Geometry3K logic-form language.

The language is that of Lu et al., Inter-GPS (ACL 2021), as their `logic_form.json` files write it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import NothingFoundError
from environment.tool import ToolResult
from environment.tools.text_cdl.parser import parse
from environment.tools.text_cdl.problem import STRINGS, TEXT_ARGUMENT, read_problem, told
from schemas import Determinism, Picture, ToolSpec, canonical_json

__all__ = ["parse", "run", "spec"]

spec = ToolSpec(
    name="text_cdl",
    family="diagram",
    group="cdl",
    provider="native",
    description=(
        "Parse the text of a geometry problem into logic-form predicates such as "
        "Equals(MeasureOf(Angle(A)),40) and Find(x); it reads the text only, never the diagram, "
        "and lists what it did not understand."
    ),
    arguments_schema=TEXT_ARGUMENT,
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {"predicates": STRINGS, "unparsed": STRINGS},
            "required": ["predicates", "unparsed"],
            "additionalProperties": False,
        }
    ),
    version="2",
    weights_digest="",
    determinism=Determinism.EXACT,
    paper_tool=True,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `predicates` and `unparsed` passages of the text; the pictures are not looked at.

    Raises ArgumentValueError for a text over 4000 characters, NothingFoundError where no predicate was read.
    """
    reading = read_problem(arguments)
    if not reading.predicates:
        raise NothingFoundError(
            "No geometric statement was understood: give the problem's own words, e.g. "
            "`In circle O, AB = 5. Find x.`"
        )
    return told("predicates", reading.predicates, reading)
