"""`python -m sources.sample --out data/raw --seed 0 [--dataset chartqa ...]` draws the offline sample."""

import argparse
import time
from pathlib import Path

from sources.sample import DATASETS, write_sample


def main() -> None:
    """Draw the named samples, one folder a data set under `--out`."""
    parser = argparse.ArgumentParser(prog="python -m sources.sample", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder that receives one folder a data set")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same bytes (default 0)")
    parser.add_argument("--dataset", nargs="+", choices=DATASETS, default=list(DATASETS), metavar="NAME")
    arguments = parser.parse_args()
    for dataset in arguments.dataset:
        started = time.perf_counter()
        write_sample(dataset, arguments.out / dataset, arguments.seed)
        print(f"{dataset}: {arguments.out / dataset} ({time.perf_counter() - started:.1f} s)")


if __name__ == "__main__":
    main()
