"""A stage's records put in order, so that its files do not depend on which conversation ended first.

A replayed synthesis is then the same bytes as the one that was paid for, and DVC runs nothing behind it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from pipelines.layout import LETTERS
from pipelines.records import ROWS_PER_GROUP, RecordWriter, files_of, group_refs, read_columns, read_table
from schemas import arrow_schema

ROWS_PER_FILE = 512
MOST_FILES = 256
"""Files written at once; for more rows than these hold, each file takes more."""
HAND_BYTES = 2 << 20
"""About how much is dealt at once: a piece for each file costs a millisecond, however few its rows."""
RANK = "rank"


def put_letters_in_order(folder: Path) -> None:
    """Put the dead letters below a stage's output in the order of data set, row and reason."""
    put_in_order("dead_letter", folder / LETTERS, ["dataset", "row", "reason", "detail"])


def put_in_order(record: str, folder: Path, key: Sequence[str]) -> None:
    """Rewrite a folder's records in the order of the `key` columns, ROWS_PER_FILE a file.

    Rows are first dealt to one temporary file for each file to come, then each of those is sorted, so that
    no more than one file's rows are in memory. The old files stay until all new ones are written.
    """
    keys = [tuple(row[name] for name in key) for row in read_columns(folder, key)]
    if not keys:
        return
    ranks = [0] * len(keys)
    for rank, row in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        ranks[row] = rank
    rows_per_file = max(ROWS_PER_FILE, -(-len(keys) // MOST_FILES))
    old, scratch = files_of(folder), folder / ".ordering"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    new = [_sorted(record, dealt) for dealt in _deal(record, folder, scratch, ranks, rows_per_file)]
    for path in old:
        path.unlink()
    for path in new:
        os.replace(path, folder / path.name)
    shutil.rmtree(scratch)


def _deal(record: str, folder: Path, scratch: Path, ranks: list[int], rows_per_file: int) -> list[Path]:
    """Write every row with its rank into the temporary file of its rank, and return those files in order."""
    schema = arrow_schema(record).append(pa.field(RANK, pa.int64()))
    paths = [scratch / f"{n:04d}.arrow" for n in range(-(-len(ranks) // rows_per_file))]
    with contextlib.ExitStack() as stack:
        dealt = [stack.enter_context(pa.ipc.new_stream(str(path), schema)) for path in paths]
        start = 0
        for table in _hands(folder):
            end = start + table.num_rows
            hand = table.append_column(schema.field(RANK), [ranks[start:end]]).cast(schema).sort_by(RANK)
            numbers = [rank // rows_per_file for rank in sorted(ranks[start:end])]
            for number in sorted(set(numbers)):
                first = bisect_left(numbers, number)
                dealt[number].write_table(hand.slice(first, bisect_right(numbers, number) - first))
            start = end
    return paths


def _hands(folder: Path) -> Iterator[pa.Table]:
    """Yield a folder's rows in file order, about HAND_BYTES at a time."""
    groups: list[pa.Table] = []
    for ref in group_refs(folder):
        groups.append(read_table(ref))
        if sum(group.nbytes for group in groups) >= HAND_BYTES:
            yield pa.concat_tables(groups).combine_chunks()
            groups = []
    if groups:
        yield pa.concat_tables(groups).combine_chunks()


def _sorted(record: str, dealt: Path) -> Path:
    """Write the rows of a temporary file in order of rank, and return the record file."""
    with pa.OSFile(str(dealt)) as source, pa.ipc.open_stream(source) as stream:
        table = stream.read_all().sort_by(RANK).drop_columns(RANK)
    dealt.unlink()
    writer = RecordWriter(record, dealt.parent)
    for start in range(0, table.num_rows, ROWS_PER_GROUP):
        (batch,) = table.slice(start, ROWS_PER_GROUP).combine_chunks().to_batches()
        writer.write(batch)
    path = writer.close()
    assert path is not None, "a temporary file holds at least one row"
    return path
