"""RollOut: the transform that lets a teacher act on tasks, many conversations open in one DoFn.

`synthesize` and `probe` are this with different settings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import apache_beam as beam

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
    from synthesis.engine import Engine
    from synthesis.ledger import Ledger
    from teachers.teacher import Teacher

OWED = (Ended.TEACHER_ERROR.value, Ended.BUDGET.value)
"""Ends of a task's last attempt that leave the task to be tried again."""
MOST_OWED = 0.01
"""Share of a stage's tasks that may stay owed; beyond it the stage fails, so that DVC runs it again."""
OPEN_PER_PLACE = 1.5
"""Conversations open for each request in flight, so that tool time does not idle the endpoint."""


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
        from synthesis.bought import ask_through, execute_through
        from synthesis.engine import Engine
        from synthesis.ledger import Ledger
        from synthesis.rollout import Setting

        settings = self._settings
        self._ledger = Ledger.open(settings.ledger)
        self._pool = ToolPool(settings.params.tools.workers, settings.params.tools.timeout_s)
        self._engine: Engine[list[Rollout]] = Engine(int(settings.teacher.in_flight * OPEN_PER_PLACE) + 1)
        self._teacher = self._engine.run(_connect(settings.teacher, self._ledger))
        self._setting = Setting(
            teacher=self._teacher,
            ask=ask_through(self._ledger, self._teacher),
            execute=execute_through(self._ledger, self._pool.execute),
            purpose=settings.purpose,
            attempts=settings.attempts,
            max_turns=settings.params.synthesize.max_turns,
        )

    def process(self, ref: GroupRef) -> Iterator[Rollout]:
        for plain in read_group(ref):
            self._start(from_plain(Task, plain))
            for rollouts in self._engine.finished():
                yield from rollouts

    def finish_bundle(self) -> Iterator[beam.utils.windowed_value.WindowedValue]:
        for rollouts in self._engine.drain():
            for rollout in rollouts:
                yield in_global_window(rollout)

    def teardown(self) -> None:
        self._engine.run(self._teacher.aclose())
        self._engine.close()
        self._pool.close()
        self._ledger.close()

    def _start(self, task: Task) -> None:
        from environment.registry import selection_of
        from pipelines.judging import acceptance
        from synthesis.rollout import attempts

        setting = self._setting
        if not_wanted(task.task_id, task.purpose.value, self._settings):
            return
        if task.purpose is Purpose.EVAL and setting.purpose is RolloutPurpose.TEACHER:
            # Several attempts at an evaluation task would be pass@k under the name of accuracy.
            setting = replace(setting, attempts=1)
        prompt: Prompt = prompt_of(task, selection_of(task.family, bool(task.pictures)).tools)
        accept = acceptance(task, self._settings.params.verify.tool_policy)
        self._engine.submit(partial(attempts, setting, prompt, accept))


async def _connect(params: TeacherParams, ledger: Ledger) -> Teacher:
    """Build a teacher on the event loop it will live on."""
    if params.kind == "programmatic":
        from teachers.programmatic import ProgrammaticTeacher

        return ProgrammaticTeacher()
    from synthesis.prompts import prompts_digest
    from teachers.openai import OpenAISettings, OpenAITeacher

    settings = OpenAISettings(
        base_url=params.base_url,
        model=params.model,
        api_key_env=params.api_key_env,
        decoding=params.decoding,
        native_tools=params.native_tools,
        in_flight=params.in_flight,
        read_timeout_s=params.timeout_s,
        total_timeout_s=2 * params.timeout_s,
    )
    teacher = OpenAITeacher(settings, prompts_digest())
    if params.kind == "recorded":
        from synthesis.bought import recorded_in
        from teachers.recorded import RecordedTeacher

        return RecordedTeacher(teacher.ref, teacher.dialect, recorded_in(ledger, teacher.ref))
    return teacher
