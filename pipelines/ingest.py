"""Ingest: raw rows of one dataset become tasks, or dead letters with the place and the reason.

python -m pipelines.ingest --dataset chartqa
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import apache_beam as beam

from pipelines.counts import Counts
from pipelines.duplicates import DropDuplicates
from pipelines.layout import Layout
from pipelines.records import count_records, fresh, read_records
from pipelines.runner import dataset_parser, parse, pipeline, speaking
from pipelines.transforms import DEAD, LETTERS, CountInto, WriteDeadLetters, WriteRecords, read_count
from schemas import DeadLetter, Task
from sources.adapter import RawRow
from sources.source import Source, list_rows, open_source, to_task


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage for one dataset."""
    args, params, beam_args = parse(dataset_parser("raw rows to tasks"), argv)
    source = open_source(params.dataset(args.dataset))
    folder = fresh(Layout(args.out).tasks(args.dataset))

    with pipeline(args.runner, beam_args) as p:
        rows = p | "ListRows" >> ListRows(source)
        tasks, refused = rows | "ToTasks" >> ToTasks(source)
        written = tasks | "Write" >> WriteRecords("task", folder, "ingest", args.dataset, place=place_of)
        twins = written.written | DropDuplicates(args.dataset)
        (refused, written[DEAD], twins) | beam.Flatten() | "DeadLetters" >> WriteDeadLetters(folder)
        rows | "Count" >> CountInto(folder / "rows_in")

    letters = Counter(letter.reason for letter in read_records(folder / LETTERS, DeadLetter))
    rows_in, rows_out = read_count(folder / "rows_in"), count_records(folder)
    Counts("ingest", args.dataset, "rows", rows_in, rows_out, letters).settle(folder)


class ListRows(beam.PTransform):
    """List the raw rows without opening a picture, and spread them over the workers."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def expand(self, root: beam.pvalue.PBegin) -> beam.PCollection:
        """Yield raw rows, and dead letters for files that cannot be read."""
        rows = root | beam.Create([self._source]) | beam.FlatMap(list_rows)
        # A hub row carries its pictures, and a shuffle would hold the whole copy in memory.
        return rows if self._source.settings.hub else rows | beam.Reshuffle()


class ToTasks(beam.PTransform):
    """Load and check each row's pictures; yields (tasks, dead letters)."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def expand(self, rows: beam.PCollection) -> tuple[beam.PCollection, beam.PCollection]:
        """Take raw rows and dead letters."""
        made = rows | beam.FlatMap(_task_or_letter, self._source).with_outputs(DEAD, main="tasks")
        return made.tasks, made[DEAD]


def _task_or_letter(row: RawRow | DeadLetter, source: Source) -> Iterator[Task | beam.pvalue.TaggedOutput]:
    made = row if isinstance(row, DeadLetter) else to_task(source, row)
    yield beam.pvalue.TaggedOutput(DEAD, made) if isinstance(made, DeadLetter) else made


def place_of(task: Task) -> str:
    """Return where a task's raw row lies."""
    return task.source.row


if __name__ == "__main__":
    sys.exit(speaking(main))
