"""Grade: the probes of a named policy become difficulty, per task; nothing else does.

python -m pipelines.grade --dataset chartqa
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import apache_beam as beam

from pipelines.counts import Counts
from pipelines.layout import Layout
from pipelines.ordering import put_in_order, put_letters_in_order
from pipelines.records import count_records, fresh, read_columns, without_bytes
from pipelines.runner import dataset_parser, parse, pipeline, speaking
from pipelines.transforms import DEAD, ReadGroups, WriteDeadLetters, WriteRecords
from schemas import Difficulty, Ended, Purpose, Rollout, Task, Verdict
from verification.difficulty import difficulty_of

UNMEASURED = (Ended.TEACHER_ERROR, Ended.BUDGET)
"""Ends that say nothing about the policy: a task with such a probe is owed."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("probe verdicts to difficulty"), argv)
    layout, dataset = Layout(args.out), args.dataset
    out = fresh(layout.difficulty(dataset))
    with pipeline(args.runner, beam_args) as p:
        tasks = p | "Tasks" >> ReadGroups(layout.tasks(dataset), Task, without_bytes("task"))
        probes = p | "Probes" >> ReadGroups(layout.probes(dataset), Rollout, without_bytes("rollout"))
        verdicts = p | "Verdicts" >> ReadGroups(layout.probe_verdicts(dataset), Verdict)
        graded = (
            {
                "tasks": tasks | "T" >> _by_task(),
                "probes": probes | "P" >> _by_task(),
                "verdicts": verdicts | "V" >> _by_task(),
            }
            | beam.CoGroupByKey()
            | beam.FlatMapTuple(grade_group, attempts=params.probe.attempts)
        )
        written = graded | WriteRecords("difficulty", out, "grade", dataset)
        written[DEAD] | WriteDeadLetters(out)
    put_in_order("difficulty", out, ["task_id"])
    put_letters_in_order(out)

    purposes = Counter(row["purpose"] for row in read_columns(layout.tasks(dataset), ["purpose"]))
    graded_tasks, train = count_records(out), purposes[Purpose.TRAIN.value]
    reason = "no_policy" if params.probe.policy is None else "probe_unfinished"
    Counts(
        "grade",
        dataset,
        "tasks",
        rows_in=purposes.total(),
        rows_out=graded_tasks,
        rejected={k: n for k, n in purposes.items() if k != Purpose.TRAIN.value},
        owed={reason: train - graded_tasks} if train > graded_tasks else {},
    ).settle(out)


def grade_group(task_id: str, group: Mapping[str, Sequence[Any]], attempts: int = 0) -> Iterator[Difficulty]:
    """Yield the difficulty of one task, unless a probe is missing or could not be had."""
    tasks: list[Task] = list(group["tasks"])
    probes: list[Rollout] = sorted(group["probes"], key=lambda r: r.attempt)
    verdicts: dict[str, Verdict] = {v.rollout_id: v for v in group["verdicts"]}
    if not tasks or len(probes) < attempts or any(r.ended in UNMEASURED for r in probes):
        return
    difficulty = difficulty_of(tasks[0], [(r, verdicts[r.rollout_id]) for r in probes])
    if difficulty is not None:
        yield difficulty


def _by_task() -> beam.PTransform:
    return beam.Map(lambda record: (record.task_id, record))


if __name__ == "__main__":
    sys.exit(speaking(main))
