"""Tangents of circles and circles inscribed in polygons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context, because, equal
from environment.tools.inter_gps_solve.facts import Equation, Premise, Relation
from environment.tools.inter_gps_solve.figure import Figure, Line
from environment.tools.inter_gps_solve.measures import length

TOUCHES = 3.0
"""Degrees by which a line drawn as a tangent may miss the right angle with the radius."""


def tangents(context: Context) -> Iterator[Equation]:
    """A tangent meets the radius at a right angle.

    Two from one point are equally long and enclose it evenly.
    """
    figure = context.figure
    touching: dict[str, list[tuple[str, Line, tuple[Premise, ...]]]] = {}
    for relation in context.related("tangent"):
        (point, other), (centre,) = relation.parts
        line = figure.line(point, other)
        if line is not None:
            touching.setdefault(centre, []).append((point, line, relation.premises))
            yield from equal(figure.angle(centre, point, other), 90, "tangent and radius", relation.premises)
    for centre, found in touching.items():
        for (s, one, first), (t, two, second) in combinations(found, 2):
            for outside in (p for p in one.points if p in two and p not in (s, t)):
                why = because(first, second)
                yield from equal(length(outside, s), length(outside, t), "two tangents", why)
                halves = figure.angle(s, outside, centre), figure.angle(centre, outside, t)
                yield from equal(*halves, "two tangents", why)


def touching(context: Context) -> Iterator[Relation]:
    """What makes a line a tangent: a right angle with the radius, an inscribed circle, or being drawn so."""
    figure = context.figure
    for centre, points in figure.circles.items():
        for point in points:
            for other in figure.rays_at(point):
                angle = figure.angle(centre, point, other)
                if angle is not None and context.is_right(angle):
                    yield Relation("tangent", ((point, other), (centre,)), (angle,))
        yield from _drawn(figure, centre)
    for relation in context.related("incircle"):
        (centre,), corners = relation.parts
        for before, corner in zip(corners[-1:] + corners, corners, strict=False):
            for point in figure.circles.get(centre, ()):
                if figure.between(before, point, corner):
                    yield Relation("tangent", ((point, corner), (centre,)), relation.premises)


def _drawn(figure: Figure, centre: str) -> Iterator[Relation]:
    """Yield lines drawn to touch a circle at a named point, all else of them outside."""
    for line in figure.lines:
        on = [p for p in line.points if p in figure.circles[centre]]
        if len(on) != 1 or not figure.drawn(centre, *line.points) or centre in line:
            continue
        touch, others = on[0], [p for p in line.points if p != on[0]]
        size = figure.drawn_length(centre, touch)
        square = all(abs(figure.drawn_angle(centre, touch, p) - 90) < TOUCHES for p in others)
        if square and all(figure.drawn_length(centre, p) > 1.03 * size for p in others):
            said = f"Line({touch},{others[0]}) is drawn touching Circle({centre}) at {touch}"
            yield Relation("tangent", ((touch, others[0]), (centre,)), (said,))


def incircles(context: Context) -> Iterator[Equation]:
    """Lines from the corners to an inscribed circle's centre halve the angles."""
    figure = context.figure
    for relation in context.related("incircle"):
        (centre,), corners = relation.parts
        n = len(corners)
        for i, corner in enumerate(corners):
            before, after, why = corners[i - 1], corners[(i + 1) % n], relation.premises
            half = figure.angle(before, corner, centre)
            yield from equal(half, figure.angle(centre, corner, after), "inscribed circle", why)
            if half is not None:
                yield from equal(2 * half, figure.angle(before, corner, after), "inscribed circle", why)
