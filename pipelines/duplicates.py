"""Duplicates: of the tasks with one id the first by place stays; the others become dead letters.

Tasks are written before they are compared, so that only ids, places and file names are grouped, never
pictures. A file that holds a later twin is rewritten without it, which is rare.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import apache_beam as beam

from pipelines.records import drop_rows
from pipelines.transforms import Written
from schemas import DeadLetter
from sources.faults import duplicate_letter

SHARE_DIGITS = 1
"""Last hex digits of the id by which records are dealt out, so that Beam moves few elements and not many."""

Share = tuple[str, list[tuple[str, str, int]]]
"""A file's path, and identity, place and 0-based row of some of its records."""


@dataclass(frozen=True)
class Twin:
    """A record that stands a second time."""

    identity: str
    place: str
    first: str
    """The place of the first."""
    path: str
    row: int
    """0-based row of the file."""


class DropDuplicates(beam.PTransform):
    """Take what was written, drop the later twins from their files, yield their dead letters."""

    def __init__(self, dataset: str) -> None:
        super().__init__()
        self._dataset = dataset

    def expand(self, written: beam.PCollection) -> beam.PCollection:
        """Take Written elements, give dead letters."""
        return (
            written
            | "ByShare" >> beam.FlatMap(shares_of)
            | "SameShare" >> beam.GroupByKey()
            | "Later" >> beam.FlatMapTuple(later_twins)
            | "ByFile" >> beam.Map(lambda twin: (twin.path, twin))
            | "SameFile" >> beam.GroupByKey()
            | "Rewrite" >> beam.FlatMapTuple(partial(drop_twins, self._dataset))
        )


def shares_of(written: Written) -> Iterator[tuple[str, Share]]:
    """Deal out one file's records: equal ids get an equal key."""
    shares: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row, (identity, place) in enumerate(written.records):
        shares[identity[-SHARE_DIGITS:]].append((identity, place, row))
    yield from ((key, (written.path, records)) for key, records in shares.items())


def later_twins(_: str, shares: Iterable[Share]) -> Iterator[Twin]:
    """Yield every record of one id but the first by place, with that first place."""
    seen: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for path, records in shares:
        for identity, place, row in records:
            seen[identity].append((place, path, row))
    for identity, stands in seen.items():
        if len(stands) > 1:
            (first, _path, _row), *others = sorted(stands, key=lambda stand: natural(stand[0]))
            yield from (Twin(identity, place, first, path, row) for place, path, row in others)


def drop_twins(dataset: str, path: str, twins: Iterable[Twin]) -> Iterator[DeadLetter]:
    """Rewrite one file without its twins and yield their dead letters, in place order."""
    found = sorted(twins, key=lambda twin: natural(twin.place))
    drop_rows(Path(path), frozenset(twin.row for twin in found))
    for twin in found:
        yield duplicate_letter(dataset, twin.place, twin.first, twin.identity)


def natural(place: str) -> list[tuple[int, str]]:
    """Return a sort key that puts row 2 before row 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", place)]
