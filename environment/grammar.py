"""The protocol grammar: one assistant turn is a thought, then one tool call or the answer.

    turn   = [ "<think>" text "</think>" ] ( "<tool_call>" json "</tool_call>" | "<answer>" text "</answer>" )

Tags come in this order, closed and never nested, with only white space between them (paper, section 5.2).
The dialects differ in the JSON of a call and in the roles around it, not in this.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from environment.errors import MalformedTurnError
from schemas import Call, canonical_json

SEVERAL = "A turn holds one tool call or one answer, not several."
TAGS = ("think", "tool_call", "answer", "tool_response")

_TURN = re.compile(
    r"\s*(?:<think>(?P<thought>.*?)</think>\s*)?"
    r"(?:<tool_call>(?P<call>.*?)</tool_call>|<answer>(?P<answer>.*?)</answer>)\s*",
    re.DOTALL,
)
_ANY_TAG = re.compile(rf"</?(?:{'|'.join(TAGS)})>")


@dataclass(frozen=True)
class Turn:
    """One parsed assistant turn: exactly one of `call` and `answer` is set."""

    thought: str
    call: Call | None = None
    answer: str | None = None
    """The answer as written, stripped; an empty string is an abstention."""


@dataclass(frozen=True)
class RawTurn:
    """A turn split at its tags, the call still as text."""

    thought: str
    call: str | None
    answer: str | None


def split_turn(text: str) -> RawTurn:
    """Split a turn at its tags; raises MalformedTurnError with a sentence for the model."""
    match = _TURN.fullmatch(text)
    if match is None:
        raise MalformedTurnError(_complaint(text))
    thought, call, answer = (match[name] for name in ("thought", "call", "answer"))
    for part, close in ((thought, ""), (call, "</tool_call>"), (answer, "</answer>")):
        if part and (tag := _ANY_TAG.search(part)):
            if tag[0] == close:
                raise MalformedTurnError(SEVERAL)
            raise MalformedTurnError(f"The tag {tag[0]} stands inside another tag: tags must not nest.")
    return RawTurn(
        thought=(thought or "").strip(),
        call=None if call is None else call.strip(),
        answer=None if answer is None else answer.strip(),
    )


def decode_object(text: str, what: str) -> dict[str, Any]:
    """Parse a JSON object; raises MalformedTurnError naming what is not one."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        # What parses may still have no canonical UTF-8: a number beyond every float, half a surrogate pair.
        canonical_json(value).encode()
    except ValueError as error:
        raise MalformedTurnError(f"{what} is not valid JSON: {error}.") from error
    except RecursionError as error:
        raise MalformedTurnError(f"{what} is nested too deeply.") from error
    if not isinstance(value, dict):
        raise MalformedTurnError(f"{what} must be a JSON object, not {type(value).__name__}.")
    return value


def call_of(value: dict[str, Any], name_key: str, arguments_key: str) -> Call:
    """Build a call from a decoded object; raises MalformedTurnError where name or arguments do not fit."""
    name, arguments = value.get(name_key), value.get(arguments_key, {})
    if not isinstance(name, str) or not name:
        raise MalformedTurnError(f'A tool call needs "{name_key}": the name of a tool.')
    if not isinstance(arguments, dict):
        raise MalformedTurnError(f'"{arguments_key}" must be a JSON object.')
    call = Call(name, canonical_json(arguments))
    if tag := _ANY_TAG.search(call.name + call.arguments):
        raise MalformedTurnError(f"The tag {tag[0]} stands inside a tool call: tags must not nest.")
    return call


def untagged(text: str) -> str:
    """Return text written beside the grammar, such as a reasoning field, fit to stand between its tags.

    Thinking models quote the tags they were told of; written between tags, those would nest.
    """
    return _ANY_TAG.sub(lambda tag: tag[0].strip("</>"), text).strip()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _complaint(text: str) -> str:
    calls, answers = text.count("<tool_call>"), text.count("<answer>")
    if calls + answers > 1:
        return SEVERAL
    for tag in ("think", "tool_call", "answer"):
        if text.count(f"<{tag}>") != text.count(f"</{tag}>"):
            return f"The tag <{tag}> is not closed exactly once."
    if calls + answers == 0:
        return "A turn must end with <tool_call>...</tool_call> or <answer>...</answer>."
    return "There is text outside the tags, or they are out of order: think first, then one call or answer."
