"""Tool required: a task about a picture is solved with at least one call that succeeded."""

from __future__ import annotations

from collections.abc import Iterator

from schemas import Finding, Reason, Rollout, Task

REQUIRED, OPTIONAL = "required", "optional"


def tool_required(task: Task, rollout: Rollout, *, policy: str = REQUIRED) -> Iterator[Finding]:
    """Give `no_tool_call` where the policy demands a call, the task has a picture and no call succeeded.

    Raises ValueError for a policy that is neither `required` nor `optional`.
    """
    if policy not in (REQUIRED, OPTIONAL):
        raise ValueError(f"tool policy is {policy!r}: it must be {REQUIRED} or {OPTIONAL}")
    if policy == OPTIONAL or not task.pictures:
        return
    calls = [step for step in rollout.steps if step.call is not None]
    if not any(step.observation is not None and step.observation.status == "ok" for step in calls):
        yield Finding(Reason.NO_TOOL_CALL, -1, f"{len(calls)} calls, none of them succeeded")
