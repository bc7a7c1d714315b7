"""From incidences to a figure.

Lines merged and ordered, circles with their points, missing positions worked out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise, permutations

from environment.tools.inter_gps_solve.figure import Figure, Line, Position, around
from environment.tools.inter_gps_solve.forms import Form

POLYGONS = {
    "Triangle": 3,
    "Quadrilateral": 4,
    "Parallelogram": 4,
    "Rectangle": 4,
    "Square": 4,
    "Rhombus": 4,
    "Trapezoid": 4,
    "Kite": 4,
    "Pentagon": 5,
    "Hexagon": 6,
    "Heptagon": 7,
    "Octagon": 8,
    "Polygon": 0,
    "Shape": 0,
}
"""Heads of figures named by their corners, with how many; 0 for any number."""
MOST_ON_UNPLACED_LINE = 6
PIXELS_OFF, PART_OFF = 1.5, 0.006
"""How far from a segment, in pixels or in parts of its length, a point may be drawn that lies on it."""
_POINT = re.compile(r"[A-ZΓΔΘΛΞΠΣΦΨΩ][0-9]?['’′]?")


def is_point(name: str) -> bool:
    """Whether a leaf names a point."""
    return _POINT.fullmatch(name) is not None


def corners_of(form: Form) -> tuple[str, ...]:
    """Return the corners of a polygon form, through adjectives (`Regular(Hexagon(...))`).

    Empty where it has none.
    """
    while len(form.args) == 1 and form.args[0].args:
        form = form.args[0]
    fits = form.head in POLYGONS and len(form.args) > 2 and all(map(is_point, form.names))
    return form.names if fits and POLYGONS[form.head] in (0, len(form.args)) else ()


def pair_of(form: Form) -> tuple[str, str] | None:
    """Return the two points of `Line(A,B)`, or None."""
    if form.head == "Line" and len(form.args) == 2 and all(map(is_point, form.names)):
        return None if form.names[0] == form.names[1] else (form.names[0], form.names[1])
    return None


class Sketch:
    """Collects what forms say of incidence, then gives the figure."""

    def __init__(self, positions: Mapping[str, Position]) -> None:
        self.positions = dict(positions)
        self.segments: set[frozenset[str]] = set()
        self.on_line: set[tuple[str, str, str]] = set()
        """(end, point between, end)."""
        self.on_circle: dict[str, set[str]] = {}
        self.right: list[tuple[tuple[str, str], tuple[str, str]]] = []

    def take(self, form: Form) -> None:
        """Note every incidence that a form states or takes for granted."""
        pairs = [pair for arg in form.args if (pair := pair_of(arg)) is not None]
        circles = [arg.names[0] for arg in form.args if arg.head == "Circle" and is_point(arg.names[0])]
        first = form.args[0] if form.args else form
        point = first.names[0] if first.head == "Point" else first.head
        if (line := pair_of(form)) is not None:
            self.join(*line)
        elif form.head == "Angle" and len(form.args) == 3 and all(map(is_point, form.names)):
            self.join(form.names[0], form.names[1])
            self.join(form.names[1], form.names[2])
        elif form.head == "Circle" and is_point(form.names[0]):
            self.on_circle.setdefault(form.names[0], set())
        elif form.head in ("PointLiesOnLine", "IsMidpointOf") and pairs and is_point(point):
            self.put_between(point, *pairs[0])
        elif form.head == "PointLiesOnCircle" and circles and is_point(point):
            self.put_on_circle(circles[0], point)
        elif (
            form.head == "IntersectAt" and form.args[-1].head == "Point" and is_point(form.args[-1].names[0])
        ):
            for a, b in pairs:
                self.put_between(form.args[-1].names[0], a, b)
        elif form.head in ("IsDiameterOf", "IsChordOf") and pairs and circles:
            self.put_on_circle(circles[0], *pairs[0])
            if form.head == "IsDiameterOf" and circles[0] not in pairs[0]:
                self.put_between(circles[0], *pairs[0])
        elif form.head == "IsRadiusOf" and pairs and circles:
            self.put_on_circle(circles[0], *(p for p in pairs[0] if p != circles[0]))
        elif form.head == "Perpendicular" and len(pairs) == 2:
            self.right.append((pairs[0], pairs[1]))
        elif form.head == "Arc" and len(self.on_circle) == 1 and all(map(is_point, form.names)):
            self.put_on_circle(next(iter(self.on_circle)), *form.names)
        elif form.head == "InscribedIn" and circles and corners_of(first):
            self.put_on_circle(circles[0], *corners_of(first))
        elif form.head == "IsMedianOf" and pairs and len(triangle := corners_of(form.args[-1])) == 3:
            foot, base = (
                [p for p in pairs[0] if p not in triangle],
                [p for p in triangle if p not in pairs[0]],
            )
            if len(foot) == 1 and len(base) == 2:
                self.put_between(foot[0], *base)
        elif corners := corners_of(form):
            for at, corner in enumerate(corners):
                self.join(corners[at - 1], corner)
        for arg in form.args:
            self.take(arg)

    def join(self, a: str, b: str) -> None:
        """Note a segment."""
        if a != b:
            self.segments.add(frozenset((a, b)))

    def put_between(self, point: str, a: str, b: str) -> None:
        """Note a point between two others."""
        if len({point, a, b}) == 3:
            self.on_line.add((a, point, b))
            self.join(a, b)

    def put_on_circle(self, centre: str, *points: str) -> None:
        """Note points on a circle."""
        self.on_circle.setdefault(centre, set()).update(p for p in points if p != centre)

    def straighten(self) -> None:
        """Put a point on a segment where all three ways between them are drawn and look like one line.

        So a drawing's lines are often listed, each whole and in its pieces; no one draws a triangle as flat.
        """
        points = sorted({p for segment in self.segments for p in segment} & set(self.positions))
        for a, b, c in combinations(points, 3):
            if not all(frozenset(pair) in self.segments for pair in ((a, b), (b, c), (a, c))):
                continue
            for end, middle, other in ((a, b, c), (b, a, c), (a, c, b)):
                whole = math.dist(self.positions[end], self.positions[other])
                (x, y), (u, v) = self.positions[end], self.positions[other]
                p, q = self.positions[middle]
                off = abs((u - x) * (q - y) - (v - y) * (p - x)) / whole if whole > 1 else whole
                inside = 0.02 < ((p - x) * (u - x) + (q - y) * (v - y)) / (whole**2 or 1.0) < 0.98
                if inside and off < max(PIXELS_OFF, PART_OFF * whole):
                    self.put_between(middle, end, other)

    def add_radii(self) -> None:
        """Join every circle's centre with the points on it, as one does in a proof."""
        for centre, points in self.on_circle.items():
            for point in points:
                self.join(centre, point)

    def figure(self) -> Figure:
        """Return the figure of what was noted."""
        sets = _merged([*self.segments, *(frozenset(triple) for triple in self.on_line)])
        self._place(sets)
        lines = tuple(self._line(points) for points in sets)
        circles = {}
        for centre, points in sorted(self.on_circle.items()):
            placed = all(p in self.positions for p in (centre, *points))
            names = sorted(points)
            circles[centre] = (
                around(self.positions[centre], self.positions, names) if placed else tuple(names)
            )
        return Figure(dict(self.positions), lines, frozenset(self.segments), circles)

    def _line(self, points: frozenset[str]) -> Line:
        names = sorted(points)
        if len(names) == 2:
            return Line(tuple(names), True)
        facts = [t for t in self.on_line if set(t) <= points]
        if all(p in self.positions for p in names):
            drawn = _along([self.positions[p] for p in names], names)
            if drawn is not None and _agrees(drawn, facts):
                return Line(drawn, True)
        orders = (
            {min(o, o[::-1]) for o in permutations(names) if _agrees(o, facts)}
            if len(names) <= MOST_ON_UNPLACED_LINE
            else set()
        )
        return Line(orders.pop(), True) if len(orders) == 1 else Line(tuple(names), False)

    def _place(self, lines: Sequence[frozenset[str]]) -> None:
        """Work out positions that are missing: two lines that cross, feet of perpendiculars, centres."""
        for _ in range(3):
            for centre, points in sorted(self.on_circle.items()):
                placed = sorted(p for p in points if p in self.positions)
                if centre not in self.positions and len(placed) >= 3:
                    ends = [self.positions[p] for p in placed[:3]]
                    bisectors = [_bisector(ends[0], ends[1]), _bisector(ends[0], ends[2])]
                    self._put(centre, bisectors)
            for point in sorted({p for line in lines for p in line} - set(self.positions)):
                self._put(point, [*self._lines_of(point, lines), *self._rights_of(point, lines)])

    def _put(self, point: str, conditions: Sequence[tuple[float, float, float]]) -> None:
        for (a, b, c), (d, e, f) in combinations(conditions, 2):
            cross = a * e - b * d
            if abs(cross) > 0.05:
                self.positions[point] = ((c * e - b * f) / cross, (a * f - c * d) / cross)
                return

    def _lines_of(self, point: str, lines: Sequence[frozenset[str]]) -> list[tuple[float, float, float]]:
        ends = [pair for line in lines if point in line and (pair := self._placed_ends(line)) is not None]
        return [_normal((a[1] - b[1], b[0] - a[0]), a) for a, b in ends]

    def _rights_of(self, point: str, lines: Sequence[frozenset[str]]) -> list[tuple[float, float, float]]:
        found = []
        for one, two in (*self.right, *((b, a) for a, b in self.right)):
            other = next((p for p in one if p != point), "")
            ends = next((self._placed_ends(line) for line in lines if set(two) <= line), None)
            if point in one and other in self.positions and ends is not None:
                (x, y), (u, v) = ends
                found.append(_normal((u - x, v - y), self.positions[other]))
        return found

    def _placed_ends(self, line: frozenset[str]) -> tuple[Position, Position] | None:
        placed = [self.positions[p] for p in sorted(line) if p in self.positions]
        apart = [pair for pair in combinations(placed, 2) if math.dist(*pair) > 1]
        return max(apart, key=lambda pair: math.dist(*pair), default=None)


def _merged(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Join sets of collinear points that share two points."""
    lines: list[frozenset[str]] = []
    waiting = sorted(set(sets), key=lambda s: (-len(s), sorted(s)))
    while waiting:
        new = waiting.pop(0)
        touching = next((line for line in lines if len(line & new) > 1), None)
        if touching is None:
            lines.append(new)
        elif not new <= touching:
            lines.remove(touching)
            waiting.insert(0, touching | new)
    return sorted(lines, key=sorted)


def _along(places: Sequence[Position], names: Sequence[str]) -> tuple[str, ...] | None:
    """Return names in their order along the line, or None where two places coincide."""
    spread = [max(p[i] for p in places) - min(p[i] for p in places) for i in (0, 1)]
    axis = 0 if spread[0] >= spread[1] else 1
    order = sorted(zip([p[axis] for p in places], names, strict=True))
    if any(b[0] - a[0] < 0.5 for a, b in pairwise(order)):
        return None
    found = tuple(name for _, name in order)
    return min(found, found[::-1])


def _agrees(order: Sequence[str], facts: Iterable[tuple[str, str, str]]) -> bool:
    places = {name: at for at, name in enumerate(order)}
    return all(min(places[a], places[b]) < places[m] < max(places[a], places[b]) for a, m, b in facts)


def _normal(direction: Position, through: Position) -> tuple[float, float, float]:
    """Return (a, b, c) of the line a x + b y = c with the given normal direction, scaled to length 1."""
    size = math.hypot(*direction) or 1.0
    a, b = direction[0] / size, direction[1] / size
    return (a, b, a * through[0] + b * through[1])


def _bisector(p: Position, q: Position) -> tuple[float, float, float]:
    return _normal((q[0] - p[0], q[1] - p[1]), ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2))
