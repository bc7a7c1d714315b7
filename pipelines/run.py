"""Run: every stage in order for every dataset of a parameters file, without DVC.

    vistaforge run --params params/realdata.yaml --out build/realdata

`dvc repro` does the same and skips what has not changed; this is for a run beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipelines import densify, grade, ingest, probe, report, screen, shard, synthesize, verify
from pipelines.runner import parse, speaking, stage_parser

PER_DATASET = (synthesize, probe, verify, densify, grade)
OVER_ALL = (shard, report)


def main(argv: Sequence[str] | None = None) -> None:
    """Run all stages."""
    args, params, beam_args = parse(stage_parser("all stages, all datasets"), argv)
    common = ["--params", str(args.params), "--out", str(args.out), "--runner", args.runner, *beam_args]
    for dataset in params.datasets:
        ingest.main(["--dataset", dataset, *common])
    screen.main(common)
    for stage in PER_DATASET:
        for dataset in params.datasets:
            stage.main(["--dataset", dataset, *common])
    for last in OVER_ALL:
        last.main(common)


if __name__ == "__main__":
    sys.exit(speaking(main))
