"""`text_cdl`: what a geometry problem's text says, in the Geometry3K logic-form language.

The language is that of Lu et al., Inter-GPS (ACL 2021), as their `logic_form.json` files write it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import ArgumentValueError, NothingFoundError
from environment.tool import ToolResult
from environment.tools.text_cdl.notation import MAX_CHARACTERS
from environment.tools.text_cdl.parser import parse
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["parse", "run", "spec"]

_STRINGS: Json = {"type": "array", "items": {"type": "string"}}

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
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "text": {
                    "type": "string",
                    "minLength": 1,
                    "description": "The problem's text, plain or with LaTeX.",
                },
            },
            "required": ["text"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {"predicates": _STRINGS, "unparsed": _STRINGS},
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
    text = str(arguments["text"])
    if len(text) > MAX_CHARACTERS:
        raise ArgumentValueError(
            f"`text` is longer than {MAX_CHARACTERS} characters: give the problem's text alone."
        )
    reading = parse(text)
    if not reading.predicates:
        raise NothingFoundError(
            "No geometric statement was understood: give the problem's own words, e.g. "
            "`In circle O, AB = 5. Find x.`"
        )
    told = "\n".join(reading.predicates)
    if reading.unparsed:
        told += "\nnot understood: " + " | ".join(reading.unparsed)
    return ToolResult({"predicates": list(reading.predicates), "unparsed": list(reading.unparsed)}, told)
