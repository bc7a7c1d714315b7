"""Densify: a thinking teacher writes out the thoughts of the accepted rollouts that may enter `bc`.

    python -m pipelines.densify --dataset chartqa

Rollouts in = densified (at least one thought) + kept as they were, by reason + owed. With no densifier
configured nothing is read but verdicts and nothing is written but that count.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from pipelines.counts import Counts
from pipelines.layout import Layout
from pipelines.records import fresh, read_columns
from pipelines.runner import dataset_parser, parse, speaking

NO_TEACHER = "no_teacher"


class UnwrittenError(RuntimeError):
    """A densifier that could not be had for too many rollouts."""

    def __init__(self, dataset: str, owed: int, wanted: int, first: str) -> None:
        super().__init__(
            f"densify {dataset}: {owed} of {wanted} rollouts are owed, since the teacher could not be had "
            f"({first}). Run the same command again: what was bought stands in the ledger."
        )


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("accepted thoughts to dense ones"), argv)
    layout, dataset = Layout(args.out), args.dataset
    out = fresh(layout.dense(dataset))
    if params.densify.teacher is None:
        verdicts = Counter(row["accepted"] for row in read_columns(layout.verdicts(dataset), ["accepted"]))
        kept = {NO_TEACHER: verdicts[True]} if verdicts[True] else {}
        Counts("densify", dataset, "rollouts", verdicts[True], 0, kept=kept).settle(out)
        return
    from pipelines.densifying import run_densify

    run_densify(dataset, layout, params, args.runner, beam_args)


if __name__ == "__main__":
    sys.exit(speaking(main))
