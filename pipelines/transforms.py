"""Transforms every stage shares: reading row groups, writing checked records, dead letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.utils.windowed_value import WindowedValue

from pipelines.records import GroupRef, RecordWriter, group_refs, read_group
from schemas import DeadLetter, from_plain, problems_of, to_plain

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
    from pipelines.records import restore_bytes

    for plain in read_group(ref, columns):
        yield from_plain(kind, restore_bytes(plain) if columns else plain)


class WriteRecords(beam.PTransform):
    """Write records where they are made; yields (id, file) pairs, and dead letters under `DEAD`.

    A record that does not fit its schema becomes a dead letter and is not written.
    """

    def __init__(self, record: str, folder: Path, stage: str, dataset: str) -> None:
        super().__init__()
        self._args = (record, folder, stage, dataset)

    def expand(self, records: beam.PCollection) -> beam.DoOutputsTuple:
        """Take records, give (id, file) and dead letters."""
        return records | beam.ParDo(_Write(*self._args)).with_outputs(DEAD, main="written")


class _Write(beam.DoFn):
    def __init__(self, record: str, folder: Path, stage: str, dataset: str) -> None:
        self._record, self._folder, self._stage, self._dataset = record, folder, stage, dataset

    def start_bundle(self) -> None:
        self._writer = RecordWriter(self._record, self._folder)
        self._ids: list[str] = []

    def process(self, value: object) -> Iterable[beam.pvalue.TaggedOutput]:
        plain = to_plain(value)
        identity = str(next(iter(plain.values())))
        problems = problems_of(self._record, plain)
        if problems:
            letter = DeadLetter(
                self._dataset,
                identity,
                "schema_violation",
                f"{self._record}: {'; '.join(problems)}",
                self._stage,
            )
            yield beam.pvalue.TaggedOutput(DEAD, letter)
            return
        self._writer.add(plain)
        self._ids.append(identity)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        path = self._writer.close()
        for identity in self._ids:
            yield in_global_window((identity, str(path)))


class WriteDeadLetters(beam.PTransform):
    """Write the dead letters of a stage below its output; yields nothing that matters."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder / LETTERS

    def expand(self, letters: beam.PCollection) -> beam.PCollection:
        """Take dead letters."""
        return letters | beam.ParDo(_Write("dead_letter", self._folder, "", ""))


def in_global_window(value: Any) -> WindowedValue:  # noqa: ANN401 - any element
    """Wrap an element for finish_bundle of a batch pipeline."""
    window = beam.transforms.window.GlobalWindow()
    return WindowedValue(value, window.max_timestamp(), [window])
