"""The figure: points, lines, rays and circles, and what their drawn positions tell of order and side.

Positions serve order, side and orientation only: what lies between what, which angle is the convex one,
which arc is the minor one. No measure is ever read from them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from environment.tools.inter_gps_solve.polynomial import Quantity

Position: TypeAlias = tuple[float, float]
FLAT = 4.0
"""Degrees within which the drawing does not decide on which side of a straight line something lies."""


@dataclass(frozen=True)
class Line:
    """Collinear points; in their order along the line where that is known, else by name."""

    points: tuple[str, ...]
    ordered: bool

    def __contains__(self, point: str) -> bool:
        return point in self.points


@dataclass(frozen=True)
class Figure:
    """What is drawn. Angles are in degrees; orientation is the picture's, y downwards."""

    positions: Mapping[str, Position]
    lines: tuple[Line, ...]
    segments: frozenset[frozenset[str]]
    """Pairs of points joined by something drawn or spoken of."""
    circles: Mapping[str, tuple[str, ...]]
    """Centre to points on the circle, counter-clockwise as drawn."""
    memory: dict[tuple[str, int], list[tuple[str, ...]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What `outline` has worked out once."""
    _rays: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def points(self) -> tuple[str, ...]:
        """Every point that lies on a line or circle."""
        found = {p for line in self.lines for p in line.points}
        return tuple(sorted(found | set(self.circles) | {p for on in self.circles.values() for p in on}))

    @cached_property
    def _line_by_pair(self) -> dict[frozenset[str], Line]:
        return {frozenset(pair): line for line in self.lines for pair in combinations(line.points, 2)}

    def line(self, a: str, b: str) -> Line | None:
        """Return the known line through two points."""
        return self._line_by_pair.get(frozenset((a, b)))

    def collinear(self, *points: str) -> bool:
        """Whether all points lie on one known line."""
        return any(set(points) <= set(line.points) for line in self.lines)

    def between(self, a: str, middle: str, b: str) -> bool:
        """Whether `middle` is known to lie between two points of a line."""
        line = self.line(a, b)
        if line is None or not line.ordered or len({a, middle, b}) < 3 or middle not in line:
            return False
        low, mid, high = (line.points.index(p) for p in (a, middle, b))
        return low < mid < high or high < mid < low

    def ray(self, vertex: str, point: str) -> tuple[str, ...]:
        """Return the points of the ray from a vertex through a point, in the order of their names."""
        key = (vertex, point)
        if key not in self._rays:
            line = self.line(vertex, point)
            found: tuple[str, ...] = (point,)
            if line is not None and line.ordered:
                at, to = line.points.index(vertex), line.points.index(point)
                found = line.points[at + 1 :] if to > at else line.points[:at]
            self._rays[key] = tuple(sorted(found))
        return self._rays[key]

    def angle(self, a: str, vertex: str, b: str) -> Quantity | None:
        """Return the convex angle between two rays, whichever points name them; None for a ray and itself."""
        if len({a, vertex, b}) < 3:
            return None
        first, second = self.ray(vertex, a)[0], self.ray(vertex, b)[0]
        return (
            None if first == second else Quantity("angle", (min(first, second), vertex, max(first, second)))
        )

    def rays_at(self, vertex: str) -> tuple[str, ...]:
        """Return one point for each ray drawn from a vertex, counter-clockwise where positions are known."""
        found = {
            self.ray(vertex, p)[0]
            for line in self.lines
            if vertex in line
            for p in line.points
            if p != vertex and self.joined(vertex, p)
        }
        if all(p in self.positions for p in (vertex, *found)):
            return tuple(sorted(found, key=lambda p: (self.direction(vertex, p), p)))
        return tuple(sorted(found))

    def joined(self, a: str, b: str) -> bool:
        """Whether the straight way between two points is drawn, in pieces or within a longer line too."""
        if frozenset((a, b)) in self.segments:
            return True
        line = self.line(a, b)
        if line is None or not line.ordered:
            return False
        low, high = sorted((line.points.index(a), line.points.index(b)))
        covered = {
            n
            for n in range(low, high)
            for m, k in combinations(range(len(line.points)), 2)
            if m <= n < k and frozenset((line.points[m], line.points[k])) in self.segments
        }
        return len(covered) == high - low

    @cached_property
    def triangles(self) -> tuple[tuple[str, str, str], ...]:
        """Every three points that are joined in pairs and not collinear."""
        near = {p: {q for q in self.points if q != p and self.joined(p, q)} for p in self.points}
        return tuple(
            (a, b, c)
            for a, b, c in combinations(self.points, 3)
            if b in near[a] and c in near[a] and c in near[b] and not self.collinear(a, b, c)
        )

    def direction(self, start: str, end: str) -> float:
        """Return the drawn direction in degrees, 0 to 360, counter-clockwise as seen."""
        (x, y), (u, v) = self.positions[start], self.positions[end]
        return math.degrees(math.atan2(y - v, u - x)) % 360

    def drawn(self, *points: str) -> bool:
        """Whether all points have positions."""
        return all(p in self.positions for p in points)

    def drawn_angle(self, a: str, vertex: str, b: str) -> float:
        """Return the drawn convex angle, 0 to 180."""
        turn = (self.direction(vertex, b) - self.direction(vertex, a)) % 360
        return min(turn, 360 - turn)

    def drawn_length(self, a: str, b: str) -> float:
        """Return the drawn length in pixels."""
        return math.dist(self.positions[a], self.positions[b])

    def turn(self, a: str, b: str, c: str) -> int:
        """Return 1 for a counter-clockwise turn as seen, -1 for a clockwise one, 0 where undecided."""
        if not self.drawn(a, b, c) or min(self.drawn_length(a, b), self.drawn_length(b, c)) == 0:
            return 0
        angle = (self.direction(b, c) - self.direction(a, b)) % 360
        if min(angle, abs(angle - 180), 360 - angle) < FLAT:
            return 0
        return 1 if angle < 180 else -1

    def opposite_sides(self, a: str, b: str, p: str, q: str) -> bool | None:
        """Whether two points lie on different sides of the line through a and b; None where undecided."""
        first, second = self.turn(a, b, p), self.turn(a, b, q)
        return None if 0 in (first, second) else first != second


def around(centre: Position, positions: Mapping[str, Position], names: Sequence[str]) -> tuple[str, ...]:
    """Return names counter-clockwise, as seen, around a place."""

    def angle(name: str) -> float:
        x, y = positions[name]
        return math.atan2(centre[1] - y, x - centre[0]) % math.tau

    return tuple(sorted(names, key=lambda name: (angle(name), name)))
