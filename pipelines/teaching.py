"""RollOut: the transform that lets a teacher act on tasks, many conversations open in one DoFn.

`synthesize` and `probe` are this with different settings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.utils.windowed_value import WindowedValue

from pipelines.blocks import blocks
from pipelines.budgeting import check_prices
from pipelines.counts import Counts
from pipelines.ordering import put_in_order, put_letters_in_order
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
    Purpose,
    Rollout,
    RolloutPurpose,
    Task,
    from_plain,
)

if TYPE_CHECKING:
    from pipelines.session import Finished

OWED = (Ended.TEACHER_ERROR.value, Ended.BUDGET.value)
"""Ends of a task's last attempt that leave the task to be tried again."""
MOST_OWED = 0.01
"""Share of a stage's tasks that may stay owed; beyond it the stage fails, so that DVC runs it again."""
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
    stage: str
    dataset: str
    teachers: Mapping[str, TeacherParams]
    """Who acts, by name; each task belongs to one of them."""
    purpose: RolloutPurpose
    attempts: int
    ledger: str
    """A path or a URL."""
    screened_out: Mapping[str, str]
    """Task id to reason: what `screen` keeps out of every config."""
    other_ledgers: Sequence[str] = ()
    """The other ledgers whose replies count against the budget."""
    wanted: int = 0
    """Tasks that will be attempted; 0 where it is not known, and then no progress is shown."""


def run_rollouts(
    settings: RollOutSettings, *, tasks: Path, out: Path, runner: str, beam_args: Sequence[str]
) -> None:
    """Attempt every wanted task of a folder, write the rollouts, and settle what became of each task.

    Raises UnpricedError where a budget is set and a teacher's price is not known, UnfinishedError where the
    teacher could not be had for too many tasks.
    """
    check_prices(settings.params.budget_usd, settings.teachers)
    fresh(out)
    stage, dataset = settings.stage, settings.dataset
    rows = read_columns(tasks, ["task_id", "purpose"])
    wanted = sum(not not_wanted(row["task_id"], row["purpose"], settings) for row in rows)
    settings = replace(settings, wanted=wanted)
    with pipeline(runner, beam_args) as p:
        rollouts = p | beam.Create(group_refs(tasks)) | beam.Reshuffle() | RollOut(settings)
        written = rollouts | WriteRecords("rollout", out, stage, dataset)
        written[DEAD] | WriteDeadLetters(out)
    put_in_order("rollout", out, ["task_id", "attempt"])
    put_letters_in_order(out)
    _settle(tasks, out, settings)


def _settle(tasks: Path, out: Path, settings: RollOutSettings) -> None:
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
    stage, dataset = settings.stage, settings.dataset
    Counts(
        stage, dataset, "tasks", count_records(tasks), done, rejected=dict(skipped), owed=dict(+owed)
    ).settle(out)
    # What the budget left undone was meant to be left; what could not be had was not.
    failed = owed[Ended.TEACHER_ERROR.value]
    if failed > MOST_OWED * (done + owed.total()):
        raise UnfinishedError(stage, dataset, failed, done + owed.total(), _first_error(out))


def _first_error(out: Path) -> str:
    rows = read_columns(out, ["ended", "error"])
    return next(str(row["error"]) for row in rows if row["ended"] == Ended.TEACHER_ERROR.value)


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
        # Imported in the worker: the launcher needs none of it.
        from pipelines.session import Session

        self._session = Session(self._settings)
        self._counted = {name: Metrics.counter("rollouts", name) for name in METRICS}

    def process(self, ref: GroupRef) -> Iterator[Rollout]:
        wanted = (
            row for row in read_group(ref) if not not_wanted(row["task_id"], row["purpose"], self._settings)
        )
        for rows in blocks(wanted, AT_ONCE):
            self._session.begin([from_plain(Task, row) for row in rows])
            for finished in self._session.finished():
                yield from self._counting(finished)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for finished in self._session.drain():
            for rollout in self._counting(finished):
                yield in_global_window(rollout)

    def teardown(self) -> None:
        self._session.close()

    def _counting(self, finished: Finished) -> Sequence[Rollout]:
        for name, value in metrics_of(finished).items():
            self._counted[name].inc(value)
        return finished.made.rollouts


METRICS = ("tasks", "owed", "accepted", "rollouts", "calls", "tokens", "micro_usd")
"""The counters that a runner shows of this stage; money in millionths of a US dollar, for they are whole."""


def metrics_of(finished: Finished) -> dict[str, int]:
    """Return what one task adds to each counter."""
    usages = [rollout.usage for rollout in finished.made.rollouts]
    return {
        "tasks": 1,
        "owed": int(finished.made.owed),
        "accepted": int(finished.made.accepted),
        "rollouts": len(usages),
        "calls": sum(usage.calls for usage in usages),
        "tokens": sum(usage.prompt_tokens + usage.completion_tokens for usage in usages),
        "micro_usd": round(1e6 * sum(usage.cost_usd or 0.0 for usage in usages)),
    }
