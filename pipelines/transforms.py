"""Transforms every stage shares: reading row groups, writing checked records, dead letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.utils.windowed_value import WindowedValue

from pipelines.records import ROWS_PER_GROUP, GroupRef, RecordWriter, group_refs, read_group, restore_bytes
from schemas import DeadLetter, from_plain
from schemas.columns import fitting, identity_of

DEAD = "dead"
"""Tag of the dead letters of any transform here."""
LETTERS = "dead_letters"
"""Folder of a stage's dead letters, below its output."""


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
    """One record that was written, and where."""

    identity: str
    place: str
    """Where it came from, as the stage tells; empty where it does not."""
    path: str
    row: int
    """0-based row of the file."""


class WriteRecords(beam.PTransform):
    """Write records where they are made; yields Written elements (`written`) and dead letters (`DEAD`).

    A record that does not fit its schema becomes a dead letter and is not written.
    """

    def __init__(
        self, record: str, folder: Path, stage: str, dataset: str, place: Callable[[Any], str] | None = None
    ) -> None:
        super().__init__()
        self._args = (record, folder, stage, dataset, place)

    def expand(self, records: beam.PCollection) -> beam.DoOutputsTuple:
        """Take records of one kind."""
        return records | beam.ParDo(_Write(*self._args)).with_outputs(DEAD, main="written")


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
        self._waiting.append(value)
        if len(self._waiting) == ROWS_PER_GROUP:
            yield from (beam.pvalue.TaggedOutput(DEAD, letter) for letter in self._write())

    def finish_bundle(self) -> Iterator[WindowedValue | beam.pvalue.TaggedOutput]:
        if self._waiting:
            yield from (beam.pvalue.TaggedOutput(DEAD, in_global_window(x)) for x in self._write())
        path = str(self._writer.close())
        for row, (identity, place) in enumerate(self._written):
            yield in_global_window(Written(identity, place, path, row))

    def _write(self) -> list[DeadLetter]:
        """Write what waits as one row group, and return a letter for each record that does not fit."""
        values, self._waiting = self._waiting, []
        batch, refused = fitting(self._record, values)
        self._writer.write(batch)
        for index, value in enumerate(values):
            if index not in refused:
                place = self._place(value) if self._place else ""
                self._written.append((identity_of(value), place))
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


class WriteDeadLetters(beam.PTransform):
    """Write the dead letters of a stage below its output; yields nothing that matters."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder / LETTERS

    def expand(self, letters: beam.PCollection) -> beam.PCollection:
        """Take dead letters."""
        return letters | beam.ParDo(_Write("dead_letter", self._folder, "", ""))


class CountInto(beam.PTransform):
    """Count a collection into a text file, read back by `read_count`."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def expand(self, elements: beam.PCollection) -> beam.PCollection:
        """Take anything."""
        return elements | beam.combiners.Count.Globally() | beam.Map(_write_count, self._path)


def read_count(path: Path) -> int:
    """Return what CountInto wrote."""
    return int(path.read_text(encoding="ascii"))


def _write_count(count: int, path: Path) -> None:
    path.write_text(f"{count}\n", encoding="ascii")


def in_global_window(value: Any) -> WindowedValue:  # noqa: ANN401 - any element
    """Wrap an element for finish_bundle of a batch pipeline."""
    window = beam.transforms.window.GlobalWindow()
    return WindowedValue(value, window.max_timestamp(), [window])
