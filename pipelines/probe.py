"""Probe: a named, sampled policy makes k attempts at every train task; only this is evidence of difficulty.

    python -m pipelines.probe --dataset chartqa

With no policy configured nothing is asked, and every task is owed its probes under the reason `no_policy`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipelines.counts import Counts
from pipelines.layout import Layout
from pipelines.left_out import read_left_out
from pipelines.params import Params, TeacherParams
from pipelines.records import count_records, fresh
from pipelines.runner import dataset_parser, parse, speaking
from pipelines.teaching import RollOutSettings, run_rollouts
from schemas import RolloutPurpose


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("tasks to probe rollouts"), argv)
    layout = Layout(args.out)
    tasks, out = layout.tasks(args.dataset), layout.probes(args.dataset)
    if params.probe.policy is None:
        owed = count_records(tasks)
        Counts("probe", args.dataset, "tasks", owed, 0, owed={"no_policy": owed}).settle(fresh(out))
        return
    run_rollouts(
        settings_of(params, params.probe.policy, layout, args.dataset),
        tasks=tasks,
        out=out,
        runner=args.runner,
        beam_args=beam_args,
    )


def settings_of(params: Params, policy: TeacherParams, layout: Layout, dataset: str) -> RollOutSettings:
    """Return what the stage's RollOut needs."""
    return RollOutSettings(
        params=params,
        stage="probe",
        dataset=dataset,
        teachers={"policy": policy},
        purpose=RolloutPurpose.PROBE,
        attempts=params.probe.attempts,
        ledger=layout.ledger(dataset, params.ledger),
        screened_out=read_left_out(layout.screenings(dataset)),
        other_ledgers=layout.other_ledgers(dataset, params.datasets, params.ledger),
    )


if __name__ == "__main__":
    sys.exit(speaking(main))
