"""Raw rows in, tasks or dead letters out: the calls a pipeline makes.

    source = open_source(settings)            once: checks the entry, computes the revision
    for part in parts_of(source):             what different workers may read
      for row in list_rows(part):             cheap: annotation fields only, no picture is opened
        made = to_task(part, row)             where the work is: loads and checks the pictures

`Source` and `RawRow` are plain frozen values, so a runner may send them to any worker.
"""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from schemas import DeadLetter, Picture, Purpose, SourceRef, Task, sha256_hex
from sources.adapter import SPLITS, Adapter, Layout, RawRow
from sources.faults import Fault, RowError, letter
from sources.folder import read_folder, revision
from sources.hub import HubPart, hub_copy, hub_parts, read_hub
from sources.pictures import checked_picture, read_picture
from sources.registry import adapter_named
from sources.settings import SourceSettings


@dataclass(frozen=True)
class Source:
    """One dataset, opened."""

    settings: SourceSettings
    revision: str
    """Hub commit, or SHA-256 over the folder's annotation files."""
    part: HubPart | None = None
    """The part of a hub copy that is read; None for all of it."""

    @property
    def adapter(self) -> Adapter:
        """The adapter, looked up by name so that the record itself holds no code."""
        return adapter_named(self.settings.adapter)


def open_source(settings: SourceSettings) -> Source:
    """Return a source ready to be read.

    Raises UnknownAdapterError, EmptySourceError (no annotation file below `path`) and NoHubCopyError.
    """
    adapter = adapter_named(settings.adapter)
    if settings.hub:
        hub_copy(adapter)
        return Source(settings, settings.revision)
    return Source(settings, revision(adapter, Path(settings.path)))


def parts_of(source: Source) -> Iterator[Source]:
    """Yield sources that together read what this one reads: a hub copy's files apart.

    A folder's rows are listed without their pictures, and `limit` compares all rows: both stay whole.
    """
    settings = source.settings
    if not settings.hub or settings.limit is not None:
        yield source
        return
    for part in hub_parts(source.adapter, settings):
        yield replace(source, part=part)


def list_rows(source: Source) -> Iterator[RawRow | DeadLetter]:
    """Yield the selected raw rows in a stable order, and a dead letter for each file that cannot be read.

    Without `limit` nothing is held back. With it, the rows whose places hash lowest under `seed` are kept,
    which does not depend on their order; at most `limit` rows are in memory (for a hub copy, with their
    pictures). Letters of broken files are never left out.
    """
    settings = source.settings
    rows: Iterable[RawRow | DeadLetter]
    if settings.hub:
        parts = [source.part] if source.part else hub_parts(source.adapter, settings)
        rows = chain.from_iterable(read_hub(source.adapter, settings, part) for part in parts)
    else:
        rows = read_folder(source.adapter, settings.dataset, Path(settings.path), settings.wanted_splits)
    return iter(rows) if settings.limit is None else _selected(rows, settings.limit, settings.seed)


def to_task(source: Source, row: RawRow) -> Task | DeadLetter:
    """Load a row's pictures, check everything, and return the task, or the dead letter saying why not."""
    settings, adapter = source.settings, source.adapter
    try:
        if row.split not in SPLITS.values():
            raise RowError(
                Fault.UNKNOWN_SPLIT, f"the row says its split is {row.split!r}; train, val and test are known"
            )
        question = adapter.read(row.fields)
        pictures = _pictures(adapter, settings, row)
    except RowError as error:
        return letter(settings.dataset, row.place, error.fault, error.detail)
    trains = row.split == "train" and not adapter.evaluation_only
    return Task.of(
        dataset=settings.dataset,
        family=settings.family or adapter.family,
        split=row.split,
        purpose=Purpose.TRAIN if trains else Purpose.EVAL,
        question=question.text,
        context=question.context,
        choices=question.choices,
        answers=question.answers,
        metric=question.metric,
        answer_format=question.answer_format,
        pictures=pictures,
        source=SourceRef(
            revision=source.revision, row=row.place, licence=settings.licence or adapter.licence
        ),
    )


def _pictures(adapter: Adapter, settings: SourceSettings, row: RawRow) -> list[Picture]:
    if row.pictures is None and isinstance(adapter.layout, Layout):
        names = adapter.layout.pictures(row)
        pictures = [read_picture(_inside(settings.path, name), settings.max_pixels) for name in names]
    else:
        pictures = [
            _inline(data, number, settings.max_pixels) for number, data in enumerate(row.pictures or ())
        ]
    if not pictures and not adapter.picture_optional:
        raise RowError(Fault.MISSING_PICTURE, "the row has no picture, and its question is about one")
    return pictures


def _inside(root: str, name: str) -> str:
    # Texts, not pathlib's paths, which take longer to make than a picture's file takes to open.
    if name.startswith("/") or ".." in name.split("/") or "\0" in name:
        raise RowError(Fault.BAD_FIELD, f"the picture's name {name!r} leads out of the data set")
    return os.path.join(root, name)


def _inline(data: bytes, number: int, max_pixels: int) -> Picture:
    if not data:
        raise RowError(Fault.MISSING_PICTURE, f"picture {number} of the row is null or empty")
    return checked_picture(data, f"picture {number}", max_pixels)


def _selected(rows: Iterable[RawRow | DeadLetter], limit: int, seed: int) -> Iterator[RawRow | DeadLetter]:
    letters: list[DeadLetter] = []

    def only_rows() -> Iterator[tuple[int, RawRow]]:
        for number, row in enumerate(rows):
            if isinstance(row, DeadLetter):
                letters.append(row)
            else:
                yield number, row

    kept = heapq.nsmallest(limit, only_rows(), key=lambda item: sha256_hex(f"{seed}/{item[1].place}"))
    yield from letters
    yield from (row for _, row in sorted(kept, key=lambda item: item[0]))
