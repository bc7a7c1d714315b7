"""Quantities of a figure, and polynomials over them with rational coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias


class Arithmetic:
    """Sums, products and powers of quantities, polynomials and numbers, each giving a polynomial."""

    def __add__(self, other: Value) -> Polynomial:
        return _collected((*polynomial(self).terms.items(), *polynomial(other).terms.items()))

    def __neg__(self) -> Polynomial:
        return self * -1

    def __sub__(self, other: Value) -> Polynomial:
        return self + polynomial(other) * -1

    def __mul__(self, other: Value) -> Polynomial:
        return _collected(
            (_product(a, b), x * y)
            for a, x in polynomial(self).terms.items()
            for b, y in polynomial(other).terms.items()
        )

    def __pow__(self, exponent: int) -> Polynomial:
        power = polynomial(1)
        for _ in range(exponent):
            power = power * self
        return power

    def __radd__(self, other: Value) -> Polynomial:
        return self + other

    def __rmul__(self, other: Value) -> Polynomial:
        return self * other


@dataclass(frozen=True, order=True)
class Quantity(Arithmetic):
    """Something with a value: lengths in the figure's unit, angles and arcs in degrees.

    Kinds: `length` (two points), `angle` (ray, vertex, ray; or a printed number), `arc` (centre, from, to,
    counter-clockwise as drawn), `radius` and `circumference` (centre), `area`, `perimeter` and `median`
    (corners, or a centre), `variable`, `constant` (pi, a square root, a number of degrees), `turn` (a sum of
    outer angles), `direction` (of a line), `scale`, `goal`; and `sin`, `cos`, `tan` of a quantity, whose
    kind and names they carry.
    """

    kind: str
    names: tuple[str, ...]

    @property
    def inner(self) -> Quantity:
        """The angle of which this is the sine, cosine or tangent."""
        return Quantity(self.names[0], self.names[1:])


Monomial: TypeAlias = tuple[tuple[Quantity, int], ...]
"""Quantities with their exponents, in order; empty for the constant term."""


@dataclass(frozen=True)
class Polynomial(Arithmetic):
    """A sum of rational multiples of monomials; no coefficient is zero."""

    terms: Mapping[Monomial, Fraction]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity in it, in order."""
        return tuple(sorted({q for monomial in self.terms for q, _ in monomial}))

    @cached_property
    def key(self) -> frozenset[tuple[Monomial, Fraction]]:
        """The same for all multiples of one polynomial."""
        if not self.terms:
            return frozenset()
        first = self.terms[min(self.terms)]
        return frozenset((monomial, factor / first) for monomial, factor in self.terms.items())

    @property
    def number(self) -> Fraction | None:
        """Its value where it holds no quantity."""
        return None if self.quantities else self.terms.get((), Fraction(0))


Value: TypeAlias = Arithmetic | Fraction | int


def polynomial(value: Value) -> Polynomial:
    """Return a quantity or a number as a polynomial."""
    if isinstance(value, Polynomial):
        return value
    if isinstance(value, Quantity):
        return Polynomial({((value, 1),): Fraction(1)})
    assert isinstance(value, Fraction | int)
    return Polynomial({(): Fraction(value)} if value else {})


def total(parts: Iterable[Value]) -> Polynomial:
    """Return a sum."""
    whole = polynomial(0)
    for part in parts:
        whole = whole + part
    return whole


def _collected(pairs: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
    terms: dict[Monomial, Fraction] = {}
    for monomial, factor in pairs:
        terms[monomial] = terms.get(monomial, Fraction(0)) + factor
    return Polynomial({monomial: factor for monomial, factor in terms.items() if factor})


def _product(a: Monomial, b: Monomial) -> Monomial:
    exponents = dict(a)
    for quantity, exponent in b:
        exponents[quantity] = exponents.get(quantity, 0) + exponent
    return tuple(sorted(exponents.items()))
