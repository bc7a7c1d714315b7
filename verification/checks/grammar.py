"""Grammar: turns that did not parse, calls that were refused, and whether they were put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas import Finding, Reason, Rollout, Step, Task


def grammar(task: Task, rollout: Rollout) -> Iterator[Finding]:
    """Give one E1, E2 or E3 finding for each step with a problem, as the environment told it.

    A malformed turn is repaired by any later well-formed one, a refused call by a later call that succeeds:
    giving up and answering repairs nothing.
    """
    for place, step in enumerate(rollout.steps):
        if not step.problem:
            continue
        told = step.observation.text if step.observation else "the turn did not fit the grammar"
        later = rollout.steps[place + 1 :]
        yield Finding(_reason(step.problem), place, told, repaired=_repaired(step, later))


def _reason(problem: str) -> Reason:
    # A code of another version is still a problem: it must not pass for being unknown.
    return Reason(problem) if problem in set(Reason) else Reason.E1_SCHEMA


def _repaired(step: Step, later: Sequence[Step]) -> bool:
    if step.call is None:
        return any(not other.problem and not other.raw for other in later)
    return any(other.observation is not None and other.observation.status == "ok" for other in later)
