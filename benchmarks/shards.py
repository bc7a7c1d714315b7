"""Shard write speed against raw pyarrow, on the same rows with 40 kB pictures.

    python -m benchmarks.shards [--rows 4000] [--repeats 5]

`ours` is `shards.write_shard` from finished row records: encoding, checking every value against its schema,
Parquet, and the file's SHA-256. `pyarrow` is the bound: `RecordBatch.from_pylist` of ready dicts into the
same columns, codecs and row groups, unchecked and unhashed. `pyarrow, no index or chunking` leaves out the
page index and content-defined chunking as well. Runs alternate; the best of each counts.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas import BCRow, BlockMessage, RowImage, TextBlock, TextMessage, arrow_schema, sha256_hex, to_plain
from schemas.versions import ROW_VERSION
from shards import write_shard
from shards.writer import ROW_GROUP_ROWS, layout

PICTURE_BYTES = 40_000
THOUGHT = "the crop shows a small label near the left edge so the value follows " * 6


def rows(count: int) -> Iterator[BCRow]:
    """Rows of seven turns (about 2 kB a view), a trajectory as long, and one incompressible picture."""
    pictures = [random.Random(seed).randbytes(PICTURE_BYTES) for seed in range(200)]
    images = [RowImage(data, f"{sha256_hex(data)}.jpg") for data in pictures]
    for i in range(count):
        turns = [("system", "Answer the question about the picture."), ("user", f"Question {i}?")]
        turns += [("assistant", f"{THOUGHT}{i}"), ("user", f"crop {i}"), ("assistant", f"{THOUGHT}{i}")]
        turns += [("user", f"crop again {i}"), ("assistant", f"{THOUGHT}{THOUGHT}<answer>{i}</answer>")]
        blocks = [BlockMessage(role, (TextBlock("text", text),)) for role, text in turns]
        blocks[1] = BlockMessage("user", (TextBlock("image", None), TextBlock("text", turns[1][1])))
        texts = [TextMessage(role, text) for role, text in turns]
        texts[1] = TextMessage("user", f"<image>{turns[1][1]}")
        yield BCRow(
            id=f"rollout-{i:016x}",
            messages=tuple(blocks),
            messages_text=tuple(texts),
            images=(images[i % len(images)],),
            trajectory=str(turns),
            tools_json="[]",
            answer=str(i),
            answer_type="short",
            reward=1.0,
            success=True,
            n_turns=3,
            n_images=1,
            source=f"bench@1:{i}",
            license="CC0-1.0",
            split="train",
            difficulty=None,
            task_id=f"bench-{i:016x}",
            rollout_id=f"rollout-{i:016x}",
            dataset="bench",
            family="chart",
            teacher_kind="programmatic",
            teacher="bench",
            tool_policy="optional",
            schema_version=ROW_VERSION,
            generator_version="bench",
        )


def ours(folder: Path, records: Sequence[BCRow], _: Sequence[dict[str, Any]]) -> None:
    write_shard(folder, "bc", 0, 1, records)


def raw(folder: Path, _: Sequence[BCRow], plain: Sequence[dict[str, Any]]) -> None:
    _raw_write(folder / "raw.parquet", plain, layout(arrow_schema("bc_row")))


def plainest(folder: Path, _: Sequence[BCRow], plain: Sequence[dict[str, Any]]) -> None:
    kept = {"compression", "use_dictionary", "write_statistics"}
    options = {k: v for k, v in layout(arrow_schema("bc_row")).items() if k in kept}
    _raw_write(folder / "raw.parquet", plain, options)


def _raw_write(path: Path, plain: Sequence[dict[str, Any]], options: dict[str, Any]) -> None:
    schema = arrow_schema("bc_row")
    with pq.ParquetWriter(path, schema, **options) as writer:
        for start in range(0, len(plain), ROW_GROUP_ROWS):
            writer.write_batch(pa.RecordBatch.from_pylist(plain[start : start + ROW_GROUP_ROWS], schema))


CONTENDERS = {"ours": ours, "pyarrow": raw, "pyarrow, no index or chunking": plainest}


def measure(count: int, repeats: int) -> dict[str, tuple[float, float]]:
    """Return each contender's best rows a second, of wall time and of CPU time over all its threads."""
    records = list(rows(count))
    plain = [to_plain(row) for row in records]
    best = dict.fromkeys(CONTENDERS, (0.0, 0.0))
    for _ in range(repeats):
        for name, write in CONTENDERS.items():
            with tempfile.TemporaryDirectory() as folder:
                wall, cpu = time.perf_counter(), time.process_time()
                write(Path(folder), records, plain)
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
                best[name] = max(best[name][0], count / wall), max(best[name][1], count / cpu)
    return best


def lines(best: dict[str, tuple[float, float]]) -> Iterable[str]:
    """Return the table: on a busy machine only the CPU columns mean something."""
    yield f"{'writer':<32}{'rows/s':>10}{'ratio':>8}{'rows/CPU s':>12}{'ratio':>8}"
    bound = best["pyarrow"]
    for name, (wall, cpu) in best.items():
        yield f"{name:<32}{wall:>10.0f}{wall / bound[0]:>8.2f}{cpu:>12.0f}{cpu / bound[1]:>8.2f}"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="Shard write speed against raw pyarrow.")
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    print(*lines(measure(options.rows, options.repeats)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
