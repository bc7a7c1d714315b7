"""Bars to rows and columns: which bars make one category, and which colours are series."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from environment.tools.color_shape_detect.colors import RGB
from environment.tools.opencv_chart_table.bars import Bar, Bars

SAME_COLUMN = 3.0


@dataclass(frozen=True)
class Group:
    """The bars of one category and its place along the categories."""

    members: tuple[int, ...]
    p0: float
    p1: float

    @property
    def p(self) -> float:
        """Centre along the categories."""
        return (self.p0 + self.p1) / 2


def series_colours(found: Bars, legend: Collection[RGB]) -> list[RGB]:
    """Return the colours that are series, in drawing order; one colour (or none meant) gives a single series.

    Colours are series where a legend names two of them, where bars are stacked, or where two colours come
    twice each in columns that are not evenly spaced; else a colour only sets a category off.
    """
    order = [bar.rgb for bar in sorted(found.bars, key=lambda bar: (round(bar.span.p), bar.span.v0))]
    colours = list(dict.fromkeys(order))
    named = [rgb for rgb in colours if rgb in legend]
    if len(named) >= 2:
        return [rgb for rgb in legend if rgb in colours] + [rgb for rgb in colours if rgb not in legend]
    repeated = [rgb for rgb in colours if order.count(rgb) >= 2]
    shared = found.stacked or _doubled(found)
    if len(colours) > 1 and (shared or (len(repeated) >= 2 and not _evenly_spaced(found))):
        return colours
    return colours[:1]


def grouped(found: Bars, series: Sequence[RGB]) -> list[Group]:
    """Return the categories in reading order, each with the indices of its bars."""
    indices = sorted(range(len(found.bars)), key=lambda i: found.bars[i].span.p)
    if len(series) < 2:
        return [_group([i], found.bars) for i in indices]
    columns: list[list[int]] = []
    for i in indices:
        if columns and abs(found.bars[columns[-1][0]].span.p - found.bars[i].span.p) <= SAME_COLUMN:
            columns[-1].append(i)
        else:
            columns.append([i])
    if found.stacked or _doubled(found):
        return [_group(column, found.bars) for column in columns]
    gaps = [found.bars[b[0]].span.p0 - found.bars[a[0]].span.p1 for a, b in pairwise(columns)]
    uneven = bool(gaps) and max(gaps) > 2 * (max(min(gaps), 0) + 2)
    limit = (min(gaps) + max(gaps)) / 2 if uneven else float("inf")
    groups = [list(columns[0])]
    for column, gap in zip(columns[1:], gaps, strict=True):
        colours = {found.bars[i].rgb for i in groups[-1]}
        if gap > limit or found.bars[column[0]].rgb in colours:
            groups.append(list(column))
        else:
            groups[-1] += column
    return [_group(group, found.bars) for group in groups]


def _group(members: Sequence[int], bars: Sequence[Bar]) -> Group:
    spans = [bars[i].span for i in members]
    return Group(tuple(members), min(s.p0 for s in spans), max(s.p1 for s in spans))


def _doubled(found: Bars) -> bool:
    """Whether columns hold a bar on either side of the line, as diverging charts do."""
    places = [round(bar.span.p / SAME_COLUMN) for bar in found.bars]
    return len(places) - len(set(places)) >= max(2, len(set(places)) // 2)


def _evenly_spaced(found: Bars) -> bool:
    centres = np.sort([bar.span.p for bar in found.bars])
    steps = np.diff(centres)
    return bool(len(steps) == 0 or steps.max() <= 1.25 * max(float(np.median(steps)), 1.0))
