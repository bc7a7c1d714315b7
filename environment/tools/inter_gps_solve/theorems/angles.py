"""Angles at a point and between parallel lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.context import Context, because
from environment.tools.inter_gps_solve.facts import Equation, Relation
from environment.tools.inter_gps_solve.figure import FLAT, Line
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, total

TOO_NARROW = 1.0
"""Drawn degrees under which two rays are not told apart."""


def straight(context: Context) -> Iterator[Equation]:
    """Points on a line: a straight angle at each inner one, and pieces that add up."""
    for line in context.figure.lines:
        for a, v, b in combinations(line.points, 3) if line.ordered else ():
            flat = context.figure.angle(a, v, b)
            if flat is not None:
                yield Equation(Polynomial.of(flat) - Polynomial.of(180), "straight angle")
            pieces = [Quantity("length", (min(p), max(p))) for p in ((a, v), (v, b), (a, b))]
            yield Equation(total(pieces[:2]) - Polynomial.of(pieces[2]), "segment addition")


def at_a_point(context: Context) -> Iterator[Equation]:
    """Rays from one point: neighbouring angles add up, to 180 along a line, to 360 all around."""
    figure = context.figure
    for vertex in figure.points:
        rays = figure.rays_at(vertex)
        if not figure.drawn(vertex, *rays):
            yield from _linear_pairs(context, vertex, rays)
            continue
        for a, b, c in combinations(rays, 3):
            turns = [
                (figure.direction(vertex, q) - figure.direction(vertex, p)) % 360
                for p, q in ((a, b), (b, c), (c, a))
            ]
            angles = [figure.angle(p, vertex, q) for p, q in ((a, b), (b, c), (c, a))]
            if min(turns) < TOO_NARROW or None in angles:
                continue
            yield from _three(context, [q for q in angles if q is not None], turns)
    yield from _vertical(context)


def _three(context: Context, angles: list[Quantity], turns: list[float]) -> Iterator[Equation]:
    widest = turns.index(max(turns))
    whole, parts = angles[widest], [q for i, q in enumerate(angles) if i != widest]
    flat = next((q for q in angles if context.knowledge.values.get(q) == 180), None)
    if flat is not None:
        two = [q for q in angles if q != flat]
        yield Equation(total(two) - Polynomial.of(180), "linear pair")
    elif max(turns) > 180 + FLAT:
        yield Equation(total(parts) - Polynomial.of(whole), "angle addition")
    elif max(turns) < 180 - FLAT:
        yield Equation(total(angles) - Polynomial.of(360), "angles around a point")


def _linear_pairs(context: Context, vertex: str, rays: tuple[str, ...]) -> Iterator[Equation]:
    for a, b in combinations(rays, 2):
        if not context.figure.between(a, vertex, b):
            continue
        for c in rays:
            one, two = context.figure.angle(a, vertex, c), context.figure.angle(c, vertex, b)
            if c not in (a, b) and one is not None and two is not None:
                yield Equation(total((one, two)) - Polynomial.of(180), "linear pair")


def _vertical(context: Context) -> Iterator[Equation]:
    figure = context.figure
    for one, two in combinations([line for line in figure.lines if line.ordered], 2):
        for vertex in set(one.points[1:-1]) & set(two.points[1:-1]):
            (a, b), (c, d) = ((line.points[0], line.points[-1]) for line in (one, two))
            for p, q, r, s in ((a, c, b, d), (a, d, b, c)):
                first, second = figure.angle(p, vertex, q), figure.angle(r, vertex, s)
                if first is not None and second is not None:
                    yield Equation(Polynomial.of(first) - Polynomial.of(second), "vertical angles")


def parallel_lines(context: Context) -> Iterator[Equation | Relation]:
    """A line across two parallel lines: alternate and corresponding angles are equal, co-interior sum to 180."""
    figure = context.figure
    for relation in list(context.related("parallel")):
        first, second = (figure.line(p[0], p[1]) for p in relation.parts)
        if first is None or second is None or first == second:
            continue
        for v in first.points:
            for w in second.points:
                across = figure.line(v, w)
                if across is not None and across not in (first, second) and figure.joined(v, w):
                    yield from _across(context, relation, (first, v), (second, w))
                    yield from _across(context, relation, (second, w), (first, v))


def _across(
    context: Context, relation: Relation, here: tuple[Line, str], there: tuple[Line, str]
) -> Iterator[Equation]:
    figure, v, w = context.figure, here[1], there[1]
    if not figure.drawn(*here[0].points, *there[0].points):
        return
    beyond = next((p for p in figure.rays_at(w) if figure.between(v, w, p)), None)
    ends = [
        [figure.ray(x, p)[0] for p in (line.points[0], line.points[-1]) if p != x] for line, x in (here, there)
    ]
    for p in dict.fromkeys(ends[0]):
        for q in dict.fromkeys(ends[1]):
            lean = (figure.direction(v, p) - figure.direction(w, q)) % 360
            one, two = figure.angle(p, v, w), figure.angle(q, w, v)
            if one is None or two is None:
                continue
            if 90 < lean < 270:
                yield Equation(
                    Polynomial.of(one) - Polynomial.of(two), "alternate interior angles", relation.premises
                )
                continue
            yield Equation(total((one, two)) - Polynomial.of(180), "co-interior angles", relation.premises)
            outer = figure.angle(q, w, beyond) if beyond else None
            if outer is not None:
                yield Equation(
                    Polynomial.of(one) - Polynomial.of(outer), "corresponding angles", relation.premises
                )


def parallel_to_both(context: Context) -> Iterator[Relation]:
    """Lines parallel to one line are parallel; so are lines perpendicular to one line."""
    figure = context.figure
    parallel = [
        (frozenset(lines), r.premises)
        for r in context.related("parallel")
        if len(lines := {figure.line(*p) for p in r.parts} - {None}) == 2
    ]
    for (one, first), (two, second) in combinations(parallel, 2):
        ends = [line for line in one ^ two if line is not None]
        if len(ends) == 2:
            yield Relation(
                "parallel", tuple(sorted((line.points[0], line.points[-1]) for line in ends)), because(first, second)
            )


def directions(context: Context) -> Iterator[Equation]:
    """Every angle as the difference of two lines' directions, which holds also where no line across is drawn."""
    figure = context.figure
    slopes = {line: Quantity("direction", (line.points[0], line.points[-1])) for line in figure.lines}
    for vertex in figure.points:
        rays = figure.rays_at(vertex)
        if not figure.drawn(vertex, *rays):
            continue
        for a, b in combinations(rays, 2):
            one, two, angle = figure.line(vertex, a), figure.line(vertex, b), figure.angle(a, vertex, b)
            if one is None or two is None or one == two or angle is None:
                continue
            if not all(figure.drawn(*line.points) for line in (one, two)):
                continue
            turn = figure.turn(a, vertex, b)
            if turn == 0:
                continue
            drawn = [figure.direction(line.points[0], line.points[-1]) % 180 for line in (one, two)]
            size = figure.drawn_angle(a, vertex, b)
            # A left turn at the vertex opens the angle clockwise from the first ray to the second.
            rest = drawn[1] - drawn[0] + turn * size
            yield Equation(
                Polynomial.of(slopes[two])
                - Polynomial.of(slopes[one])
                + Polynomial.of(angle).times(turn)
                - Polynomial.of(180 * round(rest / 180)),
                "directions of lines",
            )
    for relation in context.related("parallel", "perpendicular"):
        lines = [figure.line(p[0], p[1]) for p in relation.parts]
        if lines[0] is None or lines[1] is None or lines[0] == lines[1]:
            continue
        if not all(figure.drawn(*line.points) for line in lines if line):
            continue
        one, two = (figure.direction(x.points[0], x.points[-1]) % 180 for x in lines if x)
        quarter = 90 if relation.kind == "perpendicular" else 0
        turned = 180 * round((two - one - quarter) / 180) + quarter
        yield Equation(
            Polynomial.of(slopes[lines[1]]) - Polynomial.of(slopes[lines[0]]) - Polynomial.of(turned),
            "directions of lines",
            relation.premises,
        )
