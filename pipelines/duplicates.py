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
from itertools import chain
from pathlib import Path

import apache_beam as beam

from pipelines.records import drop_rows
from pipelines.transforms import Written
from schemas import DeadLetter
from sources.faults import duplicate_letter

SHARE_DIGITS = 1
"""Last hex digits of the id by which records are dealt out, so that Beam moves few elements and not many."""


@dataclass(frozen=True)
class Filed:
    """One record and where it stands."""

    identity: str
    place: str
    path: str
    row: int
    """0-based row of the file."""


Twin = tuple[Filed, str]
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
            | "ByShare" >> beam.FlatMap(shares_of)
            | "SameShare" >> beam.GroupByKey()
            | "Later" >> beam.FlatMapTuple(later_twins)
            | "ByFile" >> beam.Map(lambda twin: (twin[0].path, twin))
            | "SameFile" >> beam.GroupByKey()
            | "Rewrite" >> beam.FlatMapTuple(partial(drop_twins, self._dataset))
        )


def shares_of(written: Written) -> Iterator[tuple[str, list[Filed]]]:
    """Deal out one file's records: equal ids get an equal key."""
    shares: dict[str, list[Filed]] = defaultdict(list)
    for row, (identity, place) in enumerate(written.records):
        shares[identity[-SHARE_DIGITS:]].append(Filed(identity, place, written.path, row))
    yield from shares.items()


def later_twins(_: str, shares: Iterable[Iterable[Filed]]) -> Iterator[Twin]:
    """Yield every record of one id but the first by place, with that first place."""
    groups: dict[str, list[Filed]] = defaultdict(list)
    for filed in chain.from_iterable(shares):
        groups[filed.identity].append(filed)
    for group in groups.values():
        if len(group) > 1:
            first, *others = sorted(group, key=lambda filed: natural(filed.place))
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
