"""The judge: a list of checks put to one rollout, giving one verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from schemas import Finding, Json, Rollout, Task, ToolSpec, Verdict, digest, sha256_hex, tools_digest
from schemas.versions import VERDICT_VERSION
from verification import checks
from verification.checks.leak import LEAK_PHRASES, SHORTEST_EVIDENCE
from verification.checks.repetition import CHARACTER_REPEATS, LONGEST_PHRASE, PHRASE_REPEATS, WORD_REPEATS
from verification.reward_file import reward_source
from verification.scorers import score


@dataclass(frozen=True)
class Check:
    """One named check, with everything besides its code that can change what it finds."""

    name: str
    find: Callable[[Task, Rollout], Iterable[Finding]]
    settings: Mapping[str, Json] = field(default_factory=dict)
    """Thresholds, policy and tools, as JSON; part of the checks' version."""
    version: int = 1
    """Raised when the code changes what it finds."""
    telling: bool = False
    """It costs next to nothing and refuses many: who wants a yes or no alone asks it first."""


class MismatchedRolloutError(ValueError):
    """A rollout was put beside another task than its own."""

    def __init__(self, task: Task, rollout: Rollout) -> None:
        super().__init__(
            f"rollout {rollout.rollout_id} is of task {rollout.task_id}, not of {task.task_id}: "
            "join them by task_id"
        )


def standard_checks(tools: Mapping[str, ToolSpec], tool_policy: str) -> tuple[Check, ...]:
    """Return the checks that every rollout meets.

    `tools` are all tools that rollouts may have been offered, by name; `tool_policy` is `required` or
    `optional`.
    """
    offered: Json = {"tools": tools_digest(tuple(tools.values()))}
    thresholds: Json = {
        "characters": {level.value: times for level, times in CHARACTER_REPEATS.items()},
        "words": {level.value: times for level, times in WORD_REPEATS.items()},
        "phrases": {level.value: times for level, times in PHRASE_REPEATS.items()},
        "longest_phrase": LONGEST_PHRASE,
    }
    return (
        Check("grammar", checks.grammar),
        Check("call_schema", partial(checks.call_schema, tools=tools), {"offered": offered}),
        Check("execution", partial(checks.execution, tools=tools), {"offered": offered}),
        Check("answer", checks.answer, telling=True),
        Check("tool_required", partial(checks.tool_required, policy=tool_policy), {"policy": tool_policy}),
        Check("repetition", checks.repetition, {"thresholds": thresholds}),
        Check("leak", checks.leak, {"phrases": list(LEAK_PHRASES), "shortest": SHORTEST_EVIDENCE}),
    )


def judge(task: Task, rollout: Rollout, checks: Sequence[Check]) -> Verdict:
    """Return what the checks say of a rollout, findings in the order of the checks and of the steps.

    The score is the dataset's official metric, 0 without an answer; accepted means no fatal finding. Raises
    MismatchedRolloutError when the rollout is not of this task.
    """
    findings = tuple(_findings(task, rollout, checks))
    return Verdict(
        rollout_id=rollout.rollout_id,
        task_id=task.task_id,
        schema_version=VERDICT_VERSION,
        checks_version=checks_version(checks),
        score=score(task.metric, rollout.answer or "", task.answers, task.choices),
        accepted=not any(finding.fatal for finding in findings),
        findings=findings,
    )


def accepts(task: Task, rollout: Rollout, checks: Sequence[Check]) -> bool:
    """Say whether `judge` would accept a rollout, looking no further than the first fatal finding."""
    quickest = sorted(checks, key=lambda check: not check.telling)
    return not any(finding.fatal for finding in _findings(task, rollout, quickest))


def _findings(task: Task, rollout: Rollout, checks: Sequence[Check]) -> Iterator[Finding]:
    if rollout.task_id != task.task_id:
        raise MismatchedRolloutError(task, rollout)
    for check in checks:
        yield from check.find(task, rollout)


def checks_version(checks: Sequence[Check]) -> str:
    """Return a digest over the checks' names, versions and settings and over the scorers' own text."""
    listed: Json = [[check.name, check.version, check.settings] for check in checks]
    return digest([listed, _scorers_digest()])


@cache
def _scorers_digest() -> str:
    return sha256_hex(reward_source())
