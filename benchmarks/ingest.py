"""Ingest speed beside bare `datasets` and bare pyarrow, on the same rows with 40 kB JPEG pictures.

    python -m benchmarks.ingest [--rows 20000] [--repeats 3]

The rows are made once, as ChartQA's original folder and as a Parquet folder with the columns of its hub copy.

- `datasets + pyarrow` is the bound: streaming iteration with pictures left encoded, rows written to Parquet.
- `pyarrow` reads and writes the same file and makes no Python row at all.
- `check` is the check of every picture alone (`sources.pictures`): structure, size, SHA-256.
- `decode` is what Pillow takes to decode every picture, at an eighth of its size.
- `ingest` is the whole stage as a person runs it: validation, ids, dead letters, duplicates, counts; in this
  process, and by two workers of Beam's, whose start is in its time.

All alternate; each one's best counts, wall time and CPU time (of a contender's processes) apart. Imports and
one warming run of everything come first and are told apart.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from pipelines import ingest
from pipelines.counts import read_counts
from pipelines.layout import Layout
from sources.pictures import checked_picture

COMMIT = "0" * 40
"""The settings want a hub copy pinned; a local folder has no commits."""
DRAWN = 100
"""Pictures that are really drawn; the others differ from them by a comment in the file."""
GROUP_ROWS = 100
FILES = 4
"""Of the hub copy."""
TWO_WORKERS = ("--direct_running_mode=multi_processing", "--direct_num_workers=2")
BOUND = "datasets + pyarrow"
COLUMNS = ("rows/s", "MB/s", "ratio", "CPU ms/row", "CPU ratio", "fixed s", "fixed CPU s")


@dataclass(frozen=True)
class Made:
    """The rows in both forms, and their size."""

    rows: int
    folder: Path
    bytes: int
    """Of all pictures."""

    @property
    def copies(self) -> list[Path]:
        """The Parquet files of the hub-like copy."""
        return sorted((self.folder / "hub").iterdir())


def drawn(seed: int) -> bytes:
    """Draw a 480 x 360 JPEG of about 40 kB, as busy as a photograph."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 255, (45, 60, 3), dtype=np.uint8))
    smooth = np.asarray(coarse.resize((480, 360), Image.Resampling.BICUBIC)).astype(np.int16)
    busy = smooth + random.integers(-9, 10, (360, 480, 1))
    file = io.BytesIO()
    Image.fromarray(busy.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=75)
    return file.getvalue()


def make(folder: Path, rows: int) -> Made:
    """Write the rows as an original folder (`raw`) and as a hub-like copy (`hub`)."""
    base = [drawn(seed) for seed in range(min(DRAWN, rows))]
    pngs = folder / "raw" / "train" / "png"
    pngs.mkdir(parents=True)
    (folder / "hub").mkdir()
    notes, size = [], 0
    features = datasets.Features(
        image=datasets.Image(),
        query=datasets.Value("string"),
        label=datasets.List(datasets.Value("string")),
        human_or_machine=datasets.ClassLabel(names=["human", "machine"]),
    )
    for file, numbers in enumerate(np.array_split(np.arange(rows), min(FILES, rows))):
        part = folder / "hub" / f"train-{file:05d}-of-{min(FILES, rows):05d}.parquet"
        with pq.ParquetWriter(part, features.arrow_schema) as writer:
            for group in np.array_split(numbers, -(-len(numbers) // GROUP_ROWS)):
                table = []
                for number in map(int, group):
                    data = _commented(base[number % len(base)], number)
                    size += len(data)
                    name, query = f"{number}.jpg", f"What is the value of bar {number}?"
                    (pngs / name).write_bytes(data)
                    notes.append({"imgname": name, "query": query, "label": str(number)})
                    table.append(
                        {
                            "image": {"bytes": data, "path": name},
                            "query": query,
                            "label": [str(number)],
                            "human_or_machine": number % 2,
                        }
                    )
                writer.write_table(pa.Table.from_pylist(table, schema=features.arrow_schema))
    (folder / "raw" / "train" / "train_human.json").write_text(json.dumps(notes), encoding="utf-8")
    entry = {"adapter": "chartqa"}
    entries = {
        "copy": {**entry, "hub": str(folder / "hub"), "revision": COMMIT},
        "folder": {**entry, "path": str(folder / "raw")},
    }
    (folder / "params.yaml").write_text(json.dumps({"datasets": entries}), encoding="utf-8")
    return Made(rows, folder, size)


def _commented(data: bytes, number: int) -> bytes:
    """Give a JPEG a comment, which makes another file of it."""
    comment = f"picture {number:08d}".encode()
    return data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + data[2:]


def bare_datasets(made: Made, out: Path) -> None:
    stream = datasets.load_dataset(str(made.folder / "hub"), streaming=True)["train"].decode(False)
    schema = pq.read_schema(made.copies[0])
    with pq.ParquetWriter(out / "rows.parquet", schema) as writer:
        examples = iter(stream)
        while rows := list(islice(examples, GROUP_ROWS)):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def bare_pyarrow(made: Made, out: Path) -> None:
    with pq.ParquetWriter(out / "rows.parquet", pq.read_schema(made.copies[0])) as writer:
        for path in made.copies:
            with pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group))


def check(made: Made, _: Path) -> None:
    for data in pictures(made):
        checked_picture(data, "picture")


def decode(made: Made, _: Path) -> None:
    for data in pictures(made):
        with Image.open(io.BytesIO(data)) as image:
            image.draft("L", (1, 1))
            image.load()


def pictures(made: Made) -> Iterator[bytes]:
    for path in made.copies:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                for data in file.read_row_group(group)["image"].combine_chunks().field("bytes"):
                    yield data.as_py()


def ingest_copy(made: Made, out: Path) -> None:
    _ingest(made, out, "copy")


def ingest_folder(made: Made, out: Path) -> None:
    _ingest(made, out, "folder")


def ingest_copy_by_two(made: Made, out: Path) -> None:
    _ingest(made, out, "copy", *TWO_WORKERS)


def ingest_folder_by_two(made: Made, out: Path) -> None:
    _ingest(made, out, "folder", *TWO_WORKERS)


def _ingest(made: Made, out: Path, dataset: str, *beam_args: str) -> None:
    params = str(made.folder / "params.yaml")
    with contextlib.redirect_stdout(io.StringIO()):
        ingest.main(["--params", params, "--out", str(out), "--dataset", dataset, *beam_args])
    counts = read_counts(Layout(out).tasks(dataset))
    if (counts.rows_in, counts.rows_out) != (made.rows, made.rows):
        raise RuntimeError(f"the stage lost rows: {counts.line()}")


Contender = Callable[[Made, Path], None]
CONTENDERS: dict[str, Contender] = {
    BOUND: bare_datasets,
    "pyarrow": bare_pyarrow,
    "check": check,
    "decode": decode,
    "ingest, hub copy": ingest_copy,
    "ingest, raw folder": ingest_folder,
    "ingest, hub copy, two workers": ingest_copy_by_two,
    "ingest, raw folder, two workers": ingest_folder_by_two,
}


@dataclass(frozen=True)
class Spent:
    """Seconds of one run, or the best of several."""

    wall: float
    cpu: float
    """Of all threads, and of the processes it started."""


def spent(contender: Contender, made: Made) -> Spent:
    """Run once into a fresh folder."""
    with tempfile.TemporaryDirectory() as out:
        wall, cpu = time.perf_counter(), _cpu_s()
        contender(made, Path(out))
        return Spent(time.perf_counter() - wall, _cpu_s() - cpu)


def _cpu_s() -> float:
    return sum(os.times()[:4])


def measure(rows: int, repeats: int) -> tuple[Made, dict[str, Spent], dict[str, Spent]]:
    """Return the rows, what each contender spends on a handful of rows (its fixed cost), and its best."""
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        handful, made = make(Path(few), 4), make(Path(many), rows)
        for contender in CONTENDERS.values():
            spent(contender, handful)
        fixed = {name: spent(contender, handful) for name, contender in CONTENDERS.items()}
        runs: dict[str, list[Spent]] = {name: [] for name in CONTENDERS}
        for _ in range(repeats):
            for name, contender in CONTENDERS.items():
                runs[name].append(spent(contender, made))
    best = {name: Spent(min(s.wall for s in own), min(s.cpu for s in own)) for name, own in runs.items()}
    return made, fixed, best


def lines(made: Made, fixed: Mapping[str, Spent], best: Mapping[str, Spent]) -> Iterator[str]:
    """Yield the table: on a busy machine only the CPU columns mean something."""
    yield f"{made.rows} rows, {made.bytes / made.rows / 1000:.1f} kB a picture"
    yield f"{'':<32}" + "  ".join(COLUMNS)
    bound = best[BOUND]
    for name, own in best.items():
        cells = (
            f"{made.rows / own.wall:.0f}",
            f"{made.bytes / own.wall / 1e6:.0f}",
            f"{bound.wall / own.wall:.2f}",
            f"{1000 * own.cpu / made.rows:.3f}",
            f"{bound.cpu / own.cpu:.2f}",
            f"{fixed[name].wall:.2f}",
            f"{fixed[name].cpu:.2f}",
        )
        yield f"{name:<32}" + "  ".join(c.rjust(len(h)) for c, h in zip(cells, COLUMNS, strict=True))


def start_up() -> Iterator[str]:
    """Yield what a fresh process spends before the first row."""
    for module in ("datasets", "apache_beam", "pipelines.ingest"):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", f"import {module}"], check=True, capture_output=True
        )
        yield f"a fresh process with {module} imported: {time.perf_counter() - begin:.1f} s"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="Ingest speed beside bare datasets and bare pyarrow.")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    datasets.disable_progress_bars()
    print(*lines(*measure(options.rows, options.repeats)), *start_up(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
