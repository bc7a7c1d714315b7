"""Lines and the texts around them as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from environment.tools.color_shape_detect.colors import RGB, Floats
from environment.tools.opencv_chart_table.axes import Axis, find_axis, on_grid, on_ticks
from environment.tools.opencv_chart_table.blends import drawn_in, is_blend, named_by
from environment.tools.opencv_chart_table.labels import titles_of
from environment.tools.opencv_chart_table.legend import clean_name, find_legend, marks_of, names_by_colour
from environment.tools.opencv_chart_table.lines import DrawnLine, coincide, find_lines, line_values
from environment.tools.opencv_chart_table.palette import Ink, ground_of, lab_of
from environment.tools.opencv_chart_table.table import Table, name_series
from environment.tools.opencv_chart_table.view import Span, Text, View, are_slanted
from environment.tools.pixels import Pixels

BESIDE = 4.0
"""Pixels from the middle of a line to that of its smoothed edge, at most."""


class Found(NamedTuple):
    """Lines, the labels below them with the places these point to, the axis, and the names a legend gives."""

    lines: Sequence[DrawnLine]
    ticks: Sequence[Text]
    places: Sequence[float]
    axis: Axis
    known: Mapping[RGB, Text]


def lines_in(
    pixels: Pixels, inks: Sequence[Ink], texts: Sequence[Text], view: View, legend: Mapping[RGB, Text]
) -> Found | None:
    """Look for lines over a row of labels; None without an axis, labels or lines."""
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
    lines, known = _known(lines, legend, texts, lab, ground_of(pixels))
    return Found(lines, ticks, places, axis, known) if lines else None


def line_table(found: Found, inks: Sequence[Ink], texts: Sequence[Text], view: View) -> Table:
    """Return lines as series over the row of labels below them."""
    lines, ticks, places, axis, known = found
    names: list[str] = []
    named = {**names_by_colour(inks, [t for t in texts if t.span.p > max(places) - 60]), **known}
    for line in lines:
        name = named.get(line.rgb) or _beside_end(line.heights, places, texts, [*axis.ticks, *ticks])
        names.append(clean_name(name.text) if name is not None and len(lines) > 1 else "")
    if len(lines) == 1 and not names[0]:
        names = ["value"]
    columns = [line_values(line, places, axis, texts) for line in lines]
    rows = tuple((t.text, tuple(column[at] for column in columns)) for at, t in enumerate(ticks))
    plot = view.box(Span(min(places), axis.low, max(places), axis.high))
    title, x_title, y_title = titles_of(texts, [*ticks, *axis.ticks, *known.values()], plot)
    return Table("line", "label", name_series([s.rgb for s in lines], names), rows, title, x_title, y_title)


def _known(
    lines: Sequence[DrawnLine],
    legend: Mapping[RGB, Text],
    texts: Sequence[Text],
    lab: Floats,
    ground: RGB,
) -> tuple[list[DrawnLine], dict[RGB, Text]]:
    """Return the lines, those the legend names first, without smoothed edges of these; and their names."""
    colours = [line.rgb for line in lines]
    known = named_by(legend, colours, ground)
    if len(known) < len(lines):  # marks thinner than a pixel are blends alone
        marks = marks_of([Ink(rgb, drawn_in(lab, ground, rgb)) for rgb in colours])
        fuller = find_legend(marks, texts)
        known = fuller if len(fuller) > len(known) else known
    named = [line for rgb in known for line in lines if line.rgb == rgb]
    if len(named) < 2:
        return list(lines), known
    others = [line for line in lines if line not in named and not is_blend(line.rgb, list(known), ground)]
    apart = [x for x in others if not any(coincide(x.heights, y.heights, BESIDE) for y in named)]
    return [*named, *apart], known


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
