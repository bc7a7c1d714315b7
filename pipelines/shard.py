"""Shard: judged rollouts and tasks of all datasets become the configs that trainers load.

    python -m pipelines.shard

The plan is made here from summaries, over sorted ids; workers receive one file's references at a time and
read the pictures themselves, so rows and bytes do not depend on the runner or on how many work.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

import apache_beam as beam

from environment.registry import all_specs
from pipelines.counts import Counts
from pipelines.gathering import Gathered, gather
from pipelines.layout import Layout
from pipelines.lineage import lineage_of
from pipelines.params import Params
from pipelines.records import fresh
from pipelines.rowmaking import rows_of
from pipelines.runner import parse, pipeline, speaking, stage_parser
from pipelines.transforms import WriteDeadLetters
from shards import (
    FilePlan,
    Selection,
    Written,
    manifest_of,
    plan_files,
    select_bc,
    select_rejected,
    select_rl,
    select_rl_tail_patch,
    write_card,
    write_manifest,
    write_shard,
)
from verification.reward_file import reward_source

NO_POLICY = "no sampled policy: nothing was probed, so no pass rate is known"


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage over all datasets of the parameters."""
    args, params, beam_args = parse(stage_parser("judged rollouts to shards"), argv)
    layout = Layout(args.out)
    out = fresh(layout.shards)
    gathered = gather(layout, tuple(params.datasets))
    selections = select(params, gathered)
    cap = params.shard.max_file_mb << 20
    plans = [plan for name, chosen in selections.items() for plan in plan_files(name, chosen.selected, cap)]
    with pipeline(args.runner, beam_args) as p:
        written = p | beam.Create(plans) | beam.Reshuffle() | "WriteFiles" >> beam.Map(write_file, layout)
        refused = written | "Refused" >> beam.FlatMapTuple(lambda _, file: file.refused)
        refused | WriteDeadLetters(out / "refused")
        every = written | beam.combiners.ToList()
        every | "Describe" >> beam.Map(describe, params, layout, gathered, selections)


def select(params: Params, gathered: Gathered) -> dict[str, Selection]:
    """Return what enters each config, and what was left out of it, with reasons."""
    tasks = gathered.tasks
    return {
        "bc": select_bc(tasks, gathered.rollouts, programmatic_share=params.programmatic_share()),
        "rl": select_rl(tasks.values()),
        "rl_tail_patch": select_rl_tail_patch(tasks.values(), gathered.pass_rates),
        "rejected": select_rejected(tasks, gathered.rollouts),
    }


def write_file(plan: FilePlan, layout: Layout) -> tuple[str, Written]:
    """Write one planned file; returns its config and what was written."""
    folder, keys = layout.shards / plan.config, _keys(plan.config)
    return plan.config, write_shard(
        folder, plan.config, plan.index, plan.total, rows_of(plan, layout), keys=keys
    )


def describe(
    written: Sequence[tuple[str, Written]],
    params: Params,
    layout: Layout,
    gathered: Gathered,
    selections: dict[str, Selection],
) -> None:
    """Write each config's manifest and card, the reward file, and settle every candidate."""
    lineage = lineage_of(params, layout, gathered)
    for config, chosen in selections.items():
        folder = layout.shards / config
        files = [file for name, file in written if name == config]
        left = Counter(item.reason for item in chosen.left)
        left.update(letter.reason for file in files for letter in file.refused)
        note = NO_POLICY if config == "rl_tail_patch" and not gathered.pass_rates else ""
        manifest = manifest_of(config, files, selection=chosen.rule, note=note, lineage=lineage)
        write_manifest(folder, manifest)
        candidates = len(chosen.selected) + len(chosen.left)
        funnel = {"candidates": candidates, "rows": manifest.rows, **dict(sorted(left.items()))}
        if config == "bc":
            funnel["rows with dense thoughts"] = sum(row.dense is not None for row in chosen.selected)
        write_card(folder, manifest, _keys(config), funnel)
        if config.startswith("rl"):
            (folder / "reward.py").write_text(reward_source(), encoding="utf-8")
        unit = "tasks" if config.startswith("rl") else "rollouts"
        Counts("shard", config, unit, candidates, manifest.rows, left).settle(layout.shard_counts(config))


def _keys(config: str) -> tuple[str, ...]:
    return tuple(spec.name for spec in all_specs()) if config.startswith("rl") else ()


if __name__ == "__main__":
    sys.exit(speaking(main))
