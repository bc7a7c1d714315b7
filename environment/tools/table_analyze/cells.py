"""A table's cells with exact values, and which of them a call means."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from environment.errors import ArgumentValueError

MOST_NAMES = 12
"""Names that an error offers; the rest are counted."""


class Cell(NamedTuple):
    """One number of a table, exact as it was written."""

    row: str
    column: str
    value: Fraction


class Grid(NamedTuple):
    """A table: row labels, value columns, and `values[r][c]`, None where the table has no number."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Fraction | None, ...], ...]


def grid_of(table: Mapping[str, Any]) -> Grid:
    """Read a table of `columns` (the labels' head first) and `rows` (a label, then a number or null each).

    Raises ArgumentValueError for rows of another length, repeated names and numbers that are not finite.
    """
    columns = tuple(str(name) for name in table["columns"][1:])
    rows: list[str] = []
    values: list[tuple[Fraction | None, ...]] = []
    for number, row in enumerate(table["rows"]):
        if len(row) != len(columns) + 1:
            raise ArgumentValueError(
                f"`table`: row {number} has {len(row)} cells where {len(columns) + 1} columns are named."
            )
        rows.append(_label(row[0]))
        values.append(tuple(_exact(cell, number) for cell in row[1:]))
    for kind, names in (("row", rows), ("column", columns)):
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ArgumentValueError(
                f"`table`: several {kind}s are called {repeated[0]!r}: give each its own name."
            )
    return Grid(tuple(rows), columns, tuple(values))


def selected(grid: Grid, rows: Sequence[str] | None, columns: Sequence[str] | None) -> list[Cell]:
    """Return the cells of the named rows and columns in the order named, row by row; all where none are.

    Raises ArgumentValueError for a name the table lacks, with those it has, and for a cell without a number.
    """
    at_rows = _places(rows, grid.rows, "rows")
    at_columns = _places(columns, grid.columns, "columns")
    cells: list[Cell] = []
    for r in at_rows:
        for c in at_columns:
            value = grid.values[r][c]
            if value is None:
                raise ArgumentValueError(
                    f"The table has no number for {grid.rows[r]!r} in {grid.columns[c]!r}: "
                    "name the rows and columns that have one."
                )
            cells.append(Cell(grid.rows[r], grid.columns[c], value))
    return cells


def _places(asked: Sequence[str] | None, names: Sequence[str], argument: str) -> list[int]:
    if asked is None:
        return list(range(len(names)))
    places = [_place(str(name), names, argument) for name in asked]
    if len(set(places)) < len(places):
        raise ArgumentValueError(f"`{argument}` names the same one twice.")
    return places


def _place(name: str, names: Sequence[str], argument: str) -> int:
    if name in names:
        return names.index(name)
    alike = [at for at, other in enumerate(names) if _plain(other) == _plain(name)]
    if len(alike) == 1:
        return alike[0]
    shown = ", ".join(repr(other[:60]) for other in names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    raise ArgumentValueError(f"`{argument}`: the table has no {name[:60]!r}; it has {shown}{more}.")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _label(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _exact(cell: float | None, row: int) -> Fraction | None:
    if cell is None:
        return None
    if not math.isfinite(cell):
        raise ArgumentValueError(f"`table`: row {row} holds a number that is not finite.")
    return Fraction(str(cell))
