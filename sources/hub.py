"""A script-free hub copy, streamed: pictures stay the bytes that were uploaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemas import Json
from sources.adapter import SPLITS, Adapter, HubCopy, RawRow
from sources.faults import NoHubCopyError
from sources.settings import SourceSettings


def hub_copy(adapter: Adapter) -> HubCopy:
    """Return the adapter's hub copy; raises NoHubCopyError where the dataset has none."""
    if adapter.hub is None:
        raise NoHubCopyError(
            f"{adapter.name} has no script-free hub copy; download the original and set `path`"
        )
    return adapter.hub


def read_hub(adapter: Adapter, settings: SourceSettings) -> Iterator[RawRow]:
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
        if split not in settings.wanted_splits:
            continue
        for index, columns in enumerate(streams[name].decode(False)):
            yield _row(adapter, copy, f"{name}#{index}", split, columns)


def _row(adapter: Adapter, copy: HubCopy, place: str, split: str, columns: dict[str, Json]) -> RawRow:
    pictures = _picture_bytes(columns.pop(copy.picture, None))
    fields = copy.fields(columns)
    return RawRow(place, split, {c: fields[c] for c in adapter.columns if c in fields}, pictures)


def _picture_bytes(value: Json) -> tuple[bytes, ...]:
    """Take the encoded pictures out of a column; an entry without bytes becomes an empty picture."""
    entries = value if isinstance(value, list) else [] if value is None else [value]
    found = (entry.get("bytes") if isinstance(entry, Mapping) else None for entry in entries)
    return tuple(data if isinstance(data, bytes) else b"" for data in found)
