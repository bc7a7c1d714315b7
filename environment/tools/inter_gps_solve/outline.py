"""Which polygon a text means by `Parallelogram($)`, and the order of its corners: told by what is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, count

from environment.tools.inter_gps_solve.figure import Figure

MAX_CORNERS = 8
MAX_CYCLES = 400
MAX_STEPS = 20_000
"""Both bound the search for polygons: a drawing with more has no one that could be meant."""
LEAN = 12.0
"""Degrees by which a drawn side or angle may differ from what the kind of figure asks of it."""
_PARALLEL_SIDES = {"Parallelogram": 2, "Rectangle": 2, "Square": 2, "Rhombus": 2, "Trapezoid": 1}


def outlines(figure: Figure, corners: int = 0) -> list[tuple[str, ...]]:
    """Return the simple polygons whose sides are drawn, with so many corners (0: any), smallest names first.

    None are returned where a drawing has too many to look at.
    """
    key = ("outlines", corners)
    if key not in figure.memory:
        figure.memory[key] = _outlines(figure, corners)
    return figure.memory[key]


def _outlines(figure: Figure, corners: int) -> list[tuple[str, ...]]:
    placed = [p for p in figure.points if figure.drawn(p)]
    near = {p: [q for q in placed if q != p and figure.joined(p, q)] for p in placed}
    found: list[tuple[str, ...]] = []
    steps = count()
    for start in placed:
        for cycle in _cycles(figure, near, (start,), corners or MAX_CORNERS, steps):
            if corners in (0, len(cycle)) and _is_simple(figure, cycle):
                found.append(cycle)
            if len(found) > MAX_CYCLES:
                return []
    return [] if next(steps) > MAX_STEPS else found


def meant(figure: Figure, kind: str, corners: int) -> tuple[str, ...] | None:
    """Return the one drawn polygon that a kind without corners can mean, None where that is not clear.

    Where several fit, the one that encloses the whole drawing is meant.
    """
    fitting = [c for c in outlines(figure, corners) if _fits(figure, kind, c)]
    if len(fitting) > 1 or not corners:
        fitting = [c for c in fitting if _encloses(figure, c)]
        widest = max((_area(figure, c) for c in fitting), default=0.0)
        fitting = [c for c in fitting if _area(figure, c) > 0.98 * widest]
        fewest = min(map(len, fitting), default=0)
        fitting = [c for c in fitting if len(c) == fewest]
    return fitting[0] if len(fitting) == 1 else None


def in_order(figure: Figure, corners: Sequence[str]) -> tuple[str, ...]:
    """Return a polygon's corners in the order around it.

    They stay as they are unless the drawing shows another.
    """
    if not figure.drawn(*corners) or _is_simple(figure, corners):
        return tuple(corners)
    around = [c for c in outlines(figure, len(corners)) if set(c) == set(corners)]
    return around[0] if len(around) == 1 else tuple(corners)


def renamed(figure: Figure, corners: Sequence[str], named: frozenset[str]) -> tuple[str, ...] | None:
    """Return the only drawn polygon that can be one of whose corners the drawing lacks some letters.

    Letters that the drawing has stay in place; `named` are letters that the problem uses elsewhere, which
    stand for nothing else. None where no polygon or several can be it.
    """
    strange = [c for c in corners if not figure.drawn(c)]
    if not strange or len(strange) > len(corners) - 2:
        return None
    found = set()
    for cycle in outlines(figure, len(corners)):
        for turned in (cycle, cycle[::-1]):
            for at in range(len(turned)):
                candidate = turned[at:] + turned[:at]
                if all(
                    c == d if c not in strange else d not in named
                    for c, d in zip(corners, candidate, strict=True)
                ):
                    found.add(candidate)
    return found.pop() if len(found) == 1 else None


def parallel_sides(figure: Figure, corners: Sequence[str]) -> tuple[int, ...]:
    """Return which of the first two sides of a quadrilateral are drawn parallel to their opposite."""
    found = []
    for i in (0, 1):
        a, b, c, d = corners[i], corners[i + 1], corners[(i + 2) % 4], corners[(i + 3) % 4]
        lean = (figure.direction(a, b) - figure.direction(c, d)) % 180
        if min(lean, 180 - lean) < LEAN:
            found.append(i)
    return tuple(found)


def _cycles(
    figure: Figure, near: dict[str, list[str]], path: tuple[str, ...], most: int, steps: Iterator[int]
) -> Iterator[tuple[str, ...]]:
    """Yield cycles that start at their smallest corner and go on to the smaller of its two neighbours."""
    if next(steps) > MAX_STEPS:
        return
    for point in near[path[-1]]:
        if point == path[0] and len(path) > 2 and path[1] < path[-1]:
            closed = (*path, path[0], path[1])
            if not figure.collinear(*closed[-3:]) and not figure.collinear(*closed[-4:-1]):
                yield path
        if point <= path[0] or point in path or len(path) == most:
            continue
        if len(path) > 1 and figure.collinear(path[-2], path[-1], point):
            continue
        yield from _cycles(figure, near, (*path, point), most, steps)


def _fits(figure: Figure, kind: str, corners: Sequence[str]) -> bool:
    angles = [
        figure.drawn_angle(corners[i - 1], corners[i], corners[(i + 1) % len(corners)])
        for i in range(len(corners))
    ]
    if kind in ("Rectangle", "Square") and any(abs(angle - 90) > LEAN for angle in angles):
        return False
    return len(parallel_sides(figure, corners)) >= _PARALLEL_SIDES[kind] if kind in _PARALLEL_SIDES else True


def _is_simple(figure: Figure, corners: Sequence[str]) -> bool:
    sides = [(corners[i - 1], corners[i]) for i in range(len(corners))]
    return not any(
        {a, b}.isdisjoint((c, d)) and _side(figure, a, b, c, d) <= 0 and _side(figure, c, d, a, b) <= 0
        for (a, b), (c, d) in combinations(sides, 2)
    )


def _side(figure: Figure, a: str, b: str, p: str, q: str) -> float:
    """Return a negative number where p and q lie on different sides of the line through a and b, 0 on it."""
    (x, y), (u, v) = figure.positions[a], figure.positions[b]
    sides = [(u - x) * (figure.positions[n][1] - y) - (v - y) * (figure.positions[n][0] - x) for n in (p, q)]
    return sides[0] * sides[1]


def _encloses(figure: Figure, corners: Sequence[str]) -> bool:
    """Whether every placed point that something is joined to lies inside the polygon or on it."""
    sides = [(figure.positions[corners[i - 1]], figure.positions[corners[i]]) for i in range(len(corners))]
    for point in figure.points:
        if point in corners or not figure.drawn(point):
            continue
        if any(figure.between(corners[i - 1], point, corners[i]) for i in range(len(corners))):
            continue
        x, y = figure.positions[point]
        crossings = sum(
            (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
            for a, b in sides
        )
        if crossings % 2 == 0:
            return False
    return True


def _area(figure: Figure, corners: Sequence[str]) -> float:
    places = [figure.positions[c] for c in corners]
    return (
        abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(places, places[1:] + places[:1], strict=True))) / 2
    )
