"""A chart picture to a table: which kind of chart it is, and its parts put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from environment.errors import NothingFoundError
from environment.tools.boxes import Box, covers, overlap
from environment.tools.color_shape_detect.colors import RGB, Floats
from environment.tools.opencv_chart_table.axes import Axis, find_axis, on_grid, on_ticks
from environment.tools.opencv_chart_table.bars import Bars, find_bars
from environment.tools.opencv_chart_table.groups import grouped, series_colours
from environment.tools.opencv_chart_table.labels import label_groups, titles_of
from environment.tools.opencv_chart_table.legend import (
    Mark,
    clean_name,
    find_legend,
    headers_above,
    legend_marks,
    marks_of,
    names_by_colour,
)
from environment.tools.opencv_chart_table.lines import drawn_in, find_lines, is_blend, line_values, named_by
from environment.tools.opencv_chart_table.numbers import read_number
from environment.tools.opencv_chart_table.palette import Ink, ground_of, inks_of, lab_of, patches_of
from environment.tools.opencv_chart_table.pie import find_pie, read_pie
from environment.tools.opencv_chart_table.separate import Reader, cut_at, separated
from environment.tools.opencv_chart_table.table import Table, name_series
from environment.tools.opencv_chart_table.values import bar_values
from environment.tools.opencv_chart_table.view import Span, Text, View, are_slanted, texts_in
from environment.tools.pixels import Pixels
from environment.tools.rapidocr import Line

LONGEST_BAR = 12.0
"""The longest bar has at least this many pixels, else the rectangles are markers."""


def read_chart(pixels: Pixels, lines: Sequence[Line], read: Reader) -> Table:
    """Return the table of a chart; `lines` are its texts, `read` reads the text in one box again.

    Tried in order: pie, bars, lines. Raises NothingFoundError where no marks or no scale were found.
    """
    height, width = pixels.shape[:2]
    inks = inks_of(pixels)
    marks = marks_of(inks)
    lines = separated(lines, marks, inks, read)
    view = View(vertical=True, height=height)
    texts = texts_in(view, lines)
    legend = find_legend(marks, texts)
    pie = find_pie(inks, (height, width))
    if pie is not None:
        rows, used = read_pie(pie, texts, legend)
        x, y = pie.centre
        left, top, right, bottom = (
            round(c) for c in (x - pie.radius, y - pie.radius, x + pie.radius, y + pie.radius)
        )
        title, _, _ = titles_of(texts, used, (left, top, right, bottom))
        names = name_series([s.rgb for s in pie.sectors], [label for label, _ in rows])
        cells = tuple((name.name, (value,)) for name, (_, value) in zip(names, rows, strict=True))
        return Table("pie", "label", name_series([pie.sectors[0].rgb], ["percent"]), cells, title)
    found = _bars(inks, lines, height, [mark.box for mark, _ in legend_marks(marks, texts)])
    if found is not None:
        table = _bar_table(found, marks, lines, read)
        if table is not None:
            return table
    table = _line_table(pixels, inks, texts, view, legend, read)
    if table is not None:
        return table
    raise NothingFoundError(
        "No bars, lines or pie with a readable scale were found: use rapidocr or zoom on it instead."
    )


_Found = tuple[View, Bars, Axis | None]


def _bars(inks: list[Ink], lines: Sequence[Line], height: int, marked: Sequence[Box]) -> _Found | None:
    """Look for bars both ways, not among a legend's marks, and return the way that more stand on one line."""
    patches = patches_of(inks, [line.box for line in lines if read_number(line.text) is not None])
    words = [line.box for line in lines if any(c.isalpha() for c in line.text)]
    patches = [
        patch
        for patch in patches
        if not any(overlap(patch.box, box) for box in marked)
        and not any(covers(box, patch.box) for box in words)  # a letter is no bar
    ]
    best: tuple[float, _Found] | None = None
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
            best = score, (view, found, axis)
    return None if best is None else best[1]


def _bar_table(found: _Found, marks: Sequence[Mark], lines: Sequence[Line], read: Reader) -> Table | None:
    view, bars, axis = found
    if not view.vertical:
        first, last = min(bar.span.p0 for bar in bars.bars), max(bar.span.p1 for bar in bars.bars)
        lines = cut_at(lines, bars.baseline, first, last)
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


def _line_table(
    pixels: Pixels, inks: list[Ink], texts: list[Text], view: View, legend: dict[RGB, Text], read: Reader
) -> Table | None:
    axis = find_axis(texts)
    if axis is None:
        return None
    ticks = [t for t in _tick_row(texts, axis) if t not in legend.values()]
    if len(ticks) < 2:
        return None
    line_height = float(np.median([tick.box[3] - tick.box[1] for tick in axis.ticks]))
    slanted = are_slanted(ticks, line_height)
    places = [text.span.p1 - 0.35 * line_height if slanted else text.span.p for text in ticks]
    lab = lab_of(pixels)
    places = on_ticks(places, _tick_bands(lab[..., 0], axis, ticks, view))
    axis = on_grid(axis, lab[::-1, round(min(places)) : round(max(places)), 0])
    lines = find_lines(lab, inks, axis, ticks, places, view, texts)
    ground = ground_of(pixels)
    legend = named_by(legend, lines, ground)
    if len(legend) < len(lines):  # marks thinner than a pixel are blends alone
        blends = [Ink(line.rgb, drawn_in(lab, ground, line.rgb)) for line in lines]
        fuller = find_legend(marks_of(blends), texts)
        legend = fuller if len(fuller) > len(legend) else legend
    if len(legend) >= 2:
        named = [line for rgb in legend for line in lines if line.rgb == rgb]
        lines = named + [line for line in lines if line not in named and not is_blend(line, named, ground)]
    if not lines:
        return None
    names: list[str] = []
    named = {**names_by_colour(inks, [t for t in texts if t.span.p > max(places) - 60]), **legend}
    for line in lines:
        name = named.get(line.rgb) or _beside_end(line.heights, places, texts, [*axis.ticks, *ticks])
        names.append(clean_name(name.text) if name is not None and len(lines) > 1 else "")
    if len(lines) == 1 and not names[0]:
        names = ["value"]
    columns = [line_values(line, places, axis, texts) for line in lines]
    rows = tuple((t.text, tuple(column[at] for column in columns)) for at, t in enumerate(ticks))
    plot = view.box(Span(min(places), axis.low, max(places), axis.high))
    title, x_title, y_title = titles_of(texts, [*ticks, *axis.ticks, *legend.values()], plot)
    return Table("line", "label", name_series([s.rgb for s in lines], names), rows, title, x_title, y_title)


def _tick_bands(lightness: Floats, axis: Axis, ticks: Sequence[Text], view: View) -> list[Floats]:
    """Return the strip above the labels that tick marks stand in, and the plot with its grid lines."""
    top = min(tick.box[1] for tick in ticks)
    low, high = round(view.height - axis.low), round(view.height - axis.high)
    strips = [lightness[top - 6 : top + 1], lightness[max(0, high) : low]]
    return [strip.T for strip in strips if len(strip) >= 3]


def _tick_row(texts: Sequence[Text], axis: Axis) -> list[Text]:
    """Return the row of labels nearest below the axis' lowest tick, from the left."""
    below = [t for t in texts if t.span.v1 <= axis.low + 6 and t not in axis.ticks]
    best: list[Text] = []
    for anchor in below:
        row = [t for t in below if abs(t.span.v1 - anchor.span.v1) <= 6]
        if len(row) >= 2 and (not best or row[0].span.v1 > best[0].span.v1 + 6):
            best = row
    return sorted(best, key=lambda t: t.span.p)


def _beside_end(
    heights: Sequence[float], places: Sequence[float], texts: Sequence[Text], used: Sequence[Text]
) -> Text | None:
    """Return the text nearest to a line's last point, on the line or right of it."""
    drawn = [at for at, height in enumerate(heights) if not np.isnan(height)]
    place, height = places[drawn[-1]], heights[drawn[-1]]
    near = [
        t
        for t in texts
        if t not in used
        and abs(t.span.v - height) <= 12
        and t.span.p1 >= place - 80
        and any(c.isalpha() for c in t.text)
    ]
    return min(near, key=lambda t: abs(t.span.v - height)) if near else None


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
