"""Ingest: raw rows of one dataset become tasks, or dead letters with the place and the reason.

python -m pipelines.ingest --dataset chartqa
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import apache_beam as beam

from pipelines.blocks import blocks
from pipelines.counts import Counts
from pipelines.duplicates import DropDuplicates
from pipelines.layout import LETTERS, Layout
from pipelines.ordering import put_letters_in_order
from pipelines.records import ROWS_PER_GROUP, count_records, fresh, read_records
from pipelines.runner import dataset_parser, has_one_worker, parse, pipeline, speaking
from pipelines.transforms import (
    DEAD,
    SumInto,
    WriteBlocks,
    WriteDeadLetters,
    read_count,
)
from schemas import DeadLetter, Task
from sources.adapter import RawRow
from sources.source import Source, list_rows, open_source, parts_of, to_task


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("raw rows to tasks"), argv)
    source = open_source(params.dataset(args.dataset))
    folder = fresh(Layout(args.out).tasks(args.dataset))

    with pipeline(args.runner, beam_args) as p:
        rows = p | "ListRows" >> ListRows(source, spread=not has_one_worker(args.runner, beam_args))
        tasks, refused = rows | "ToTasks" >> ToTasks(source)
        written = tasks | "Write" >> WriteBlocks("task", folder, "ingest", args.dataset, place=place_of)
        twins = written.written | DropDuplicates(args.dataset)
        (refused, written[DEAD], twins) | beam.Flatten() | "DeadLetters" >> WriteDeadLetters(folder)
        rows | "Size" >> beam.Map(len) | "Sum" >> SumInto(folder / "rows_in")

    put_letters_in_order(folder)
    letters = Counter(letter.reason for letter in read_records(folder / LETTERS, DeadLetter))
    rows_in, rows_out = read_count(folder / "rows_in"), count_records(folder)
    Counts("ingest", args.dataset, "rows", rows_in, rows_out, letters).settle(folder)


Row = RawRow | DeadLetter
"""A raw row, or what is known of one that cannot be read."""
Made = Task | DeadLetter
ROWS_TIMED = 4
"""Rows after which a block's pace is looked at."""
SLOW_ROW_S = 0.0005
"""Seconds from which a row is worth a thread: what waits for a disk or a decoder, and holds no interpreter
lock meanwhile. Rows known whole by their structure take a tenth, and threads would only jostle."""


class ListRows(beam.PTransform):
    """List the raw rows in blocks without opening a picture; `spread` deals them out to several workers."""

    def __init__(self, source: Source, spread: bool) -> None:
        super().__init__()
        self._source, self._spread = source, spread

    def expand(self, root: beam.pvalue.PBegin) -> beam.PCollection:
        """Yield lists of raw rows, and of dead letters for files that cannot be read."""
        parts = root | beam.Create([self._source]) | "Parts" >> beam.FlatMap(parts_of)
        rows = "Rows" >> beam.FlatMap(row_blocks)
        if not self._spread:
            return parts | rows
        # A hub row carries its pictures: its file is dealt out instead, which a folder's few files are not.
        return (
            parts | beam.Reshuffle() | rows if self._source.settings.hub else parts | rows | beam.Reshuffle()
        )


def row_blocks(source: Source) -> Iterator[list[Row]]:
    """Yield a source's rows, a row group's worth at a time."""
    return blocks(list_rows(source), ROWS_PER_GROUP)


class ToTasks(beam.PTransform):
    """Load and check each row's pictures; yields (lists of tasks, dead letters)."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def expand(self, blocks: beam.PCollection) -> tuple[beam.PCollection, beam.PCollection]:
        """Take lists of raw rows and dead letters."""
        made = blocks | beam.ParDo(_ToTasks(self._source)).with_outputs(DEAD, main="tasks")
        return made.tasks, made[DEAD]


class _ToTasks(beam.DoFn):
    """Makes a block's tasks where it stands, and in threads from where its rows turn out slow."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def setup(self) -> None:
        self._shares = min(8, os.cpu_count() or 1)
        self._threads = ThreadPoolExecutor(self._shares, thread_name_prefix="to_task")

    def process(self, block: list[Row]) -> Iterator[list[Task] | beam.pvalue.TaggedOutput]:
        made: list[Made] = []
        slow = False
        while len(made) < len(block) and not slow:
            begin = time.perf_counter()
            made += self._made(block[len(made) : len(made) + ROWS_TIMED])
            slow = time.perf_counter() - begin > ROWS_TIMED * SLOW_ROW_S
        rest = block[len(made) :]
        shares = blocks(rest, 1 + len(rest) // self._shares)
        made += chain.from_iterable(self._threads.map(self._made, shares))
        tasks = []
        for one in made:
            if isinstance(one, DeadLetter):
                yield beam.pvalue.TaggedOutput(DEAD, one)
            else:
                tasks.append(one)
        yield tasks

    def teardown(self) -> None:
        self._threads.shutdown()

    def _made(self, rows: list[Row]) -> list[Made]:
        return [row if isinstance(row, DeadLetter) else to_task(self._source, row) for row in rows]


def place_of(task: Task) -> str:
    """Return where a task's raw row lies."""
    return task.source.row


if __name__ == "__main__":
    sys.exit(speaking(main))
