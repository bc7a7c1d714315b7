"""Triangles: angle sum, isosceles, Pythagoras, and the laws of sines and cosines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TypeAlias

from environment.tools.inter_gps_solve.context import Context, equal
from environment.tools.inter_gps_solve.facts import Equation
from environment.tools.inter_gps_solve.measures import length, trigonometric
from environment.tools.inter_gps_solve.polynomial import Quantity, total

Triangle: TypeAlias = tuple[tuple[str, str, str], tuple[Quantity, Quantity, Quantity]]
"""Three corners, and the angles at them."""


def triangles(context: Context) -> Iterator[Triangle]:
    """Yield every triangle of the figure."""
    for a, b, c in context.figure.triangles:
        angles = [context.figure.angle(*t) for t in ((b, a, c), (a, b, c), (a, c, b))]
        if angles[0] is not None and angles[1] is not None and angles[2] is not None:
            yield (a, b, c), (angles[0], angles[1], angles[2])


def opposite_side(names: tuple[str, str, str], at: int) -> Quantity:
    """Return the side of a triangle that lies opposite a corner."""
    return length(names[at - 2], names[at - 1])


def angle_sum(context: Context) -> Iterator[Equation]:
    """Inner angles sum to 180; an exterior angle is the sum of the two far ones."""
    figure = context.figure
    for names, angles in triangles(context):
        yield from equal(total(angles), 180, "triangle angle sum")
        for i, vertex in enumerate(names):
            far = total(angles[j] for j in range(3) if j != i)
            for other, side in ((names[i - 1], names[i - 2]), (names[i - 2], names[i - 1])):
                beyond = next((p for p in figure.rays_at(vertex) if figure.between(other, vertex, p)), None)
                if beyond is not None:
                    yield from equal(far, figure.angle(beyond, vertex, side), "exterior angle")


def isosceles(context: Context) -> Iterator[Equation]:
    """Equal sides lie opposite equal angles, and the other way round."""
    for names, angles in triangles(context):
        for i, j in ((0, 1), (1, 2), (0, 2)):
            sides = opposite_side(names, i), opposite_side(names, j)
            if (why := context.knowledge.equal(*sides)) is not None:
                yield from equal(angles[i], angles[j], "isosceles triangle", why)
            if (why := context.knowledge.equal(angles[i], angles[j])) is not None:
                yield from equal(sides[0], sides[1], "isosceles triangle, converse", why)


def right(context: Context) -> Iterator[Equation]:
    """Pythagoras, and sine, cosine and tangent in right triangles."""
    for names, angles in triangles(context):
        for i in (i for i in range(3) if context.is_right(angles[i])):
            why = (angles[i],)
            hypotenuse = opposite_side(names, i)
            legs = {j: opposite_side(names, j) for j in range(3) if j != i}
            squares = total(leg**2 for leg in legs.values())
            yield from equal(squares, hypotenuse**2, "Pythagorean theorem", why)
            for j, opposite in legs.items():
                adjacent, law = legs[3 - i - j], "right triangle trigonometry"
                sine, cosine, tangent = (trigonometric(kind, angles[j]) for kind in ("sin", "cos", "tan"))
                yield from equal(sine * hypotenuse, opposite, law, why)
                yield from equal(cosine * hypotenuse, adjacent, law, why)
                yield from equal(tangent * adjacent, opposite, law, why)


def sines_and_cosines(context: Context) -> Iterator[Equation]:
    """The laws of sines and cosines."""
    for names, angles in triangles(context):
        if any(map(context.is_right, angles)):
            continue
        sides = [opposite_side(names, i) for i in range(3)]
        sines = [trigonometric("sin", angle) for angle in angles]
        for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
            yield from equal(sides[i] * sines[j], sides[j] * sines[i], "law of sines")
            product = 2 * sides[j] * sides[k] * trigonometric("cos", angles[i])
            yield from equal(sides[j] ** 2 + sides[k] ** 2 - product, sides[i] ** 2, "law of cosines")


def bisectors(context: Context) -> Iterator[Equation]:
    """An angle bisector halves its angle, and cuts the opposite side as the adjacent sides are."""
    figure = context.figure
    for relation in context.related("bisects"):
        (vertex, inner), (a, b) = relation.parts
        one, two, whole = (figure.angle(*t) for t in ((a, vertex, inner), (inner, vertex, b), (a, vertex, b)))
        yield from equal(one, two, "angle bisector", relation.premises)
        if one is not None:
            yield from equal(2 * one, whole, "angle bisector", relation.premises)
    for names, _ in triangles(context):
        for i, apex in enumerate(names):
            yield from _bisected(context, apex, names[i - 2], names[i - 1])


def _bisected(context: Context, apex: str, a: str, b: str) -> Iterator[Equation]:
    figure = context.figure
    side = figure.line(a, b)
    for foot in side.points if side else ():
        one, two = figure.angle(a, apex, foot), figure.angle(foot, apex, b)
        if figure.between(a, foot, b) and figure.joined(apex, foot) and one is not None and two is not None:
            why = context.knowledge.equal(one, two)
            if why is not None:
                crosswise = length(a, foot) * length(apex, b), length(foot, b) * length(apex, a)
                yield from equal(*crosswise, "angle bisector theorem", why)


def centres(context: Context) -> Iterator[Equation]:
    """The centroid cuts medians 2 : 1; the incentre is equally far from sides, lines to it halve angles."""
    figure = context.figure
    for relation in context.related("centroid", "incentre"):
        (centre,), names = relation.parts
        for i, corner in enumerate(names):
            a, b, why = names[i - 2], names[i - 1], relation.premises
            if relation.kind == "incentre":
                halves = figure.angle(a, corner, centre), figure.angle(b, corner, centre)
                yield from equal(*halves, "incentre", why)
                feet = [*_feet(context, centre, corner, a), *_feet(context, centre, corner, b)]
                for (one, first), (two, second) in combinations(feet, 2):
                    reasons = (*why, first, second)
                    yield from equal(length(centre, one), length(centre, two), "incentre", reasons)
                continue
            line, side = figure.line(corner, centre), figure.line(a, b)
            for foot in [p for p in line.points if p in side] if line and side else []:
                yield from equal(length(corner, centre), 2 * length(centre, foot), "centroid", why)
                yield from equal(length(a, foot), length(foot, b), "centroid", why)


def _feet(context: Context, centre: str, a: str, b: str) -> Iterator[tuple[str, Quantity]]:
    """Yield points of a side where a line from a centre meets it at a right angle, with that angle."""
    side = context.figure.line(a, b)
    for foot in side.points if side else ():
        angle = context.figure.angle(centre, foot, a if foot != a else b)
        if angle is not None and context.is_right(angle) and context.figure.joined(centre, foot):
            yield foot, angle


def same_angle(context: Context) -> Iterator[Equation]:
    """Equal angles, and a printed unknown that is an angle, have one sine, cosine and tangent."""
    knowledge = context.knowledge
    for kind in ("sin", "cos", "tan"):
        for one, two in combinations(knowledge.used(kind), 2):
            why = knowledge.equal(one.inner, two.inner)
            if why and one not in knowledge.values and two not in knowledge.values:
                yield from equal(one, two, "the same angle", why)
        for ratio in knowledge.used(kind):
            for angle in knowledge.used("angle") if ratio.inner.kind == "variable" else ():
                if why := knowledge.equal(ratio.inner, angle):
                    yield from equal(ratio, trigonometric(kind, angle), "the same angle", why)
