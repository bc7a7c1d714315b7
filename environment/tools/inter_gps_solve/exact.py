"""Values once more in exact arithmetic, along the sources of a proof: 8*sqrt(3)*pi/3 beside 14.51...

Only sums, products, quotients and square roots are taken; where more would be needed the decimal stands
alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import sympy

from environment.tools.inter_gps_solve.knowledge import TRIGONOMETRIC, Knowledge
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity
from environment.tools.inter_gps_solve.proof import needed

Expr: TypeAlias = sympy.Expr

READABLE = 10
"""Operations in a closed form that still is worth reading."""
LARGEST = 10**6
"""Numerators and denominators beyond this belong to measured decimals, whose closed form says nothing."""


class Exact:
    """Exact values of the quantities of one search."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._found: dict[Quantity, Expr | None] = {}

    def value(self, quantity: Quantity) -> Expr | None:
        """Return the exact value, or None where it has no short closed form."""
        if quantity not in self._found:
            self._found[quantity] = None  # also for a quantity that leads back to itself
            value = self._worked_out(quantity)
            if value is not None and self._is_it(quantity, value):
                self._found[quantity] = value
        return self._found[quantity]

    def _is_it(self, quantity: Quantity, value: Expr) -> bool:
        """Whether a closed form is short, and is what the search found."""
        large = any(max(abs(r.p), r.q) > LARGEST for r in value.atoms(sympy.Rational))
        if large or sympy.count_ops(value) > READABLE:
            return False
        number = complex(value.evalf(15))
        found = self.knowledge.values[quantity]
        return number.imag == 0 and math.isclose(number.real, found, rel_tol=1e-8, abs_tol=1e-9)

    def _worked_out(self, quantity: Quantity) -> Expr | None:
        source = self.knowledge.sources[quantity]
        if quantity.kind == "constant":
            kind, text = quantity.names[0], quantity.names[-1]
            if kind == "pi":
                return sympy.pi
            return sympy.sqrt(sympy.Rational(text)) if kind == "sqrt" else sympy.Rational(text)
        if source.inner is not None:
            inner = self.value(source.inner)
            return None if inner is None else self._function(quantity, source.inner, inner)
        if len(source.equations) == 1:
            return self._alone(quantity, self.knowledge.equations[source.equations[0]].zero)
        return self._together(quantity, needed(self.knowledge, quantity, source), source.unknown)

    def _function(self, quantity: Quantity, inner: Quantity, value: Expr) -> Expr:
        if quantity.kind in TRIGONOMETRIC:
            return getattr(sympy, quantity.kind)(value * sympy.pi / 180)
        angle = getattr(sympy, f"a{inner.kind}")(value) * 180 / sympy.pi
        found = self.knowledge.values[quantity]
        if inner.kind == "sin" and found > 90:
            return 180 - angle
        return angle + 180 if inner.kind == "tan" and found > 90 else angle

    def _alone(self, quantity: Quantity, zero: Polynomial) -> Expr | None:
        """Solve one equation of degree 1 or 2, or with one power alone."""
        powers: dict[int, Expr] = {}
        for monomial, factor in zero.terms.items():
            term, power = sympy.Rational(factor.numerator, factor.denominator), 0
            for part, exponent in monomial:
                if part == quantity:
                    power = exponent
                    continue
                known = self.value(part)
                if known is None:
                    return None
                term *= known**exponent
            powers[power] = powers.get(power, sympy.Integer(0)) + term
        powers = {power: value for power, term in powers.items() if (value := _tidy(term)) != 0}
        degree = max(powers, default=0)
        if degree == 0:
            return None
        a, b, c = powers[degree], powers.get(1, sympy.Integer(0)), powers.get(0, sympy.Integer(0))
        if degree == 1:
            return _tidy(-c / a)
        if set(powers) <= {0, degree}:
            root = (-c / a) ** sympy.Rational(1, degree)
            return self._nearest(quantity, (root, -root))
        if degree != 2:
            return None
        middle, reach = -b / (2 * a), sympy.sqrt(b**2 - 4 * a * c) / (2 * a)
        return self._nearest(quantity, (middle + reach, middle - reach))

    def _nearest(self, quantity: Quantity, values: Sequence[Expr]) -> Expr:
        target = self.knowledge.values[quantity]
        return _tidy(min(values, key=lambda value: abs(complex(value.evalf(15)) - target)))

    def _together(
        self, quantity: Quantity, numbers: Sequence[int], unknown: Sequence[Quantity]
    ) -> Expr | None:
        """Solve linear equations with rational numbers alone."""
        rows: list[dict[Quantity | None, Fraction]] = []
        for number in numbers:
            row: dict[Quantity | None, Fraction] = {}
            for monomial, factor in self.knowledge.equations[number].zero.terms.items():
                inside = [q for q, _ in monomial if q in unknown]
                for part, exponent in monomial:
                    known = None if part in unknown else self.value(part)
                    if known is not None and known.is_Rational:
                        factor *= Fraction(int(known.p), int(known.q)) ** exponent
                    elif part not in unknown or exponent > 1 or len(inside) > 1:
                        return None
                column = inside[0] if inside else None
                row[column] = row.get(column, Fraction(0)) + factor
            rows.append(row)
        value = _eliminated(rows, quantity)
        return None if value is None else sympy.Rational(value.numerator, value.denominator)


def _eliminated(rows: list[dict[Quantity | None, Fraction]], wanted: Quantity) -> Fraction | None:
    """Return one unknown's value from rows of factors whose sum is zero; under None stands the constant."""
    columns = sorted({q for row in rows for q in row if q is not None and q != wanted})
    for column in columns:
        pivot = next((row for row in rows if row.get(column)), None)
        if pivot is None:
            continue
        rows = [
            {
                q: row.get(q, Fraction(0))
                - row.get(column, Fraction(0)) / pivot[column] * pivot.get(q, Fraction(0))
                for q in {**row, **pivot}
            }
            for row in rows
            if row is not pivot
        ]
    last = next((row for row in rows if row.get(wanted)), None)
    return None if last is None else -last.get(None, Fraction(0)) / last[wanted]


def _tidy(value: Expr) -> Expr:
    """Return a form that reads well: roots out of denominators where only roots stand there."""
    if value.is_Rational or sympy.count_ops(value) > 3 * READABLE:
        return value
    value = sympy.expand(value)
    if value.has(sympy.sin, sympy.cos, sympy.tan, sympy.asin, sympy.acos, sympy.atan):
        return value
    if any(max(abs(r.p), r.q) > LARGEST for r in value.atoms(sympy.Rational)):
        return value
    return sympy.radsimp(value, max_terms=3)
