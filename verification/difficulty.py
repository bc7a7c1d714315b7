"""Difficulty: how often a sampled policy solved a task, and how far that is to be trusted."""

from __future__ import annotations

import math
from collections.abc import Sequence

from schemas import Difficulty, Metric, Rollout, RolloutPurpose, Task, Verdict
from schemas.versions import DIFFICULTY_VERSION
from verification.scorers.plain import plain_text

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""
SOFT_METRICS = frozenset({Metric.ANLS, Metric.VQA_ACCURACY, Metric.DIRECT_ANSWER})
SOFT_THRESHOLD = 0.5


def correct(metric: Metric, score: float) -> bool:
    """Return whether a probe counts as solved: score 1, or at least 0.5 where the metric is graded.

    0.5 is the point below which ANLS itself gives nothing; of ten VQA annotators it takes two to agree.
    """
    return score >= SOFT_THRESHOLD if metric in SOFT_METRICS else score == 1.0


def difficulty_of(task: Task, probes: Sequence[tuple[Rollout, Verdict]]) -> Difficulty | None:
    """Return one policy's difficulty of a task from its probe rollouts and their verdicts; None without any.

    Judged by score alone: the reward sees the answer, not the manner. Raises ValueError when the rollouts are
    not probes, not of this task, or not of one policy in one environment.
    """
    if not probes:
        return None
    first = probes[0][0]
    for rollout, verdict in probes:
        if rollout.purpose is not RolloutPurpose.PROBE:
            raise ValueError(
                f"{rollout.rollout_id} is no probe: a teacher's attempts say nothing of difficulty"
            )
        if {rollout.task_id, verdict.task_id} != {task.task_id} or verdict.rollout_id != rollout.rollout_id:
            raise ValueError(f"{rollout.rollout_id} and its verdict are not of task {task.task_id}")
        if (rollout.teacher, rollout.environment) != (first.teacher, first.environment):
            raise ValueError(f"{rollout.rollout_id} is of another policy than {first.rollout_id}")
    solved = sum(correct(task.metric, verdict.score) for _, verdict in probes)
    low, high = wilson_interval(solved, len(probes))
    return Difficulty(
        task_id=task.task_id,
        schema_version=DIFFICULTY_VERSION,
        policy=first.teacher.name,
        policy_fingerprint=first.teacher.fingerprint,
        environment=first.environment,
        decoding=first.teacher.decoding,
        attempts=len(probes),
        correct=solved,
        pass_rate=solved / len(probes),
        interval_low=low,
        interval_high=high,
        guess_floor=guess_floor(task),
    )


def wilson_interval(solved: int, attempts: int, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson score interval of a rate, by default at 95 %, within [0, 1].

    Raises ValueError unless 0 <= solved <= attempts and there was an attempt.
    """
    if attempts < 1 or not 0 <= solved <= attempts:
        raise ValueError(f"{solved} of {attempts} is no rate")
    rate = solved / attempts
    centre = (rate + z * z / (2 * attempts)) / (1 + z * z / attempts)
    half = z / (1 + z * z / attempts) * math.sqrt(rate * (1 - rate) / attempts + z * z / (4 * attempts**2))
    # Rounding must not push an end past the rate it contains (0 of n, n of n).
    return max(0.0, min(centre - half, rate)), min(1.0, max(centre + half, rate))


def guess_floor(task: Task) -> float:
    """Return the chance of a blind guess: 1 / options, 0.5 where every reference is yes or no, else 0."""
    if task.choices:
        return 1 / len(task.choices)
    if task.answers and all(plain_text(answer) in ("yes", "no") for answer in task.answers):
        return 0.5
    return 0.0
