"""RollOut: the transform that lets a teacher act on tasks, many conversations open in one DoFn.

`synthesize` and `probe` are this with different settings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apache_beam as beam

from pipelines.blocks import blocks
from pipelines.connect import connect
from pipelines.counts import Counts
from pipelines.ordering import put_in_order
from pipelines.params import Params, TeacherParams
from pipelines.records import (
    GroupRef,
    count_records,
    fresh,
    group_refs,
    read_columns,
    read_group,
)
from pipelines.runner import pipeline
from pipelines.transforms import DEAD, WriteDeadLetters, WriteRecords, in_global_window
from schemas import (
    Ended,
    Prompt,
    Purpose,
    Rollout,
    RolloutPurpose,
    Task,
    from_plain,
    prompt_of,
)

if TYPE_CHECKING:
    from synthesis.engine import Engine, Work

OWED = (Ended.TEACHER_ERROR.value, Ended.BUDGET.value)
"""Ends of a task's last attempt that leave the task to be tried again."""
MOST_OWED = 0.01
"""Share of a stage's tasks that may stay owed; beyond it the stage fails, so that DVC runs it again."""
OPEN_PER_PLACE = 1.5
"""Conversations open for each request in flight, so that tool time does not idle the endpoint."""
AT_ONCE = 16
"""Conversations begun together: the engine's thread and Beam's meet once for so many."""


class UnfinishedError(RuntimeError):
    """A stage whose teacher could not be had for too many tasks."""

    def __init__(self, stage: str, dataset: str, owed: int, wanted: int, first: str) -> None:
        super().__init__(
            f"{stage} {dataset}: {owed} of {wanted} tasks are owed, since the teacher could not be had "
            f"({first}). Run the same command again: what was bought stands in the ledger."
        )


@dataclass(frozen=True)
class RollOutSettings:
    """What a RollOut needs; plain values only, since it travels to workers."""

    params: Params
    teacher: TeacherParams
    purpose: RolloutPurpose
    attempts: int
    ledger: str
    """A path or a URL."""
    screened_out: Mapping[str, str]
    """Task id to reason: what `screen` keeps out of every config."""


def run_rollouts(
    stage: str,
    dataset: str,
    *,
    tasks: Path,
    out: Path,
    settings: RollOutSettings,
    runner: str,
    beam_args: Sequence[str],
) -> None:
    """Attempt every wanted task of a folder, write the rollouts, and settle what became of each task."""
    fresh(out)
    with pipeline(runner, beam_args) as p:
        rollouts = p | beam.Create(group_refs(tasks)) | beam.Reshuffle() | RollOut(settings)
        written = rollouts | WriteRecords("rollout", out, stage, dataset)
        written[DEAD] | WriteDeadLetters(out)
    put_in_order("rollout", out, ["task_id", "attempt"])
    _settle(stage, dataset, tasks, out, settings)


def _settle(stage: str, dataset: str, tasks: Path, out: Path, settings: RollOutSettings) -> None:
    """Account for every task: attempted, not wanted, or owed since its last attempt could not be had."""
    last: dict[str, tuple[int, str]] = {}
    for row in read_columns(out, ["task_id", "attempt", "ended"]):
        last[row["task_id"]] = max(last.get(row["task_id"], (-1, "")), (row["attempt"], row["ended"]))
    done, skipped, owed = 0, Counter[str](), Counter[str]()
    for row in read_columns(tasks, ["task_id", "purpose"]):
        if reason := not_wanted(row["task_id"], row["purpose"], settings):
            skipped[reason] += 1
        elif row["task_id"] in last:
            ended = last[row["task_id"]][1]
            owed[ended] += ended in OWED
            done += ended not in OWED
    Counts(
        stage, dataset, "tasks", count_records(tasks), done, rejected=dict(skipped), owed=dict(+owed)
    ).settle(out)
    if owed.total() > MOST_OWED * (done + owed.total()):
        raise UnfinishedError(stage, dataset, owed.total(), done + owed.total(), _first_error(out))


def _first_error(out: Path) -> str:
    return next((row["error"] for row in read_columns(out, ["error"]) if row["error"]), "no reason was given")


def not_wanted(task_id: str, purpose: str, settings: RollOutSettings) -> str:
    """Return why a task is not attempted, or an empty text; a probe grades train tasks only."""
    probing = settings.purpose is RolloutPurpose.PROBE
    purposes = (Purpose.TRAIN.value,) if probing else settings.params.synthesize.purposes
    return settings.screened_out.get(task_id, "") if purpose in purposes else f"purpose_{purpose}"


class RollOut(beam.PTransform):
    """Make the attempts at every task of the referenced row groups; yields rollouts as they finish.

    Tasks are read where they are used, so their pictures cross no shuffle.
    """

    def __init__(self, settings: RollOutSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, refs: beam.PCollection) -> beam.PCollection:
        """Take references to row groups of tasks, give rollouts."""
        return refs | beam.ParDo(_RollOut(self._settings))


class _RollOut(beam.DoFn):
    def __init__(self, settings: RollOutSettings) -> None:
        self._settings = settings

    def setup(self) -> None:
        # Imported and built in the worker: none of it can travel, and the launcher needs none of it.
        from environment.pool import ToolPool
        from synthesis.bought import ask_through, run_through
        from synthesis.engine import Engine
        from synthesis.ledger import Ledger
        from synthesis.prompts import prompts_digest
        from synthesis.rollout import Setting

        settings = self._settings
        self._ledger = Ledger.open(settings.ledger)
        self._pool = ToolPool(settings.params.tools.workers, settings.params.tools.timeout_s)
        places = int(settings.teacher.in_flight * OPEN_PER_PLACE)
        self._engine: Engine[list[Rollout]] = Engine(max(places, AT_ONCE))
        self._teacher = self._engine.run(connect(settings.teacher, prompts_digest(), self._ledger))
        self._setting = Setting(
            teacher=self._teacher,
            ask=ask_through(self._ledger, self._teacher),
            run_tool=run_through(self._ledger, self._pool.run),
            purpose=settings.purpose,
            attempts=settings.attempts,
            max_turns=settings.params.synthesize.max_turns,
        )

    def process(self, ref: GroupRef) -> Iterator[Rollout]:
        for works in blocks(self._wanted(read_group(ref)), AT_ONCE):
            self._engine.submit(*works)
            for rollouts in self._engine.finished():
                yield from rollouts

    def finish_bundle(self) -> Iterator[beam.utils.windowed_value.WindowedValue]:
        for rollouts in self._engine.drain():
            for rollout in rollouts:
                yield in_global_window(rollout)

    def teardown(self) -> None:
        self._engine.run(self._teacher.aclose())
        self._engine.run(self._pool.aclose())
        self._engine.close()
        self._ledger.close()

    def _wanted(self, rows: Iterable[dict[str, Any]]) -> Iterator[Work[list[Rollout]]]:
        """Yield the work on each task of these rows that is wanted."""
        for row in rows:
            if not not_wanted(row["task_id"], row["purpose"], self._settings):
                yield self._work(from_plain(Task, row))

    def _work(self, task: Task) -> Work[list[Rollout]]:
        from environment.registry import selection_of
        from pipelines.judging import acceptance
        from synthesis.rollout import attempts

        setting = self._setting
        if task.purpose is Purpose.EVAL and setting.purpose is RolloutPurpose.TEACHER:
            # Several attempts at an evaluation task would be pass@k under the name of accuracy.
            setting = replace(setting, attempts=1)
        prompt: Prompt = prompt_of(task, selection_of(task.family, bool(task.pictures)).tools)
        accept = acceptance(task, self._settings.params.verify.tool_policy)
        return partial(attempts, setting, prompt, accept)
