"""Legends: a small mark of a series' colour with its name beside it, or a name in that colour."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from environment.tools.boxes import Box
from environment.tools.color_shape_detect.colors import RGB
from environment.tools.opencv_chart_table.numbers import read_number
from environment.tools.opencv_chart_table.palette import Ink, chroma_of
from environment.tools.opencv_chart_table.view import Text

LEAST_MARK = 14
"""Pixels of the smallest mark."""
LEAST_STROKE = 8
"""Pixels of the smallest mark that is a short stroke."""
LONGEST_MARK = 60
HUED = 15.0
"""Lab chroma from which a mark cannot be a letter of black or grey writing."""


class Mark(NamedTuple):
    """A small compact blob of one colour that stands alone."""

    rgb: RGB
    box: Box


class Named(NamedTuple):
    """A mark and the text right of it."""

    mark: Mark
    text: Text


def legend_marks(marks: Sequence[Mark], texts: Sequence[Text]) -> list[Named]:
    """Return the marks of a legend, all of one size, with their names; empty where there is none."""
    found = _entries(marks, texts)
    sizes = np.array([(m.box[2] - m.box[0], m.box[3] - m.box[1]) for m, _ in found])
    return found if len(found) >= 2 and int(np.ptp(sizes, axis=0).max()) <= 2 else []


def find_legend(marks: Sequence[Mark], texts: Sequence[Text]) -> dict[RGB, Text]:
    """Return the name beside each colour's mark, in reading order; empty where fewer than two are found."""
    return {mark.rgb: text for mark, text in _entries(marks, texts)}


def _entries(marks: Sequence[Mark], texts: Sequence[Text]) -> list[Named]:
    marked = [
        Named(mark, text)
        for text in texts
        if _may_be_name(text.text) and (mark := _mark_before(marks, text)) is not None
    ]
    best: list[Named] = []
    for anchor in marked:
        for in_line in (_same_row, _same_column):
            entries: dict[RGB, Named] = {}
            for named in marked:
                if in_line(anchor, named):
                    entries.setdefault(named.mark.rgb, named)
            if _weight(entries.values()) > _weight(best):
                best = list(entries.values())
    # Letters' grey edges pass for marks: without a hued one, a row of numbers is an axis.
    words = sum(read_number(named.text.text) is None for named in best)
    hued = any(is_hued(named.mark.rgb) for named in best)
    return best if len(best) >= 2 and (words >= 2 or hued) else []


def _may_be_name(text: str) -> bool:
    """Whether a series may be called so: words, or a whole number as years are, no percentage or amount."""
    return read_number(text) is None or clean_name(text).rstrip("*").isdigit()


def _same_row(a: Named, b: Named) -> bool:
    texts = abs((a.text.box[1] + a.text.box[3]) - (b.text.box[1] + b.text.box[3])) <= 12
    marks = abs(a.mark.box[1] + a.mark.box[3] - b.mark.box[1] - b.mark.box[3]) <= 8
    return texts and marks and _same_height(a.text.box, b.text.box)


def _same_column(a: Named, b: Named) -> bool:
    texts = abs(a.text.box[0] - b.text.box[0]) <= 14
    marks = abs(a.mark.box[0] + a.mark.box[2] - b.mark.box[0] - b.mark.box[2]) <= 8
    return texts and marks and _same_height(a.text.box, b.text.box)


def _same_height(a: Box, b: Box) -> bool:
    low, high = sorted((a[3] - a[1], b[3] - b[1]))
    return high <= 1.6 * low


def _weight(entries: Collection[Named]) -> tuple[int, int]:
    return sum(is_hued(named.mark.rgb) for named in entries), len(entries)


def marks_of(inks: Sequence[Ink]) -> list[Mark]:
    """Return the blobs that could be marks of a legend: squares, discs, rings and short strokes."""
    marks: list[Mark] = []
    for ink in inks:
        # Closed first: the smoothed corners of a thin ring are of other colours.
        closed = cv2.morphologyEx(ink.mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
        for x, y, width, tall, area in stats[1:].tolist():
            if (
                area < (LEAST_STROKE if tall <= 5 and width >= 8 else LEAST_MARK)
                or width > LONGEST_MARK
                or tall > LONGEST_MARK
                or width < 4
            ):
                continue
            full = area / (width * tall)
            stroke = width >= 2 * tall and (full >= 0.25 or tall <= 5)
            ring = full >= 0.25 and 0.8 <= width / tall <= 1.25
            if stroke or (full >= 0.6 and tall >= 4) or (ring and tall >= 7):
                marks.append(Mark(ink.rgb, (x, y, x + width, y + tall)))
    return marks


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
    return text.strip(" ●•■□▪◆▲○—–-")


def is_hued(rgb: RGB) -> bool:
    """Whether a colour is no shade of grey, as most writing is."""
    return chroma_of(rgb) >= HUED


def _mark_before(marks: Sequence[Mark], text: Text) -> Mark | None:
    """Return the mark left of a text or just inside its box, on its middle and no taller than the line."""
    x0, y0, x1, y1 = text.box
    height = y1 - y0
    marked = text.text != clean_name(text.text)
    if x1 - x0 < 0.6 * height or height > 40:
        return None
    inside = (1.4 if marked else 0.9) * height
    near = [
        mark
        for mark in marks
        if abs(mark.box[1] + mark.box[3] - y0 - y1) <= 0.7 * height
        and mark.box[3] - mark.box[1] <= 1.3 * height
        and x0 - max(14, 0.6 * height) <= mark.box[2] <= x0 + inside
        and mark.box[0] < x0 + 0.8 * height
    ]
    # Greys come last, for they may be letters; in one place the paler ones are a mark's smoothed edge.
    return min(
        near,
        key=lambda mark: (not is_hued(mark.rgb), abs(mark.box[2] - x0) // 8, -chroma_of(mark.rgb)),
        default=None,
    )
