"""Report: the page a person opens, and the metrics and plots DVC shows.

python -m pipelines.report
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path

import jinja2

from pipelines.costs import HEADS, Cost, Paid, cells, cost_table, costs, paid_rollouts, paid_thoughts
from pipelines.counts import Counts, read_counts
from pipelines.examples import Example, examples_of
from pipelines.layout import Layout
from pipelines.measures import Reached, reached
from pipelines.params import Params
from pipelines.records import fresh, read_light, read_records
from pipelines.runner import parse, speaking, stage_parser
from schemas import Dense, Difficulty, Family, Rollout, Task, Verdict

CONFIGS = ("bc", "rl", "rl_tail_patch", "rejected")
STAGES = ("tasks", "screenings", "rollouts", "verdicts", "dense", "probes", "probe_verdicts", "difficulty")
"""Folders whose counts the page shows, in the order of the flow."""


def main(argv: Sequence[str] | None = None) -> None:
    """Write the report of a run."""
    args, params, _ = parse(stage_parser("the page, metrics and plots of a run"), argv)
    layout, datasets = Layout(args.out), tuple(params.datasets)
    out = fresh(layout.report)
    counts = [read_counts(layout.stage(s, d)) for s in STAGES for d in datasets]
    thoughts = map(layout.thought_counts, datasets)
    counts += [read_counts(folder) for folder in thoughts if folder.exists()]
    counts += [read_counts(layout.shard_counts(config)) for config in CONFIGS]
    measured: list[Reached] = []
    examples: list[Example] = []
    paid: list[Paid] = []
    for dataset in datasets:
        tasks = list(read_light(layout.tasks(dataset), "task", Task))
        verdicts = list(read_records(layout.verdicts(dataset), Verdict))
        rollouts = list(read_light(layout.rollouts(dataset), "rollout", Rollout))
        measured += reached(dataset, tasks, rollouts, verdicts)
        for family in {task.family for task in tasks}:
            paid += paid_for(layout, dataset, family, rollouts, verdicts)
        examples += examples_of(layout, dataset, rollouts, verdicts)
    rates = Counter(
        d.pass_rate for name in datasets for d in read_records(layout.difficulty(name), Difficulty)
    )
    spent = costs(paid)
    write_metrics(out / "metrics.json", counts, measured, spent)
    write_funnel(out / "funnel.csv", [c for c in counts if c.stage != "shard"])
    write_histogram(out / "pass_rates.csv", rates)
    page = out / "index.html"
    page.write_text(html(params, counts, measured, spent, examples, rates), encoding="utf-8")
    print(f"\n{reached_table(measured)}")
    if table := cost_table(spent):
        print(f"\n{table}")
    print(f"\nlook at {page} (report) and {layout.shards}/bc (load_dataset opens it)", flush=True)


def paid_for(
    layout: Layout, dataset: str, family: Family, rollouts: Iterable[Rollout], verdicts: Iterable[Verdict]
) -> Iterator[Paid]:
    """Yield what every finished rollout of a dataset took, and every dense one."""
    probes = read_light(layout.probes(dataset), "rollout", Rollout)
    yield from paid_rollouts("synthesize", family, rollouts, verdicts)
    yield from paid_rollouts("probe", family, probes, read_records(layout.probe_verdicts(dataset), Verdict))
    yield from paid_thoughts(family, read_records(layout.dense(dataset), Dense))


def reached_table(measured: Iterable[Reached]) -> str:
    """Return what the teacher reached as a Markdown table, the form in which the README quotes it."""
    lines = [
        "| dataset | purpose | tasks | score | answered | score when answered | abstained | errors |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.dataset} | {r.purpose} | {r.tasks} | {r.score:.3f} | {r.answered:.2f} "
        f"| {r.score_when_answered:.3f} | {r.abstained:.2f} | {r.errors:.2f} |"
        for r in measured
    ]
    return "\n".join(lines)


def write_metrics(
    path: Path, counts: Iterable[Counts], measured: Iterable[Reached], spent: Iterable[Cost]
) -> None:
    """Write the figures `dvc metrics` compares between revisions."""
    metrics = {
        "rows": {c.dataset: c.rows_out for c in counts if c.stage == "shard"},
        "teacher": {
            f"{r.dataset}/{r.purpose}": {
                "tasks": r.tasks,
                "score": round(r.score, 4),
                "abstained": round(r.abstained, 4),
                "errors": round(r.errors, 4),
                "accepted": round(r.accepted, 4),
            }
            for r in measured
        },
        "costs": {
            f"{c.stage}/{c.family}/{c.teacher}": {
                "rollouts": c.rollouts,
                "accepted": c.accepted,
                "calls": c.calls,
                "tokens": c.tokens,
                "usd": c.usd if c.usd is None else round(c.usd, 6),
            }
            for c in spent
        },
    }
    path.write_text(json.dumps(metrics, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def write_funnel(path: Path, rows: Iterable[Counts]) -> None:
    """Write counts as the CSV behind `dvc plots`: one line a stage, dataset and outcome."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["stage", "dataset", "outcome", "rows"])
        for row in rows:
            for outcome, n in (
                ("in", row.rows_in),
                ("out", row.rows_out),
                ("kept", sum(row.kept.values())),
                ("rejected", sum(row.rejected.values())),
                ("owed", sum(row.owed.values())),
            ):
                writer.writerow([row.stage, row.dataset, outcome, n])


def write_histogram(path: Path, rates: Counter[float]) -> None:
    """Write how many tasks have each pass rate; only the header where nothing was probed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["pass_rate", "tasks"])
        writer.writerows(sorted(rates.items()))


def html(
    params: Params,
    counts: Sequence[Counts],
    measured: Sequence[Reached],
    spent: Sequence[Cost],
    examples: Sequence[Example],
    rates: Counter[float],
) -> str:
    """Return the page: one file, pictures inside, no script."""
    source = resources.files("pipelines").joinpath("templates", "report.html.j2").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    policy = params.probe.policy
    return environment.from_string(source).render(
        rows={c.dataset: c.rows_out for c in counts if c.stage == "shard"},
        teacher=", ".join(t.model or t.kind for t in params.acting.values()),
        policy=f"Probed policy: {policy.model}."
        if policy
        else "No sampled policy, so difficulty is unknown.",
        counts=counts,
        reached=measured,
        costs=[cells(cost) for cost in spent] if any(cost.tokens for cost in spent) else [],
        cost_heads=HEADS,
        histogram=[{"pass_rate": rate, "tasks": n} for rate, n in sorted(rates.items())],
        most=max(rates.values(), default=1),
        examples=examples,
    )


if __name__ == "__main__":
    sys.exit(speaking(main))
