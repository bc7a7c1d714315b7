"""Arcs, and the angles that stand on them: central, inscribed, tangent and chord, inside and outside the circle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context
from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.figure import FLAT, Figure
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, total
from environment.tools.inter_gps_solve.theorems.circles import on_circle


def placed(figure: Figure) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield circles, with their points, of which every position is known."""
    for centre, points in figure.circles.items():
        if figure.drawn(centre, *points) and len(points) > 1:
            yield centre, points


def arc(centre: str, start: str, end: str) -> Polynomial:
    """Return the arc from one point to another, counter-clockwise as drawn."""
    return Polynomial.of(Quantity("arc", (centre, start, end)))


def addition(context: Context) -> Iterator[Equation]:
    """Neighbouring arcs add up, to 360 all around."""
    for centre, points in placed(context.figure):
        n = len(points)
        why = (on_circle(context.figure, centre),)
        for i, j in combinations(range(n), 2):
            yield Equation(
                arc(centre, points[i], points[j]) + arc(centre, points[j], points[i]) - Polynomial.of(360),
                "arcs around a circle",
                why,
            )
        for i in range(n):
            for between in range(1, n - 1):
                for further in range(between + 1, n):
                    a, b, c = points[i], points[(i + between) % n], points[(i + further) % n]
                    yield Equation(
                        arc(centre, a, b) + arc(centre, b, c) - arc(centre, a, c), "arc addition", why
                    )


def central(context: Context) -> Iterator[Equation]:
    """An arc measures as its central angle; a diameter cuts the circle in halves."""
    figure = context.figure
    for centre, points in placed(figure):
        why = (on_circle(figure, centre),)
        for a, b in combinations(points, 2):
            angle = figure.angle(a, centre, b)
            turn = (figure.direction(centre, b) - figure.direction(centre, a)) % 360
            if figure.between(a, centre, b):
                yield Equation(arc(centre, a, b) - Polynomial.of(180), "semicircle", why)
            elif angle is not None and abs(turn - 180) > FLAT:
                minor = arc(centre, a, b) if turn < 180 else arc(centre, b, a)
                yield Equation(Polynomial.of(angle) - minor, "central angle", why)


def inscribed(context: Context) -> Iterator[Equation]:
    """An inscribed angle is half its arc; so is the angle between a tangent and a chord."""
    figure = context.figure
    for centre, points in placed(figure):
        why = (on_circle(figure, centre),)
        for at, vertex in enumerate(points):
            others = points[at + 1 :] + points[:at]
            for a, b in combinations(others, 2):
                angle = figure.angle(a, vertex, b)
                if angle is not None and figure.joined(vertex, a) and figure.joined(vertex, b):
                    yield Equation(
                        Polynomial.of(angle).times(2) - arc(centre, a, b), "inscribed angle", why
                    )
    for relation in context.related("tangent"):
        (touch, other), (centre,) = relation.parts
        if centre not in dict(placed(figure)) or not figure.drawn(touch, other):
            continue
        yield from _tangent_and_chord(figure, centre, touch, other, relation.premises)


def _tangent_and_chord(
    figure: Figure, centre: str, touch: str, other: str, why: tuple[Premise, ...]
) -> Iterator[Equation]:
    line = figure.line(touch, other)
    ways = [p for p in (line.points[0], line.points[-1]) if p != touch] if line else []
    for way in ways:
        for end in figure.circles[centre]:
            angle = figure.angle(way, touch, end)
            if end == touch or angle is None or not figure.joined(touch, end):
                continue
            left = (figure.direction(touch, way) - figure.direction(touch, centre)) % 360 > 180
            enclosed = arc(centre, touch, end) if left else arc(centre, end, touch)
            yield Equation(Polynomial.of(angle).times(2) - enclosed, "tangent and chord", why)


def inside(context: Context) -> Iterator[Equation]:
    """Two chords that cross: their angle is half the sum of its arc and the opposite one."""
    figure = context.figure
    for centre, points in placed(figure):
        through = _through(figure, points)
        for place, lines in through.items():
            for (a, b), (c, d) in combinations(lines, 2):
                if not (figure.between(a, place, b) and figure.between(c, place, d)) or place == centre:
                    continue
                for p, q, r, s in ((a, c, b, d), (a, d, b, c)):
                    angle = figure.angle(p, place, q)
                    order = [x for x in points if x in (p, q, r, s)]
                    if angle is None or len(order) < 4:
                        continue
                    first = _between_neighbours(order, p, q, centre)
                    second = _between_neighbours(order, r, s, centre)
                    if first is not None and second is not None:
                        yield Equation(
                            Polynomial.of(angle).times(2) - first - second,
                            "angle of crossing chords",
                            (on_circle(figure, centre),),
                        )


def outside(context: Context) -> Iterator[Equation]:
    """Two secants or tangents from one point: their angle is half the difference of the arcs it encloses."""
    figure = context.figure
    for centre, points in placed(figure):
        ways: dict[str, list[tuple[str, str, tuple[Premise, ...]]]] = {}
        for place, lines in _through(figure, points).items():
            for a, b in lines:
                if figure.between(place, a, b) or figure.between(place, b, a):
                    near, far = (a, b) if figure.between(place, a, b) else (b, a)
                    ways.setdefault(place, []).append((near, far, ()))
        for relation in context.related("tangent"):
            (touch, other), (middle,) = relation.parts
            line = figure.line(touch, other)
            for place in line.points if line is not None and middle == centre else ():
                if place != touch and place not in points:
                    ways.setdefault(place, []).append((touch, touch, relation.premises))
        for place, found in ways.items():
            for (a, b, first), (c, d, second) in combinations(found, 2):
                angle = figure.angle(a, place, c)
                if angle is None or not figure.drawn(place):
                    continue
                (a1, b1), (c1, d1) = ((a, b), (c, d)) if _left_of(figure, place, b, d) else ((c, d), (a, b))
                yield Equation(
                    Polynomial.of(angle).times(2) - arc(centre, b1, d1) + _maybe(centre, c1, a1),
                    "angle of secants and tangents",
                    (on_circle(figure, centre), *first, *second),
                )


def _left_of(figure: Figure, place: str, first: str, second: str) -> bool:
    """Whether seen from a place the second point lies counter-clockwise of the first by less than half a turn."""
    return (figure.direction(place, second) - figure.direction(place, first)) % 360 < 180


def _maybe(centre: str, start: str, end: str) -> Polynomial:
    return arc(centre, start, end) if start != end else Polynomial.of(0)


def _between_neighbours(order: list[str], p: str, q: str, centre: str) -> Polynomial | None:
    """Return the arc between two of four points of a circle that holds none of the other two."""
    i, j = order.index(p), order.index(q)
    if (i + 1) % 4 == j:
        return arc(centre, p, q)
    return arc(centre, q, p) if (j + 1) % 4 == i else None


def _through(figure: Figure, points: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return, for each point off the circle, the chords whose lines run through it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in figure.lines:
        hits = [p for p in line.points if p in points]
        for place in line.points if len(hits) == 2 and line.ordered else ():
            if place not in points:
                found.setdefault(place, []).append((hits[0], hits[1]))
    return {place: found[place] for place in sorted(found)}
