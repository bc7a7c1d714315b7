"""The text of a geometry problem as an argument, and what was read of it as a tool's result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import ArgumentValueError
from environment.tool import ToolResult
from environment.tools.text_cdl.notation import MAX_CHARACTERS
from environment.tools.text_cdl.parser import Reading, parse
from schemas import Json, canonical_json

STRINGS: Json = {"type": "array", "items": {"type": "string"}}

TEXT_ARGUMENT = canonical_json(
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
)


def read_problem(arguments: Mapping[str, Any]) -> Reading:
    """Parse the call's `text`; raises ArgumentValueError for more than 4000 characters."""
    text = str(arguments["text"])
    if len(text) > MAX_CHARACTERS:
        raise ArgumentValueError(
            f"`text` is longer than {MAX_CHARACTERS} characters: give the problem's text alone."
        )
    return parse(text)


def told(key: str, forms: Sequence[str], reading: Reading) -> ToolResult:
    """Return logic forms under `key`, with the passages that were not understood."""
    text = "\n".join(forms)
    if reading.unparsed:
        text += "\nnot understood: " + " | ".join(reading.unparsed)
    return ToolResult({key: list(forms), "unparsed": list(reading.unparsed)}, text)
