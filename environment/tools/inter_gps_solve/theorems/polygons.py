"""Polygons with any number of corners: angle sum, regular ones, perimeters, and sides that close up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from environment.tools.inter_gps_solve.context import Context
from environment.tools.inter_gps_solve.facts import Equation
from environment.tools.inter_gps_solve.figure import Figure
from environment.tools.inter_gps_solve.measures import length, trigonometric
from environment.tools.inter_gps_solve.outline import outlines
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, total
from environment.tools.inter_gps_solve.sketch import POLYGONS


def spoken_of(context: Context) -> list[tuple[str, ...]]:
    """Return the polygons that the problem names or measures, each once."""
    named = [r.parts[0] for r in context.related(*POLYGONS, "Regular")]
    measured = [
        q.names for kind in ("area", "perimeter") for q in context.knowledge.used(kind) if len(q.names) > 2
    ]
    found = {frozenset(corners): corners for corners in (*named, *measured) if corners[0] != "sector"}
    return list(found.values())


def inner_angles(figure: Figure, corners: Sequence[str]) -> list[tuple[Quantity, int]] | None:
    """Return the convex angle at each corner, with 1 where it is the inner angle and -1 where it is the outer one."""
    angles, turns = [], []
    n = len(corners)
    for i, corner in enumerate(corners):
        angle = figure.angle(corners[i - 1], corner, corners[(i + 1) % n])
        if angle is None:
            return None
        angles.append(angle)
        turns.append(figure.turn(corners[i - 1], corner, corners[(i + 1) % n]))
    if n <= 3 or not figure.drawn(*corners):
        return [(angle, 1) for angle in angles] if n <= 4 else None
    if 0 in turns:
        return None
    way = 1 if sum(turns) > 0 else -1
    return [(angle, turn * way) for angle, turn in zip(angles, turns, strict=True)]


def angle_sum(context: Context) -> Iterator[Equation]:
    """The inner angles of a polygon with n corners sum to (n - 2) 180."""
    figure = context.figure
    polygons = [c for c in spoken_of(context) if len(c) > 3]
    drawn = [c for c in outlines(figure, 4) if set(c) not in map(set, polygons)]
    for corners in (*polygons, *drawn):
        angles = inner_angles(figure, corners)
        if angles is not None and (corners in polygons or all(way > 0 for _, way in angles)):
            inner = total(
                Polynomial.of(q) if way > 0 else Polynomial.of(360) - Polynomial.of(q) for q, way in angles
            )
            yield Equation(inner - Polynomial.of(180 * (len(corners) - 2)), "polygon angle sum")


def regular(context: Context) -> Iterator[Equation]:
    """A regular polygon has equal sides and equal angles."""
    for relation in context.related("Regular", "Square"):
        (corners,), why = relation.parts, relation.premises
        n = len(corners)
        for i, corner in enumerate(corners):
            angle = context.figure.angle(corners[i - 1], corner, corners[(i + 1) % n])
            if angle is not None:
                yield Equation(
                    Polynomial.of(angle).times(n) - Polynomial.of(180 * (n - 2)), "regular polygon", why
                )
            yield Equation(
                Polynomial.of(length(corners[i - 1], corner))
                - Polynomial.of(length(corner, corners[(i + 1) % n])),
                "regular polygon",
                why,
            )


def perimeters(context: Context) -> Iterator[Equation]:
    """The perimeter is the sum of the sides, once all of them lie in the figure."""
    for perimeter in context.knowledge.used("perimeter"):
        names = perimeter.names
        sides = total(length(names[i - 1], names[i]) for i in range(len(names)))
        yield Equation(Polynomial.of(perimeter) - sides, "perimeter")


def closing(context: Context) -> Iterator[Equation]:
    """Going around a polygon ends where it began: the last side from the others and the angles between them.

    For a triangle this is the law of cosines; here for polygons of 4 to 6 corners that the problem speaks of.
    """
    figure, knowledge = context.figure, context.knowledge
    for corners in [c for c in spoken_of(context) if 4 <= len(c) <= 6]:
        inner = inner_angles(figure, corners)
        if inner is None:
            continue
        n = len(corners)
        for start in range(n):
            turned = [*corners[start:], *corners[:start]]
            angles = [*inner[start:], *inner[:start]]
            if any(q not in knowledge.values for q, _ in angles[1 : n - 1]):
                continue
            sides = [Polynomial.of(length(turned[i], turned[i + 1])) for i in range(n - 1)]
            last = Polynomial.of(length(turned[-1], turned[0]))
            yield from headings(turned, angles)
            squares = total(side**2 for side in sides)
            for j in range(n - 1):
                for k in range(j + 1, n - 1):
                    turn = Polynomial.of(trigonometric("cos", heading(turned, j, k)))
                    squares = squares + (sides[j] * sides[k] * turn).times(2)
            yield Equation(squares - last**2, "closed polygon")
            along = sides[0]
            for k in range(1, n - 1):
                along = along + sides[k] * Polynomial.of(trigonometric("cos", heading(turned, 0, k)))
            if angles[0][0] in knowledge.values and angles[0][1] > 0:
                base = Polynomial.of(trigonometric("cos", angles[0][0]))
                yield Equation(along - last * base, "closed polygon, along one side")
                across = total(
                    sides[k] * Polynomial.of(trigonometric("sin", heading(turned, 0, k)))
                    for k in range(1, n - 1)
                )
                height = Polynomial.of(trigonometric("sin", angles[0][0]))
                yield Equation(across - last * height, "closed polygon, across one side")


def heading(corners: Sequence[str], first: int, second: int) -> Quantity:
    """Return the turn from one side to a later one: the sum of the outer angles between them."""
    return Quantity("turn", tuple(corners[first : second + 2]))


def headings(corners: Sequence[str], angles: Sequence[tuple[Quantity, int]]) -> Iterator[Equation]:
    """Yield what every turn between two sides (but the last) is in terms of the inner angles."""
    n = len(corners)
    for j in range(n - 1):
        for k in range(j + 1, n - 1):
            turn = total(
                (Polynomial.of(180) - Polynomial.of(q)).times(way) for q, way in angles[j + 1 : k + 1]
            )
            yield Equation(Polynomial.of(heading(corners, j, k)) - turn, "outer angles")


def area_by_corners(context: Context) -> Iterator[Equation]:
    """The area from sides and the angles between them (the shoelace formula), all but one corner going around."""
    figure, knowledge = context.figure, context.knowledge
    for area in knowledge.used("area"):
        corners = area.names
        inner = inner_angles(figure, corners) if 4 <= len(corners) <= 6 and corners[0] != "sector" else None
        if inner is None or not figure.drawn(*corners):
            continue
        n = len(corners)
        for start in range(n):
            turned = [*corners[start:], *corners[:start]]
            angles = [*inner[start:], *inner[:start]]
            if any(q not in knowledge.values for q, _ in angles[1 : n - 1]):
                continue
            yield from headings(turned, angles)
            sides = [Polynomial.of(length(turned[i], turned[i + 1])) for i in range(n - 1)]
            twice = total(
                sides[j] * sides[k] * Polynomial.of(trigonometric("sin", heading(turned, j, k)))
                for j in range(n - 1)
                for k in range(j + 1, n - 1)
            )
            yield Equation(Polynomial.of(area).times(2) - twice, "area from sides and angles")

