"""Estimate: what the rest of a run will take in calls, tokens and money, from the part of it that was tried.

    vistaforge estimate                  from the rollouts that are there
    vistaforge estimate --tasks 20       tries so many tasks of each purpose first; their replies are kept

Both stages that ask a model are forecast, `synthesize` and, where a policy is named, `probe`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines import probe, synthesize
from pipelines.connect import connect
from pipelines.layout import Layout
from pipelines.params import Params
from pipelines.records import read_columns
from pipelines.runner import parse, speaking, stage_parser
from pipelines.teaching import OWED, RollOutSettings, not_wanted, run_rollouts
from schemas import Purpose
from synthesis.forecast import CONFIDENCE, Forecast, Range, Spent, forecast, together
from synthesis.prompts import prompts_digest
from teachers.teacher import TeacherError

BEYOND_SAMPLE = "beyond_sample"
HEAD = ("stage", "dataset", "purpose", "tasks", "tried", "calls", "prompt tokens", "completion tokens", "USD")


@dataclass(frozen=True)
class Stage:
    """One stage of one dataset that asks a model."""

    name: str
    dataset: str
    rollouts: Path
    """Where its own rollouts lie."""
    settings: RollOutSettings


def main(argv: Sequence[str] | None = None) -> int:
    """Print the forecast; returns 2, saying why, where there is nothing to make it from."""
    parser = stage_parser("what a run will take, from the part of it that was tried")
    parser.add_argument("--dataset", help="one entry of datasets; default: all")
    parser.add_argument("--tasks", type=int, default=0, help="try so many tasks of each purpose first")
    args, params, beam_args = parse(parser, argv)
    layout = Layout(args.out)
    datasets = [args.dataset] if args.dataset else list(params.datasets)
    made: list[tuple[Stage, str, Forecast]] = []
    for dataset in datasets:
        params.dataset(dataset)
        for stage in stages(params, layout, dataset):
            try:
                folder = try_first(stage, layout, args.tasks, args.runner, beam_args) if args.tasks else None
                made += [(stage, *row) for row in forecasts(stage, layout, folder or stage.rollouts)]
            except (TeacherError, ValueError) as reason:
                print(f"vistaforge: {stage.name} {dataset}: {reason}", file=sys.stderr)
                return 2
    print(table(made))
    return 0


def stages(params: Params, layout: Layout, dataset: str) -> Iterator[Stage]:
    """Yield the stages that would ask a model about a dataset's tasks."""
    yield Stage(
        "synthesize", dataset, layout.rollouts(dataset), synthesize.settings_of(params, layout, dataset)
    )
    if params.probe.policy is not None:
        settings = probe.settings_of(params, params.probe.policy, layout, dataset)
        yield Stage("probe", dataset, layout.probes(dataset), settings)


def try_first(stage: Stage, layout: Layout, tasks: int, runner: str, beam_args: Sequence[str]) -> Path:
    """Attempt so many tasks of each purpose, through the ledger; returns the folder of the rollouts.

    Task ids are hashes, so the first in their order are a random sample, and the same one each time.
    """
    wanted = wanted_tasks(stage, layout)
    sample = {
        id_ for purpose in Purpose for id_ in sorted(i for i, p in wanted.items() if p == purpose)[:tasks]
    }
    beyond = dict.fromkeys(wanted.keys() - sample, BEYOND_SAMPLE)
    left_out = {**stage.settings.screened_out, **beyond}
    settings = replace(stage.settings, stage="estimate", screened_out=left_out)
    folder = layout.estimate(stage.name, stage.dataset)
    run_rollouts(
        settings,
        tasks=layout.tasks(stage.dataset),
        out=folder,
        runner=runner,
        beam_args=beam_args,
    )
    return folder


def forecasts(stage: Stage, layout: Layout, folder: Path) -> Iterator[tuple[str, Forecast]]:
    """Yield purpose and forecast for each purpose that has tasks to attempt.

    Raises ValueError where fewer than two of its tasks were tried by the teacher that is configured now.
    """
    wanted = wanted_tasks(stage, layout)
    if not wanted:
        raise ValueError(f"no task of {stage.dataset} is to be attempted: has ingest run?")
    spent = spent_by_task(folder, asyncio.run(_fingerprints(stage.settings)))
    for purpose in Purpose:
        tasks = [id_ for id_, of in wanted.items() if of == purpose]
        try:
            if tasks:
                yield purpose.value, forecast([spent[id_] for id_ in tasks if id_ in spent], len(tasks))
        except ValueError as few:
            raise ValueError(
                f"{purpose}: {few}; run `vistaforge estimate --tasks 20` to try some first (what their "
                "replies cost is not paid again)"
            ) from few


def wanted_tasks(stage: Stage, layout: Layout) -> dict[str, str]:
    """Return the ids of the tasks that the stage attempts, with their purpose."""
    rows = read_columns(layout.tasks(stage.dataset), ["task_id", "purpose"])
    return {
        row["task_id"]: row["purpose"]
        for row in rows
        if not not_wanted(row["task_id"], row["purpose"], stage.settings)
    }


def spent_by_task(folder: Path, fingerprints: Collection[str]) -> dict[str, Spent]:
    """Return what each task took whose attempts by these teachers came to their end."""
    columns = ["task_id", "attempt", "ended", "teacher.fingerprint"]
    columns += [f"usage.{name}" for name in ("calls", "prompt_tokens", "completion_tokens", "cost_usd")]
    attempts: dict[str, list[Mapping[str, object]]] = {}
    for row in read_columns(folder, columns):
        if row["teacher"]["fingerprint"] in fingerprints:
            attempts.setdefault(row["task_id"], []).append(row)
    return {
        task: _sum([row["usage"] for row in rows])  # type: ignore[misc]
        for task, rows in attempts.items()
        if not any(row["ended"] in OWED for row in rows)
    }


def table(made: Sequence[tuple[Stage, str, Forecast]]) -> str:
    """Return the forecasts as a table, and under it the sum of their costs."""
    rows = [
        (
            stage.name,
            stage.dataset,
            purpose,
            str(one.tasks),
            str(one.tried),
            _count(one.calls),
            _count(one.prompt_tokens),
            _count(one.completion_tokens),
            _usd(one.cost_usd),
        )
        for stage, purpose, one in made
    ]
    lines = [f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * len(HEAD), *rows)]
    costs = [one.cost_usd for _, _, one in made]
    known = [cost for cost in costs if cost is not None]
    whole = _usd(together(known)) if len(known) == len(costs) else "unknown, for want of a price"
    return (
        "\n".join(lines)
        + f"\n\nwhole run: {whole} US dollars, what was tried included. In brackets the interval of "
        + f"{CONFIDENCE:.0%} (Student's t over tasks)."
    )


async def _fingerprints(settings: RollOutSettings) -> set[str]:
    found = set()
    for params in settings.teachers.values():
        teacher = await connect(params, prompts_digest())
        await teacher.aclose()
        found.add(teacher.ref.fingerprint)
    return found


def _sum(usages: Sequence[Mapping[str, float | None]]) -> Spent:
    counts = {
        name: int(sum(usage[name] or 0 for usage in usages))
        for name in ("calls", "prompt_tokens", "completion_tokens")
    }
    costs = [usage["cost_usd"] for usage in usages]
    return Spent(**counts, cost_usd=None if None in costs else sum(cost or 0.0 for cost in costs))


def _count(total: Range) -> str:
    return f"{total.expected:,.0f} ({total.low:,.0f}-{total.high:,.0f})"


def _usd(total: Range | None) -> str:
    return "unknown" if total is None else f"{total.expected:,.2f} ({total.low:,.2f}-{total.high:,.2f})"


if __name__ == "__main__":
    sys.exit(speaking(main))
