"""Gathering: the summaries of all datasets, over which the shard stage plans."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.layout import Layout
from pipelines.records import read_columns, read_records
from pipelines.summaries import rollout_summaries, task_summaries
from schemas import Difficulty, SourceLineage
from shards import RolloutSummary, TaskSummary


@dataclass(frozen=True)
class Gathered:
    """Everything selection and lineage need, without a picture."""

    tasks: dict[str, TaskSummary]
    rollouts: tuple[RolloutSummary, ...]
    pass_rates: dict[str, float]
    sources: tuple[SourceLineage, ...]
    teachers: tuple[str, ...]
    """`<kind>:<name>:<fingerprint>` of teachers; kind is `policy` or `densifier` for those."""
    environments: tuple[str, ...]


def gather(layout: Layout, datasets: tuple[str, ...]) -> Gathered:
    """Read the summaries of every dataset."""
    tasks: dict[str, TaskSummary] = {}
    rollouts: list[RolloutSummary] = []
    pass_rates: dict[str, float] = {}
    sources: list[SourceLineage] = []
    teachers: set[str] = set()
    environments: set[str] = set()
    for dataset in sorted(datasets):
        origins: dict[tuple[str, str], int] = {}
        for task, summary in task_summaries(layout, dataset):
            tasks[task.task_id] = summary
            origin = (task.source.revision, task.source.licence)
            origins[origin] = origins.get(origin, 0) + 1
        sources += [SourceLineage(dataset, *origin, tasks=n) for origin, n in sorted(origins.items())]
        for rollout, light in rollout_summaries(layout, dataset):
            rollouts.append(light)
            teacher = rollout.teacher
            teachers.add(f"{teacher.kind}:{teacher.name}:{teacher.fingerprint}")
            environments.add(rollout.environment)
        for dense in read_columns(layout.dense(dataset), ["teacher.name", "teacher.fingerprint"]):
            teachers.add("densifier:{name}:{fingerprint}".format_map(dense["teacher"]))
        for difficulty in read_records(layout.difficulty(dataset), Difficulty):
            pass_rates[difficulty.task_id] = difficulty.pass_rate
            teachers.add(f"policy:{difficulty.policy}:{difficulty.policy_fingerprint}")
    return Gathered(
        tasks,
        tuple(rollouts),
        pass_rates,
        tuple(sources),
        tuple(sorted(teachers)),
        tuple(sorted(environments)),
    )
