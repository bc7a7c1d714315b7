"""What is known so far: equations, the values they fix, and from what each value was found.

Values are floats while searching; `exact.py` repeats the few steps of a proof in exact arithmetic.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, polynomial
from environment.tools.inter_gps_solve.roots import admissible, roots

AGREE = 0.01
"""Relative size of a rest at which facts still agree: textbooks print rounded numbers."""
ROUNDING = 1e-10
"""Relative size of what floats lose in the sums that arise here."""
SQUARE = 1e-5
"""Degrees within which an angle that was summed up from given decimals is 0, 90 or 180."""
TRIGONOMETRIC = ("sin", "cos", "tan")


@dataclass(frozen=True)
class Source:
    """How a value was found: from equations together, or as a function of the quantity `inner`."""

    equations: tuple[int, ...] = ()
    unknown: tuple[Quantity, ...] = ()
    """What the equations held of unknowns when they were solved together; empty for a single equation."""
    inner: Quantity | None = None


class Knowledge:
    """Equations and values; `guess` tells the drawn size of a quantity, to choose between two figures."""

    def __init__(self, drawn: Callable[[Quantity], float | None]) -> None:
        self.equations: list[Equation] = []
        self.values: dict[Quantity, float] = {}
        self.sources: dict[Quantity, Source] = {}
        self.conflicts: list[int] = []
        """Numbers of equations that the values contradict."""
        self._drawn = drawn
        self._seen: set[object] = set()
        self._using: dict[Quantity, list[int]] = {}
        self._equal: dict[Quantity, list[tuple[Quantity, int]]] = {}
        self._pending: set[int] = set()

    def add(self, equation: Equation) -> bool:
        """Add an equation; False where it says nothing new."""
        key = equation.zero.key
        if key in self._seen or not equation.zero.quantities:
            return False
        self._seen.add(key)
        number = len(self.equations)
        self.equations.append(equation)
        for quantity in equation.zero.quantities:
            self._using.setdefault(quantity, []).append(number)
            self._meet(quantity)
        sides = equation.zero.quantities
        if len(sides) == 2 and equation.zero.key == (polynomial(sides[0]) - polynomial(sides[1])).key:
            self._equal.setdefault(sides[0], []).append((sides[1], number))
            self._equal.setdefault(sides[1], []).append((sides[0], number))
        self._pending.add(number)
        return True

    def used(self, kind: str) -> tuple[Quantity, ...]:
        """Return every quantity of a kind that some equation holds, in order."""
        return tuple(sorted(q for q in self._using if q.kind == kind))

    def equal(self, one: Quantity, two: Quantity) -> tuple[Premise, ...] | None:
        """Return why two quantities are equal, by their values or a chain of equations; None if unknown."""
        if one == two:
            return ()
        if one in self.values and two in self.values:
            return (one, two) if math.isclose(self.values[one], self.values[two], rel_tol=1e-9) else None
        came: dict[Quantity, tuple[Quantity, int]] = {}
        waiting = deque([one])
        while waiting:
            here = waiting.popleft()
            for there, number in self._equal.get(here, ()):
                if there not in came and there != one:
                    came[there] = (here, number)
                    waiting.append(there)
        chain: list[int] = []
        while two != one:
            if two not in came:
                return None
            two, number = came[two]
            chain.append(number)
        return tuple(chain[::-1])

    def kin(self, quantity: Quantity) -> object:
        """Return what equal quantities share: their value, else the first of all that are equal to them."""
        if quantity in self.values:
            return round(self.values[quantity], 7)
        found, waiting = {quantity}, [quantity]
        while waiting:
            for there, _ in self._equal.get(waiting.pop(), ()):
                if there not in found:
                    found.add(there)
                    waiting.append(there)
        return min(found)

    def assign(self, quantity: Quantity, value: float, source: Source) -> None:
        """Fix a value, with the sine, cosine and tangent that hang on it."""
        if quantity in self.values:
            return
        self.values[quantity] = value
        self.sources[quantity] = source
        self._pending.update(self._using.get(quantity, ()))
        for kind in TRIGONOMETRIC:
            self._meet(Quantity(kind, (quantity.kind, *quantity.names)), only_used=True)
        if quantity.kind in TRIGONOMETRIC and quantity.inner not in self.values:
            angle = self._angle_of(quantity)
            if angle is not None:
                self.assign(quantity.inner, angle, Source(inner=quantity))

    def propagate(self) -> bool:
        """Use every equation that has one unknown left, the simplest first; True where a value was found."""
        found = False
        while self._pending:
            batch = sorted(self._pending, key=self._simplicity)
            self._pending.clear()
            for number in batch:
                found |= self._use(number)
        return found

    def rest(self, polynomial: Polynomial) -> dict[Quantity, dict[int, float]] | None:
        """Return the one unknown of a polynomial with its coefficients by power; None where it has several.

        A polynomial without unknowns gives an empty mapping.
        """
        unknown = [q for q in polynomial.quantities if q not in self.values]
        if len(unknown) > 1:
            return None
        parts: dict[int, list[float]] = {}
        for monomial, factor in polynomial.terms.items():
            value, power = float(factor), 0
            for quantity, exponent in monomial:
                if quantity in self.values:
                    value *= self.values[quantity] ** exponent
                else:
                    power = exponent
            parts.setdefault(power, []).append(value)
        return {unknown[0]: {power: summed(values) for power, values in parts.items()}} if unknown else {}

    def holds(self, polynomial: Polynomial) -> bool:
        """Whether a polynomial of known quantities is zero, as nearly as printed numbers can tell."""
        parts = [
            float(factor) * math.prod(self.values[q] ** exponent for q, exponent in monomial)
            for monomial, factor in polynomial.terms.items()
        ]
        return abs(sum(parts)) <= AGREE * sum(map(abs, parts)) + 1e-9

    def choose(self, quantity: Quantity, candidates: list[float]) -> float | None:
        """Return the one candidate that can be the quantity's value, or None where none or several can.

        Lengths are positive, angles between 0 and 180; other equations must be able to hold; of what then is
        left the drawing decides where it does so clearly.
        """
        possible = [c for c in candidates if admissible(quantity, c) and self._survives(quantity, c)]
        if len(possible) < 2:
            return possible[0] if possible else None
        drawn = self._drawn(quantity)
        if drawn is None:
            return None
        ranked = sorted(possible, key=lambda c: abs(c - drawn))
        near, far = (abs(c - drawn) / max(drawn, c) for c in ranked[:2])
        return ranked[0] if near < 0.2 and far > 0.3 and far > 2 * near else None

    def _survives(self, quantity: Quantity, value: float) -> bool:
        """Whether a value contradicts no equation at once, nor makes another quantity impossible."""
        self.values[quantity] = value
        try:
            for number in self._using.get(quantity, ()):
                zero = self.equations[number].zero
                rest = self.rest(zero)
                if rest == {} and not self.holds(zero):
                    return False
                for other, powers in (rest or {}).items():
                    found = roots(powers)
                    if set(powers) <= {0, 1} and found and not any(admissible(other, r) for r in found):
                        return False
            return True
        finally:
            del self.values[quantity]

    def _use(self, number: int) -> bool:
        rest = self.rest(self.equations[number].zero)
        if rest is None:
            return False
        if not rest:
            if not self.holds(self.equations[number].zero):
                self.conflicts.append(number)
            return False
        ((quantity, powers),) = rest.items()
        found = roots(powers)
        value = self.choose(quantity, found)
        if value is None:
            if found is not None and found and not any(admissible(quantity, r) for r in found):
                self.conflicts.append(number)
            return False
        self.assign(quantity, value, Source(equations=(number,)))
        return True

    def _simplicity(self, number: int) -> tuple[int, int, int]:
        zero = self.equations[number].zero
        degree = max(sum(exponent for _, exponent in monomial) for monomial in zero.terms)
        return (degree, len(zero.quantities), number)

    def _meet(self, quantity: Quantity, only_used: bool = False) -> None:
        """Give a constant, or the sine, cosine or tangent of a known angle, its value."""
        if quantity in self.values or (only_used and quantity not in self._using):
            return
        if quantity.kind == "constant":
            self.assign(quantity, constant(quantity), Source())
        if quantity.kind in TRIGONOMETRIC:
            self._meet(quantity.inner)
            if quantity.inner in self.values:
                value = trigonometric_value(quantity.kind, self.values[quantity.inner])
                if value is not None:
                    self.assign(quantity, value, Source(inner=quantity.inner))

    def _angle_of(self, ratio: Quantity) -> float | None:
        """Return the angle whose sine, cosine or tangent is known; of two with one sine the drawn one."""
        value = self.values[ratio]
        if ratio.inner.kind not in ("angle", "variable"):
            return None
        if ratio.kind == "cos":
            return math.degrees(math.acos(value)) if abs(value) <= 1 else None
        if ratio.kind == "tan":
            return math.degrees(math.atan(value)) % 180
        if abs(value) > 1:
            return None
        acute = math.degrees(math.asin(value))
        return self.choose(ratio.inner, [acute] if acute > 89.999 else [acute, 180 - acute])


def summed(values: list[float]) -> float:
    """Return a sum, 0 where it is no more than the rounding of its parts."""
    whole = math.fsum(values)
    return whole if abs(whole) > ROUNDING * sum(map(abs, values)) else 0.0


def constant(quantity: Quantity) -> float:
    """Return the value of a constant: pi, a square root, a number of degrees."""
    if quantity.names[0] == "pi":
        return math.pi
    number = float(Fraction(quantity.names[1]))
    return math.sqrt(number) if quantity.names[0] == "sqrt" else number


def trigonometric_value(kind: str, degrees: float) -> float | None:
    """Return the sine, cosine or tangent of degrees, 0 exactly where it is 0; None at the tangent's poles."""
    quarter = degrees % 180
    if abs(quarter - 90) < SQUARE:
        return None if kind == "tan" else 0.0 if kind == "cos" else round(math.sin(math.radians(degrees)))
    if min(quarter, 180 - quarter) < SQUARE:
        return 0.0 if kind != "cos" else round(math.cos(math.radians(degrees)))
    return float(getattr(math, kind)(math.radians(degrees)))
