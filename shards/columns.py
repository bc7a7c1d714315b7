"""Rows to Arrow batches: those that do not fit their JSON Schema become dead letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pyarrow as pa

from schemas import BCRow, DeadLetter, RejectedRow, RLRow
from schemas.columns import fitting

Row: TypeAlias = BCRow | RLRow | RejectedRow


def fitting_batch(
    kind: str, rows: Sequence[Row], keys: tuple[str, ...] = ()
) -> tuple[pa.RecordBatch, tuple[DeadLetter, ...]]:
    """Return a batch of the rows that fit and a dead letter for each that does not.

    `keys` are the tool names of `rl` rows.
    """
    batch, refused = fitting(kind, rows, keys)
    letters = tuple(
        DeadLetter(_dataset(rows[index]), rows[index].id, "schema_violation", str(error), "shard")
        for index, error in refused.items()
    )
    return batch, letters


def _dataset(row: Row) -> str:
    return row.data_source if isinstance(row, RLRow) else row.dataset
