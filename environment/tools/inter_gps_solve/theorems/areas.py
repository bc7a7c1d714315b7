"""Areas of triangles and quadrilaterals, where they are in use."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from environment.tools.inter_gps_solve.context import Context
from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.measures import length, of_figure, trigonometric
from environment.tools.inter_gps_solve.outline import parallel_sides
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, total
from environment.tools.inter_gps_solve.theorems.quadrilaterals import PARALLELOGRAMS


def heights(
    context: Context, base: tuple[str, str], top: tuple[str, ...]
) -> Iterator[tuple[Polynomial, tuple[Premise, ...]]]:
    """Yield drawn ways from a base's line at a right angle to a point of `top` or to the line through its two."""
    figure = context.figure
    line = figure.line(*base)
    upper = figure.line(*top) if len(top) == 2 else None
    ends = upper.points if upper else top
    for foot in line.points if line else base:
        for tip in ends:
            if tip == foot or (line and tip in line) or not figure.joined(foot, tip):
                continue
            other = next(p for p in (line.points if line else base) if p != foot)
            angle = figure.angle(tip, foot, other)
            if angle is not None and context.is_right(angle):
                yield Polynomial.of(length(foot, tip)), (angle,)


def triangles(context: Context) -> Iterator[Equation]:
    """Half of base times height; half of two sides times the sine between them; half of perimeter times inradius."""
    for area in context.knowledge.used("area"):
        if len(area.names) != 3:
            continue
        twice = Polynomial.of(area).times(2)
        for i, apex in enumerate(area.names):
            a, b = area.names[i - 2], area.names[i - 1]
            base = Polynomial.of(length(a, b))
            for height, why in heights(context, (a, b), (apex,)):
                yield Equation(twice - base * height, "area of a triangle", why)
            angle = context.figure.angle(a, apex, b)
            if angle is not None:
                sides = Polynomial.of(length(apex, a)) * Polynomial.of(length(apex, b))
                sine = Polynomial.of(trigonometric("sin", angle))
                yield Equation(twice - sides * sine, "area from two sides and their angle")
    for relation in context.related("incircle"):
        (centre,), corners = relation.parts
        if of_figure("area", corners) in context.knowledge.used("area"):
            around = total(length(corners[i - 1], corners[i]) for i in range(len(corners)))
            size = Polynomial.of(Quantity("radius", (centre,)))
            yield Equation(
                Polynomial.of(of_figure("area", corners)).times(2) - around * size,
                "area from the inscribed circle",
                relation.premises,
            )


def quadrilaterals(context: Context) -> Iterator[Equation]:
    """Base times height, mean of bases times height, half the product of perpendicular diagonals."""
    used = context.knowledge.used("area")
    for relation in context.related(*PARALLELOGRAMS, "Trapezoid", "Kite"):
        corners, why = relation.parts[0], relation.premises
        area = of_figure("area", corners)
        if len(corners) != 4 or area not in used:
            continue
        a, b, c, d = corners
        if relation.kind in PARALLELOGRAMS:
            yield from _parallelogram(context, corners, why)
        if relation.kind == "Trapezoid" and context.figure.drawn(*corners):
            sides = parallel_sides(context.figure, corners)
            if len(sides) == 1:
                a, b, c, d = corners[sides[0] :] + corners[: sides[0]]
                bases = total((length(a, b), length(c, d)))
                for one, two in (((a, b), (c, d)), ((c, d), (a, b))):
                    for height, right in heights(context, one, two):
                        yield Equation(
                            Polynomial.of(area).times(2) - bases * height, "area of a trapezoid", (*why, *right)
                        )
        if relation.kind in ("Rhombus", "Square", "Kite"):
            product = Polynomial.of(length(corners[0], corners[2])) * Polynomial.of(length(corners[1], corners[3]))
            yield Equation(Polynomial.of(area).times(2) - product, "area from perpendicular diagonals", why)


def _parallelogram(context: Context, corners: tuple[str, ...], why: tuple[Premise, ...]) -> Iterator[Equation]:
    area = Polynomial.of(of_figure("area", corners))
    for i in range(4):
        a, b, c, d = corners[i:] + corners[:i]
        for height, right in heights(context, (a, b), (c, d)):
            yield Equation(
                area - Polynomial.of(length(a, b)) * height, "area of a parallelogram", (*why, *right)
            )
        angle = context.figure.angle(a, b, c)
        if angle is not None:
            sides = Polynomial.of(length(a, b)) * Polynomial.of(length(b, c))
            yield Equation(
                area - sides * Polynomial.of(trigonometric("sin", angle)),
                "area from two sides and their angle",
                why,
            )


def regular(context: Context) -> Iterator[Equation]:
    """A regular polygon's area from its side; its side from the circle around it or within."""
    for relation in context.related("Regular"):
        (corners,), why = relation.parts, relation.premises
        n = len(corners)
        side = Polynomial.of(length(corners[0], corners[1]))
        half = Quantity("constant", ("degrees", str(Fraction(180, n))))
        sine, cosine = (Polynomial.of(trigonometric(kind, half)) for kind in ("sin", "cos"))
        area = of_figure("area", corners)
        if area in context.knowledge.used("area"):
            yield Equation(
                (Polynomial.of(area) * sine).times(4) - (side**2 * cosine).times(n),
                "area of a regular polygon",
                why,
            )
        for centre, points in context.figure.circles.items():
            if set(corners) <= set(points):
                size = Polynomial.of(Quantity("radius", (centre,)))
                yield Equation(side - (size * sine).times(2), "circle around a regular polygon", why)
        for inner in context.related("incircle"):
            if set(inner.parts[1]) == set(corners):
                size = Polynomial.of(Quantity("radius", inner.parts[0]))
                yield Equation(
                    side * cosine - (size * sine).times(2),
                    "circle within a regular polygon",
                    (*why, *inner.premises),
                )
