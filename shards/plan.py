"""From a selection to files: consecutive rows up to a byte cap, the same on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shards.selection import Selected

FILE_BYTES = 256 << 20
"""Default cap of a file, by the summed sizes of its rows before encoding."""


@dataclass(frozen=True)
class FilePlan:
    """One Parquet file to write: all that a worker needs to know."""

    config: str
    index: int
    total: int
    first_row: int
    """Place of its first row in the config, from 0."""
    refs: tuple[Selected, ...]


def plan_files(config: str, selected: Sequence[Selected], cap: int = FILE_BYTES) -> tuple[FilePlan, ...]:
    """Split rows, in the order given, into files of at most `cap` bytes; a larger row stands alone.

    No rows give one plan without rows: an empty config is still one file that loads. Raises ValueError for a
    cap below 1.
    """
    if cap < 1:
        raise ValueError(f"a file's byte cap must be at least 1, not {cap}")
    files: list[list[Selected]] = [[]]
    size = 0
    for row in selected:
        if files[-1] and size + row.bytes > cap:
            files.append([])
            size = 0
        files[-1].append(row)
        size += row.bytes
    plans, first = [], 0
    for index, refs in enumerate(files):
        plans.append(FilePlan(config, index, len(files), first, tuple(refs)))
        first += len(refs)
    return tuple(plans)
