"""What stages need of a verdict: the standard checks for this machine's tools, and a task's acceptance."""

from __future__ import annotations

from functools import cache

from environment.registry import all_specs
from schemas import Rollout, Task
from synthesis.rollout import Accept
from verification.judge import Check, accepts, standard_checks


@cache
def checks_for(tool_policy: str) -> tuple[Check, ...]:
    """Return the checks every rollout meets under a tool policy."""
    return standard_checks({spec.name: spec for spec in all_specs()}, tool_policy)


def acceptance(task: Task, tool_policy: str) -> Accept:
    """Return the function that says whether a rollout of this task ends its attempts.

    It closes over the gold answer, so that whoever calls it need not know any.
    """

    def accept(rollout: Rollout) -> bool:
        return accepts(task, rollout, checks_for(tool_policy))

    return accept
