"""Summaries: what shard selection needs of every record, one row group in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.layout import Layout
from pipelines.records import read_placed, read_records
from schemas import Rollout, Screening, Task, Verdict, from_plain
from shards import RolloutSummary, RowRef, TaskSummary


class UnscreenedTaskError(LookupError):
    """A task of which nobody knows whether a benchmark holds it."""


def task_summaries(layout: Layout, dataset: str) -> Iterator[tuple[Task, TaskSummary]]:
    """Yield every task of a dataset with its summary; raises UnscreenedTaskError for one not screened."""
    screened = {s.task_id: s.findings for s in read_records(layout.screenings(dataset), Screening)}
    for plain, ref in read_placed(layout.tasks(dataset)):
        task = from_plain(Task, plain)
        if task.task_id not in screened:
            raise UnscreenedTaskError(
                f"{dataset}: task {task.task_id} was not screened: run `vistaforge screen` after ingest"
            )
        reasons = tuple(finding.reason for finding in screened[task.task_id])
        yield task, TaskSummary(task.task_id, task.purpose, size_of(plain), ref, reasons)


def rollout_summaries(layout: Layout, dataset: str) -> Iterator[tuple[Rollout, RolloutSummary]]:
    """Yield every judged teacher rollout of a dataset with its summary; unjudged ones became dead letters."""
    verdicts = {v.rollout_id: v for v in read_records(layout.verdicts(dataset), Verdict)}
    dense = dict(_dense_places(layout, dataset))
    for plain, ref in read_placed(layout.rollouts(dataset)):
        rollout = from_plain(Rollout, plain)
        if (verdict := verdicts.get(rollout.rollout_id)) is None:
            continue
        place, written = dense.get(rollout.rollout_id, (None, 0))
        yield (
            rollout,
            RolloutSummary(
                task_id=rollout.task_id,
                rollout_id=rollout.rollout_id,
                attempt=rollout.attempt,
                accepted=verdict.accepted,
                reasons=tuple(f.reason for f in verdict.findings if f.fatal),
                tool_sequence=tuple(step.call.name for step in rollout.steps if step.call),
                teacher_kind=rollout.teacher.kind,
                bytes=size_of(plain) + written,
                ref=ref,
                purpose=rollout.purpose,
                dense=place,
            ),
        )


def _dense_places(layout: Layout, dataset: str) -> Iterator[tuple[str, tuple[RowRef, int]]]:
    """Yield the id of every rollout with a dense thought, where its record lies, and its size."""
    for plain, ref in read_placed(layout.dense(dataset)):
        if any(one["thought"] is not None for one in plain["thoughts"]):
            yield plain["rollout_id"], (ref, size_of(plain))


def size_of(plain: Any) -> int:  # noqa: ANN401 - walks any plain value
    """Return the summed length of all texts and bytes in a plain record."""
    if isinstance(plain, str | bytes):
        return len(plain)
    if isinstance(plain, dict):
        return sum(size_of(value) for value in plain.values())
    if isinstance(plain, list):
        return sum(size_of(item) for item in plain)
    return 0
