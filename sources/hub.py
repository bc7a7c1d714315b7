"""A script-free hub copy, streamed: pictures stay the bytes that were uploaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemas import DeadLetter, Json
from sources.adapter import SPLITS, Adapter, Fields, HubCopy, RawRow
from sources.ahead import ahead
from sources.faults import NoHubCopyError, RowError, letter
from sources.settings import SourceSettings

ROWS_AT_ONCE = 32
TABLES_AHEAD = 4
"""So few that even scanned pages stay below some 500 MB in memory."""


def hub_copy(adapter: Adapter) -> HubCopy:
    """Return the adapter's hub copy; raises NoHubCopyError where the dataset has none."""
    if adapter.hub is None:
        raise NoHubCopyError(
            f"{adapter.name} has no script-free hub copy; download the original and set `path`"
        )
    return adapter.hub


def read_hub(adapter: Adapter, settings: SourceSettings) -> Iterator[RawRow | DeadLetter]:
    """Yield the rows of the wanted splits in the copy's order, each with its pictures.

    A repository split counts as the split it is another name of (`validation` is `val`); others are not
    read. Errors of the network are `datasets`' own and are raised.
    """
    import datasets

    copy = hub_copy(adapter)
    streams = datasets.load_dataset(
        settings.hub, settings.config or copy.config or None, revision=settings.revision, streaming=True
    )
    for name in sorted(streams):
        split = SPLITS.get(name, "")
        if not split or name in copy.unread or not (copy.split or split in settings.wanted_splits):
            continue
        tables = streams[name].decode(False).with_format("arrow").iter(ROWS_AT_ONCE)
        rows = (row for table in ahead(tables, TABLES_AHEAD) for row in table.to_pylist())
        for index, columns in enumerate(rows):
            yield from _rows(adapter, copy, settings, f"{name}#{index}", split, columns)


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
