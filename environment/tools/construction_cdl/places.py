"""The places of a drawing that are points by themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence

from environment.tools.construction_cdl.letters import Letter
from environment.tools.construction_cdl.pen import Drawn
from environment.tools.construction_cdl.strokes import Circle, Point, Segment

SAME = 8.0
"""Pixels within which places are one point."""
TAIL = 6.0
"""Pixels around a letter's box within which a line's end is the letter's own ink."""


def places_in(strokes: Drawn, letters: Sequence[Letter], reach: float) -> list[Point]:
    """Return the points: crossings, places where a line touches a circle, ends, marked centres."""
    segments, circles = strokes.segments, strokes.circles
    places = [*_crossings(segments, circles, reach)]
    for segment in segments:
        ends = [end for end in (segment.a, segment.b) if is_new(end, places, reach)]
        places += [end for end in ends if not _is_tail(end, segment, places, letters)]
    ends = [end for segment in segments for end in (segment.a, segment.b)]
    for circle in circles:
        if any(math.dist(circle.centre, p) < SAME for p in (*strokes.all_dots, *ends)):
            places.append(circle.centre)
    return [p for j, p in enumerate(places) if is_new(p, places[:j], SAME)]


def _is_tail(end: Point, segment: Segment, places: Sequence[Point], letters: Sequence[Letter]) -> bool:
    """Whether a line seems to go on past a crossing because a letter stands there: the tail of a Q."""
    return any(
        letter.away(end) < TAIL
        and segment.holds(p, SAME)
        and math.dist(p, end) < 1.5 * letter.height
        and all(other == letter or other.away(p) > letter.away(p) for other in letters)
        for letter in letters
        for p in places
    )


def _crossings(segments: Sequence[Segment], circles: Sequence[Circle], reach: float) -> list[Point]:
    """Return crossings of lines, ends being allowed to miss by `reach`, then those with circles."""
    found: list[Point] = []
    for i, one in enumerate(segments):
        for two in segments[i + 1 :]:
            place = _meeting(one, two)
            if place is not None and one.holds(place, reach) and two.holds(place, reach):
                _add(found, place)
    for circle in circles:
        for segment in segments:
            met = _on_rim(segment, circle)
            if len(met) == 1 and any(circle.off(p) < SAME and segment.holds(p, SAME) for p in found):
                continue  # a tangent touches once, and a line that ends there tells better where
            for place in met:
                if segment.holds(place, reach) and is_new(place, found, max(SAME, 0.7 * reach)):
                    found.append(place)
    return found


def _add(found: list[Point], place: Point) -> None:
    for at, other in enumerate(found):
        if math.dist(other, place) < SAME:
            found[at] = ((other[0] + place[0]) / 2, (other[1] + place[1]) / 2)
            return
    found.append(place)


def _meeting(one: Segment, two: Segment) -> Point | None:
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = one.a, one.b, two.a, two.b
    under = (x1 - x2) * (y3 - y4) - (y1 - y2) * (x3 - x4)
    if abs(under) < 0.05 * one.length * two.length:
        return None
    a, b = x1 * y2 - y1 * x2, x3 * y4 - y3 * x4
    return (a * (x3 - x4) - (x1 - x2) * b) / under, (a * (y3 - y4) - (y1 - y2) * b) / under


def _on_rim(segment: Segment, circle: Circle) -> list[Point]:
    """Return where a line meets a rim; where it touches or nearly does, the nearest place."""
    length = segment.length or 1.0
    ux, uy = (segment.b[0] - segment.a[0]) / length, (segment.b[1] - segment.a[1]) / length
    foot = segment.along(circle.centre)
    off = segment.off(circle.centre)
    middle = (segment.a[0] + ux * foot, segment.a[1] + uy * foot)
    if circle.is_touched(segment):
        return [middle]
    if off > circle.radius:
        return []
    half = math.sqrt(circle.radius**2 - off**2)
    return [(middle[0] + ux * half * s, middle[1] + uy * half * s) for s in (-1, 1)]


def is_new(place: Point, places: Sequence[Point], slack: float) -> bool:
    """Whether a place is further than so many pixels from all others."""
    return all(math.dist(place, other) > slack for other in places)
