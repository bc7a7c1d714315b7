"""Ingest speed beside bare `datasets` and bare pyarrow, on the same rows with 40 kB JPEG pictures.

    python -m benchmarks.ingest [--rows 20000] [--repeats 3]

The rows are made once, as ChartQA's original folder and as a Parquet folder with the columns of its hub copy.

- `datasets + pyarrow` is the bound: streaming iteration with pictures left encoded, rows written to Parquet.
- `pyarrow` reads and writes the same file and makes no Python row at all.
- `check` is the check of every picture alone (`sources.pictures`): structure, size, SHA-256.
- `decode` is what Pillow takes to decode every picture, at an eighth of its size.
- `ingest` is the whole stage as a person runs it: validation, ids, dead letters, duplicates, counts.

All run in one process and alternate; each one's best counts, wall time and CPU time apart. Imports and one
warming run of everything come first and are told apart.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
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
    def copy(self) -> Path:
        """The Parquet file of the hub-like copy."""
        return self.folder / "hub" / "train.parquet"


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
    notes, table, size = [], [], 0
    for number in range(rows):
        comment = f"picture {number:08d}".encode()
        marker = b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment
        data = base[number % len(base)]
        data = data[:2] + marker + data[2:]
        size += len(data)
        name, query, label = f"{number}.jpg", f"What is the value of bar {number}?", str(number)
        (pngs / name).write_bytes(data)
        notes.append({"imgname": name, "query": query, "label": label})
        image = {"bytes": data, "path": name}
        table.append({"image": image, "query": query, "label": [label], "human_or_machine": number % 2})
    (folder / "raw" / "train" / "train_human.json").write_text(json.dumps(notes), encoding="utf-8")
    features = datasets.Features(
        image=datasets.Image(),
        query=datasets.Value("string"),
        label=datasets.List(datasets.Value("string")),
        human_or_machine=datasets.ClassLabel(names=["human", "machine"]),
    )
    arrow = pa.Table.from_pylist(table, schema=features.arrow_schema)
    pq.write_table(arrow, folder / "hub" / "train.parquet", row_group_size=GROUP_ROWS)
    entry = {"adapter": "chartqa"}
    entries = {
        "copy": {**entry, "hub": str(folder / "hub"), "revision": COMMIT},
        "folder": {**entry, "path": str(folder / "raw")},
    }
    (folder / "params.yaml").write_text(json.dumps({"datasets": entries}), encoding="utf-8")
    return Made(rows, folder, size)


def bare_datasets(made: Made, out: Path) -> None:
    stream = datasets.load_dataset(str(made.folder / "hub"), streaming=True)["train"].decode(False)
    schema = pq.read_schema(made.copy)
    with pq.ParquetWriter(out / "rows.parquet", schema) as writer:
        examples = iter(stream)
        while rows := list(islice(examples, GROUP_ROWS)):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def bare_pyarrow(made: Made, out: Path) -> None:
    with (
        pq.ParquetFile(made.copy) as file,
        pq.ParquetWriter(out / "rows.parquet", file.schema_arrow) as writer,
    ):
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
    with pq.ParquetFile(made.copy) as file:
        for group in range(file.num_row_groups):
            for data in file.read_row_group(group)["image"].combine_chunks().field("bytes"):
                yield data.as_py()


def ingest_copy(made: Made, out: Path) -> None:
    _ingest(made, out, "copy")


def ingest_folder(made: Made, out: Path) -> None:
    _ingest(made, out, "folder")


def _ingest(made: Made, out: Path, dataset: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        ingest.main(["--params", str(made.folder / "params.yaml"), "--out", str(out), "--dataset", dataset])
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
}


@dataclass(frozen=True)
class Spent:
    """Seconds of one run, or the best of several."""

    wall: float
    cpu: float
    """Of all threads."""


def spent(contender: Contender, made: Made) -> Spent:
    """Run once into a fresh folder."""
    with tempfile.TemporaryDirectory() as out:
        wall, cpu = time.perf_counter(), time.process_time()
        contender(made, Path(out))
        return Spent(time.perf_counter() - wall, time.process_time() - cpu)


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
    yield f"{'':<28}" + "  ".join(COLUMNS)
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
        yield f"{name:<28}" + "  ".join(c.rjust(len(h)) for c, h in zip(cells, COLUMNS, strict=True))


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
