"""Records on disk: Parquet files of one record kind, checked on the way in, addressable row by row."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from schemas import arrow_schema, from_plain
from shards import RowRef

T = TypeVar("T")

ROWS_PER_GROUP = 64
"""Small, so that one row with its pictures is read without its thousand neighbours."""
BYTES_PER_GROUP = 1 << 20
"""Least of a row group that more rows follow: rows without pictures are small, and each group's footer takes
tens of kilobytes of memory."""
TOLD_APART_BY: dict[str, tuple[str, ...]] = {
    "dead_letter": ("dataset", "row", "reason", "detail"),
    "task": ("task_id", "source.row"),
}
"""Columns whose values no two files of a kind share; of any other kind the first column, its id."""
FOOTERS = 16
"""Footers kept; some hundred kilobytes each."""


@dataclass(frozen=True)
class GroupRef:
    """One row group of one file: what crosses stages instead of pictures."""

    path: str
    group: int
    rows: int


class RecordWriter:
    """Writes one file of plain records, a row group at a time; a file appears whole or not at all.

    A row group holds ROWS_PER_GROUP rows or as many as make BYTES_PER_GROUP, whichever is more. The file's
    name is the hash of what tells its records apart, so that a retried bundle overwrites its own and no
    other's. A thread writes one row
    group while the next is made; what goes wrong there is raised by the next call.
    """

    def __init__(self, record: str, folder: Path) -> None:
        self._schema = arrow_schema(record)
        self._told_apart_by = TOLD_APART_BY.get(record, (self._schema.names[0],))
        self._folder = folder
        self._rows: list[dict[str, Any]] = []
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = 0
        self._ids = hashlib.sha256()
        self._part = folder / f".part-{uuid.uuid4().hex}"
        self._file: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="records")
        self._written: Future[None] | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Write checked records (`schemas.columns`), none at all too."""
        if not batch.num_rows:
            return
        for name in self._told_apart_by:
            self._ids.update("".join(f"{cell}\n" for cell in _cells(batch, name)).encode())
        self._waiting.append(batch)
        self._waiting_bytes += batch.nbytes
        rows = sum(waiting.num_rows for waiting in self._waiting)
        if rows >= ROWS_PER_GROUP and self._waiting_bytes >= BYTES_PER_GROUP:
            self._end_group()

    def add(self, plain: dict[str, Any]) -> None:
        """Add one record in its plain form, already checked against its schema file."""
        self._rows.append(plain)
        if len(self._rows) == ROWS_PER_GROUP:
            self._flush()

    def _end_group(self) -> None:
        if not self._waiting:
            return
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = pq.ParquetWriter(self._part, self._schema, **_layout(self._schema))
        group, self._waiting, self._waiting_bytes = pa.Table.from_batches(self._waiting), [], 0
        self._finish()
        self._written = self._thread.submit(self._file.write_table, group, row_group_size=group.num_rows)

    def _finish(self) -> None:
        """Wait for the row group under way, and raise what went wrong with it."""
        if self._written is not None:
            self._written.result()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        self.write(pa.RecordBatch.from_pylist(rows, schema=self._schema))

    def close(self) -> Path | None:
        """Finish the file and return its path; None when nothing was added."""
        self._flush()
        self._end_group()
        self._finish()
        self._thread.shutdown()
        if self._file is None:
            return None
        self._file.close()
        path = self._folder / f"part-{self._ids.hexdigest()[:16]}.parquet"
        os.replace(self._part, path)
        return path


def _cells(batch: pa.RecordBatch, name: str) -> list[str]:
    """Return the values of a column, or of a field below one (`source.row`)."""
    outer, *inner = name.split(".")
    column = batch.column(outer)
    for field in inner:
        column = column.field(field)
    cells: list[str] = column.to_pylist()
    return cells


def _layout(schema: pa.Schema) -> dict[str, Any]:
    """Return the options of every ParquetWriter here: pictures are compressed already and never alike.

    With so few rows a group zstd costs twice what all else does; what is kept (`shards.writer`) uses it.
    """
    plain = _leaves(schema, "")
    return {
        "compression": dict.fromkeys(plain, "snappy"),
        "use_dictionary": plain,
        "write_statistics": plain,
    }


def fresh(folder: Path) -> Path:
    """Empty a stage's folder and return it, so that no record of an earlier run stays behind."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def drop_rows(path: Path, rows: frozenset[int]) -> None:
    """Rewrite a file without these rows (0-based numbers); it is replaced whole or not at all."""
    part = path.with_name(f".part-{uuid.uuid4().hex}")
    with (
        pq.ParquetFile(path) as file,
        pq.ParquetWriter(part, file.schema_arrow, **_layout(file.schema_arrow)) as writer,
    ):
        number = 0
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            kept = [i for i in range(table.num_rows) if number + i not in rows]
            number += table.num_rows
            if kept:
                writer.write_table(table.take(kept))
    os.replace(part, path)


def files_of(folder: Path) -> list[Path]:
    """Return the finished record files of a folder in name order; empty where there is no folder."""
    return sorted(folder.glob("part-*.parquet"))


def count_records(folder: Path) -> int:
    """Return the number of records in a folder, from the files' footers."""
    return sum(footer(path).num_rows for path in files_of(folder))


def group_refs(folder: Path) -> list[GroupRef]:
    """Return every row group of a folder's files, in file and group order."""
    refs = []
    for path in files_of(folder):
        meta = footer(path)
        refs += [GroupRef(str(path), g, meta.row_group(g).num_rows) for g in range(meta.num_row_groups)]
    return refs


def read_group(ref: GroupRef, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Return one row group as plain records; `columns` may name leaves (`pictures.list.element.width`)."""
    rows: list[dict[str, Any]] = read_table(ref, columns).to_pylist()
    return rows


def read_table(ref: GroupRef, columns: Sequence[str] | None = None) -> pa.Table:
    """Return one row group as it lies in its file."""
    path = Path(ref.path)
    with pq.ParquetFile(path, metadata=footer(path), memory_map=False) as file:
        return file.read_row_group(ref.group, columns=columns)


def footer(path: Path) -> pq.FileMetaData:
    """Return a file's footer, read once: it tells of every row group, and groups are read one by one."""
    status = path.stat()
    return _footer(path, status.st_ino, status.st_mtime_ns)


@lru_cache(FOOTERS)
def _footer(path: Path, _inode: int, _changed: int) -> pq.FileMetaData:
    return pq.read_metadata(path)


def read_records(folder: Path, kind: type[T]) -> Iterator[T]:
    """Yield every record of a folder whole, in file and row order."""
    for ref in group_refs(folder):
        for plain in read_group(ref):
            yield from_plain(kind, plain)


def read_light(folder: Path, record: str, kind: type[T]) -> Iterator[T]:
    """Yield every record of a folder with its pictures' bytes left out."""
    for plain in read_columns(folder, without_bytes(record)):
        yield from_plain(kind, restore_bytes(plain))


class RowReader:
    """Reads single rows by reference, keeping the row groups last used."""

    def __init__(self, groups: int = 32) -> None:
        self._read = lru_cache(maxsize=groups)(read_group)
        self._starts = lru_cache(maxsize=None)(_group_starts)

    def read(self, ref: RowRef) -> dict[str, Any]:
        """Return one plain record; raises IndexError for a row the file does not have."""
        starts = self._starts(ref.path)
        group = bisect_right(starts, ref.row) - 1
        if not 0 <= group < len(starts) - 1:
            raise IndexError(f"{ref.path} has {starts[-1]} rows, not a row {ref.row}")
        rows = self._read(GroupRef(ref.path, group, starts[group + 1] - starts[group]))
        return rows[ref.row - starts[group]]


def _group_starts(path: str) -> list[int]:
    meta = footer(Path(path))
    return list(accumulate((meta.row_group(g).num_rows for g in range(meta.num_row_groups)), initial=0))


def read_columns(folder: Path, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield some columns of every record of a folder, a row group at a time."""
    for ref in group_refs(folder):
        yield from read_group(ref, columns)


def read_placed(
    folder: Path, columns: Sequence[str] | None = None
) -> Iterator[tuple[dict[str, Any], RowRef]]:
    """Yield every record of a folder, or some columns of it, with where it lies, a row group at a time."""
    row = dict.fromkeys(map(str, files_of(folder)), 0)
    for ref in group_refs(folder):
        for plain in read_group(ref, columns):
            yield plain, RowRef(ref.path, row[ref.path])
            row[ref.path] += 1


def without_bytes(record: str) -> list[str]:
    """Return the leaf columns of a record kind that are not binary: everything but picture bytes."""
    return _leaves(arrow_schema(record), "")


def restore_bytes(plain: Any) -> Any:  # noqa: ANN401 - walks any plain value
    """Give pictures read without their bytes an empty `data`, so that they build as records."""
    if isinstance(plain, dict):
        filled = {key: restore_bytes(value) for key, value in plain.items()}
        return {"data": b"", **filled} if "media_type" in filled else filled
    if isinstance(plain, list):
        return [restore_bytes(item) for item in plain]
    return plain


def _leaves(fields: pa.Schema | pa.StructType, prefix: str) -> list[str]:
    found: list[str] = []
    for field in fields:
        found += _leaf_paths(field.type, prefix + field.name)
    return found


def _leaf_paths(kind: pa.DataType, path: str) -> list[str]:
    if pa.types.is_binary(kind):
        return []
    if pa.types.is_struct(kind):
        return _leaves(kind, f"{path}.")
    if pa.types.is_list(kind):
        return _leaf_paths(kind.value_type, f"{path}.list.element")
    return [path]
