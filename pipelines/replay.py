"""Replay: every tool call of every row of a shard is executed again, from the shard alone.

vistaforge replay data/shards/bc
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from environment.execute import execute
from environment.registry import load_tools
from schemas import RowImage
from shards import parse_trajectory
from verification.replay import Outcome, replay


def main(argv: Sequence[str] | None = None) -> int:
    """Print a verdict per row and a summary; returns 1 when a call came out different."""
    parser = argparse.ArgumentParser(prog="vistaforge replay", description="run a shard's tool calls again")
    parser.add_argument("folder", type=Path, help="a bc or rejected config's folder")
    args = parser.parse_args(argv)
    if problem := unreadable(args.folder):
        print(f"vistaforge: {problem}", file=sys.stderr)
        return 2
    totals: Counter[Outcome] = Counter()
    rows = 0
    for identity, trajectory, images in read_rows(args.folder):
        pictures, rollout = parse_trajectory(trajectory, images)
        calls = replay(rollout.steps, pictures, lambda call, seen: execute(load_tools(), call, seen))
        outcomes = Counter(call.outcome for call in calls)
        totals += outcomes
        rows += 1
        print(json.dumps({"id": identity, **{o.value: outcomes[o] for o in Outcome}}))
        for call in calls:
            if call.outcome is Outcome.DIFFERENT:
                print(f"  step {call.step + 1} {call.call}: {call.evidence}")
    print(f"{rows} rows: " + ", ".join(f"{totals[o]} calls {o.value}" for o in Outcome))
    return 1 if totals[Outcome.DIFFERENT] else 0


def unreadable(folder: Path) -> str:
    """Return why a folder cannot be replayed, or an empty text."""
    files = sorted(folder.glob("data/train-*.parquet"))
    if not files:
        return f"{folder} holds no data/train-*.parquet: give a config's folder"
    if "trajectory" not in pq.read_schema(files[0]).names:
        return f"{folder} holds tasks, not trajectories: replay bc or rejected"
    return ""


def read_rows(folder: Path) -> Iterator[tuple[str, str, list[RowImage]]]:
    """Yield (id, trajectory, images) of each row."""
    for path in sorted(folder.glob("data/train-*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=16, columns=["id", "trajectory", "images"]):
                for row in batch.to_pylist():
                    yield row["id"], row["trajectory"], [RowImage(**image) for image in row["images"]]


if __name__ == "__main__":
    sys.exit(main())
