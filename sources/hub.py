"""A script-free hub copy, streamed: pictures stay the bytes that were uploaded."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from schemas import DeadLetter, Json
from sources.adapter import SPLITS, Adapter, Fields, HubCopy, RawRow
from sources.ahead import ahead
from sources.faults import NoHubCopyError, RowError, letter
from sources.settings import SourceSettings

if TYPE_CHECKING:
    from datasets import IterableDataset

ROWS_AT_ONCE = 64
TABLES_AHEAD = 1
"""So few that even scanned pages stay below some 500 MB in memory."""


def hub_copy(adapter: Adapter) -> HubCopy:
    """Return the adapter's hub copy; raises NoHubCopyError where the dataset has none."""
    if adapter.hub is None:
        raise NoHubCopyError(
            f"{adapter.name} has no script-free hub copy; download the original and set `path`"
        )
    return adapter.hub


@dataclass(frozen=True)
class HubPart:
    """One data file of a copy: what one worker reads, since a stream is read from its front."""

    split: str
    """As the repository calls it."""
    number: int
    """From 0, in the copy's order."""
    of: int

    def place(self, index: int) -> str:
        """Return where a row of this part lies; a split in one file needs no number for the file."""
        return f"{self.split}#{index}" if self.of == 1 else f"{self.split}.{self.number}#{index}"


def hub_parts(adapter: Adapter, settings: SourceSettings) -> Iterator[HubPart]:
    """Yield the parts of the wanted splits in the copy's order.

    A repository split counts as the split it is another name of (`validation` is `val`); others are not
    read. Errors of the network are `datasets`' own and are raised.
    """
    copy = hub_copy(adapter)
    for name, stream in sorted(_streams(copy, settings).items()):
        split = SPLITS.get(name, "")
        if not split or name in copy.unread or not (copy.split or split in settings.wanted_splits):
            continue
        yield from (HubPart(name, number, stream.num_shards) for number in range(stream.num_shards))


def read_hub(adapter: Adapter, settings: SourceSettings, part: HubPart) -> Iterator[RawRow | DeadLetter]:
    """Yield one part's rows, each with its pictures."""
    copy = hub_copy(adapter)
    stream = _streams(copy, settings)[part.split].shard(part.of, part.number)
    tables = stream.decode(False).with_format("arrow").iter(ROWS_AT_ONCE)
    if not _on_disk(settings.hub):
        # A thread hides the waits for a network; beside a copy on disk it would only jostle for the lock.
        tables = ahead(tables, TABLES_AHEAD)
    rows = (row for table in tables for row in table.to_pylist())
    for index, columns in enumerate(rows):
        yield from _rows(adapter, copy, settings, part.place(index), SPLITS[part.split], columns)


def _on_disk(hub: str) -> bool:
    return os.path.exists(hub)


def _streams(copy: HubCopy, settings: SourceSettings) -> dict[str, IterableDataset]:
    return _opened(settings.hub, settings.config or copy.config or None, settings.revision)


@lru_cache(1)
def _opened(hub: str, config: str | None, revision: str) -> dict[str, IterableDataset]:
    """Ask once what a copy holds, since that takes requests; the commit is pinned, so it stays true."""
    import datasets
    from pyarrow.dataset import ParquetFragmentScanOptions

    # Else a stream imports torch where it is installed, for seconds, and no row here goes to torch.
    datasets.config.TORCH_AVAILABLE = False
    builder = datasets.load_dataset_builder(hub, config, revision=revision)
    if _on_disk(hub) and hasattr(builder.config, "fragment_scan_options"):
        # To gather columns into few requests spares a network much, and costs a disk's reader a third.
        builder.config.fragment_scan_options = ParquetFragmentScanOptions(pre_buffer=False)
    streams: dict[str, IterableDataset] = builder.as_streaming_dataset()
    return streams


def _rows(
    adapter: Adapter,
    copy: HubCopy,
    settings: SourceSettings,
    place: str,
    split: str,
    columns: dict[str, Json],
) -> Iterator[RawRow | DeadLetter]:
    pictures = tuple(data for name in copy.pictures for data in _picture_bytes(columns.pop(name, None)))
    said = str(columns.get(copy.split, "")) if copy.split else split
    own = SPLITS.get(said, said)
    if own in SPLITS.values() and own not in settings.wanted_splits:
        return
    for key, row in _questions(copy, columns):
        try:
            fields = copy.fields(row)
        except RowError as error:
            yield letter(settings.dataset, place + key, error.fault, error.detail)
            continue
        yield RawRow(place + key, own, {c: fields[c] for c in adapter.columns if c in fields}, pictures)


def _questions(copy: HubCopy, columns: dict[str, Json]) -> Iterator[tuple[str, Fields]]:
    """Yield the row itself, or (`.<number>`, columns with one question's) of a row that groups several."""
    if not copy.grouped:
        yield "", columns
        return
    group = columns.pop(copy.grouped, None)
    for number, question in enumerate(group if isinstance(group, list) and group else [None]):
        yield f".{number}", {**columns, **question} if isinstance(question, Mapping) else columns


def _picture_bytes(value: Json) -> tuple[bytes, ...]:
    """Take the encoded pictures out of a column; an entry without bytes becomes an empty picture."""
    entries = value if isinstance(value, list) else [] if value is None else [value]
    found = (entry.get("bytes") if isinstance(entry, Mapping) else None for entry in entries)
    return tuple(data if isinstance(data, bytes) else b"" for data in found)
