"""Verify: every rollout of a dataset, teacher's and policy's, gets a verdict from (task, rollout) alone.

    python -m pipelines.verify --dataset chartqa

No teacher is asked and no tool is run, so a changed check re-judges everything at no cost. Pictures that
tools made are compared with the benchmarks' index where they are read: a page may hold a benchmark's chart.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import apache_beam as beam

from pipelines.benchmarks import LoadIndex, contamination_check
from pipelines.counts import Counts
from pipelines.judging import checks_for
from pipelines.layout import LETTERS, Layout
from pipelines.ordering import put_in_order, put_letters_in_order
from pipelines.params import Params
from pipelines.records import count_records, fresh, read_records, without_bytes
from pipelines.runner import dataset_parser, parse, pipeline, speaking
from pipelines.transforms import DEAD, ReadGroups, WriteDeadLetters, WriteRecords
from schemas import DeadLetter, Picture, PictureSignature, Rollout, Step, Task, Verdict
from verification.checks.contamination import tool_pictures
from verification.contamination import Index
from verification.judge import judge


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("rollouts to verdicts"), argv)
    layout = Layout(args.out)
    tasks = layout.tasks(args.dataset)
    pairs = (
        ("verify", layout.rollouts(args.dataset), fresh(layout.verdicts(args.dataset))),
        ("verify-probes", layout.probes(args.dataset), fresh(layout.probe_verdicts(args.dataset))),
    )
    with pipeline(args.runner, beam_args) as p:
        index = p | "Index" >> LoadIndex((layout.index, *map(Path, params.screen.index)))
        for name, rollouts, out in pairs:
            judged = p | name >> Judge(tasks, rollouts, params, index)
            written = judged.verdicts | f"{name} write" >> WriteRecords("verdict", out, name, args.dataset)
            letters = (judged[DEAD], written[DEAD]) | f"{name} letters" >> beam.Flatten()
            letters | f"{name} dead" >> WriteDeadLetters(out)
    for name, rollouts, out in pairs:
        put_in_order("verdict", out, ["rollout_id"])
        put_letters_in_order(out)
        settle(name, args.dataset, rollouts, out)


@dataclass(frozen=True)
class Seen:
    """A rollout without the bytes of its pictures, and the signatures of those that tools made."""

    rollout: Rollout
    made: dict[str, PictureSignature]


class Judge(beam.PTransform):
    """Join tasks and rollouts by task id, without their pictures' bytes, and judge each rollout."""

    def __init__(self, tasks: Path, rollouts: Path, params: Params, index: beam.PCollection) -> None:
        super().__init__()
        self._tasks, self._rollouts, self._params, self._index = tasks, rollouts, params, index

    def expand(self, root: beam.pvalue.PBegin) -> beam.DoOutputsTuple:
        """Yield verdicts (`verdicts`) and dead letters for rollouts of unknown tasks (`DEAD`)."""
        tasks = root | "Tasks" >> ReadGroups(self._tasks, Task, without_bytes("task"))
        rollouts = root | "Rollouts" >> ReadGroups(self._rollouts, Rollout)
        by_task = tasks | "T" >> beam.Map(lambda task: (task.task_id, task))
        seen_by_task = rollouts | "R" >> beam.Map(lambda rollout: (rollout.task_id, seen(rollout)))
        index = beam.pvalue.AsSingleton(self._index)
        return (
            {"tasks": by_task, "rollouts": seen_by_task}
            | beam.CoGroupByKey()
            | beam.FlatMap(judge_group, self._params, index).with_outputs(DEAD, main="verdicts")
        )


def seen(rollout: Rollout) -> Seen:
    """Return what judging needs of a rollout, light enough to be grouped."""
    return Seen(replace(rollout, steps=tuple(map(_light, rollout.steps))), tool_pictures(rollout))


def _light(step: Step) -> Step:
    if step.observation is None or not step.observation.pictures:
        return step
    pictures: tuple[Picture, ...] = tuple(replace(p, data=b"") for p in step.observation.pictures)
    return replace(step, observation=replace(step.observation, pictures=pictures))


def judge_group(
    joined: tuple[str, Mapping[str, Sequence[Any]]], params: Params, index: Index
) -> Iterator[Verdict | beam.pvalue.TaggedOutput]:
    """Judge one task's rollouts."""
    task_id, group = joined
    tasks: list[Task] = list(group["tasks"])
    for one in group["rollouts"]:
        rollout: Rollout = one.rollout
        if tasks:
            also = contamination_check(one.made, index, params.screen.rendered)
            yield judge(tasks[0], rollout, (*checks_for(params.verify.tool_policy), also))
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


if __name__ == "__main__":
    sys.exit(speaking(main))
