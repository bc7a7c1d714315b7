"""Parallel lines: the angles and pieces that lines across them make, and directions where none is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context, because, equal
from environment.tools.inter_gps_solve.facts import Equation, Relation
from environment.tools.inter_gps_solve.figure import Figure, Line
from environment.tools.inter_gps_solve.measures import length
from environment.tools.inter_gps_solve.polynomial import Quantity


def lines_of(figure: Figure, relation: Relation) -> tuple[Line, Line] | None:
    """Return the two lines of a relation between lines, or None where they are one or not in the figure."""
    one, two = (figure.line(part[0], part[1]) for part in relation.parts)
    return None if one is None or two is None or one == two else (one, two)


def crossed(context: Context) -> Iterator[Equation]:
    """A line across two parallel lines.

    Alternate and corresponding angles are equal, co-interior sum to 180.
    """
    figure = context.figure
    for relation in list(context.related("parallel")):
        pair = lines_of(figure, relation)
        if pair is None or not figure.drawn(*pair[0].points, *pair[1].points):
            continue
        for v in pair[0].points:
            for w in pair[1].points:
                across = figure.line(v, w)
                if across is not None and across not in pair and figure.joined(v, w):
                    yield from _across(figure, relation, (pair[0], v), (pair[1], w))
                    yield from _across(figure, relation, (pair[1], w), (pair[0], v))


def _across(
    figure: Figure, relation: Relation, here: tuple[Line, str], there: tuple[Line, str]
) -> Iterator[Equation]:
    (_, v), (_, w), why = here, there, relation.premises
    beyond = next((p for p in figure.rays_at(w) if figure.between(v, w, p)), None)
    ends = [
        dict.fromkeys(figure.ray(x, p)[0] for p in (line.points[0], line.points[-1]) if p != x)
        for line, x in (here, there)
    ]
    for p in ends[0]:
        for q in ends[1]:
            one, two = figure.angle(p, v, w), figure.angle(q, w, v)
            if one is None or two is None:
                continue
            if 90 < (figure.direction(v, p) - figure.direction(w, q)) % 360 < 270:
                yield from equal(one, two, "alternate interior angles", why)
                continue
            yield from equal(one + two, 180, "co-interior angles", why)
            if beyond is not None:
                yield from equal(one, figure.angle(q, w, beyond), "corresponding angles", why)


def to_the_same(context: Context) -> Iterator[Relation]:
    """Lines parallel to one line are parallel."""
    found = [
        (frozenset(pair), relation.premises)
        for relation in context.related("parallel")
        if (pair := lines_of(context.figure, relation)) is not None
    ]
    for (one, first), (two, second) in combinations(found, 2):
        ends = sorted((line.points[0], line.points[-1]) for line in one ^ two)
        if len(ends) == 2:
            yield Relation("parallel", tuple(ends), because(first, second))


def cut_in_proportion(context: Context) -> Iterator[Equation]:
    """Three parallel lines cut every line across them in one proportion."""
    figure = context.figure
    found = [
        (*pair, relation.premises)
        for relation in context.related("parallel")
        if (pair := lines_of(figure, relation)) is not None
    ]
    law = "parallel lines cut in proportion"
    for (a, b, first), (c, d, second) in combinations(found, 2):
        three = sorted({a, b, c, d}, key=lambda line: line.points)
        if len(three) != 3:
            continue
        why = because(first, second)
        for (p, q, r), (s, t, u) in combinations(_across_three(figure, three), 2):
            yield from equal(length(p, q) * length(t, u), length(q, r) * length(s, t), law, why)
            yield from equal(length(p, q) * length(s, u), length(p, r) * length(s, t), law, why)


def _across_three(figure: Figure, three: list[Line]) -> list[list[str]]:
    """Return, for each line that crosses all three at different named points, these points."""
    found = []
    for line in figure.lines:
        hits = [p for other in three for p in line.points if p in other]
        if line not in three and len(hits) == len(set(hits)) == 3:
            found.append(hits)
    return found


def directions(context: Context) -> Iterator[Equation]:
    """Every angle as the difference of two lines' directions.

    Which holds also where no line across is drawn.
    """
    figure, law = context.figure, "directions of lines"
    for vertex in figure.points:
        rays = figure.rays_at(vertex)
        for a, b in combinations(rays if figure.drawn(vertex, *rays) else (), 2):
            one, two, angle = figure.line(vertex, a), figure.line(vertex, b), figure.angle(a, vertex, b)
            turn = figure.turn(a, vertex, b)
            if one is None or two is None or one == two or angle is None or turn == 0:
                continue
            if figure.drawn(*one.points, *two.points):
                # A left turn at the vertex opens the angle clockwise from the first ray to the second.
                rest = _slope(figure, two) - _slope(figure, one) + turn * figure.drawn_angle(a, vertex, b)
                turned = _direction(two) - _direction(one) + turn * angle
                yield from equal(turned, 180 * round(rest / 180), law)
    for relation in context.related("parallel", "perpendicular"):
        pair = lines_of(figure, relation)
        if pair is not None and figure.drawn(*pair[0].points, *pair[1].points):
            quarter = 90 if relation.kind == "perpendicular" else 0
            rest = _slope(figure, pair[1]) - _slope(figure, pair[0]) - quarter
            size = 180 * round(rest / 180) + quarter
            yield from equal(_direction(pair[1]) - _direction(pair[0]), size, law, relation.premises)


def _direction(line: Line) -> Quantity:
    return Quantity("direction", (line.points[0], line.points[-1]))


def _slope(figure: Figure, line: Line) -> float:
    return figure.direction(line.points[0], line.points[-1]) % 180
