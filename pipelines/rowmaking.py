"""Row making: the records behind one planned file, read back row by row and turned into shard rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from environment.registry import all_specs, selection_of
from pipelines.layout import Layout
from pipelines.records import RowReader, read_records
from schemas import DeadLetter, Dense, Difficulty, Rollout, Task, Verdict, from_plain
from shards import FilePlan, Selected, ShardRowError, bc_row, rejected_row, rl_row
from shards.columns import Row

T = TypeVar("T")


def rows_of(plan: FilePlan, layout: Layout) -> Iterator[Row | DeadLetter]:
    """Yield the rows of a planned file in its order; a row that cannot be made is a dead letter."""
    reader = RowReader()
    tasks = {selected.task for selected in plan.refs}
    datasets = {reader.read(ref)["dataset"] for ref in tasks}
    difficulty = {
        d.task_id: d for name in datasets for d in read_records(layout.difficulty(name), Difficulty)
    }
    verdicts = {v.rollout_id: v for name in datasets for v in read_records(layout.verdicts(name), Verdict)}
    for index, selected in enumerate(plan.refs, start=plan.first_row):
        task = from_plain(Task, reader.read(selected.task))
        try:
            yield _row(plan.config, task, index, selected, reader, difficulty, verdicts)
        except ShardRowError as error:
            yield error.letter


def _row(
    config: str,
    task: Task,
    index: int,
    selected: Selected,
    reader: RowReader,
    difficulty: dict[str, Difficulty],
    verdicts: dict[str, Verdict],
) -> Row:
    graded = difficulty.get(task.task_id)
    if selected.rollout is None:
        return rl_row(task, index, graded, selection_of(task.family, bool(task.pictures)).tools, all_specs())
    rollout = from_plain(Rollout, reader.read(selected.rollout))
    verdict = verdicts[rollout.rollout_id]
    if config == "bc":
        dense = from_plain(Dense, reader.read(selected.dense)) if selected.dense else None
        return bc_row(task, rollout, verdict, graded, all_specs(), dense)
    return rejected_row(task, rollout, verdict, all_specs())
