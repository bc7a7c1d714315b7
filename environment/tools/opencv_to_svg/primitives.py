"""What a chart is drawn of: bars, lines of series, sectors, straight lines and texts, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from environment.tools.boxes import Box, overlap
from environment.tools.color_shape_detect.colors import RGB
from environment.tools.lines import Line
from environment.tools.opencv_chart_table.bar_table import bars_in
from environment.tools.opencv_chart_table.blends import drawn_in
from environment.tools.opencv_chart_table.legend import find_legend, legend_marks, marks_of
from environment.tools.opencv_chart_table.line_table import Found, lines_in
from environment.tools.opencv_chart_table.palette import Ink, chroma_of, ground_of, inks_of, lab_of
from environment.tools.opencv_chart_table.pie import Pie, find_pie
from environment.tools.opencv_chart_table.separate import Reader, separated
from environment.tools.opencv_chart_table.view import View, texts_in
from environment.tools.pixels import Mask, Pixels

LONG = 0.15
"""Share of the picture's side from which a thin straight line counts."""
THICK = 4
STRAY = 12
"""Pixels that a line may jump from one column to the next."""
SIMPLER = 1.2
"""Pixels by which a simplified line may leave the traced one."""
GREY = 20.0
"""Lab chroma below which an ink may be that of axes and grids."""


class Rect(NamedTuple):
    """A filled rectangle."""

    box: Box
    rgb: RGB


class Path(NamedTuple):
    """The line of one series from point to point."""

    points: tuple[tuple[int, int], ...]
    rgb: RGB


class Sector(NamedTuple):
    """A piece of a pie or ring: angles in degrees clockwise from the top; `hole` is 0 for a pie."""

    centre: tuple[float, float]
    radius: float
    hole: float
    start: float
    end: float
    rgb: RGB


class Straight(NamedTuple):
    """An axis, a grid line or a frame's side."""

    start: tuple[int, int]
    end: tuple[int, int]
    rgb: RGB


class Drawing(NamedTuple):
    """The primitives of a chart."""

    rects: tuple[Rect, ...]
    paths: tuple[Path, ...]
    sectors: tuple[Sector, ...]
    straights: tuple[Straight, ...]
    texts: tuple[Line, ...]


def drawing_of(pixels: Pixels, lines: Sequence[Line], read: Reader) -> Drawing:
    """Segment a chart; `lines` are its texts, `read` reads the text in one box again.

    A chart is sectors, bars or lines of series, whichever is found first in this order; a part that is not
    found is empty.
    """
    height, width = pixels.shape[:2]
    inks = inks_of(pixels)
    marks = marks_of(inks)
    lines = separated(lines, marks, inks, read)
    view = View(vertical=True, height=height)
    texts = texts_in(view, lines)
    rects: list[Rect] = []
    paths: list[Path] = []
    sectors: list[Sector] = []
    pie = find_pie(inks, (height, width))
    if pie is not None:
        sectors = _sectors(pie, inks)
    else:
        bars = bars_in(inks, lines, height, [mark.box for mark, _ in legend_marks(marks, texts)])
        if bars is not None:
            rects = [Rect(bars.view.box(bar.span), bar.rgb) for bar in bars.bars.bars]
        elif (found := lines_in(pixels, inks, texts, view, find_legend(marks, texts))) is not None:
            paths = _paths(found, pixels, lines, view)
    taken = {rect.rgb for rect in rects} | {sector.rgb for sector in sectors} | {path.rgb for path in paths}
    grey = [ink for ink in inks if ink.rgb not in taken and chroma_of(ink.rgb) < GREY]
    straights = [s for ink in grey for s in _straights(ink, [rect.box for rect in rects])]
    rects.sort(key=lambda rect: (rect.box[0], rect.box[1]))
    return Drawing(tuple(rects), tuple(paths), tuple(sectors), tuple(straights), tuple(lines))


def _sectors(pie: Pie, inks: Sequence[Ink]) -> list[Sector]:
    hole = _hole(pie, inks)
    return [
        Sector(
            pie.centre,
            pie.radius,
            hole,
            round(s.middle - 1.8 * s.share, 2) % 360,
            round(s.middle + 1.8 * s.share, 2) % 360,
            s.rgb,
        )
        for s in pie.sectors
    ]


def _hole(pie: Pie, inks: Sequence[Ink]) -> float:
    """Return the radius of the hole of a ring, 0 for a pie: where most rays first meet a sector's colour."""
    colours = {sector.rgb for sector in pie.sectors}
    painted = np.logical_or.reduce([ink.mask for ink in inks if ink.rgb in colours])
    first: list[float] = []
    for angle in np.radians(np.arange(0, 360, 5)):
        steps = np.arange(0, pie.radius * 0.95)
        columns = np.clip((pie.centre[0] + steps * np.sin(angle)).astype(int), 0, painted.shape[1] - 1)
        rows = np.clip((pie.centre[1] - steps * np.cos(angle)).astype(int), 0, painted.shape[0] - 1)
        on = np.flatnonzero(painted[rows, columns])
        first.append(float(steps[on[0]]) if len(on) else float(pie.radius))
    hole = float(np.median(first))
    return hole if hole > 0.15 * pie.radius else 0.0


def _paths(found: Found, pixels: Pixels, lines: Sequence[Line], view: View) -> list[Path]:
    lab, ground = lab_of(pixels), ground_of(pixels)
    places = [round(place) for place in found.places]
    paths: list[Path] = []
    for line in found.lines:
        mask = drawn_in(lab, ground, line.rgb)
        for x0, y0, x1, y1 in (text.box for text in lines):
            mask[y0:y1, x0:x1] = False
        seen = [(p, view.height - h) for p, h in zip(places, line.heights, strict=True) if not np.isnan(h)]
        points = _traced(mask, seen)
        simple = cv2.approxPolyDP(np.array(points, np.float32)[:, None], SIMPLER, False)[:, 0]
        paths.append(Path(tuple((round(float(x)), round(float(y))) for x, y in simple), line.rgb))
    return paths


def _traced(mask: Mask, seen: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    """Follow a line column by column between the points where it was seen, over gaps where it is covered."""
    points: list[tuple[float, float]] = [(float(seen[0][0]), seen[0][1])]
    for (start, _), (end, height) in pairwise(seen):
        for column in range(start + 1, end):
            rows = np.flatnonzero(mask[:, column])
            if not len(rows):
                continue
            runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
            middles = [(run[0] + run[-1] + 1) / 2 for run in runs]
            last = points[-1]
            near = min(middles, key=lambda middle: abs(middle - last[1]))
            if abs(near - last[1]) <= STRAY * max(1.0, column - last[0]):
                points.append((float(column), float(near)))
        points.append((float(end), height))
    return points


def _straights(ink: Ink, bars: Sequence[Box]) -> list[Straight]:
    """Return the long thin horizontal and vertical lines of an ink that no bar covers."""
    height, width = ink.mask.shape
    mask = ink.mask.astype(np.uint8)
    found: list[Straight] = []
    for kernel in (
        np.ones((1, max(9, int(LONG * width))), np.uint8),
        np.ones((max(9, int(LONG * height)), 1), np.uint8),
    ):
        across = kernel.shape[0] == 1
        opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
        _, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        for x, y, w, h, _ in stats[1:].tolist():
            if (h if across else w) > THICK or any(
                overlap((x, y, x + w, y + h), bar) for bar in bars if not across
            ):
                continue
            start, end = (
                ((x, y + h // 2), (x + w, y + h // 2)) if across else ((x + w // 2, y), (x + w // 2, y + h))
            )
            found.append(Straight(start, end, ink.rgb))
    return sorted(found)
