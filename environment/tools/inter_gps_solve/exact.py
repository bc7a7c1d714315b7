"""Values once more in exact arithmetic, along the sources of a proof: 8*sqrt(3)*pi/3 beside 14.51..."""

from __future__ import annotations

import math
from typing import TypeAlias

import sympy

from environment.tools.inter_gps_solve.knowledge import TRIGONOMETRIC, Knowledge
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity
from environment.tools.inter_gps_solve.proof import needed

Expr: TypeAlias = sympy.Expr

READABLE = 24
"""Operations in a closed form that still is worth reading."""
MAX_TOGETHER = 6
"""Equations that are solved together exactly; more are left as a decimal."""


class Exact:
    """Exact values of the quantities of one search."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._found: dict[Quantity, Expr | None] = {}

    def value(self, quantity: Quantity) -> Expr | None:
        """Return the exact value, or None where it has no short closed form."""
        if quantity not in self._found:
            self._found[quantity] = None
            value = self._worked_out(quantity)
            if value is not None:
                value = _tidy(value)
            if value is not None and sympy.count_ops(value) <= READABLE:
                close = math.isclose(float(value), self.knowledge.values[quantity], rel_tol=1e-7, abs_tol=1e-9)
                self._found[quantity] = value if close else None
        return self._found[quantity]

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
            return self._solved(quantity, {}, self.knowledge.equations[source.equations[0]].zero)
        return self._together(quantity, needed(self.knowledge, quantity, source), source.unknown)

    def _function(self, quantity: Quantity, inner: Quantity, value: Expr) -> Expr:
        if quantity.kind in TRIGONOMETRIC:
            return getattr(sympy, quantity.kind)(value * sympy.pi / 180)
        angle = getattr(sympy, f"a{inner.kind}")(value) * 180 / sympy.pi
        if inner.kind == "sin" and self.knowledge.values[quantity] > 90:
            return 180 - angle
        return angle + 180 if inner.kind == "tan" and float(angle) < 0 else angle

    def _together(
        self, quantity: Quantity, numbers: tuple[int, ...], unknown: tuple[Quantity, ...]
    ) -> Expr | None:
        """Solve linear equations, or all but the first of them and that one with what they give."""
        if len(numbers) > MAX_TOGETHER:
            return None
        symbols = {q: sympy.Symbol(f"u{at}") for at, q in enumerate(unknown) if q != quantity}
        wanted = sympy.Symbol("u")
        zeros = [
            self._expression(self.knowledge.equations[n].zero, {**symbols, quantity: wanted}) for n in numbers
        ]
        if any(zero is None for zero in zeros):
            return None
        present = sorted(set().union(*(zero.free_symbols for zero in zeros if zero is not None)), key=str)
        try:
            solutions = sympy.solve(zeros, [wanted, *(s for s in present if s != wanted)], dict=True)
        except NotImplementedError:
            return None
        values = [s[wanted] for s in solutions if wanted in s and not s[wanted].free_symbols]
        return self._nearest(quantity, values)

    def _solved(self, quantity: Quantity, symbols: dict[Quantity, Expr], zero: Polynomial) -> Expr | None:
        unknown = sympy.Symbol("u")
        expression = self._expression(zero, {**symbols, quantity: unknown})
        if expression is None or not expression.has(unknown):
            return None
        return self._nearest(quantity, list(sympy.roots(sympy.Poly(expression, unknown))))

    def _nearest(self, quantity: Quantity, values: list[Expr]) -> Expr | None:
        real = [v for v in values if v.is_real is not False and abs(sympy.im(v.evalf(15))) < 1e-9]
        target = self.knowledge.values[quantity]
        return min(real, key=lambda v: abs(float(sympy.re(v.evalf(15))) - target), default=None)

    def _expression(self, zero: Polynomial, symbols: dict[Quantity, Expr]) -> Expr | None:
        whole = sympy.Integer(0)
        for monomial, factor in zero.terms.items():
            term = sympy.Rational(factor.numerator, factor.denominator)
            for quantity, exponent in monomial:
                part = symbols.get(quantity) if quantity in symbols else self.value(quantity)
                if part is None:
                    return None
                term *= part**exponent
            whole += term
        return sympy.expand(whole)


def _tidy(value: Expr) -> Expr:
    if value.is_Rational or sympy.count_ops(value) > 2 * READABLE:
        return value
    return sympy.sqrtdenest(sympy.radsimp(sympy.expand(value)))
