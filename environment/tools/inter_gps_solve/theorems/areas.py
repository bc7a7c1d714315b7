"""Areas of triangles and quadrilaterals, where they are in use."""

from __future__ import annotations

from collections.abc import Iterator

from environment.tools.inter_gps_solve.context import Context, equal
from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.measures import length, of_figure, trigonometric
from environment.tools.inter_gps_solve.polynomial import Quantity, total
from environment.tools.inter_gps_solve.theorems.quadrilaterals import PARALLELOGRAMS, by_bases


def heights(
    context: Context, base: tuple[str, str], top: tuple[str, ...]
) -> Iterator[tuple[Quantity, tuple[Premise, ...]]]:
    """Yield drawn ways at a right angle from a base's line to the point of `top` or its two points' line."""
    figure = context.figure
    line, upper = figure.line(*base), figure.line(*top) if len(top) == 2 else None
    below = line.points if line else base
    for foot in below:
        for tip in upper.points if upper else top:
            if tip in below or not figure.joined(foot, tip):
                continue
            angle = figure.angle(tip, foot, next(p for p in below if p != foot))
            if angle is not None and context.is_right(angle):
                yield length(foot, tip), (angle,)


def triangles(context: Context) -> Iterator[Equation]:
    """Half of base and height, of two sides and the sine between them, of perimeter and inscribed radius."""
    for area in context.knowledge.used("area"):
        for i, apex in enumerate(area.names if len(area.names) == 3 else ()):
            a, b = area.names[i - 2], area.names[i - 1]
            for height, why in heights(context, (a, b), (apex,)):
                yield from equal(2 * area, length(a, b) * height, "area of a triangle", why)
            angle = context.figure.angle(a, apex, b)
            if angle is not None:
                product = length(apex, a) * length(apex, b) * trigonometric("sin", angle)
                yield from equal(2 * area, product, "area from two sides and their angle")
    for relation in context.related("incircle"):
        (centre,), corners = relation.parts
        area = of_figure("area", corners)
        if area in context.knowledge.used("area"):
            around = total(length(corners[i - 1], corners[i]) for i in range(len(corners)))
            product, law = around * Quantity("radius", (centre,)), "area from the inscribed circle"
            yield from equal(2 * area, product, law, relation.premises)


def quadrilaterals(context: Context) -> Iterator[Equation]:
    """Base times height, mean of bases times height, half the product of perpendicular diagonals."""
    for relation in context.related(*PARALLELOGRAMS, "Trapezoid", "Kite"):
        corners, why = relation.parts[0], relation.premises
        area = of_figure("area", corners)
        if len(corners) != 4 or area not in context.knowledge.used("area"):
            continue
        if relation.kind in PARALLELOGRAMS:
            for i in range(4):
                a, b, c, d = corners[i:] + corners[:i]
                for height, upright in heights(context, (a, b), (c, d)):
                    product = length(a, b) * height
                    yield from equal(area, product, "area of a parallelogram", (*why, *upright))
                angle = context.figure.angle(a, b, c)
                if angle is not None:
                    product = length(a, b) * length(b, c) * trigonometric("sin", angle)
                    yield from equal(area, product, "area from two sides and their angle", why)
        if relation.kind == "Trapezoid" and (turned := by_bases(context, corners)):
            a, b, c, d = turned
            for one, two in (((a, b), (c, d)), ((c, d), (a, b))):
                for height, upright in heights(context, one, two):
                    product = (length(a, b) + length(c, d)) * height
                    yield from equal(2 * area, product, "area of a trapezoid", (*why, *upright))
        if relation.kind in ("Rhombus", "Square", "Kite"):
            product = length(corners[0], corners[2]) * length(corners[1], corners[3])
            yield from equal(2 * area, product, "area from perpendicular diagonals", why)
