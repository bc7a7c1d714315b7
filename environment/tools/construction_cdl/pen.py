"""What is drawn with a pen: the lines and circles of a picture, and the picture without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.boxes import Box
from environment.tools.construction_cdl.circles import circles_in, rims
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
from environment.tools.construction_cdl.segments import segments_in
from environment.tools.construction_cdl.strokes import Circle, Point, Segment
from environment.tools.pixels import Pixels

BESIDE = 3
"""Pixels beside a stroke that are painted over before letters are looked for again."""
MAX_CIRCLES = 6


@dataclass(frozen=True)
class Drawn:
    """Lines and circles, longest and largest first, with the dots among them."""

    segments: tuple[Segment, ...]
    circles: tuple[Circle, ...]
    dots: tuple[Point, ...]
    """Of the pens' colours."""
    all_dots: tuple[Point, ...]
    """Of any colour."""
    colours: NDArray[np.uint8]


def drawn(pixels: Pixels) -> Drawn | None:
    """Find the strokes; None where there are more than a diagram holds."""
    everything = hollowed(ink_of(pixels))
    ink = without_specks(everything)
    circles = circles_in(pixels, ink)
    lines = thinned(ink)
    segments = segments_in(lines, circles, everything)
    if segments is None or len(circles) > MAX_CIRCLES:
        return None
    colours = _colours_of(pixels, lines, segments, circles)
    if len(colours):  # once more without marks and arrows, which have other colours
        ink = without_specks(of_colours(pixels, ink, colours))
        lines = thinned(ink)
        segments = segments_in(lines, circles, everything) or []
    width = pen_width(ink, lines)
    spots = [tuple(p for p in dots(mask, width) if _is_inside(p, mask, width)) for mask in (ink, everything)]
    return Drawn(tuple(segments), tuple(circles), spots[0], spots[1], colours)


def _colours_of(
    pixels: Pixels, lines: Mask, segments: Sequence[Segment], circles: Sequence[Circle]
) -> NDArray[np.uint8]:
    """Return the colours that the lines and circles found are drawn in, each once."""
    found: list[NDArray[np.uint8]] = []
    longest = max((s.length for s in segments), default=0.0)
    shapes = [_ink_on(lines, s) for s in segments if s.length > 0.3 * longest]
    shapes += [np.argwhere(lines & rims(lines.shape, [c])) for c in circles]
    for places in shapes:
        if len(places) < 10:
            continue
        colour = np.median(pixels[places[:, 0], places[:, 1]], axis=0).astype(np.uint8)
        if all(np.abs(colour.astype(int) - other.astype(int)).max() > 60 for other in found):
            found.append(colour)
    return np.array(found, dtype=np.uint8).reshape(-1, 3)


def _ink_on(lines: Mask, segment: Segment) -> NDArray[np.int64]:
    count = max(int(segment.length), 2)
    xs = np.rint(np.linspace(segment.a[0], segment.b[0], count)).astype(int)
    ys = np.rint(np.linspace(segment.a[1], segment.b[1], count)).astype(int)
    height, width = lines.shape
    fits = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
    return np.column_stack([ys[fits], xs[fits]])


def _is_inside(p: Point, mask: Mask, width: float) -> bool:
    """Whether a dot is away from the picture's edge, at which a cut rim is as thick as a dot."""
    height, across = mask.shape
    return bool(min(p[0], p[1], across - 1 - p[0], height - 1 - p[1]) > 2 * width)


def without_lettering(found: Drawn, boxes: Sequence[Box]) -> Drawn:
    """Leave out lines and dots within a text's box: strokes of letters."""
    segments = [s for s in found.segments if not any(_in(s.a, box, 2) and _in(s.b, box, 2) for box in boxes)]
    spots = [spot for spot in found.dots if not any(_in(spot, box, 0) for box in boxes)]
    return replace(found, segments=tuple(segments), dots=tuple(spots))


def _in(p: Point, box: Box, margin: int) -> bool:
    return box[0] - margin <= p[0] <= box[2] + margin and box[1] - margin <= p[1] <= box[3] + margin


def painted_over(pixels: Pixels, found: Drawn) -> Pixels:
    """Return a picture without its strokes, so that letters that touch them stand alone."""
    near = np.zeros(pixels.shape[:2], dtype=np.uint8)
    for s in found.segments:
        cv2.line(near, _pixel(s.a), _pixel(s.b), 1, thickness=2 * BESIDE + 1)
    for c in found.circles:
        cv2.circle(near, _pixel(c.centre), round(c.radius), 1, thickness=2 * BESIDE + 1)
    strokes = near.astype(bool) & of_colours(pixels, np.ones_like(near, dtype=bool), found.colours)
    cleared = pixels.copy()
    cleared[strokes] = ground(pixels).astype(np.uint8)
    return cleared


def _pixel(place: Point) -> tuple[int, int]:
    return round(place[0]), round(place[1])
