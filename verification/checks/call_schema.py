"""Call schema: every call's arguments against the offered tool's schema, independent of what the run said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from environment.errors import ToolError, UnknownToolError
from environment.execute import check_arguments
from schemas import Finding, Reason, Rollout, Task, ToolSpec


def call_schema(task: Task, rollout: Rollout, *, tools: Mapping[str, ToolSpec]) -> Iterator[Finding]:
    """Give E1 for a call to a tool that was not offered, E2 for wrong argument names, E3 for wrong values.

    Steps whose problem the environment already told belong to `grammar` and are not told twice.
    """
    for place, step in enumerate(rollout.steps):
        if step.call is None or step.problem:
            continue
        try:
            if step.call.name not in rollout.tools or step.call.name not in tools:
                raise UnknownToolError(f"no tool {step.call.name!r} was offered")
            check_arguments(tools[step.call.name], step.call.arguments)
        except ToolError as error:
            yield Finding(error.reason or Reason.E1_SCHEMA, place, str(error))
