"""Verify: every rollout of a dataset, teacher's and policy's, gets a verdict from (task, rollout) alone.

    python -m pipelines.verify --dataset chartqa

No teacher is asked and no tool is run, so a changed check re-judges everything at no cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import apache_beam as beam

from pipelines.counts import Counts
from pipelines.judging import checks_for
from pipelines.layout import Layout
from pipelines.records import count_records, fresh, read_records, without_bytes
from pipelines.runner import dataset_parser, parse, pipeline
from pipelines.transforms import DEAD, LETTERS, ReadGroups, WriteDeadLetters, WriteRecords
from schemas import DeadLetter, Rollout, Task, Verdict
from verification.judge import judge


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("rollouts to verdicts"), argv)
    layout, policy = Layout(args.out), params.verify.tool_policy
    tasks = layout.tasks(args.dataset)
    pairs = (
        ("verify", layout.rollouts(args.dataset), fresh(layout.verdicts(args.dataset))),
        ("verify-probes", layout.probes(args.dataset), fresh(layout.probe_verdicts(args.dataset))),
    )
    with pipeline(args.runner, beam_args) as p:
        for name, rollouts, out in pairs:
            judged = p | name >> Judge(tasks, rollouts, policy)
            written = judged.verdicts | f"{name} write" >> WriteRecords("verdict", out, name, args.dataset)
            letters = (judged[DEAD], written[DEAD]) | f"{name} letters" >> beam.Flatten()
            letters | f"{name} dead" >> WriteDeadLetters(out)
    for name, rollouts, out in pairs:
        settle(name, args.dataset, rollouts, out)


class Judge(beam.PTransform):
    """Join tasks and rollouts by task id, without their pictures' bytes, and judge each rollout."""

    def __init__(self, tasks: Path, rollouts: Path, tool_policy: str) -> None:
        super().__init__()
        self._tasks, self._rollouts, self._policy = tasks, rollouts, tool_policy

    def expand(self, root: beam.pvalue.PBegin) -> beam.DoOutputsTuple:
        """Yield verdicts (`verdicts`) and dead letters for rollouts of unknown tasks (`DEAD`)."""
        tasks = root | "Tasks" >> ReadGroups(self._tasks, Task, without_bytes("task"))
        rollouts = root | "Rollouts" >> ReadGroups(self._rollouts, Rollout, without_bytes("rollout"))
        return (
            {"tasks": tasks | "T" >> _by_task(), "rollouts": rollouts | "R" >> _by_task()}
            | beam.CoGroupByKey()
            | beam.FlatMapTuple(judge_group, tool_policy=self._policy).with_outputs(DEAD, main="verdicts")
        )


def judge_group(
    task_id: str, group: Mapping[str, Sequence[Any]], tool_policy: str = "required"
) -> Iterator[Verdict | beam.pvalue.TaggedOutput]:
    """Judge one task's rollouts."""
    tasks: list[Task] = list(group["tasks"])
    for rollout in group["rollouts"]:
        if tasks:
            yield judge(tasks[0], rollout, checks_for(tool_policy))
            continue
        detail = f"task {task_id} is not among the tasks: run synthesize again after ingest"
        yield beam.pvalue.TaggedOutput(DEAD, DeadLetter("", rollout.rollout_id, "no_task", detail, "verify"))


def settle(stage: str, dataset: str, rollouts: Path, out: Path) -> None:
    """Account for every rollout: accepted, or rejected under its first fatal reason."""
    rejected: Counter[str] = Counter(letter.reason for letter in read_records(out / LETTERS, DeadLetter))
    accepted = 0
    for verdict in read_records(out, Verdict):
        if verdict.accepted:
            accepted += 1
        else:
            rejected[next(f.reason.value for f in verdict.findings if f.fatal)] += 1
    Counts(stage, dataset, "rollouts", count_records(rollouts), accepted, rejected).settle(out)


def _by_task() -> beam.PTransform:
    return beam.Map(lambda record: (record.task_id, record))


if __name__ == "__main__":
    main()
