"""Points put on the lines and circles that run through them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from environment.tools.construction_cdl.letters import Letter
from environment.tools.construction_cdl.pen import Drawn
from environment.tools.construction_cdl.places import SAME
from environment.tools.construction_cdl.points import MARKS, Named, lettered, marked
from environment.tools.construction_cdl.strokes import Circle, Point

CENTRE = 12.0
"""Pixels within which a point is a circle's centre."""


@dataclass(frozen=True)
class Drawing:
    """What a diagram shows, by name."""

    points: tuple[Named, ...]
    lines: tuple[tuple[str, ...], ...]
    """The points on each straight line, in their order along it."""
    circles: tuple[tuple[str, tuple[str, ...]], ...]
    """Centre, and the points on the rim counter-clockwise as seen."""
    left_out: int = 0
    """Points without a letter that found no name, there being no more of them."""


def assembled(places: Sequence[Point], letters: Sequence[Letter], strokes: Drawn, reach: float) -> Drawing:
    """Name the places and put them on lines and circles; a line's end may hide under a letter."""
    points = lettered(places, letters, strokes)
    bare = [p for p in places if all(math.dist(p, q.place) > max(reach, SAME) for q in points)]
    hidden = [c.centre for c in strokes.circles if not _centre_of(c, [*(q.place for q in points), *bare])]
    bare = [*hidden, *bare]
    points = sorted([*points, *marked(bare)], key=lambda p: p.name)
    lines = []
    for segment in strokes.segments:
        on = [p for p in points if segment.off(p.place) <= SAME and segment.holds(p.place, reach)]
        if len(on) > 1:
            lines.append(tuple(p.name for p in sorted(on, key=lambda p: segment.along(p.place))))
    rims: dict[str, tuple[str, ...]] = {}
    for circle in strokes.circles:
        centre = _centre_of(circle, [p.place for p in points])
        name = next((p.name for p in points if p.place == centre), "")
        if name and name not in rims:
            rims[name] = _around(circle, [p for p in points if p.name != name])
    left_out = max(0, len(bare) - len(MARKS))
    return Drawing(tuple(points), tuple(dict.fromkeys(lines)), tuple(rims.items()), left_out)


def _centre_of(circle: Circle, places: Sequence[Point]) -> Point | None:
    """Return the place at a circle's centre, if one is there."""
    near = min(places, key=lambda p: math.dist(p, circle.centre), default=None)
    return near if near is not None and math.dist(near, circle.centre) <= CENTRE else None


def _around(circle: Circle, points: Sequence[Named]) -> tuple[str, ...]:
    """Return the points on a circle counter-clockwise as seen."""

    def turn(p: Named) -> float:
        return math.atan2(circle.centre[1] - p.place[1], p.place[0] - circle.centre[0]) % math.tau

    on = [p for p in points if circle.off(p.place) < SAME]
    return tuple(p.name for p in sorted(on, key=lambda p: (turn(p), p.name)))
