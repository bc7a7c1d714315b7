"""The points of a drawing: where lines end, cross and meet circles, with the letters printed beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from environment.tools.boxes import Box
from environment.tools.construction_cdl.pen import Drawn
from environment.tools.construction_cdl.strokes import Circle, Point, Segment

SAME = 8.0
"""Pixels within which places are one point."""
TOUCHING = 0.08
"""How far a line may miss or cut into a circle that it touches, in parts of the radius."""
REACH = 1.3
"""How far from a point its letter may stand, in letter heights."""
TAIL = 2.0
"""Pixels around a letter's box within which a line's end is the letter's own ink."""
_SPECKS = " .,•·-_:'\"`"
"""What dots and ends of lines beside a letter are read as."""
LOOKS_ALIKE = frozenset("CKOPSUVWXYZ")
"""Capitals that differ from their small letters in size alone."""


@dataclass(frozen=True)
class Letter:
    """A printed capital and where it stands."""

    name: str
    box: tuple[float, float, float, float]
    doubt: float = 0.0
    """Pixels by which it must stand nearer than another letter to be believed before it."""

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.box[3] - self.box[1]

    def away(self, p: Point) -> float:
        """Return a point's distance from the box, 0 within it."""
        x0, y0, x1, y1 = self.box
        return math.hypot(max(x0 - p[0], 0, p[0] - x1), max(y0 - p[1], 0, p[1] - y1))

    def centred(self, p: Point) -> float:
        """Return a point's distance from the middle of the box."""
        return math.dist(((self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2), p)


MARKS = "ΓΔΘΛΞΠΣΦΨΩ"
"""Names of points at which no letter was read: capitals that no Latin letter looks like, one character each."""


@dataclass(frozen=True)
class Named:
    """A point of the drawing under the letter read beside it, or under one of `MARKS`."""

    name: str
    place: Point

    @property
    def lettered(self) -> bool:
        """Whether the name is a letter that was read."""
        return self.name not in MARKS


def letters_in(
    lines: Sequence[tuple[str, Box, float]], large: Callable[[Box], bool] = lambda box: True
) -> list[Letter]:
    """Return the point letters among the texts read: capitals, alone or two or three run together.

    Of two readings of one letter that which stands alone, then the surer one, counts. `large` tells whether
    the ink in a box is of a capital's height: an x is lower than an X.
    """
    found: dict[str, Letter] = {}
    for text, (x0, y0, x1, y1), _ in sorted(lines, key=lambda line: (len(line[0]), -line[2], line[1])):
        name = "O" if text in ("0", "o") else text.strip(_SPECKS)
        if not re.fullmatch(r"[A-Z]{1,3}", name):
            continue
        if len(name) == 1 and name in LOOKS_ALIKE and not large((x0, y0, x1, y1)):
            continue
        step = (x1 - x0) / len(name)
        for i, part in enumerate(name):
            found.setdefault(part, Letter(part, (x0 + i * step, y0, x0 + (i + 1) * step, y1)))
    return list(found.values())


def places_in(strokes: Drawn, letters: Sequence[Letter], reach: float) -> list[Point]:
    """Return every place that is a point by itself: crossings, touching points, ends, dots, marked centres."""
    segments, circles = strokes.segments, strokes.circles
    places = [*_crossings(segments, circles, reach)]
    for segment in segments:
        ends = [end for end in (segment.a, segment.b) if _is_new(end, places, reach)]
        places += [end for end in ends if not _is_tail(end, segment, places, letters)]
    for dot in strokes.dots:
        on_line = any(segment.holds(dot, SAME / 2) for segment in segments)
        if not on_line and _is_new(dot, places, SAME):  # where a line nears a circle, ink runs together
            places.append(dot)
    ends = [end for segment in segments for end in (segment.a, segment.b)]
    for circle in circles:
        if any(math.dist(circle.centre, p) < SAME for p in (*strokes.all_dots, *ends)):
            places.append(circle.centre)
    return [p for j, p in enumerate(places) if _is_new(p, places[:j], SAME)]


def _is_tail(end: Point, segment: Segment, places: Sequence[Point], letters: Sequence[Letter]) -> bool:
    """Whether a line seems to go on past a crossing because a letter stands there, as the tail of a Q does."""
    over = [letter for letter in letters if letter.away(end) < TAIL]
    return any(
        segment.holds(p, SAME) and math.dist(p, end) < 1.5 * letter.height for letter in over for p in places
    )


def _is_new(place: Point, places: Sequence[Point], slack: float) -> bool:
    return all(math.dist(place, other) > slack for other in places)


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
                continue  # a tangent touches once, and where is known better from another line that ends there
            for place in met:
                if segment.holds(place, reach) and _is_new(place, found, max(SAME, 0.7 * reach)):
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
    if abs(off - circle.radius) < max(SAME / 2, TOUCHING * circle.radius):
        return [middle]
    if off > circle.radius:
        return []
    half = math.sqrt(circle.radius**2 - off**2)
    return [(middle[0] + ux * half * s, middle[1] + uy * half * s) for s in (-1, 1)]


def matched(places: Sequence[Point], letters: Sequence[Letter]) -> dict[int, str]:
    """Return a letter for each place that has one beside it, by the place's index; nearest pairs first."""
    pairs = sorted(
        (letter.away(place) + letter.doubt, letter.centred(place), i, j)
        for i, letter in enumerate(letters)
        for j, place in enumerate(places)
        if letter.away(place) <= REACH * letter.height
    )
    cost = {(i, j): 2 * away + centred for away, centred, i, j in pairs}
    of_letter: dict[int, int] = {}
    for _, _, i, j in pairs:
        if i not in of_letter and j not in of_letter.values():
            of_letter[i] = j
    for i, k in combinations(sorted(of_letter), 2):
        straight = cost[i, of_letter[i]] + cost[k, of_letter[k]]
        crosswise = cost.get((i, of_letter[k]), math.inf) + cost.get((k, of_letter[i]), math.inf)
        if crosswise < straight:
            of_letter[i], of_letter[k] = of_letter[k], of_letter[i]
    for i in sorted({i for _, _, i, _ in pairs} - set(of_letter)):
        _moved_over(i, of_letter, cost)
    return {j: letters[i].name for i, j in of_letter.items()}


def _moved_over(i: int, of_letter: dict[int, int], cost: Mapping[tuple[int, int], float]) -> None:
    """Give a letter the place of another one that has a second place to go to."""
    taken = set(of_letter.values())
    for k, place in sorted(of_letter.items()):
        others = sorted((c, j) for (letter, j), c in cost.items() if letter == k and j not in taken)
        if (i, place) in cost and others:
            of_letter[i], of_letter[k] = place, others[0][1]
            return


def lettered(places: Sequence[Point], letters: Sequence[Letter], strokes: Drawn) -> list[Named]:
    """Return the places that have a letter; letters left over name a centre or a dot on a stroke."""
    found = [Named(name, places[j]) for j, name in matched(places, letters).items()]
    for letter in letters:
        if letter.name not in {n.name for n in found}:
            others = [*(circle.centre for circle in strokes.circles), *strokes.dots]
            near = [p for p in others if letter.away(p) <= REACH * letter.height]
            near = [p for p in near if _is_new(p, [n.place for n in found], SAME)]
            if near:
                found.append(Named(letter.name, min(near, key=letter.away)))
    return sorted(found, key=lambda n: n.name)


def marked(places: Sequence[Point]) -> list[Named]:
    """Name places without a letter by `MARKS`, from left to right; those that find no name are left out."""
    return [Named(mark, place) for mark, place in zip(MARKS, sorted(places[: len(MARKS)]), strict=False)]
