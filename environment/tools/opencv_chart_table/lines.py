"""Line charts: where a coloured line stands at each category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from environment.tools.color_shape_detect.colors import RGB, Floats
from environment.tools.opencv_chart_table.axes import Axis
from environment.tools.opencv_chart_table.blends import drawn_on
from environment.tools.opencv_chart_table.numbers import read_number, rounded
from environment.tools.opencv_chart_table.palette import Ink, lab_of
from environment.tools.opencv_chart_table.view import Text, View
from environment.tools.pixels import Mask

COVERS = 0.55
"""Share of the columns between the outer categories that a line passes through; dotted ones pass fewer."""
THICKEST = 18.0
COLOURED = 10.0
"""Lab chroma under which a line is taken for a grid line."""
FAINT = 25.0
NEAR_GROUND = 20.0
"""A level line under this chroma and this near to the ground's lightness is taken for one too."""
OVERHANG = 14
"""Pixels beyond the outer categories that a frame line goes on for."""


@dataclass(frozen=True)
class DrawnLine:
    """One line: its colour and its height (view coordinate) at each category, NaN where it is not drawn."""

    rgb: RGB
    heights: tuple[float, ...]


def find_lines(
    lab: Floats,
    inks: Sequence[Ink],
    axis: Axis,
    ticks: Sequence[Text],
    places: Sequence[float],
    view: View,
    texts: Sequence[Text],
) -> list[DrawnLine]:
    """Return the lines that run through most of the plot.

    `lab` is the picture, `ticks` are the category labels and `places` where they point, `texts` all texts.
    """
    reach = axis.high - axis.low
    below = max(axis.low - 0.2 * reach, max(text.span.v1 for text in ticks) + 1)
    bottom, top = round(view.height - below), max(0, round(view.height - axis.high - max(0.12 * reach, 10)))
    left, right = round(min(places)), round(max(places))
    plot = lab[top:bottom]
    values, counts = np.unique((plot.reshape(-1, 3) // 2).astype(np.int16), axis=0, return_counts=True)
    ground = values[counts.argmax()].astype(np.float32) * 2 + 1
    wordless, textless = np.ones(plot.shape[:2], np.bool_), np.ones(plot.shape[:2], np.bool_)
    for text in texts:
        x0, y0, x1, y1 = text.box
        textless[max(0, y0 - top) : max(0, y1 - top), x0:x1] = False
        if sum(c.isalpha() for c in text.text) >= 3:
            wordless[max(0, y0 - top) : max(0, y1 - top), x0:x1] = False
    lines: list[DrawnLine] = []
    for ink in inks:
        colour = lab_of(np.array([[ink.rgb]], np.uint8))[0, 0]
        chroma = np.hypot(colour[1], colour[2])
        if chroma < COLOURED:
            continue
        mask = drawn_on(plot, ground, colour) & wordless
        mask &= ~_grid_rows(mask[:, left : right + 1], ink.mask[top:bottom, left : right + 1])[:, None]
        columns = mask[:, left : right + 1]
        exact = (ink.mask[top:bottom] & wordless)[:, left : right + 1].any(axis=0)
        thick = columns.sum(axis=0)
        if exact.mean() < COVERS / 2 or (thick > 0).mean() < COVERS or np.median(thick[thick > 0]) > THICKEST:
            continue
        # A number printed in the line's colour may be taller than the line is thick: look past it first.
        clear, inked, origin = mask & textless, ink.mask[top:bottom], view.height - top
        heights = tuple(
            clean
            if not np.isnan(clean := _height(clear, inked, place, origin))
            else _height(mask, inked, place, origin)
            for place in places
        )
        # Beside a line run the paler pixels of its smoothed edge.
        apart = 1.5 + float(np.median(thick[thick > 0])) / 2
        known = any(coincide(heights, other.heights, apart) for other in lines)
        seen = [height for height in heights if not np.isnan(height)]
        if known or len(seen) < 2:
            continue
        faint = chroma < FAINT and abs(colour[0] - ground[0]) < NEAR_GROUND
        if max(seen) - min(seen) <= 1 and (faint or _overhangs(clear, left, right, origin - seen[0])):
            continue  # a grid line or the plot's frame
        lines.append(DrawnLine(ink.rgb, heights))
    return lines


def _overhangs(mask: Mask, left: int, right: int, row: float) -> bool:
    """Whether a level line goes on beyond the outer categories on both sides, as a plot's frame does."""
    near = mask[max(0, round(row) - 2) : round(row) + 3]
    beyond = (near[:, max(0, left - OVERHANG) : left - 5], near[:, right + 6 : right + OVERHANG + 1])
    return all(part.size > 0 and bool(part.any(axis=0).mean() > 0.8) for part in beyond)


def coincide(a: Sequence[float], b: Sequence[float], apart: float) -> bool:
    """Whether two lines run within some pixels of each other at most categories where both are drawn."""
    both = np.abs(np.array(a) - np.array(b))
    return bool((both <= apart).sum() >= 0.8 * (~np.isnan(both)).sum() > 0)


def line_values(
    line: DrawnLine, places: Sequence[float], axis: Axis, texts: Sequence[Text]
) -> list[float | None]:
    """Return the value at each category, as printed there where that agrees; None where not drawn."""
    reach = abs(axis.value(axis.high) - axis.value(axis.low))
    values: list[float | None] = []
    for place, height in zip(places, line.heights, strict=True):
        if np.isnan(height):
            values.append(None)
            continue
        measured = axis.value(height)
        printed = [
            number.value
            for text in texts
            if text not in axis.ticks
            and (number := read_number(text.text)) is not None
            and abs(text.span.p - place) <= 14
            and abs(text.span.v - height) <= 30
        ]
        near = [value for value in printed if abs(value - measured) <= 0.025 * reach]
        closest = min(near, key=lambda value: abs(value - measured)) if near else None
        values.append(closest if closest is not None else rounded(measured, abs(axis.slope)))
    return values


def _grid_rows(blend: Mask, exact: Mask) -> Mask:
    """Mark rows that a grid or axis line fills: wide in the blend of ground and colour, not in the colour."""
    rows: Mask = (blend.mean(axis=1) > 0.6) & (exact.mean(axis=1) < 0.3)
    return rows


def _height(mask: Mask, inked: Mask, place: float, origin: float) -> float:
    """Return the view height of the longest run at a place, or near it where something covers it.

    Runs that hold a pixel of the colour itself (`inked`) come first: grid lines that cross are blends alone.
    """
    for needed in (mask & inked, mask):
        for offset in (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6):
            column = round(place) + offset
            if not 0 <= column < mask.shape[1] or not needed[:, column].any():
                continue
            rows = np.flatnonzero(mask[:, column])
            runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
            longest = max((run for run in runs if needed[run, column].any()), key=len)
            return float(origin - (longest[0] + longest[-1] + 1) / 2)
    return float("nan")
