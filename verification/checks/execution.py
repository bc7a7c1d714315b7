"""Execution: every call was really run, and what came back is what that tool can return."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache

import jsonschema
from jsonschema.protocols import Validator

from schemas import Call, Ended, Finding, Observation, Reason, Rollout, Task, ToolSpec


def execution(task: Task, rollout: Rollout, *, tools: Mapping[str, ToolSpec]) -> Iterator[Finding]:
    """Give `not_replayable` for a call with no true record of its execution, E5 for a tool that failed.

    A true record names the called tool and holds a result that fits its result schema. The call of a last
    turn is never run (`max_turns`) and needs none. E5 is advisory: a right trajectory may survive a failed
    tool.
    """
    for place, step in enumerate(rollout.steps):
        if step.call is None or step.problem:
            continue
        seen = step.observation
        if seen is None:
            if rollout.ended is not Ended.MAX_TURNS or place != len(rollout.steps) - 1:
                yield Finding(Reason.NOT_REPLAYABLE, place, f"no record that {step.call.name} was run")
        elif seen.status != "ok":
            yield Finding(Reason.E5_TOOL_OUTPUT, place, f"{step.call.name}: {seen.error_code}: {seen.text}")
        elif problem := _untrue(step.call, seen, tools.get(step.call.name)):
            yield Finding(Reason.NOT_REPLAYABLE, place, problem)


def _untrue(call: Call, seen: Observation, spec: ToolSpec | None) -> str:
    """Return why an observation that says ok cannot be the tool's own; empty where it can."""
    if seen.tool != call.name:
        return f"{call.name} was called but the observation is of {seen.tool or 'no tool'}"
    if spec is None:
        return ""  # `call_schema` tells a tool that was not offered
    try:
        result = json.loads(seen.result)
    except ValueError:
        return f"the result of {call.name} is not JSON"
    problem = next(iter(_validator(spec.result_schema).iter_errors(result)), None)
    return f"the result of {call.name} does not fit its schema: {problem.message[:200]}" if problem else ""


@cache
def _validator(schema: str) -> Validator:
    return jsonschema.Draft202012Validator(json.loads(schema))
