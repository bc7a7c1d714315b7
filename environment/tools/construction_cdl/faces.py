"""The smallest shapes that lines and arcs enclose, sides in FormalGeo's way: `AB` a line, `OAB` an arc."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from environment.tools.construction_cdl.strokes import Point

NUDGE = 0.02
"""Radians by which an arc's direction at its end is bent towards its inside, to order it beside a tangent."""


@dataclass(frozen=True)
class Side:
    """A piece of a line or of a circle, gone along in one direction."""

    start: str
    end: str
    centre: str = ""
    """The circle's centre for an arc, which runs counter-clockwise as seen from `start`; else empty."""
    backwards: bool = False
    """For an arc: gone along clockwise."""

    @property
    def told(self) -> str:
        """Return `AB`, or `OAB` for the arc of circle O from A counter-clockwise to B."""
        if not self.centre:
            return f"{self.start}{self.end}"
        ends = (self.end, self.start) if self.backwards else (self.start, self.end)
        return "".join((self.centre, *ends))


def shapes(
    places: Mapping[str, Point], lines: Sequence[Sequence[str]], circles: Mapping[str, Sequence[str]]
) -> list[tuple[Side, ...]]:
    """Return the bounded faces of the drawing, their sides counter-clockwise as seen, smallest names first.

    `lines` hold points in their order, `circles` points counter-clockwise by centre.
    """
    sides = _closed(_sides(lines, circles))
    leaving: dict[str, list[Side]] = {}
    for side in sides:
        leaving.setdefault(side.start, []).append(side)
    for start in leaving:
        leaving[start].sort(key=lambda side: (_direction(places, side), side.told))
    found: list[tuple[Side, ...]] = []
    seen: set[Side] = set()
    for side in sides:
        if side in seen:
            continue
        face = _face(side, leaving)
        seen |= set(face)
        if _turned(places, face) > 0:
            least = min(range(len(face)), key=lambda i: face[i].told)
            found.append((*face[least:], *face[:least]))
    return sorted(found, key=lambda face: [side.told for side in face])


def _sides(lines: Sequence[Sequence[str]], circles: Mapping[str, Sequence[str]]) -> list[Side]:
    sides: list[Side] = []
    for line in lines:
        for a, b in pairwise(line):
            sides += [Side(a, b), Side(b, a)]
    for centre, points in circles.items():
        for a, b in zip(points, [*points[1:], *points[:1]], strict=True):
            if a != b:
                sides += [Side(a, b, centre), Side(b, a, centre, True)]
    return list(dict.fromkeys(sides))


def _closed(sides: Sequence[Side]) -> list[Side]:
    """Leave out sides with a loose end, again and again: they bound no shape."""
    left = list(sides)
    while True:
        leaving = Counter(side.start for side in left)
        kept = [side for side in left if leaving[side.start] > 1 and leaving[side.end] > 1]
        if len(kept) == len(left):
            return kept
        left = kept


def _face(first: Side, leaving: Mapping[str, Sequence[Side]]) -> tuple[Side, ...]:
    """Go around the face to the left of a side: at each point the next side clockwise from where one came."""
    face, side = [first], first
    while True:
        around = leaving[side.end]
        back = Side(side.end, side.start, side.centre, not side.backwards if side.centre else False)
        side = around[around.index(back) - 1]
        if side == first:
            return tuple(face)
        face.append(side)


def _direction(places: Mapping[str, Point], side: Side) -> float:
    """Return the direction in which a side leaves its start, in radians counter-clockwise as seen."""
    (x, y), (u, v) = places[side.start], places[side.end]
    if not side.centre:
        return math.atan2(y - v, u - x) % math.tau
    cx, cy = places[side.centre]
    outward = math.atan2(cy - y, x - cx)
    turn = math.pi / 2 + NUDGE if not side.backwards else -math.pi / 2 - NUDGE
    return (outward + turn) % math.tau


def _turned(places: Mapping[str, Point], face: Sequence[Side]) -> float:
    """Return the area a face encloses, positive where it is gone around counter-clockwise as seen."""
    corners: list[Point] = []
    for side in face:
        corners.append(places[side.start])
        if side.centre:
            corners += _along_arc(places, side)
    return sum(b[0] * a[1] - a[0] * b[1] for a, b in pairwise([*corners, corners[0]])) / 2


def _along_arc(places: Mapping[str, Point], side: Side) -> list[Point]:
    (cx, cy), start, end = places[side.centre], places[side.start], places[side.end]
    radius = math.dist((cx, cy), start)
    low, high = (math.atan2(cy - p[1], p[0] - cx) for p in (start, end))
    sweep = (high - low) % math.tau if not side.backwards else -((low - high) % math.tau)
    turns = [low + sweep * i / 8 for i in range(1, 8)]
    return [(cx + radius * math.cos(t), cy - radius * math.sin(t)) for t in turns]
