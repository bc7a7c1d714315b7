"""One Parquet file from an iterator of rows: bare columns, bounded memory, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas import DeadLetter, FileEntry, arrow_schema
from shards.columns import Row, fitting_batch

ROW_GROUP_ROWS = 100
"""Rows in a row group at most; the Hub's viewer wants small groups of pictures."""
ROW_GROUP_BYTES = 64 << 20
"""Picture bytes that close a row group early; with the encoded columns this bounds the memory."""

RECORD_OF = {"bc": "bc_row", "rl": "rl_row", "rl_tail_patch": "rl_row", "rejected": "rejected_row"}
"""Which record kind a config's rows are."""

_LARGE = {"trajectory", "tools_json", "text", "content", "bytes", "path", "info", "findings"}
"""Leaf names that hold long or unique values: no dictionary, no statistics."""


@dataclass(frozen=True)
class Written:
    """One file as it was written, and what did not fit."""

    entry: FileEntry
    refused: tuple[DeadLetter, ...]
    rows_by_dataset: dict[str, int]


def shard_path(index: int, total: int) -> str:
    """Return a file's path inside its config's folder: `data/train-00000-of-00001.parquet`."""
    return f"data/train-{index:05d}-of-{total:05d}.parquet"


def write_shard(
    folder: Path,
    config: str,
    index: int,
    total: int,
    rows: Iterable[Row | DeadLetter],
    keys: tuple[str, ...] = (),
) -> Written:
    """Write file `index` of `total` of a config; it appears under its name only when complete.

    `rows` may hold dead letters where a row could not be made: they are handed on. A row that does not fit
    its schema becomes a dead letter too, so that written + refused = what came in. `keys` are the tool names
    of `rl` rows, the same for every file of a config. Raises ValueError for `rl` rows without keys, since
    Parquet cannot store an empty struct.
    """
    kind = RECORD_OF[config]
    if kind == "rl_row" and not keys:
        raise ValueError(f"{config}: give the names of the tools: Parquet cannot store an empty tools_kwargs")
    schema = arrow_schema(kind, keys)
    relative = shard_path(index, total)
    target = folder / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    refused: list[DeadLetter] = []
    counts: dict[str, int] = {}
    with pq.ParquetWriter(partial, schema, **layout(schema)) as writer:
        for group in _groups(rows, refused):
            batch, letters = fitting_batch(kind, group, keys)
            refused += letters
            if batch.num_rows:
                writer.write_batch(batch, row_group_size=ROW_GROUP_ROWS)
                _count(counts, batch.column("data_source" if kind == "rl_row" else "dataset"))
    os.replace(partial, target)
    entry = FileEntry(relative, _file_digest(target), target.stat().st_size, sum(counts.values()))
    return Written(entry, tuple(refused), dict(sorted(counts.items())))


def layout(schema: pa.Schema) -> dict[str, Any]:
    """Return every shard's ParquetWriter options: zstd but for pictures, page index, chunks by content."""
    leaves = list(_leaves(schema))
    small = [leaf for leaf in leaves if leaf.rsplit(".", 1)[-1] not in _LARGE]
    return {
        # Pictures are compressed already: a codec on them costs time and saves nothing.
        "compression": {leaf: "none" if leaf.endswith(".bytes") else "zstd" for leaf in leaves},
        "use_dictionary": small,
        "write_statistics": small,
        "write_page_index": True,
        "use_content_defined_chunking": True,
    }


def _leaves(schema: pa.Schema) -> Iterator[str]:
    for field in schema:
        yield from _leaf_paths(field.name, field.type)


def _leaf_paths(path: str, kind: pa.DataType) -> Iterator[str]:
    if pa.types.is_list(kind):
        yield from _leaf_paths(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for field in kind:
            yield from _leaf_paths(f"{path}.{field.name}", field.type)
    else:
        yield path


def _groups(rows: Iterable[Row | DeadLetter], refused: list[DeadLetter]) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for row in rows:
        if isinstance(row, DeadLetter):
            refused.append(row)
            continue
        group.append(row)
        size += sum(len(image.bytes) for image in row.images)
        if len(group) == ROW_GROUP_ROWS or size >= ROW_GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _count(counts: dict[str, int], column: pa.Array) -> None:
    for entry in column.value_counts().to_pylist():
        counts[entry["values"]] = counts.get(entry["values"], 0) + entry["counts"]


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
