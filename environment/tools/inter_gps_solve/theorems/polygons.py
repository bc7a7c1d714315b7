"""Polygons with any number of corners: angle sum, regular ones, perimeters, and sides that close up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from environment.tools.inter_gps_solve.context import Context, equal
from environment.tools.inter_gps_solve.facts import Equation
from environment.tools.inter_gps_solve.figure import Figure
from environment.tools.inter_gps_solve.measures import length, of_figure, trigonometric
from environment.tools.inter_gps_solve.outline import meant, outlines
from environment.tools.inter_gps_solve.polynomial import Quantity, total
from environment.tools.inter_gps_solve.sketch import POLYGONS

MIDDLE = 0.08
"""How far from the middle of its corners a regular polygon's centre may be drawn, in parts of its radius."""


def spoken_of(context: Context) -> list[tuple[str, ...]]:
    """Return the polygons that the problem names or measures, each once."""
    named = [r.parts[0] for r in context.related(*POLYGONS, "Regular")]
    measured = [
        q.names for kind in ("area", "perimeter") for q in context.knowledge.used(kind) if len(q.names) > 2
    ]
    found = {frozenset(corners): corners for corners in (*named, *measured) if corners[0] != "sector"}
    return list(found.values())


def inner_angles(figure: Figure, corners: Sequence[str]) -> list[tuple[Quantity, int]] | None:
    """Return the convex angle at each corner, with 1 where it is the inner angle and -1 where the outer."""
    n = len(corners)
    threes = [(corners[i - 1], corners[i], corners[(i + 1) % n]) for i in range(n)]
    angles = [angle for three in threes if (angle := figure.angle(*three)) is not None]
    turns = [figure.turn(*three) for three in threes]
    if len(angles) < n:
        return None
    if n == 3 or (n == 4 and not figure.drawn(*corners)):
        return [(angle, 1) for angle in angles]
    if 0 in turns:
        return None
    way = 1 if sum(turns) > 0 else -1
    drawn = [figure.drawn_angle(*three) for three in threes]
    inner = sum(size if turn == way else 360 - size for size, turn in zip(drawn, turns, strict=True))
    if abs(inner - 180 * (n - 2)) > 1:
        return None  # its sides cross
    return [(angle, turn * way) for angle, turn in zip(angles, turns, strict=True)]


def angle_sum(context: Context) -> Iterator[Equation]:
    """The inner angles of a polygon with n corners sum to (n - 2) 180."""
    outer = meant(context.figure, "Polygon", 0)
    polygons = [c for c in (*spoken_of(context), *([outer] if outer else [])) if len(c) > 3]
    drawn = [c for c in outlines(context.figure, 4) if set(c) not in map(set, polygons)]
    for corners in (*polygons, *drawn):
        angles = inner_angles(context.figure, corners)
        if angles is not None and (corners in polygons or all(way > 0 for _, way in angles)):
            inner = total(q if way > 0 else -q + 360 for q, way in angles)
            yield from equal(inner, 180 * (len(corners) - 2), "polygon angle sum")


def regular(context: Context) -> Iterator[Equation]:
    """A regular polygon has equal sides and equal angles; its side gives its area and its circles' radii."""
    for relation in context.related("Regular"):
        (corners,), why = relation.parts, relation.premises
        n = len(corners)
        side, area = length(corners[0], corners[1]), of_figure("area", corners)
        sine, cosine = half_turn(n)
        for i, corner in enumerate(corners):
            angle = context.figure.angle(corners[i - 1], corner, corners[(i + 1) % n])
            if angle is not None:
                yield from equal(n * angle, 180 * (n - 2), "regular polygon", why)
            sides = length(corners[i - 1], corner), length(corner, corners[(i + 1) % n])
            yield from equal(*sides, "regular polygon", why)
        if area in context.knowledge.used("area"):
            yield from equal(4 * area * sine, n * side**2 * cosine, "area of a regular polygon", why)
        for centre, points in context.figure.circles.items():
            if set(corners) <= set(points):
                radius = Quantity("radius", (centre,))
                yield from equal(side, 2 * radius * sine, "circle around a regular polygon", why)
        for inner in context.related("incircle"):
            if set(inner.parts[1]) == set(corners):
                radius, reasons = Quantity("radius", inner.parts[0]), (*why, *inner.premises)
                law = "circle within a regular polygon"
                yield from equal(side * cosine, 2 * radius * sine, law, reasons)


def half_turn(corners: int) -> tuple[Quantity, Quantity]:
    """Return sine and cosine of half the angle under which a regular polygon's centre sees a side."""
    half = Quantity("constant", ("degrees", str(Fraction(180, corners))))
    return trigonometric("sin", half), trigonometric("cos", half)


def middle(context: Context) -> Iterator[Equation]:
    """A point drawn in the middle of a regular polygon is its centre.

    Equally far from corners, and from sides.
    """
    figure, law = context.figure, "centre of a regular polygon"
    for relation in context.related("Regular"):
        (corners,), why = relation.parts, relation.premises
        n = len(corners)
        side = length(corners[0], corners[1])
        sine, cosine = half_turn(n)
        for centre in _drawn_middles(figure, corners):
            for before, corner in zip(corners[-1:] + corners, corners, strict=False):
                if figure.joined(centre, corner):
                    yield from equal(side, 2 * length(centre, corner) * sine, law, why)
                angle = figure.angle(before, centre, corner)
                if angle is not None and figure.joined(centre, before) and figure.joined(centre, corner):
                    yield from equal(n * angle, 360, law, why)
                line = figure.line(before, corner)
                for foot in line.points if line else ():
                    upright = figure.angle(corner, foot, centre)
                    if figure.between(before, foot, corner) and upright and context.is_right(upright):
                        reasons = (*why, upright)
                        yield from equal(side * cosine, 2 * length(centre, foot) * sine, law, reasons)
                        yield from equal(length(before, foot), length(foot, corner), law, reasons)


def _drawn_middles(figure: Figure, corners: Sequence[str]) -> list[str]:
    if not figure.drawn(*corners):
        return []
    n = len(corners)
    x, y = (sum(figure.positions[c][i] for c in corners) / n for i in (0, 1))
    reach = max(math.dist((x, y), figure.positions[c]) for c in corners)
    inner = [p for p in figure.points if p not in corners and figure.drawn(p)]
    return [p for p in inner if math.dist((x, y), figure.positions[p]) < MIDDLE * reach]


def perimeters(context: Context) -> Iterator[Equation]:
    """The perimeter is the sum of the sides."""
    for perimeter in context.knowledge.used("perimeter"):
        names = perimeter.names
        sides = total(length(names[i - 1], names[i]) for i in range(len(names)))
        yield from equal(perimeter, sides, "perimeter")


def closing(context: Context) -> Iterator[Equation]:
    """Going around a polygon ends where it began: the last side from the others and the angles between them.

    For a triangle this is the law of cosines; here for polygons of 4 to 6 corners that the problem speaks of.
    """
    for corners, angles in _walks(context, spoken_of(context)):
        yield from _turns(corners, angles)
        n = len(corners)
        sides = [length(corners[i], corners[i + 1]) for i in range(n - 1)]
        last = length(corners[-1], corners[0])
        products = total(
            2 * sides[j] * sides[k] * trigonometric("cos", _turn(corners, j, k))
            for j in range(n - 1)
            for k in range(j + 1, n - 1)
        )
        yield from equal(total(side**2 for side in sides) + products, last**2, "closed polygon")
        first, way = angles[0]
        if first in context.knowledge.values and way > 0:
            steps = [(sides[k], _turn(corners, 0, k)) for k in range(1, n - 1)]
            along = sides[0] + total(side * trigonometric("cos", turn) for side, turn in steps)
            across = total(side * trigonometric("sin", turn) for side, turn in steps)
            yield from equal(along, last * trigonometric("cos", first), "closed polygon, along one side")
            yield from equal(across, last * trigonometric("sin", first), "closed polygon, across one side")


def area_by_corners(context: Context) -> Iterator[Equation]:
    """The area from sides and the angles between them, one side left out (the shoelace formula)."""
    areas = {frozenset(q.names): q for q in context.knowledge.used("area")}
    for corners, angles in _walks(context, [q.names for q in areas.values()]):
        yield from _turns(corners, angles)
        n = len(corners)
        sides = [length(corners[i], corners[i + 1]) for i in range(n - 1)]
        twice = total(
            sides[j] * sides[k] * trigonometric("sin", _turn(corners, j, k))
            for j in range(n - 1)
            for k in range(j + 1, n - 1)
        )
        yield from equal(2 * areas[frozenset(corners)], twice, "area from sides and angles")


def _walks(
    context: Context, polygons: Sequence[Sequence[str]]
) -> Iterator[tuple[list[str], list[tuple[Quantity, int]]]]:
    """Yield polygons, each from every corner on from which all but the last two angles are known."""
    figure, known = context.figure, context.knowledge.values
    for corners in polygons:
        fits = 4 <= len(corners) <= 6 and corners[0] != "sector" and figure.drawn(*corners)
        angles = inner_angles(figure, corners) if fits else None
        for start in range(len(corners)) if angles is not None else ():
            turned = [*(angles or [])[start:], *(angles or [])[:start]]
            if all(q in known for q, _ in turned[1:-1]):
                yield [*corners[start:], *corners[:start]], turned


def _turn(corners: Sequence[str], first: int, second: int) -> Quantity:
    """Return the turn from one side to a later one: the sum of the outer angles between them."""
    return Quantity("turn", tuple(corners[first : second + 2]))


def _turns(corners: Sequence[str], angles: Sequence[tuple[Quantity, int]]) -> Iterator[Equation]:
    """Yield what every turn between two sides (but the last) is in terms of the inner angles."""
    for j in range(len(corners) - 1):
        for k in range(j + 1, len(corners) - 1):
            outer = total(way * (-q + 180) for q, way in angles[j + 1 : k + 1])
            yield from equal(_turn(corners, j, k), outer, "outer angles")
