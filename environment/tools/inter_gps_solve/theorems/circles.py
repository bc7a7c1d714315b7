"""Circles: radii, chords and their distance from the centre, tangents, and products along secants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context, because
from environment.tools.inter_gps_solve.facts import Equation, Premise, Relation
from environment.tools.inter_gps_solve.figure import Figure, Line
from environment.tools.inter_gps_solve.measures import length
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, total


def radius(centre: str) -> Quantity:
    """Return a circle's radius."""
    return Quantity("radius", (centre,))


def on_circle(figure: Figure, centre: str) -> str:
    """Return what the figure says of a circle, as a premise."""
    return f"{', '.join(figure.circles[centre])} lie on Circle({centre})"


def radii(context: Context) -> Iterator[Equation]:
    """All points of a circle are a radius away from its centre; areas and circumferences that are in use."""
    figure = context.figure
    for centre, points in figure.circles.items():
        for point in points:
            yield Equation(
                Polynomial.of(length(centre, point)) - Polynomial.of(radius(centre)),
                "radius",
                (on_circle(figure, centre),),
            )


def chords(context: Context) -> Iterator[Equation]:
    """A line through the centre that meets a chord at a right angle halves it, and halves its arcs."""
    figure = context.figure
    for centre, line, a, b, middle in _crossed_chords(figure):
        sides = [figure.angle(end, middle, centre) for end in (a, b)] if middle != centre else []
        halves = Polynomial.of(length(a, middle)), Polynomial.of(length(middle, b))
        why = context.knowledge.equal(length(a, middle), length(middle, b))
        for angle in sides:
            if angle is not None and why is not None:
                law = "line from the centre to a chord's midpoint"
                yield Equation(Polynomial.of(angle) - Polynomial.of(90), law, why)
            if angle is None or not context.is_right(angle):
                continue
            yield Equation(halves[0] - halves[1], "perpendicular from the centre halves a chord", (angle,))
            for tip in (p for p in line.points if p in figure.circles[centre]):
                one, two = figure.angle(a, centre, tip), figure.angle(tip, centre, b)
                if one is not None and two is not None:
                    law = "perpendicular from the centre halves an arc"
                    yield Equation(Polynomial.of(one) - Polynomial.of(two), law, (angle,))


def _crossed_chords(figure: Figure) -> Iterator[tuple[str, Line, str, str, str]]:
    """Yield (centre, line through it, chord's ends, crossing) for named crossings inside the chord."""
    for centre, points in figure.circles.items():
        through = [line for line in figure.lines if centre in line]
        for a, b in combinations(points, 2):
            chord = figure.line(a, b)
            for line in through:
                if chord is None or line == chord or not figure.joined(a, b):
                    continue
                for middle in (p for p in line.points if figure.between(a, p, b)):
                    yield centre, line, a, b, middle


def equal_chords(context: Context) -> Iterator[Equation]:
    """In one circle or equal ones: equal chords have equal central angles and distances, and the other way round."""
    figure, knowledge = context.figure, context.knowledge
    found = [
        (centre, a, b)
        for centre, points in figure.circles.items()
        for a, b in combinations(points, 2)
        if figure.joined(a, b) and not figure.collinear(a, centre, b)
    ]
    for (o, a, b), (p, c, d) in combinations(found, 2):
        same = knowledge.equal(radius(o), radius(p))
        first, second = figure.angle(a, o, b), figure.angle(c, p, d)
        if same is None or first is None or second is None:
            continue
        sides = length(a, b), length(c, d)
        if (why := knowledge.equal(*sides)) is not None:
            yield Equation(
                Polynomial.of(first) - Polynomial.of(second), "equal chords, equal arcs", because(same, why)
            )
        if (why := knowledge.equal(first, second)) is not None:
            yield Equation(
                Polynomial.of(sides[0]) - Polynomial.of(sides[1]), "equal arcs, equal chords", because(same, why)
            )
    feet: dict[tuple[str, str, str], tuple[str, Quantity]] = {}
    for centre, _, a, b, middle in _crossed_chords(figure):
        sides = [figure.angle(end, middle, centre) for end in (a, b)] if middle != centre else []
        feet |= {(centre, a, b): (middle, side) for side in sides if side is not None and context.is_right(side)}
    for ((o, a, b), (m, one)), ((p, c, d), (n, two)) in combinations(sorted(feet.items()), 2):
        same = knowledge.equal(radius(o), radius(p))
        if same is not None:
            far = (length(o, m), length(p, n))
            yield from _alike(context, far, (length(a, b), length(c, d)), because(same, (one, two)))


def _alike(
    context: Context,
    distances: tuple[Quantity, Quantity],
    sides: tuple[Quantity, Quantity],
    given: tuple[Premise, ...],
) -> Iterator[Equation]:
    for known, new, law in (
        (distances, sides, "chords equally far from the centre are equal"),
        (sides, distances, "equal chords are equally far from the centre"),
    ):
        why = context.knowledge.equal(*known)
        if why is not None:
            yield Equation(Polynomial.of(new[0]) - Polynomial.of(new[1]), law, because(given, why))


def tangents(context: Context) -> Iterator[Equation | Relation]:
    """A tangent meets the radius at a right angle; two from one point are equally long and enclose it evenly."""
    figure = context.figure
    touching: dict[str, list[tuple[str, Line, tuple[Premise, ...]]]] = {}
    for relation in context.related("tangent"):
        (point, other), (centre,) = relation.parts
        line = figure.line(point, other)
        if line is None:
            continue
        touching.setdefault(centre, []).append((point, line, relation.premises))
        angle = figure.angle(centre, point, other)
        if angle is not None:
            yield Equation(Polynomial.of(angle) - Polynomial.of(90), "tangent and radius", relation.premises)
    for centre, found in touching.items():
        for (s, one, first), (t, two, second) in combinations(found, 2):
            for outside in (p for p in one.points if p in two and p not in (s, t)):
                why = because(first, second)
                yield Equation(
                    Polynomial.of(length(outside, s)) - Polynomial.of(length(outside, t)), "two tangents", why
                )
                half = figure.angle(s, outside, centre), figure.angle(centre, outside, t)
                if half[0] is not None and half[1] is not None:
                    yield Equation(Polynomial.of(half[0]) - Polynomial.of(half[1]), "two tangents", why)
    yield from _touches(context)


def _touches(context: Context) -> Iterator[Relation]:
    """A radius that is perpendicular to a line at its end makes the line a tangent; so does an inscribed circle."""
    figure = context.figure
    for centre, points in figure.circles.items():
        for point in points:
            for other in figure.rays_at(point):
                angle = figure.angle(centre, point, other)
                if angle is not None and context.is_right(angle):
                    yield Relation("tangent", ((point, other), (centre,)), (angle,))
    for relation in context.related("incircle"):
        (centre,), corners = relation.parts
        for i, corner in enumerate(corners):
            for point in figure.circles.get(centre, ()):
                if figure.between(corners[i - 1], point, corner):
                    yield Relation("tangent", ((point, corner), (centre,)), relation.premises)


def incircles(context: Context) -> Iterator[Equation]:
    """Lines from the corners to an inscribed circle's centre halve the angles; area is radius times half perimeter."""
    figure = context.figure
    for relation in context.related("incircle"):
        (centre,), corners = relation.parts
        n = len(corners)
        for i, corner in enumerate(corners):
            whole = figure.angle(corners[i - 1], corner, corners[(i + 1) % n])
            one = figure.angle(corners[i - 1], corner, centre)
            two = figure.angle(centre, corner, corners[(i + 1) % n])
            if one is not None and two is not None and whole is not None:
                yield Equation(Polynomial.of(one) - Polynomial.of(two), "inscribed circle", relation.premises)
                yield Equation(
                    Polynomial.of(one).times(2) - Polynomial.of(whole), "inscribed circle", relation.premises
                )


def products(context: Context) -> Iterator[Equation]:
    """Through one point, the product along a chord or secant is the same for all, and a tangent's square."""
    figure = context.figure
    for centre, points in figure.circles.items():
        for place in figure.points:
            if place in points:
                continue
            ways: list[tuple[tuple[str, str], tuple[Premise, ...], str]] = []
            for line in figure.lines:
                hits = [p for p in line.points if p in points] if place in line else []
                if len(hits) == 2 and line.ordered:
                    ways.append(((hits[0], hits[1]), (), "chord" if figure.between(hits[0], place, hits[1]) else "secant"))
            for relation in context.related("tangent"):
                touch, other = relation.parts[0]
                line_ = figure.line(touch, other)
                if relation.parts[1] == (centre,) and line_ is not None and place in line_ and place != touch:
                    ways.append(((touch, touch), relation.premises, "tangent"))
            for (one, first, kind), (two, second, other_kind) in combinations(ways, 2):
                if (kind == "chord") != (other_kind == "chord") or set(one) == set(two):
                    continue
                law = "intersecting chords" if kind == "chord" else f"{kind} and {other_kind}"
                sides = [
                    Polynomial.of(length(place, pair[0])) * Polynomial.of(length(place, pair[1]))
                    for pair in (one, two)
                ]
                yield Equation(
                    sides[0] - sides[1], law, because((on_circle(figure, centre),), first, second)
                )


def measures(context: Context) -> Iterator[Equation]:
    """Area, circumference and sectors of circles, where they are in use."""
    figure = context.figure
    pi = Polynomial.of(Quantity("constant", ("pi",)))
    for around in context.knowledge.used("circumference"):
        size = Polynomial.of(radius(around.names[0]))
        yield Equation(Polynomial.of(around) - (pi * size).times(2), "circumference")
    for area in context.knowledge.used("area"):
        if len(area.names) == 1:
            size = Polynomial.of(radius(area.names[0]))
            yield Equation(Polynomial.of(area) - pi * size**2, "area of a circle")
        if area.names[0] == "sector":
            arc = Quantity("arc", area.names[1:])
            size = Polynomial.of(radius(area.names[1]))
            yield Equation(
                Polynomial.of(area).times(360) - pi * size**2 * Polynomial.of(arc), "area of a sector"
            )
    for centre, points in figure.circles.items():
        for a, b in combinations(points, 2):
            if figure.between(a, centre, b):
                yield Equation(
                    Polynomial.of(length(a, b)) - total((radius(centre), radius(centre))), "diameter"
                )
