"""Angles at a point and along lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context, equal
from environment.tools.inter_gps_solve.facts import Equation
from environment.tools.inter_gps_solve.figure import FLAT, Figure
from environment.tools.inter_gps_solve.knowledge import SQUARE
from environment.tools.inter_gps_solve.measures import length
from environment.tools.inter_gps_solve.polynomial import Quantity, total

TOO_NARROW = 1.0
"""Drawn degrees under which two rays are not told apart."""


def straight(context: Context) -> Iterator[Equation]:
    """Points on a line: a straight angle at each inner one, and pieces that add up."""
    for line in context.figure.lines:
        for a, v, b in combinations(line.points, 3) if line.ordered else ():
            yield from equal(context.figure.angle(a, v, b), 180, "straight angle")
            yield from equal(length(a, v) + length(v, b), length(a, b), "segment addition")


def at_a_point(context: Context) -> Iterator[Equation]:
    """Rays from one point: neighbouring angles add up, to 180 along a line, to 360 all around."""
    figure = context.figure
    for vertex in figure.points:
        rays = figure.rays_at(vertex)
        if not figure.drawn(vertex, *rays):
            yield from _along_lines(figure, vertex, rays)
            continue
        for three in combinations(rays, 3):
            pairs = list(zip(three, three[1:] + three[:1], strict=True))
            turns = [(figure.direction(vertex, q) - figure.direction(vertex, p)) % 360 for p, q in pairs]
            angles = [q for p, r in pairs if (q := figure.angle(p, vertex, r)) is not None]
            if min(turns) >= TOO_NARROW and len(angles) == 3:
                yield from _three(context, angles, turns)
    yield from _vertical(figure)


def _three(context: Context, angles: list[Quantity], turns: list[float]) -> Iterator[Equation]:
    flat = next((q for q in angles if abs(context.knowledge.values.get(q, 0.0) - 180) < SQUARE), None)
    widest = turns.index(max(turns))
    if flat is not None:
        yield from equal(total(q for q in angles if q != flat), 180, "linear pair")
    elif max(turns) > 180 + FLAT:
        yield from equal(total(angles[:widest] + angles[widest + 1 :]), angles[widest], "angle addition")
    elif max(turns) < 180 - FLAT:
        yield from equal(total(angles), 360, "angles around a point")


def _along_lines(figure: Figure, vertex: str, rays: tuple[str, ...]) -> Iterator[Equation]:
    for a, b in combinations(rays, 2):
        for c in rays if figure.between(a, vertex, b) else ():
            one, two = figure.angle(a, vertex, c), figure.angle(c, vertex, b)
            if c not in (a, b) and one is not None and two is not None:
                yield from equal(one + two, 180, "linear pair")


def _vertical(figure: Figure) -> Iterator[Equation]:
    for one, two in combinations([line for line in figure.lines if line.ordered], 2):
        for vertex in sorted(set(one.points[1:-1]) & set(two.points[1:-1])):
            (a, b), (c, d) = ((line.points[0], line.points[-1]) for line in (one, two))
            for p, q, r, s in ((a, c, b, d), (a, d, b, c)):
                yield from equal(figure.angle(p, vertex, q), figure.angle(r, vertex, s), "vertical angles")
