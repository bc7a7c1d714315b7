"""Arcs, and the angles that stand on them: at the centre, on the circle, inside and outside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context, equal
from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.figure import FLAT, Figure
from environment.tools.inter_gps_solve.polynomial import Quantity, Value
from environment.tools.inter_gps_solve.theorems.circles import arc, on_circle


def placed(figure: Figure) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield circles of which every position is known: centre, points counter-clockwise, and the premise."""
    for centre, points in figure.circles.items():
        if figure.drawn(centre, *points) and len(points) > 1:
            yield centre, points, (on_circle(figure, centre),)


def addition(context: Context) -> Iterator[Equation]:
    """Neighbouring arcs add up, to 360 all around."""
    for centre, points, why in placed(context.figure):
        n = len(points)
        for a, b in combinations(points, 2):
            yield from equal(arc(centre, a, b) + arc(centre, b, a), 360, "arcs around a circle", why)
        for i in range(n):
            for j, k in combinations(range(1, n), 2):
                a, b, c = points[i], points[(i + j) % n], points[(i + k) % n]
                yield from equal(
                    arc(centre, a, b) + arc(centre, b, c), arc(centre, a, c), "arc addition", why
                )


def central(context: Context) -> Iterator[Equation]:
    """An arc measures as its central angle; a diameter cuts the circle in halves."""
    figure = context.figure
    for centre, points, why in placed(figure):
        for a, b in combinations(points, 2):
            turn = (figure.direction(centre, b) - figure.direction(centre, a)) % 360
            if figure.between(a, centre, b):
                yield from equal(arc(centre, a, b), 180, "semicircle", why)
            elif abs(turn - 180) > FLAT:
                minor = arc(centre, a, b) if turn < 180 else arc(centre, b, a)
                yield from equal(figure.angle(a, centre, b), minor, "central angle", why)


def inscribed(context: Context) -> Iterator[Equation]:
    """An inscribed angle is half its arc."""
    figure = context.figure
    for centre, points, why in placed(figure):
        for at, vertex in enumerate(points):
            near = [p for p in points[at + 1 :] + points[:at] if figure.joined(vertex, p)]
            for a, b in combinations(near, 2):
                angle = figure.angle(a, vertex, b)
                if angle is not None:
                    yield from equal(2 * angle, arc(centre, a, b), "inscribed angle", why)


def tangent_and_chord(context: Context) -> Iterator[Equation]:
    """The angle between a tangent and a chord is half the arc it encloses."""
    figure = context.figure
    circles = {centre: points for centre, points, _ in placed(figure)}
    for relation in context.related("tangent"):
        (touch, other), (centre,) = relation.parts
        line = figure.line(touch, other)
        if centre not in circles or line is None or not figure.drawn(*line.points):
            continue
        for way in dict.fromkeys(p for p in (line.points[0], line.points[-1]) if p != touch):
            left = (figure.direction(touch, way) - figure.direction(touch, centre)) % 360 > 180
            for end in (p for p in circles[centre] if p != touch and figure.joined(touch, p)):
                angle = figure.angle(way, touch, end)
                enclosed = arc(centre, touch, end) if left else arc(centre, end, touch)
                if angle is not None:
                    yield from equal(2 * angle, enclosed, "tangent and chord", relation.premises)


def inside(context: Context) -> Iterator[Equation]:
    """Two chords that cross: their angle is half the sum of its arc and the opposite one."""
    figure = context.figure
    for centre, points, why in placed(figure):
        for place, lines in _through(figure, points).items():
            chords = [(a, b) for a, b in lines if figure.between(a, place, b) and place != centre]
            for (a, b), (c, d) in combinations(chords, 2):
                order = [x for x in points if x in (a, b, c, d)]
                for p, q, r, s in ((a, c, b, d), (a, d, b, c)):
                    angle = figure.angle(p, place, q)
                    near, far = _neighbours(centre, order, p, q), _neighbours(centre, order, r, s)
                    if angle is not None and near is not None and far is not None:
                        yield from equal(2 * angle, near + far, "angle of crossing chords", why)


def outside(context: Context) -> Iterator[Equation]:
    """Two secants or tangents from one point: their angle is half the difference of the arcs it encloses."""
    figure = context.figure
    for centre, points, why in placed(figure):
        for place, ways in _from_outside(context, centre, points).items():
            for one, two in combinations(ways, 2):
                turn = (figure.direction(place, two[1]) - figure.direction(place, one[1])) % 360
                (near, far, first), (close, away, second) = (one, two) if turn < 180 else (two, one)
                angle = figure.angle(far, place, away)
                enclosed: Value = arc(centre, close, near) if close != near else 0
                if angle is not None:
                    law, reasons = "angle of secants and tangents", (*why, *first, *second)
                    yield from equal(2 * angle + enclosed, arc(centre, far, away), law, reasons)


def _from_outside(
    context: Context, centre: str, points: tuple[str, ...]
) -> dict[str, list[tuple[str, str, tuple[Premise, ...]]]]:
    """Return, by point outside, where each secant meets the circle, near and far; a tangent's point twice."""
    figure = context.figure
    ways: dict[str, list[tuple[str, str, tuple[Premise, ...]]]] = {}
    for place, lines in _through(figure, points).items():
        for a, b in lines if figure.drawn(place) else ():
            if not figure.between(a, place, b):
                near, far = (a, b) if figure.between(place, a, b) else (b, a)
                ways.setdefault(place, []).append((near, far, ()))
    for relation in context.related("tangent"):
        (touch, other), (middle,) = relation.parts
        line = figure.line(touch, other)
        for place in line.points if line is not None and middle == centre else ():
            if place not in points and figure.drawn(place):
                ways.setdefault(place, []).append((touch, touch, relation.premises))
    return ways


def _neighbours(centre: str, order: list[str], p: str, q: str) -> Quantity | None:
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
