"""Synthesize: a teacher attempts a dataset's tasks until a rollout is accepted or the attempts are used.

python -m pipelines.synthesize --dataset chartqa
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipelines.layout import Layout
from pipelines.left_out import read_left_out
from pipelines.params import Params
from pipelines.runner import dataset_parser, parse, speaking
from pipelines.teaching import RollOutSettings, run_rollouts
from schemas import RolloutPurpose


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("tasks to teacher rollouts"), argv)
    layout = Layout(args.out)
    run_rollouts(
        settings_of(params, layout, args.dataset),
        tasks=layout.tasks(args.dataset),
        out=layout.rollouts(args.dataset),
        runner=args.runner,
        beam_args=beam_args,
    )


def settings_of(params: Params, layout: Layout, dataset: str) -> RollOutSettings:
    """Return what the stage's RollOut needs."""
    return RollOutSettings(
        params=params,
        stage="synthesize",
        dataset=dataset,
        teachers=params.acting,
        purpose=RolloutPurpose.TEACHER,
        attempts=params.synthesize.attempts,
        ledger=layout.ledger(dataset, params.ledger),
        screened_out=read_left_out(layout.screenings(dataset)),
        other_ledgers=layout.other_ledgers(dataset, params.datasets, params.ledger),
    )


if __name__ == "__main__":
    sys.exit(speaking(main))
