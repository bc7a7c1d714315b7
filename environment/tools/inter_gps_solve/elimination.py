"""Several equations together: those that are linear in the unknowns, and one that is not after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from environment.tools.inter_gps_solve.knowledge import Knowledge, Source, summed
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity
from environment.tools.inter_gps_solve.roots import roots

Vector = NDArray[np.float64]
SMALL = 1e-7
MAX_ROWS = 600
MAX_UNKNOWNS = 500
MAX_AMPLIFIED = 100.0
"""Weight an equation may have in a result; beyond it, rounding in the numbers given would decide."""


@dataclass(frozen=True)
class Solved:
    """A quantity as an affine function of free ones, and the equations that say so."""

    by_free: Mapping[Quantity, float]
    constant: float
    equations: tuple[int, ...]


def linear_row(knowledge: Knowledge, zero: Polynomial) -> tuple[dict[Quantity, float], float] | None:
    """Return coefficients of the unknowns and the constant, or None where an unknown is not linear."""
    row: dict[Quantity, list[float]] = {}
    constant: list[float] = []
    for monomial, factor in zero.terms.items():
        value = float(factor)
        unknown: Quantity | None = None
        for quantity, exponent in monomial:
            if quantity in knowledge.values:
                value *= knowledge.values[quantity] ** exponent
            elif unknown is not None or exponent > 1:
                return None
            else:
                unknown = quantity
        if unknown is None:
            constant.append(value)
        else:
            row.setdefault(unknown, []).append(value)
    return {q: whole for q, values in row.items() if (whole := summed(values))}, summed(constant)


def eliminate(knowledge: Knowledge) -> dict[Quantity, Solved]:
    """Solve the linear equations for as many unknowns as possible, each in terms of what stays free."""
    rows: list[tuple[int, dict[Quantity, float], float]] = []
    for number, equation in enumerate(knowledge.equations):
        if all(q in knowledge.values for q in equation.zero.quantities):
            continue
        found = linear_row(knowledge, equation.zero)
        if found is not None and found[0]:
            rows.append((number, *found))
    rows = sorted(rows, key=lambda row: (len(row[1]), row[0]))[:MAX_ROWS]
    columns = sorted({q for _, row, _ in rows for q in row})[:MAX_UNKNOWNS]
    place = {q: at for at, q in enumerate(columns)}
    rows = [row for row in rows if all(q in place for q in row[1])]
    if not rows:
        return {}
    width = len(columns) + 1
    table = np.zeros((len(rows), width + len(rows)))
    for at, (_, row, constant) in enumerate(rows):
        size = max(abs(v) for v in row.values())
        for quantity, value in row.items():
            table[at, place[quantity]] = value / size
        table[at, width - 1] = -constant / size
        table[at, width + at] = 1.0
    pivots = _reduce(table, len(columns))
    return {
        columns[column]: _solved(table[row], columns, column, [number for number, _, _ in rows])
        for row, column in pivots
        if abs(table[row, width:]).max() < MAX_AMPLIFIED
    }


def fewest(knowledge: Knowledge, quantity: Quantity, source: Source) -> tuple[int, ...]:
    """Return as few of a source's linear equations as still determine a quantity."""
    rows = [(n, _row_of(knowledge, n, source.unknown)) for n in source.equations]
    for number, _ in sorted(rows, key=lambda r: (-len(r[1]), -r[0])):
        fewer = [(n, other) for n, other in rows if n != number]
        if _determined(quantity, source.unknown, [other for _, other in fewer]):
            rows = fewer
    return tuple(n for n, _ in rows)


def _row_of(knowledge: Knowledge, number: int, unknown: Sequence[Quantity]) -> dict[Quantity, float]:
    row: dict[Quantity, float] = {}
    for monomial, factor in knowledge.equations[number].zero.terms.items():
        inside = [q for q, _ in monomial if q in unknown]
        value = float(factor)
        for q, exponent in monomial:
            value *= 1.0 if q in unknown else knowledge.values[q] ** exponent
        for q in inside:
            row[q] = row.get(q, 0.0) + value
    return row


def _determined(
    quantity: Quantity, unknown: Sequence[Quantity], rows: Sequence[dict[Quantity, float]]
) -> bool:
    columns = [*(q for q in unknown if q != quantity), quantity]
    table = np.array([[row.get(q, 0.0) / max(map(abs, row.values())) for q in columns] for row in rows])
    if not len(rows):
        return False
    pivots = _reduce(table, len(columns))
    return any(
        column == len(columns) - 1 and float(np.abs(table[row, :-1]).max(initial=0.0)) < SMALL
        for row, column in pivots
    )


def _reduce(table: Vector, columns: int) -> list[tuple[int, int]]:
    """Bring a table to reduced row echelon form in place; return (row, column) of its pivots."""
    pivots: list[tuple[int, int]] = []
    free_rows = list(range(len(table)))
    for column in range(columns):
        candidates = [row for row in free_rows if abs(table[row, column]) > SMALL]
        if not candidates:
            continue
        # The first row that is not much smaller than the largest: earlier rows are simpler equations.
        largest = max(abs(table[row, column]) for row in candidates)
        pivot = next(row for row in candidates if abs(table[row, column]) > 0.1 * largest)
        table[pivot] /= table[pivot, column]
        others = np.abs(table[:, column]) > 1e-12
        others[pivot] = False
        table[others] -= np.outer(table[others, column], table[pivot])
        table[others, column] = 0.0
        free_rows.remove(pivot)
        pivots.append((pivot, column))
    return pivots


def _solved(row: Vector, columns: Sequence[Quantity], pivot: int, numbers: Sequence[int]) -> Solved:
    width = len(columns) + 1
    free = {q: -float(row[at]) for at, q in enumerate(columns) if at != pivot and abs(row[at]) > SMALL}
    used = tuple(n for n, weight in zip(numbers, row[width:], strict=True) if abs(weight) > SMALL)
    return Solved(free, float(row[width - 1]), used)


def settle_linear(knowledge: Knowledge, solved: Mapping[Quantity, Solved]) -> bool:
    """Fix every quantity that the linear equations determine; True where one was found."""
    sources = {
        quantity: _source(knowledge, solution.equations)
        for quantity, solution in solved.items()
        if not solution.by_free
    }
    found = False
    for quantity, source in sources.items():
        if quantity in knowledge.values:
            continue
        value = knowledge.choose(quantity, [solved[quantity].constant])
        if value is None:
            knowledge.conflicts.append(source.equations[0])
            break
        knowledge.assign(quantity, value, source)
        found = True
    return found


def _source(knowledge: Knowledge, numbers: Sequence[int]) -> Source:
    unknown = {
        q for n in numbers for q in knowledge.equations[n].zero.quantities if q not in knowledge.values
    }
    return Source(tuple(numbers), tuple(sorted(unknown)))


def settle_one_more(knowledge: Knowledge, solved: Mapping[Quantity, Solved]) -> bool:
    """Put what the linear equations say into another one; True where that left one unknown and fixed it."""
    for number, equation in enumerate(knowledge.equations):
        unknown = [q for q in equation.zero.quantities if q not in knowledge.values]
        if not 2 <= len(unknown) <= 6 or linear_row(knowledge, equation.zero) is not None:
            continue
        free = {f for q in unknown for f in (solved[q].by_free if q in solved else (q,))}
        if len(free) != 1:
            continue
        (only,) = free
        powers = _substituted(knowledge, equation.zero, only, solved)
        candidates = roots(powers)
        value = knowledge.choose(
            only, [c for c in candidates if _possible(knowledge, unknown, only, c, solved)]
        )
        if value is not None:
            rows = {n for q in unknown if q in solved for n in solved[q].equations}
            knowledge.assign(only, value, _source(knowledge, (number, *sorted(rows))))
            return True
    return False


def _substituted(
    knowledge: Knowledge, zero: Polynomial, free: Quantity, solved: Mapping[Quantity, Solved]
) -> dict[int, float]:
    whole: dict[int, list[float]] = {}
    for monomial, factor in zero.terms.items():
        powers = {0: float(factor)}
        for quantity, exponent in monomial:
            line = {1: 1.0}
            if quantity in knowledge.values:
                line = {0: knowledge.values[quantity]}
            elif quantity in solved:
                line = {0: solved[quantity].constant, 1: solved[quantity].by_free.get(free, 0.0)}
            for _ in range(exponent):
                product: dict[int, float] = {}
                for p, x in powers.items():
                    for q, y in line.items():
                        product[p + q] = product.get(p + q, 0.0) + x * y
                powers = product
        for power, value in powers.items():
            whole.setdefault(power, []).append(value)
    return {power: summed(values) for power, values in whole.items()}


def _possible(
    knowledge: Knowledge,
    unknown: Sequence[Quantity],
    free: Quantity,
    value: float,
    solved: Mapping[Quantity, Solved],
) -> bool:
    """Whether a value leaves every other unknown of the equation possible."""
    for quantity in unknown:
        if quantity in solved:
            there = solved[quantity].constant + solved[quantity].by_free.get(free, 0.0) * value
            if knowledge.choose(quantity, [there]) is None:
                return False
    return True
