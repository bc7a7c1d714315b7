"""Quantities and equations in words: the logic-form language where it has them."""

from __future__ import annotations

from fractions import Fraction

from environment.tools.inter_gps_solve.facts import Problem
from environment.tools.inter_gps_solve.polynomial import Monomial, Polynomial, Quantity

_BY_CORNERS = {3: "Triangle", 4: "Quadrilateral", 5: "Pentagon", 6: "Hexagon", 7: "Heptagon", 8: "Octagon"}
DIGITS = 10
"""Significant digits of a value told; floats of two machines agree that far."""


def rounded(value: float) -> float:
    """Return a value as it is told: to 10 significant digits, whole numbers free of what floats leave."""
    return float(f"{value:.{DIGITS}g}") + 0.0


def number(value: float | Fraction) -> str:
    """Write a number, whole ones without a point."""
    if isinstance(value, Fraction) and value.denominator != 1 and value.denominator < 100:
        return (
            f"{value.numerator}/{value.denominator}" if 10**6 % value.denominator else f"{float(value):.10g}"
        )
    return f"{float(value):.10g}"


class Teller:
    """Tells the quantities of one problem, in the problem's own words where it has some."""

    def __init__(self, problem: Problem) -> None:
        self.figure, self.goals, self.spelled = problem.figure, problem.goals, problem.spelled

    def quantity(self, quantity: Quantity) -> str:
        """Return a quantity's form."""
        kind, names = quantity.kind, quantity.names
        if kind in ("sin", "cos", "tan"):
            return f"{kind.capitalize()}Of({self._measured(quantity.inner)})"
        if kind in ("angle", "arc", "length"):
            return f"{'LengthOf' if kind == 'length' else 'MeasureOf'}({self._measured(quantity)})"
        if kind == "constant":
            return {"pi": "pi", "sqrt": f"sqrt({names[-1]})"}.get(names[0], names[-1])
        if kind == "goal":
            return self.goals[int(names[0])].text
        if quantity in self.spelled:
            return self.spelled[quantity]
        if kind in ("area", "perimeter", "median"):
            return f"{kind.capitalize()}Of({_figure(names)})"
        if kind in ("radius", "circumference"):
            return f"{kind.capitalize()}Of(Circle({names[0]}))"
        if kind == "scale":
            half = len(names) // 2
            return f"ScaleFactorOf({_figure(names[:half])},{_figure(names[half:])})"
        if kind == "turn":
            return f"the turn from Line({names[0]},{names[1]}) to Line({names[-2]},{names[-1]})"
        return f"the direction of Line({','.join(names)})" if kind == "direction" else names[0]

    def equation(self, zero: Polynomial) -> str:
        """Return an equation with positive terms on both sides."""
        sides: tuple[list[str], list[str]] = ([], [])
        for monomial, factor in sorted(zero.terms.items(), key=lambda term: (not term[0], term[0])):
            sides[factor < 0].append(self._term(monomial, abs(factor)))
        left, right = (" + ".join(side) or "0" for side in sides)
        return f"{right} = {left}" if left.replace(".", "").isdigit() else f"{left} = {right}"

    def value(self, quantity: Quantity, value: float) -> str:
        """Return `quantity = value`."""
        return f"{self.quantity(quantity)} = {number(rounded(value))}"

    def _term(self, monomial: Monomial, factor: Fraction) -> str:
        parts = [f"{self.quantity(q)}^{power}" if power > 1 else self.quantity(q) for q, power in monomial]
        return "*".join(([] if factor == 1 and parts else [number(factor)]) + parts)

    def _measured(self, quantity: Quantity) -> str:
        """Return what an angle, an arc or a length is of.

        `Angle(A,B,C)`, `Line(A,B)`, else the quantity itself.
        """
        if quantity in self.spelled:
            return self.spelled[quantity]
        if quantity.kind == "arc":
            return self._arc(*quantity.names)
        head = {"angle": "Angle", "length": "Line"}.get(quantity.kind)
        return f"{head}({','.join(quantity.names)})" if head else self.quantity(quantity)

    def _arc(self, centre: str, start: str, end: str) -> str:
        turn = (self.figure.direction(centre, end) - self.figure.direction(centre, start)) % 360
        if turn <= 180:
            return f"Arc({start},{end})"
        order = self.figure.circles[centre]
        first, last = order.index(start), order.index(end)
        inner = [order[i % len(order)] for i in range(first + 1, last if last > first else last + len(order))]
        return f"Arc({start},{inner[0]},{end})" if inner else f"MajorArc({start},{end})"


def _figure(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"Circle({names[0]})"
    if names[0] == "sector":
        return f"Sector({','.join(names[1:])})"
    return f"{_BY_CORNERS.get(len(names), 'Polygon')}({','.join(names)})"
