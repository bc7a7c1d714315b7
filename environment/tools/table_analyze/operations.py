"""Arithmetic on a table's cells, exact to the last digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from environment.errors import ArgumentValueError
from environment.tools.table_analyze.cells import Cell


class Ranked(NamedTuple):
    """A cell with its place from the largest, 1 first; equal values share a place."""

    place: int
    cell: Cell


class Finding(NamedTuple):
    """What an operation gives: the cells it rests on, a number where there is one, a sentence."""

    cells: tuple[Cell, ...]
    value: Fraction | None
    text: str
    ranking: tuple[Ranked, ...] = ()
    direction: str = ""


def largest(cells: Sequence[Cell]) -> Finding:
    """Return the largest value and every cell that has it."""
    return _extreme(cells, max(cell.value for cell in cells), "max")


def smallest(cells: Sequence[Cell]) -> Finding:
    """Return the smallest value and every cell that has it."""
    return _extreme(cells, min(cell.value for cell in cells), "min")


def _extreme(cells: Sequence[Cell], value: Fraction, name: str) -> Finding:
    found = tuple(cell for cell in cells if cell.value == value)
    return Finding(found, value, f"{name} of {len(cells)} cells = {shown(value)}: {_listed(found)}")


def total(cells: Sequence[Cell]) -> Finding:
    """Return the sum of the cells."""
    value = sum((cell.value for cell in cells), Fraction(0))
    return Finding(tuple(cells), value, f"sum: {_chain(cells, ' + ')} = {shown(value)}")


def mean(cells: Sequence[Cell]) -> Finding:
    """Return the arithmetic mean of the cells."""
    value = sum((cell.value for cell in cells), Fraction(0)) / len(cells)
    return Finding(tuple(cells), value, f"mean: ({_chain(cells, ' + ')}) / {len(cells)} = {shown(value)}")


def difference(cells: Sequence[Cell]) -> Finding:
    """Return the first of two cells minus the second. Raises ArgumentValueError unless there are two."""
    first, second = _two(cells, "difference")
    value = first.value - second.value
    return Finding(tuple(cells), value, f"difference: {_named(first)} - {_named(second)} = {shown(value)}")


def ratio(cells: Sequence[Cell]) -> Finding:
    """Return the first of two cells over the second. Raises ArgumentValueError unless two, and over zero."""
    first, second = _two(cells, "ratio")
    if second.value == 0:
        raise ArgumentValueError(f"ratio: {_named(second)} is zero, and nothing can be divided by it.")
    value = first.value / second.value
    return Finding(tuple(cells), value, f"ratio: {_named(first)} / {_named(second)} = {shown(value)}")


def rank(cells: Sequence[Cell]) -> Finding:
    """Return the cells from the largest, equal ones in table order on one place."""
    ordered = sorted(cells, key=lambda cell: -cell.value)
    places = [1 + sum(other.value > cell.value for other in cells) for cell in ordered]
    ranking = tuple(Ranked(place, cell) for place, cell in zip(places, ordered, strict=True))
    lines = "\n".join(f"{place}. {_named(cell)}" for place, cell in ranking)
    return Finding(tuple(ordered), None, f"rank, largest first:\n{lines}", ranking)


def trend(cells: Sequence[Cell]) -> Finding:
    """Return how one column goes over its rows: rising, falling, constant or mixed, and the whole change.

    Raises ArgumentValueError for cells of several columns or fewer than two.
    """
    columns = {cell.column for cell in cells}
    if len(columns) > 1 or len(cells) < 2:
        raise ArgumentValueError(
            f"trend needs one column and at least two rows, and {len(columns)} and {len(cells)} were meant: "
            "name one in `columns`."
        )
    steps = [after.value - before.value for before, after in pairwise(cells)]
    direction = _direction(steps)
    change = cells[-1].value - cells[0].value
    told = ", ".join(f"{cell.row} {shown(cell.value)}" for cell in cells)
    return Finding(
        tuple(cells),
        change,
        f"trend of {cells[0].column}: {direction}, {told}; last minus first = {shown(change)}",
        direction=direction,
    )


def _direction(steps: Sequence[Fraction]) -> str:
    if not any(steps):
        return "constant"
    if min(steps) >= 0:
        return "rising"
    return "falling" if max(steps) <= 0 else "mixed"


OPERATIONS: Mapping[str, Callable[[Sequence[Cell]], Finding]] = {
    "max": largest,
    "min": smallest,
    "sum": total,
    "mean": mean,
    "difference": difference,
    "ratio": ratio,
    "rank": rank,
    "trend": trend,
}


def shown(value: Fraction) -> str:
    """Write a number exactly: as a decimal where one ends within 12 places, else as a fraction."""
    scaled = value * 10**12
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    whole, rest = divmod(abs(scaled.numerator), 10**12)
    digits = f"{whole}.{rest:012d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 else digits


def _two(cells: Sequence[Cell], name: str) -> tuple[Cell, Cell]:
    if len(cells) != 2:
        raise ArgumentValueError(
            f"{name} needs exactly two cells, and {len(cells)} were meant: "
            "name two in `rows` and one in `columns`, or one and two."
        )
    return cells[0], cells[1]


def _named(cell: Cell) -> str:
    return f"{cell.row} [{cell.column}] {shown(cell.value)}"


def _listed(cells: Sequence[Cell]) -> str:
    return "; ".join(_named(cell) for cell in cells)


def _chain(cells: Sequence[Cell], sign: str) -> str:
    return sign.join(f"({shown(c.value)})" if c.value < 0 else shown(c.value) for c in cells)
