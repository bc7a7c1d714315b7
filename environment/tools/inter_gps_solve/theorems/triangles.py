"""Triangles: angle sum, isosceles, Pythagoras, and the laws of sines and cosines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context
from environment.tools.inter_gps_solve.facts import Equation
from environment.tools.inter_gps_solve.measures import length, trigonometric
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, total


def corners(context: Context) -> Iterator[tuple[tuple[str, str, str], tuple[Quantity, Quantity, Quantity]]]:
    """Yield each triangle with the angles at its corners."""
    for a, b, c in context.figure.triangles:
        angles = [context.figure.angle(*t) for t in ((b, a, c), (a, b, c), (a, c, b))]
        if angles[0] is not None and angles[1] is not None and angles[2] is not None:
            yield (a, b, c), (angles[0], angles[1], angles[2])


def angle_sum(context: Context) -> Iterator[Equation]:
    """Inner angles sum to 180; an exterior angle is the sum of the two far ones."""
    figure = context.figure
    for names, angles in corners(context):
        yield Equation(total(angles) - Polynomial.of(180), "triangle angle sum")
        for i, vertex in enumerate(names):
            far = [angles[j] for j in range(3) if j != i]
            for other in (names[i - 1], names[i - 2]):
                side = names[3 - i - names.index(other)]
                beyond = next((p for p in figure.rays_at(vertex) if figure.between(other, vertex, p)), None)
                outer = figure.angle(beyond, vertex, side) if beyond else None
                if outer is not None:
                    yield Equation(total(far) - Polynomial.of(outer), "exterior angle")


def isosceles(context: Context) -> Iterator[Equation]:
    """Equal sides lie opposite equal angles, and the other way round."""
    for names, angles in corners(context):
        sides = [length(names[i - 2], names[i - 1]) for i in range(3)]
        for i, j in ((0, 1), (1, 2), (0, 2)):
            if (why := context.knowledge.equal(sides[i], sides[j])) is not None:
                yield Equation(
                    Polynomial.of(angles[i]) - Polynomial.of(angles[j]), "isosceles triangle", why
                )
            if (why := context.knowledge.equal(angles[i], angles[j])) is not None:
                yield Equation(
                    Polynomial.of(sides[i]) - Polynomial.of(sides[j]), "isosceles triangle, converse", why
                )


def right(context: Context) -> Iterator[Equation]:
    """Pythagoras, and sine, cosine and tangent in right triangles."""
    for names, angles in corners(context):
        for i in range(3):
            if not context.is_right(angles[i]):
                continue
            hypotenuse = Polynomial.of(length(names[i - 2], names[i - 1]))
            legs = {j: Polynomial.of(length(names[i], names[3 - i - j])) for j in range(3) if j != i}
            one, two = legs.values()
            yield Equation(one**2 + two**2 - hypotenuse**2, "Pythagorean theorem", (angles[i],))
            for j, opposite in legs.items():
                adjacent = legs[3 - i - j]
                for kind, side, base in (
                    ("sin", opposite, hypotenuse),
                    ("cos", adjacent, hypotenuse),
                    ("tan", opposite, adjacent),
                ):
                    ratio = Polynomial.of(trigonometric(kind, angles[j]))
                    yield Equation(ratio * base - side, "right triangle trigonometry", (angles[i],))


def sines_and_cosines(context: Context) -> Iterator[Equation]:
    """The laws of sines and cosines."""
    for names, angles in corners(context):
        if any(map(context.is_right, angles)):
            continue
        sides = [Polynomial.of(length(names[i - 2], names[i - 1])) for i in range(3)]
        sines = [Polynomial.of(trigonometric("sin", q)) for q in angles]
        for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
            yield Equation(sides[i] * sines[j] - sides[j] * sines[i], "law of sines")
            cosine = Polynomial.of(trigonometric("cos", angles[i]))
            product = (sides[j] * sides[k] * cosine).times(2)
            yield Equation(sides[j] ** 2 + sides[k] ** 2 - product - sides[i] ** 2, "law of cosines")


def bisectors(context: Context) -> Iterator[Equation]:
    """An angle bisector halves its angle, and cuts the opposite side as the adjacent sides are."""
    figure, knowledge = context.figure, context.knowledge
    for relation in context.related("bisects"):
        (vertex, inner), (a, b) = relation.parts
        one, two, whole = (figure.angle(*t) for t in ((a, vertex, inner), (inner, vertex, b), (a, vertex, b)))
        if one is not None and two is not None and whole is not None:
            yield Equation(Polynomial.of(one) - Polynomial.of(two), "angle bisector", relation.premises)
            yield Equation(
                Polynomial.of(one).times(2) - Polynomial.of(whole), "angle bisector", relation.premises
            )
    for names, _ in corners(context):
        for i, apex in enumerate(names):
            a, b = names[i - 2], names[i - 1]
            side = figure.line(a, b)
            for foot in side.points if side else ():
                if not figure.between(a, foot, b) or not figure.joined(apex, foot):
                    continue
                one, two = figure.angle(a, apex, foot), figure.angle(foot, apex, b)
                why = knowledge.equal(one, two) if one is not None and two is not None else None
                if why is not None:
                    yield Equation(
                        Polynomial.of(length(a, foot)) * Polynomial.of(length(apex, b))
                        - Polynomial.of(length(foot, b)) * Polynomial.of(length(apex, a)),
                        "angle bisector theorem",
                        why,
                    )


def centres(context: Context) -> Iterator[Equation]:
    """The centroid cuts medians 2 : 1 and its medians halve sides; lines to the incentre halve angles."""
    figure = context.figure
    for relation in context.related("centroid", "incentre"):
        (centre,), triangle = relation.parts
        for i, corner in enumerate(triangle):
            a, b = triangle[i - 2], triangle[i - 1]
            if relation.kind == "incentre":
                one, two = figure.angle(a, corner, centre), figure.angle(b, corner, centre)
                if one is not None and two is not None:
                    yield Equation(Polynomial.of(one) - Polynomial.of(two), "incentre", relation.premises)
                continue
            line, side = figure.line(corner, centre), figure.line(a, b)
            feet = [p for p in line.points if p in side] if line and side else []
            for foot in feet:
                far, near = Polynomial.of(length(corner, centre)), Polynomial.of(length(centre, foot))
                yield Equation(far - near.times(2), "centroid", relation.premises)
                yield Equation(
                    Polynomial.of(length(a, foot)) - Polynomial.of(length(foot, b)),
                    "centroid",
                    relation.premises,
                )


def same_angle(context: Context) -> Iterator[Equation]:
    """Equal angles, and a printed unknown that is an angle, have one sine, cosine and tangent."""
    for kind in ("sin", "cos", "tan"):
        for one, two in combinations(context.knowledge.used(kind), 2):
            why = context.knowledge.equal(one.inner, two.inner)
            if why and one not in context.knowledge.values and two not in context.knowledge.values:
                yield Equation(Polynomial.of(one) - Polynomial.of(two), "the same angle", why)
        for ratio in context.knowledge.used(kind):
            for angle in context.knowledge.used("angle") if ratio.inner.kind == "variable" else ():
                if why := context.knowledge.equal(ratio.inner, angle):
                    other = Polynomial.of(trigonometric(kind, angle))
                    yield Equation(Polynomial.of(ratio) - other, "the same angle", why)
