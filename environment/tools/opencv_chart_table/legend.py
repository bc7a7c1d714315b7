"""Legends: a small mark of a series' colour with its name beside it, or a name in that colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from environment.tools.color_shape_detect.colors import RGB
from environment.tools.opencv_chart_table.numbers import read_number
from environment.tools.opencv_chart_table.palette import Ink
from environment.tools.opencv_chart_table.view import Text

REACH = 60
"""Pixels left of a name in which its mark stands."""
LEAST_MARK = 14


def find_legend(inks: Sequence[Ink], texts: Sequence[Text]) -> dict[RGB, Text]:
    """Return the name beside each colour's mark, in reading order; empty where fewer than two are found."""
    marked = [(rgb, text) for text in texts if (rgb := _mark_before(inks, text)) is not None]
    best: dict[RGB, Text] = {}
    for _, anchor in marked:
        for in_line in (_same_row, _same_column):
            entries: dict[RGB, Text] = {}
            for rgb, text in marked:
                if in_line(anchor, text):
                    entries.setdefault(rgb, text)
            if len(entries) > len(best):
                best = entries
    return best if len(best) >= 2 else {}


def _same_row(a: Text, b: Text) -> bool:
    return abs((a.box[1] + a.box[3]) - (b.box[1] + b.box[3])) <= 12


def _same_column(a: Text, b: Text) -> bool:
    return abs(a.box[0] - b.box[0]) <= 8


def names_by_colour(inks: Sequence[Ink], texts: Sequence[Text]) -> dict[RGB, Text]:
    """Return for each colour the text that is written in it."""
    found: dict[RGB, tuple[int, Text]] = {}
    for text in (text for text in texts if read_number(text.text) is None):
        x0, y0, x1, y1 = text.box
        counts = [int(ink.mask[y0:y1, x0:x1].sum()) for ink in inks]
        if counts and max(counts) >= 12:
            rgb = inks[int(np.argmax(counts))].rgb
            if rgb not in found or counts[int(np.argmax(counts))] > found[rgb][0]:
                found[rgb] = max(counts), text
    return {rgb: text for rgb, (_, text) in found.items()}


def headers_above(places: Mapping[RGB, float], top: int, texts: Sequence[Text]) -> dict[RGB, Text]:
    """Return the names that stand as column heads over the bars of each colour; empty unless all have one.

    `places` has the middle of each colour's topmost bar across, `top` where the bars begin, in pixels.
    """
    words = [text for text in texts if read_number(text.text) is None]
    near = [text for text in words if 0 <= top - text.box[3] <= 1.5 * (text.box[3] - text.box[1])]
    order = sorted(places, key=lambda rgb: places[rgb])
    heads = sorted(near, key=lambda text: text.box[0])
    if len(heads) != len(order) or len({text.box[1] // 8 for text in heads}) > 2:
        return {}
    return dict(zip(order, heads, strict=True))


def clean_name(text: str) -> str:
    """Return a legend name without the mark that the reader took for a letter."""
    return text.strip(" ●•■◆▲○")


def _mark_before(inks: Sequence[Ink], text: Text) -> RGB | None:
    """Return the colour of the mark left of a text: one blob, no taller than the line, standing free."""
    x0, y0, x1, y1 = text.box
    height = y1 - y0
    marked = text.text != clean_name(text.text)
    if x1 - x0 < 0.6 * height or height > 40:
        return None
    left, right = max(0, x0 - REACH), x0 + round((1.4 if marked else 0.7) * height)
    top, bottom = max(0, y0 - 6), y1 + 6
    best: tuple[float, RGB] | None = None
    for ink in inks:
        window = ink.mask[top:bottom, left:right].astype(np.uint8)
        if int(window.sum()) < LEAST_MARK:
            continue
        _, _, stats, _ = cv2.connectedComponentsWithStats(window, connectivity=8)
        for x, y, width, tall, area in stats[1:]:
            free = x > 0 and y > 0 and x + width < right - left and y + tall < bottom - top
            beside = abs(top + y + tall / 2 - (y0 + y1) / 2) <= 0.35 * height
            end = left + x + width
            full = area / (width * tall)
            compact = area >= LEAST_MARK and (full >= 0.6 or (full >= 0.25 and width >= 2 * tall))
            flat = tall <= 5 and width >= 8
            near = -0.6 * height <= end - x0 <= 1 + (1.4 if marked else 0.7) * height or 0 <= x0 - end <= 14
            if free and beside and compact and near and (tall >= 4 or flat) and tall <= 1.3 * height:
                gap = float(abs(x0 - end))
                if best is None or gap < best[0]:
                    best = gap, ink.rgb
    return None if best is None else best[1]
