"""Arithmetic on the cells of a table, and the words in which it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import mean, median

from teachers.programmatic.answers import shown
from teachers.programmatic.chart_names import Scope
from teachers.programmatic.tables import Cell, Table


def aggregate(text: str, cells: Sequence[Cell]) -> tuple[str, str]:
    """Return the median, average or (by default) sum of cells, whichever the question names, and how."""
    values = [c.value for c in cells]
    if "median" in text:
        name, value = "median", median(values)
    elif re.search(r"\b(average|mean)\b", text):
        name, value = "average", mean(values)
    else:
        name, value = "sum", sum(values)
    return shown(value), f"The values are {listed(cells)}, so the {name} is {shown(value)}."


def one_series(table: Table, scope: Scope) -> Sequence[Cell] | None:
    """Return the cells of the only series in question, or None where there are several."""
    cells = table.where((), scope.series)
    return cells if len({c.series for c in cells}) == 1 else None


def extreme(cells: Sequence[Cell], *, high: bool, rank: int = 1) -> Cell | None:
    """Return the cell of a rank from the top (or bottom); None where its value is not unique."""
    ranked = sorted(cells, key=value_of, reverse=high)
    if len(ranked) < rank or sum(c.value == ranked[rank - 1].value for c in ranked) > 1:
        return None
    return ranked[rank - 1]


def pair_of(table: Table, scope: Scope) -> tuple[Cell, Cell] | None:
    """Return the two cells that a question sets against each other, in the order it names them."""
    if not scope.series and len(table.series) > 1:
        return None
    cells = scope.cells(table)
    return (cells[0], cells[1]) if len(cells) == 2 else None


def value_of(cell: Cell) -> float:
    """Return a cell's number, for sorting."""
    return cell.value


def told(cell: Cell) -> str:
    """Say what the table gives for a cell."""
    return f"The table gives {cell_told(cell)}"


def cell_told(cell: Cell) -> str:
    """Say a cell's number, label and series."""
    return f"{shown(cell.value)} for {cell.label}" + (f" ({cell.series})" if cell.series else "")


def listed(cells: Sequence[Cell]) -> str:
    """Say the numbers of some cells."""
    return ", ".join(shown(c.value) for c in cells) or "none"
