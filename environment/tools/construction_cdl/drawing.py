"""From pixels to points, lines and circles by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from environment.tools.boxes import Box
from environment.tools.construction_cdl.ink import (
    Mask,
    dots,
    ground,
    hollowed,
    ink_of,
    of_colours,
    pen_width,
    thinned,
    without_specks,
)
from environment.tools.construction_cdl.lettering import Recognise, capitals, missed
from environment.tools.construction_cdl.points import (
    SAME,
    Named,
    letters_in,
    matched,
    named,
    places_in,
)
from environment.tools.construction_cdl.strokes import (
    Circle,
    Segment,
    circles_in,
    colours_of,
    segments_in,
)
from environment.tools.pixels import Pixels

ReadText = Callable[[Pixels], Sequence[tuple[str, Box, float]]]
"""Optical character recognition: pieces of text with their boxes and how sure they are."""
SECOND_LOOK = 15.0
BESIDE = 3
"""Pixels beside a stroke that are painted over before letters are looked for again."""
WIDEST_REACH = 22.0
"""Pixels, at most, that a stroke's end may be away from the point it belongs to."""
CENTRE = 12.0
"""Pixels within which a point is a circle's centre."""
LARGE = 1200
"""Pixels of a picture's longer side up to which it is read as it is."""
MAX_LINES = 40
MAX_CIRCLES = 6
MAX_PLACES = 26
"""What a drawing may hold: there are 26 letters, and a photograph holds lines without number."""


@dataclass(frozen=True)
class Drawing:
    """What a diagram shows, by name."""

    points: tuple[Named, ...]
    lines: tuple[tuple[str, ...], ...]
    """The points on each straight line, in their order along it."""
    circles: tuple[tuple[str, tuple[str, ...]], ...]
    """Centre, and the points on the rim counter-clockwise as seen."""


def read_picture(pixels: Pixels, text_of: ReadText, recognise: Recognise) -> Drawing | None:
    """Read a diagram, a large one made smaller; see `read`. Places are in pixels of the picture given."""
    height, width = pixels.shape[:2]
    scale = LARGE / max(height, width)
    if scale >= 1:
        return read(pixels, text_of, recognise)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    drawing = read(
        np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), text_of, recognise
    )
    if drawing is None:
        return None
    points = (replace(p, place=(p.place[0] / scale, p.place[1] / scale)) for p in drawing.points)
    return replace(drawing, points=tuple(points))


def read(pixels: Pixels, text_of: ReadText, recognise: Recognise) -> Drawing | None:
    """Read a diagram; None where neither a line nor a circle is seen, or more than a diagram holds."""
    everything = hollowed(ink_of(pixels))
    ink = without_specks(everything)
    circles = circles_in(pixels, ink)
    lines = thinned(ink)
    segments = segments_in(lines, circles, everything)
    if segments is None or len(circles) > MAX_CIRCLES:
        return None
    colours = colours_of(pixels, lines, segments, circles)
    if len(colours):
        ink = without_specks(of_colours(pixels, ink, colours))
        lines = thinned(ink)
        segments = segments_in(lines, circles, everything) or []
    texts = list(text_of(pixels))
    segments = [s for s in segments if not _is_lettering(s, texts)]
    if not (segments or circles) or len(segments) > MAX_LINES:
        return None
    strokes = _near(pixels, segments, circles) & of_colours(pixels, np.ones_like(everything), colours)
    cleared = _painted_over(pixels, strokes)
    letters = letters_in([line for line in texts if len(line[0]) == 1], capitals(cleared, texts))
    reach = min(max((letter.height for letter in letters), default=24.0) * 0.8, WIDEST_REACH)
    width = pen_width(ink, lines)
    spots = [d for d in dots(ink, width) if not _in_text(d, texts)]
    centres = dots(everything, width)
    places = places_in(segments, circles, spots, reach)
    places = _apart([*places, *(c.centre for c in circles if _is_marked(c, segments, centres))])
    if len(places) > MAX_PLACES:
        return None
    without = [place for j, place in enumerate(places) if j not in matched(places, letters)]
    known = {letter.name for letter in letters}
    more = [letter for letter in missed(cleared, letters, without, recognise) if letter.name not in known]
    more += letters_in([line for line in texts if len(line[0]) > 1])
    for letter in more:
        if letter.name not in {known.name for known in letters}:
            letters.append(replace(letter, doubt=SECOND_LOOK))
    points = _without_stubs(named(places, letters, circles, segments), reach)
    return _assembled(_with_centres(points, circles), segments, circles, reach)


def _without_stubs(points: Sequence[Named], reach: float) -> list[Named]:
    """Leave out points without a letter close to one that has one: ends of lines seen a little off."""
    printed = [p for p in points if p.printed]
    return [p for p in points if p.printed or all(math.dist(p.place, q.place) > reach for q in printed)]


def _apart(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for place in places:
        if all(math.dist(place, other) > SAME for other in kept):
            kept.append(place)
    return kept


def _is_lettering(segment: Segment, texts: Sequence[tuple[str, Box, float]]) -> bool:
    """Whether a line lies within a text's box: the stroke of a letter."""
    return any(
        all(x0 - 2 <= p[0] <= x1 + 2 and y0 - 2 <= p[1] <= y1 + 2 for p in (segment.a, segment.b))
        for _, (x0, y0, x1, y1), _ in texts
    )


def _in_text(place: tuple[float, float], texts: Sequence[tuple[str, Box, float]]) -> bool:
    return any(x0 <= place[0] <= x1 and y0 <= place[1] <= y1 for _, (x0, y0, x1, y1), _ in texts)


def _is_marked(circle: Circle, segments: Sequence[Segment], spots: Sequence[tuple[float, float]]) -> bool:
    """Whether a circle's centre is drawn: a dot there, or a line that ends there."""
    ends = [end for s in segments for end in (s.a, s.b)]
    return any(math.dist(circle.centre, p) < SAME for p in (*spots, *ends))


def _with_centres(points: Sequence[Named], circles: Sequence[Circle]) -> list[Named]:
    """Add the centres that are not drawn, each under a letter that is free."""
    found = list(points)
    for circle in circles:
        free = next((c for c in "OABCDEFGHIJKLMNPQRSTUVWXYZ" if c not in {p.name for p in found}), None)
        if free is not None and all(math.dist(circle.centre, p.place) > CENTRE for p in found):
            found.append(Named(free, circle.centre, False))
    return sorted(found, key=lambda p: p.name)


def _near(pixels: Pixels, segments: Sequence[Segment], circles: Sequence[Circle]) -> Mask:
    """Return the pixels on strokes or close beside them."""
    near = np.zeros(pixels.shape[:2], dtype=np.uint8)
    for s in segments:
        cv2.line(near, _pixel(s.a), _pixel(s.b), 1, thickness=2 * BESIDE + 1)
    for c in circles:
        cv2.circle(near, _pixel(c.centre), round(c.radius), 1, thickness=2 * BESIDE + 1)
    return near.astype(bool)


def _pixel(place: tuple[float, float]) -> tuple[int, int]:
    return round(place[0]), round(place[1])


def _painted_over(pixels: Pixels, strokes: Mask) -> Pixels:
    """Return a picture without its strokes, so that letters that touch them stand alone."""
    cleared = pixels.copy()
    cleared[strokes] = ground(pixels).astype(np.uint8)
    return cleared


def _assembled(
    points: Sequence[Named], segments: Sequence[Segment], circles: Sequence[Circle], reach: float
) -> Drawing:
    """Put points on the lines and circles that run through them; a line's end may hide under a letter."""
    lines = []
    for segment in segments:
        on = sorted(
            (segment.along(p.place), p.name)
            for p in points
            if segment.off(p.place) <= SAME and segment.holds(p.place, reach)
        )
        if len(on) > 1:
            lines.append(tuple(name for _, name in on))
    rims: dict[str, tuple[str, ...]] = {}
    for circle in circles:
        away = min((math.dist(p.place, circle.centre), p.name) for p in points) if points else (math.inf, "")
        if away[0] > CENTRE or away[1] in rims:
            continue
        turns = sorted(
            (math.atan2(circle.centre[1] - p.place[1], p.place[0] - circle.centre[0]) % math.tau, p.name)
            for p in points
            if circle.off(p.place) < SAME and p.name != away[1]
        )
        rims[away[1]] = tuple(name for _, name in turns)
    return Drawing(tuple(points), tuple(dict.fromkeys(lines)), tuple(rims.items()))
