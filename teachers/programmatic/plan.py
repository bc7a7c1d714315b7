"""What a plan is: a pure function from the prompt and what was seen so far to the next action."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from schemas import Json, Prompt, Step

Result: TypeAlias = Mapping[str, Any]
"""A tool's result object; its shape is the tool's result schema."""


@dataclass(frozen=True)
class Use:
    """Call a tool, because of `sentence`."""

    tool: str
    arguments: Mapping[str, Json]
    sentence: str


@dataclass(frozen=True)
class Answer:
    """Give the answer that `sentence` derives."""

    text: str
    sentence: str


@dataclass(frozen=True)
class Abstain:
    """Answer nothing: what was seen does not determine it."""

    sentence: str


Action: TypeAlias = Use | Answer | Abstain


@dataclass(frozen=True)
class Seen:
    """One earlier call and what came of it."""

    tool: str
    arguments: Mapping[str, Any]
    result: Result | None
    """None where the call failed."""
    error: str = ""
    """The error's code where the call failed."""


Move: TypeAlias = Callable[[Prompt, Sequence[Seen]], Action]


@dataclass(frozen=True)
class Plan:
    """One way to answer a prompt, with the tools without which it cannot be tried."""

    name: str
    needs: tuple[str, ...]
    move: Move = field(repr=False)


def seen_in(steps: Sequence[Step]) -> tuple[Seen, ...]:
    """Return the calls of an episode so far; malformed turns hold none and are left out."""
    seen = []
    for step in steps:
        if step.call is None or step.observation is None:
            continue
        fine = step.observation.status == "ok"
        result = json.loads(step.observation.result) if fine else None
        seen.append(Seen(step.call.name, _object(step.call.arguments), result, step.observation.error_code))
    return tuple(seen)


def last(seen: Sequence[Seen], tool: str) -> Seen | None:
    """Return the latest call of a tool, or None where it was not called yet."""
    return next((s for s in reversed(seen) if s.tool == tool), None)


def failed(call: Seen) -> Abstain:
    """Abstain because a tool gave nothing to build on."""
    return Abstain(f"The tool {call.tool} gave no result ({call.error or 'error'}), so nothing can be read.")


def _object(text: str) -> dict[str, Any]:
    value = json.loads(text)
    return value if isinstance(value, dict) else {}
