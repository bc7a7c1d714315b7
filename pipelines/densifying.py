"""Densifying: the transform that has accepted thoughts written out, many rollouts open in one DoFn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import apache_beam as beam
from apache_beam.utils.windowed_value import WindowedValue

from environment.registry import all_specs
from pipelines.budgeting import budget_of, check_prices
from pipelines.connect import connect
from pipelines.counts import Counts
from pipelines.densify import UnwrittenError
from pipelines.layout import LETTERS, Layout
from pipelines.left_out import read_left_out
from pipelines.ordering import put_in_order, put_letters_in_order
from pipelines.params import Params, TeacherParams
from pipelines.records import ROWS_PER_GROUP, RowReader, read_columns, read_placed, read_records
from pipelines.runner import pipeline
from pipelines.teaching import MOST_OWED
from pipelines.transforms import DEAD, WriteDeadLetters, WriteRecords, in_global_window
from schemas import (
    DeadLetter,
    Dense,
    Flaw,
    Purpose,
    Rollout,
    Task,
    ThoughtOutcome,
    from_plain,
    prompt_of,
)
from shards import RowRef
from synthesis.bought import ask_through
from synthesis.densify import Written, densify
from synthesis.engine import Engine
from synthesis.ledger import Ledger
from synthesis.thoughts import thoughts_digest
from verification.dense import flaw_of

OWED = frozenset({ThoughtOutcome.TEACHER_ERROR, ThoughtOutcome.BUDGET})
"""Outcomes of a thought that leave its rollout to be tried again."""
GROUPS_HELD = 16
"""Row groups a worker keeps: rollouts are taken in the order of their tasks, so few are in use at a time."""


@dataclass(frozen=True)
class Candidate:
    """An accepted rollout that may enter `bc`, and its task: where they lie."""

    task: RowRef
    rollout: RowRef


@dataclass(frozen=True)
class DensifySettings:
    """What a Densify needs; plain values only, since it travels to workers."""

    teacher: TeacherParams
    max_characters: int
    ledger: str
    """A path or a URL."""
    batches: Path
    budget_usd: float | None
    other_ledgers: Sequence[str]
    """Whose replies count against the budget too."""


def run_densify(dataset: str, layout: Layout, params: Params, runner: str, beam_args: Sequence[str]) -> None:
    """Have the thoughts of a dataset's candidates written out, and settle what became of each rollout."""
    assert params.densify.teacher is not None
    settings = DensifySettings(
        params.densify.teacher,
        params.densify.max_characters,
        layout.ledger(dataset, params.ledger),
        layout.batches(dataset),
        params.budget_usd,
        layout.other_ledgers(dataset, params.datasets, params.ledger),
    )
    check_prices(params.budget_usd, {"densify.teacher": settings.teacher})
    out = layout.dense(dataset)
    accepted = {
        row["rollout_id"]
        for row in read_columns(layout.verdicts(dataset), ["rollout_id", "accepted"])
        if row["accepted"]
    }
    candidates, kept = candidates_of(layout, dataset, accepted)
    shares = [candidates[n : n + ROWS_PER_GROUP] for n in range(0, len(candidates), ROWS_PER_GROUP)]
    with pipeline(runner, beam_args) as p:
        dense = p | beam.Create(shares) | beam.Reshuffle() | Densify(settings)
        written = dense | WriteRecords("dense", out, "densify", dataset)
        written[DEAD] | WriteDeadLetters(out)
    put_in_order("dense", out, ["rollout_id"])
    put_letters_in_order(out)
    _settle(dataset, layout, len(accepted), len(candidates), kept)


def candidates_of(layout: Layout, dataset: str, accepted: Set[str]) -> tuple[list[Candidate], Counter[str]]:
    """Return the accepted rollouts that may enter `bc`, in task order, and why the others stay as is."""
    left_out = read_left_out(layout.screenings(dataset))
    tasks = {
        row["task_id"]: (row["purpose"], ref)
        for row, ref in read_placed(layout.tasks(dataset), ["task_id", "purpose"])
    }
    found, kept = [], Counter[str]()
    for row, ref in read_placed(layout.rollouts(dataset), ["rollout_id", "task_id"]):
        if row["rollout_id"] not in accepted:
            continue
        purpose, task = tasks[row["task_id"]]
        reason = "" if purpose == Purpose.TRAIN.value else f"purpose_{purpose}"
        if reason := reason or left_out.get(row["task_id"], ""):
            kept[reason] += 1
        else:
            found.append(Candidate(task, ref))
    return sorted(found, key=lambda candidate: (candidate.task, candidate.rollout)), kept


class Densify(beam.PTransform):
    """Write out the thoughts of candidates, given in shares; yields Dense records as they finish.

    A share's rollouts lie side by side, so that one row group read from disk serves them all.
    """

    def __init__(self, settings: DensifySettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, candidates: beam.PCollection) -> beam.PCollection:
        """Take lists of candidates, give Dense records."""
        return candidates | beam.ParDo(_Densify(self._settings))


class _Densify(beam.DoFn):
    def __init__(self, settings: DensifySettings) -> None:
        self._settings = settings

    def setup(self) -> None:
        teacher = self._settings.teacher
        self._reader = RowReader(GROUPS_HELD)
        self._ledger = Ledger.open(self._settings.ledger)
        self._engine: Engine[Dense] = Engine(teacher.in_flight)
        # No tool is offered, so that none is called.
        own, prompts = replace(teacher, native_tools=False), thoughts_digest()
        self._teacher = self._engine.run(connect(own, prompts, self._ledger, self._settings.batches))
        budget = budget_of(self._settings.budget_usd, self._ledger, self._settings.other_ledgers)
        self._ask = ask_through(self._ledger, self._teacher, budget)

    def process(self, share: Sequence[Candidate]) -> Iterator[Dense]:
        for candidate in share:
            self._start(candidate)
            yield from self._engine.finished()

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for dense in self._engine.drain():
            yield in_global_window(dense)

    def teardown(self) -> None:
        self._engine.run(self._teacher.aclose())
        self._engine.close()
        self._ledger.close()

    def _start(self, candidate: Candidate) -> None:
        task = from_plain(Task, self._reader.read(candidate.task))
        rollout = from_plain(Rollout, self._reader.read(candidate.rollout))
        prompt = prompt_of(task, [spec for spec in all_specs() if spec.name in rollout.tools])
        guard = guard_of(task, rollout, self._settings.max_characters)
        self._engine.submit(partial(densify, self._ask, self._teacher.ref, prompt, rollout, guard))


def guard_of(task: Task, rollout: Rollout, longest: int) -> Callable[[int, Written], Flaw | None]:
    """Return the guard of a rollout's thoughts; it closes over the task and its gold answer."""

    def guard(place: int, written: Written) -> Flaw | None:
        return flaw_of(task, rollout, place, written.thought, written.answer, longest=longest)

    return guard


def _settle(dataset: str, layout: Layout, accepted: int, wanted: int, kept: Counter[str]) -> None:
    """Account for every accepted rollout, and for every thought of those that were asked about."""
    out = layout.dense(dataset)
    kept.update(letter.reason for letter in read_records(out / LETTERS, DeadLetter))
    dense, owed, first = 0, Counter[str](), ""
    thoughts: Counter[ThoughtOutcome] = Counter()
    for record in read_records(out, Dense):
        outcomes = [thought.outcome for thought in record.thoughts]
        thoughts.update(outcomes)
        if unwritten := [thought for thought in record.thoughts if thought.outcome in OWED]:
            owed[unwritten[0].outcome.value] += 1
            first = first or unwritten[0].evidence
        elif ThoughtOutcome.DENSE in outcomes:
            dense += 1
        else:
            kept[outcomes[0].value] += 1
    Counts("densify", dataset, "rollouts", accepted, dense, owed=owed, kept=kept).settle(out)
    _settle_thoughts(dataset, layout, thoughts)
    failed = owed[ThoughtOutcome.TEACHER_ERROR.value]
    if failed > MOST_OWED * wanted:
        raise UnwrittenError(dataset, failed, wanted, first)


def _settle_thoughts(dataset: str, layout: Layout, thoughts: Mapping[ThoughtOutcome, int]) -> None:
    owed = {o.value: n for o, n in thoughts.items() if o in OWED}
    kept = {o.value: n for o, n in thoughts.items() if o not in {*OWED, ThoughtOutcome.DENSE}}
    dense = thoughts.get(ThoughtOutcome.DENSE, 0)
    Counts("densify", dataset, "thoughts", sum(thoughts.values()), dense, owed=owed, kept=kept).settle(
        layout.thought_counts(dataset)
    )
