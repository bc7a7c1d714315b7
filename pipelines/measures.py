"""Measures: what a teacher reached on each dataset, from rollouts and verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from schemas import Ended, Purpose, Rollout, Task, Verdict

ERRORS = (Ended.MAX_TURNS, Ended.TRUNCATED, Ended.MALFORMED, Ended.TEACHER_ERROR, Ended.BUDGET)
"""Ends that are neither an answer nor an abstention."""


@dataclass(frozen=True)
class Reached:
    """A teacher's first attempts at a dataset's tasks of one purpose; rates are shares of `tasks`."""

    dataset: str
    purpose: str
    tasks: int
    score: float
    """Mean official metric, abstentions and errors counting 0."""
    answered: float
    score_when_answered: float
    """Mean official metric of the answers given; 0 where none was."""
    abstained: float
    errors: float
    accepted: float
    """Share of tasks whose first attempt is fit for `bc`."""


def reached(
    dataset: str, tasks: Iterable[Task], rollouts: Iterable[Rollout], verdicts: Iterable[Verdict]
) -> list[Reached]:
    """Return one entry for each purpose that was attempted, from first attempts only."""
    purposes = {task.task_id: task.purpose for task in tasks}
    judged = {verdict.rollout_id: verdict for verdict in verdicts}
    first = [r for r in rollouts if r.attempt == 0 and r.rollout_id in judged]
    return [
        _of(dataset, purpose, [r for r in first if purposes.get(r.task_id) is purpose], judged)
        for purpose in Purpose
        if any(purposes.get(r.task_id) is purpose for r in first)
    ]


def _of(dataset: str, purpose: Purpose, rollouts: list[Rollout], judged: dict[str, Verdict]) -> Reached:
    n = len(rollouts)
    ends = Counter(r.ended for r in rollouts)
    answered = ends[Ended.ANSWERED]
    score = sum(judged[r.rollout_id].score for r in rollouts)
    return Reached(
        dataset=dataset,
        purpose=purpose.value,
        tasks=n,
        score=score / n,
        answered=answered / n,
        score_when_answered=score / answered if answered else 0.0,
        abstained=ends[Ended.NO_ANSWER] / n,
        errors=sum(ends[end] for end in ERRORS) / n,
        accepted=sum(judged[r.rollout_id].accepted for r in rollouts) / n,
    )
