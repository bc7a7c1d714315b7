"""Draw the offline sample: `python -m sources.sample --out data/raw`.

By default the seven data sets of `params.yaml`, of seed 0. `--dataset figureqa vizwiz` draws those instead,
and `--all` the thirteen of `params/sample13.yaml`; each lies in its own folder under `--out`.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from sources.sample import DATASETS, DEFAULT, write_sample


def chosen(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line asks for: `out`, `seed` and the list `dataset`."""
    parser = argparse.ArgumentParser(
        prog="python -m sources.sample",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, help="folder that receives one folder a data set")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same bytes (default 0)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--dataset", nargs="+", choices=DATASETS, default=list(DEFAULT), metavar="NAME")
    which.add_argument(
        "--all", dest="dataset", action="store_const", const=list(DATASETS), help="all thirteen"
    )
    return parser.parse_args(words)


def main() -> None:
    """Draw the chosen samples, one folder a data set under `--out`."""
    arguments = chosen()
    for dataset in arguments.dataset:
        started = time.perf_counter()
        write_sample(dataset, arguments.out / dataset, arguments.seed)
        print(f"{dataset}: {arguments.out / dataset} ({time.perf_counter() - started:.1f} s)")


if __name__ == "__main__":
    main()
