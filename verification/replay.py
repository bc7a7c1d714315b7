"""Replay: every recorded call is run again, and what comes back is compared with the record."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from schemas import Call, Determinism, Finding, Json, Observation, Picture, Reason, Step

RELATIVE_TOLERANCE = 1e-6
ABSOLUTE_TOLERANCE = 1e-9
"""For numbers next to zero, where a relative tolerance allows nothing."""
MACHINE_ERRORS = frozenset({"timeout", "crashed"})
"""Errors that say more of the machine than of the call: they are not expected again."""

Execute = Callable[[Call, Sequence[Picture]], Observation]
"""Runs one call on the pictures seen so far: the prompt's, then those that observations returned."""


class Outcome(StrEnum):
    """What became of one call."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_RUN = "not_run"
    """Nothing to compare with: a recorded-only tool, a machine error, a call that was never run."""


@dataclass(frozen=True)
class Replayed:
    """The verdict on one step's call."""

    step: int
    call: str
    outcome: Outcome
    evidence: str = ""
    """What differs, or why the call was not run again; empty when the same."""


def replay(steps: Sequence[Step], pictures: Sequence[Picture], execute: Execute) -> tuple[Replayed, ...]:
    """Run every call of a trajectory again and compare by the tool's determinism class, in step order.

    `pictures` are the prompt's. Each call sees the recorded pictures, so that one difference does not cause
    the next. `exact` wants the same result, text and picture digests, `tolerant` the same result but for the
    last digits of numbers, and pictures of the same size; `recorded` is not run.
    """
    seen = list(pictures)
    done = []
    for place, step in enumerate(steps):
        if step.call is not None:
            done.append(_replayed(place, step.call, step.observation, seen, execute))
        if step.observation is not None:
            seen += step.observation.pictures
    return tuple(done)


def findings(replayed: Sequence[Replayed]) -> Iterator[Finding]:
    """Give one `not_replayable` finding for each call that came out different."""
    for one in replayed:
        if one.outcome is Outcome.DIFFERENT:
            yield Finding(Reason.NOT_REPLAYABLE, one.step, f"{one.call}: {one.evidence}")


def _replayed(
    place: int, call: Call, recorded: Observation | None, pictures: Sequence[Picture], execute: Execute
) -> Replayed:
    if recorded is None:
        return Replayed(place, call.name, Outcome.NOT_RUN, "the call of a last turn is never run")
    if recorded.determinism == Determinism.RECORDED:
        return Replayed(place, call.name, Outcome.NOT_RUN, "only the recorded result of this tool exists")
    if recorded.error_code in MACHINE_ERRORS:
        return Replayed(place, call.name, Outcome.NOT_RUN, f"{recorded.error_code} depends on the machine")
    again = execute(call, tuple(pictures))
    problem = difference(recorded, again)
    return Replayed(place, call.name, Outcome.DIFFERENT if problem else Outcome.SAME, problem)


def difference(recorded: Observation, again: Observation) -> str:
    """Return in one sentence how two observations of one call differ, or an empty string."""
    if (recorded.status, recorded.error_code) != (again.status, again.error_code):
        was, now = (seen.error_code or seen.status for seen in (recorded, again))
        return f"was {was}, is {now}{_versions(recorded, again)}"
    tolerant = recorded.determinism == Determinism.TOLERANT
    problem = _result_difference(recorded, again, tolerant) or _picture_difference(recorded, again, tolerant)
    if not problem and not tolerant and recorded.text != again.text:
        problem = f"the text told was {_short(recorded.text)}, is {_short(again.text)}"
    return problem + _versions(recorded, again) if problem else ""


def _result_difference(recorded: Observation, again: Observation, tolerant: bool) -> str:
    if recorded.result == again.result:
        return ""
    try:
        was, now = json.loads(recorded.result), json.loads(again.result)
    except ValueError:
        return f"result was {_short(recorded.result)}, is {_short(again.result)}"
    return _value_difference(was, now, tolerant, "result")


def _value_difference(was: Json, now: Json, tolerant: bool, place: str) -> str:
    if isinstance(was, dict) and isinstance(now, dict):
        if was.keys() != now.keys():
            return f"{place} had {sorted(was)}, has {sorted(now)}"
        told = (_value_difference(was[key], now[key], tolerant, f"{place}.{key}") for key in sorted(was))
        return next(filter(None, told), "")
    if isinstance(was, list) and isinstance(now, list):
        if len(was) != len(now):
            return f"{place} had {len(was)} entries, has {len(now)}"
        pairs = enumerate(zip(was, now, strict=True))
        return next(
            filter(None, (_value_difference(a, b, tolerant, f"{place}[{i}]") for i, (a, b) in pairs)), ""
        )
    return "" if _equal(was, now, tolerant) else f"{place} was {_short(was)}, is {_short(now)}"


def _equal(was: Json, now: Json, tolerant: bool) -> bool:
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (was, now))
    if tolerant and numbers and isinstance(was, int | float) and isinstance(now, int | float):
        return math.isclose(was, now, rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
    return type(was) is type(now) and was == now


def _picture_difference(recorded: Observation, again: Observation, tolerant: bool) -> str:
    was, now = recorded.pictures, again.pictures
    if len(was) != len(now):
        return f"returned {len(was)} pictures, returns {len(now)}"
    for i, (a, b) in enumerate(zip(was, now, strict=True)):
        if tolerant and (a.width, a.height) != (b.width, b.height):
            return f"picture {i} was {a.width} x {a.height}, is {b.width} x {b.height}"
        if not tolerant and a.sha256 != b.sha256:
            return f"picture {i} was {a.sha256[:12]}, is {b.sha256[:12]}"
    return ""


def _versions(recorded: Observation, again: Observation) -> str:
    was, now = (f"{s.tool_version} {s.weights_digest[:12]}".strip() for s in (recorded, again))
    return "" if was == now else f" (tool version {was or 'unknown'}, here {now or 'unknown'})"


def _short(value: Json, limit: int = 60) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else shown[:limit] + "..."
