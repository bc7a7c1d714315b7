"""Duplicates: of the tasks with one id the first by place stays; the others become dead letters.

Tasks are written before they are compared, so that only ids, places and file names are grouped, never
pictures. A file that holds a later twin is rewritten without it, which is rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import apache_beam as beam

from pipelines.records import drop_rows
from pipelines.transforms import Written
from schemas import DeadLetter
from sources.faults import duplicate_letter

Twin = tuple[Written, str]
"""A record that stands a second time, and the place of the first."""


class DropDuplicates(beam.PTransform):
    """Take what was written, drop the later twins from their files, yield their dead letters."""

    def __init__(self, dataset: str) -> None:
        super().__init__()
        self._dataset = dataset

    def expand(self, written: beam.PCollection) -> beam.PCollection:
        """Take Written elements, give dead letters."""
        return (
            written
            | "ById" >> beam.Map(lambda w: (w.identity, w))
            | "SameId" >> beam.GroupByKey()
            | "Later" >> beam.FlatMapTuple(later_twins)
            | "ByFile" >> beam.Map(lambda twin: (twin[0].path, twin))
            | "SameFile" >> beam.GroupByKey()
            | "Rewrite" >> beam.FlatMapTuple(partial(drop_twins, self._dataset))
        )


def later_twins(identity: str, group: Iterable[Written]) -> Iterator[Twin]:
    """Yield every record of one id but the first by place, with that first place."""
    first, *others = sorted(group, key=lambda w: natural(w.place))
    yield from ((other, first.place) for other in others)


def drop_twins(dataset: str, path: str, twins: Iterable[Twin]) -> Iterator[DeadLetter]:
    """Rewrite one file without its twins and yield their dead letters, in place order."""
    found = sorted(twins, key=lambda twin: natural(twin[0].place))
    drop_rows(Path(path), frozenset(twin.row for twin, _ in found))
    for twin, first in found:
        yield duplicate_letter(dataset, twin.place, first, twin.identity)


def natural(place: str) -> list[tuple[int, str]]:
    """Return a sort key that puts row 2 before row 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", place)]
