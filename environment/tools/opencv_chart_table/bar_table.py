"""Bars and the texts around them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from environment.tools.boxes import Box, covers, overlap
from environment.tools.lines import Line
from environment.tools.opencv_chart_table.axes import Axis, find_axis
from environment.tools.opencv_chart_table.bars import Bars, find_bars
from environment.tools.opencv_chart_table.groups import grouped, series_colours
from environment.tools.opencv_chart_table.labels import label_groups, titles_of
from environment.tools.opencv_chart_table.legend import Mark, clean_name, find_legend, headers_above
from environment.tools.opencv_chart_table.numbers import read_number
from environment.tools.opencv_chart_table.palette import Ink, patches_of
from environment.tools.opencv_chart_table.separate import Reader, cut_at
from environment.tools.opencv_chart_table.table import Table, name_series
from environment.tools.opencv_chart_table.values import bar_values
from environment.tools.opencv_chart_table.view import View, texts_in

LONGEST_BAR = 12.0
"""The longest bar has at least this many pixels, else the rectangles are markers."""


class Found(NamedTuple):
    """Bars, the way they point, and the axis that measures them, if any was read."""

    view: View
    bars: Bars
    axis: Axis | None


def bars_in(inks: Sequence[Ink], lines: Sequence[Line], height: int, marked: Sequence[Box]) -> Found | None:
    """Look for bars both ways and return the way that more stand on one line.

    `height` is the picture's; `marked` are the boxes of a legend's marks, which are no bars.
    """
    patches = patches_of(inks, [line.box for line in lines if read_number(line.text) is not None])
    words = [line.box for line in lines if any(c.isalpha() for c in line.text)]
    patches = [
        patch
        for patch in patches
        if not any(overlap(patch.box, box) for box in marked)
        and not any(covers(box, patch.box) for box in words)  # a letter is no bar
    ]
    best: tuple[float, Found] | None = None
    for vertical in (True, False):
        view = View(vertical, height)
        texts = texts_in(view, lines)
        axis = find_axis(texts)
        axis = None if axis is not None and axis.counts_years else axis
        found = find_bars(patches, texts, view, axis)
        if found is None or len(found.bars) < 2 or max(bar.length for bar in found.bars) < LONGEST_BAR:
            continue
        score = len(found.bars) + (0.5 if axis is not None else 0.0)
        if best is None or score > best[0]:
            best = score, Found(view, found, axis)
    return None if best is None else best[1]


def bar_table(found: Found, marks: Sequence[Mark], lines: Sequence[Line], read: Reader) -> Table | None:
    """Return the bars as rows and series; None where neither a scale nor most of the names can be read."""
    view, bars, axis = found
    if not view.vertical:
        top, bottom = min(bar.span.p0 for bar in bars.bars), max(bar.span.p1 for bar in bars.bars)
        lines = cut_at(lines, bars.baseline, top, bottom)
    texts = texts_in(view, lines)
    values = bar_values(bars, axis, texts)
    if values is None:
        return None
    drawn = {bar.rgb for bar in bars.bars}
    boxes = [view.box(bar.span) for bar in bars.bars]
    free_marks = [m for m in marks if m.rgb in drawn and not any(overlap(m.box, box) for box in boxes)]
    legend = find_legend(free_marks, texts)
    colours = series_colours(bars, legend)
    groups = grouped(bars, colours)
    free = [
        text
        for text in texts
        if text not in set(legend.values()) and (axis is None or text not in axis.ticks)
    ]
    foot = min(bar.span.v0 for bar in bars.bars)
    labels, used = label_groups(groups, free, foot, view, read)
    if sum(label == "" for label in labels) * 2 > len(labels):  # numbers without names answer no question
        return None
    single = len(colours) < 2
    rows: list[tuple[str, tuple[float | None, ...]]] = []
    for group, label in zip(groups, labels, strict=True):
        by_colour = {bars.bars[i].rgb: values[i] for i in group.members}
        cells = (values[group.members[0]],) if single else tuple(by_colour.get(rgb) for rgb in colours)
        rows.append((label or f"#{len(rows) + 1}", cells))
    plot = _around(boxes)
    ticks = list(axis.ticks) if axis is not None else []
    title, x_title, y_title = titles_of(texts, [*used, *ticks, *legend.values()], plot)
    if len(colours) > 1 and not legend and not view.vertical:
        first = groups[0].members
        middles = {bars.bars[i].rgb: (bars.bars[i].span.v0 + bars.bars[i].span.v1) / 2 for i in first}
        legend = headers_above(middles, plot[1], texts)
    names = [clean_name(legend[rgb].text) if rgb in legend else "" for rgb in colours]
    if single:
        names = [names[0] or "value"]
    way = "vertical" if view.vertical else "horizontal"
    kind = f"{way}_bar" if single else "stacked_bar" if bars.stacked else "grouped_bar"
    return Table(kind, "label", name_series(colours, names), tuple(rows), title, x_title, y_title)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
