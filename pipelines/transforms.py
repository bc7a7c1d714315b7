"""Transforms every stage shares: reading row groups, writing checked records, dead letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.utils.windowed_value import WindowedValue

from pipelines.layout import LETTERS
from pipelines.records import ROWS_PER_GROUP, GroupRef, RecordWriter, group_refs, read_group, restore_bytes
from schemas import DeadLetter, from_plain
from schemas.columns import fitting, identity_of

DEAD = "dead"
"""Tag of the dead letters of any transform here."""


class ReadGroups(beam.PTransform):
    """Read a folder's records row group by row group; only references are shuffled."""

    def __init__(self, folder: Path, kind: type, columns: list[str] | None = None) -> None:
        super().__init__()
        self._refs = group_refs(folder)
        self._kind, self._columns = kind, columns

    def expand(self, root: beam.pvalue.PBegin) -> beam.PCollection:
        """Yield records of the given kind."""
        return (
            root
            | "Refs" >> beam.Create(self._refs)
            | "Spread" >> beam.Reshuffle()
            | "Read" >> beam.FlatMap(read_kind, self._kind, self._columns)
        )


def read_kind(ref: GroupRef, kind: type, columns: list[str] | None) -> Iterator[Any]:
    """Yield one row group's records."""
    for plain in read_group(ref, columns):
        yield from_plain(kind, restore_bytes(plain) if columns else plain)


@dataclass(frozen=True)
class Written:
    """One finished file of records."""

    path: str
    records: tuple[tuple[str, str], ...]
    """Identity and place of each, in the order of the file; empty where the stage tells no places."""


class WriteRecords(beam.PTransform):
    """Write records where they are made; yields Written elements (`written`) and dead letters (`DEAD`).

    A record that does not fit its schema becomes a dead letter and is not written.
    """

    def __init__(
        self, record: str, folder: Path, stage: str, dataset: str, place: Callable[[Any], str] | None = None
    ) -> None:
        super().__init__()
        self._write = _Write(record, folder, stage, dataset, place)

    def expand(self, records: beam.PCollection) -> beam.DoOutputsTuple:
        """Take records of one kind."""
        return records | beam.ParDo(self._write).with_outputs(DEAD, main="written")


class WriteBlocks(WriteRecords):
    """The same for lists of records, which cost Beam less than the records one by one."""

    def expand(self, blocks: beam.PCollection) -> beam.DoOutputsTuple:
        """Take lists of records of one kind."""
        return blocks | beam.ParDo(_WriteBlock(self._write)).with_outputs(DEAD, main="written")


class _Write(beam.DoFn):
    def __init__(
        self, record: str, folder: Path, stage: str, dataset: str, place: Callable[[Any], str] | None = None
    ) -> None:
        self._record, self._folder, self._stage, self._dataset = record, folder, stage, dataset
        self._place = place

    def start_bundle(self) -> None:
        self._writer = RecordWriter(self._record, self._folder)
        self._waiting: list[Any] = []
        self._written: list[tuple[str, str]] = []

    def process(self, value: Any) -> Iterator[beam.pvalue.TaggedOutput]:  # noqa: ANN401 - any record
        return self.take([value])

    def take(self, values: Sequence[Any]) -> Iterator[beam.pvalue.TaggedOutput]:
        """Write what makes a row group, keep the rest, and yield what does not fit."""
        self._waiting += values
        if len(self._waiting) >= ROWS_PER_GROUP:
            yield from (beam.pvalue.TaggedOutput(DEAD, letter) for letter in self._write())

    def finish_bundle(self) -> Iterator[WindowedValue | beam.pvalue.TaggedOutput]:
        if self._waiting:
            yield from (beam.pvalue.TaggedOutput(DEAD, in_global_window(x)) for x in self._write())
        path = self._writer.close()
        if path is not None:
            yield in_global_window(Written(str(path), tuple(self._written)))

    def _write(self) -> list[DeadLetter]:
        """Write what waits as one row group, and return a letter for each record that does not fit."""
        values, self._waiting = self._waiting, []
        batch, refused = fitting(self._record, values)
        self._writer.write(batch)
        if self._place:
            kept = (value for index, value in enumerate(values) if index not in refused)
            self._written += [(identity_of(value), self._place(value)) for value in kept]
        return [
            DeadLetter(
                self._dataset,
                identity_of(values[index]),
                "schema_violation",
                f"{self._record}: {'; '.join(error.problems)}",
                self._stage,
            )
            for index, error in refused.items()
        ]


class _WriteBlock(beam.DoFn):
    def __init__(self, write: _Write) -> None:
        self._write = write

    def start_bundle(self) -> None:
        self._write.start_bundle()

    def process(self, values: Sequence[Any]) -> Iterator[beam.pvalue.TaggedOutput]:
        return self._write.take(values)

    def finish_bundle(self) -> Iterator[WindowedValue | beam.pvalue.TaggedOutput]:
        yield from self._write.finish_bundle()


class WriteDeadLetters(beam.PTransform):
    """Write the dead letters of a stage below its output; yields nothing that matters."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder / LETTERS

    def expand(self, letters: beam.PCollection) -> beam.PCollection:
        """Take dead letters."""
        return letters | beam.ParDo(_Write("dead_letter", self._folder, "", ""))


class SumInto(beam.PTransform):
    """Sum a collection of whole numbers into a text file, read back by `read_count`."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def expand(self, numbers: beam.PCollection) -> beam.PCollection:
        """Take integers."""
        return numbers | beam.CombineGlobally(sum) | beam.Map(_write_count, self._path)


def read_count(path: Path) -> int:
    """Return what SumInto wrote."""
    return int(path.read_text(encoding="ascii"))


def _write_count(count: int, path: Path) -> None:
    path.write_text(f"{count}\n", encoding="ascii")


def in_global_window(value: Any) -> WindowedValue:  # noqa: ANN401 - any element
    """Wrap an element for finish_bundle of a batch pipeline."""
    window = beam.transforms.window.GlobalWindow()
    return WindowedValue(value, window.max_timestamp(), [window])
