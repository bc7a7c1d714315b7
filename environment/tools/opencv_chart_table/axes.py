"""Value axes: tick labels that stand in one line, and the straight fit from pixel to value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from environment.tools.color_shape_detect.colors import Floats
from environment.tools.opencv_chart_table.numbers import Number, read_number
from environment.tools.opencv_chart_table.view import Text

ALIGNED_WITHIN = 5.0
FITS_WITHIN = 2.5
LEAST_TICKS = 3
GRID_WITHIN = 10
"""Pixels from the middle of a tick label to its grid line, at most."""
TICK_WITHIN = 24
"""Pixels from where a category label seems to point to its tick mark, at most."""


@dataclass(frozen=True)
class Axis:
    """value = slope * v + intercept, with the tick labels that agree."""

    slope: float
    intercept: float
    ticks: tuple[Text, ...]
    values: tuple[float, ...]
    percent: bool

    def value(self, v: float) -> float:
        """Return the value at a view coordinate."""
        return self.slope * v + self.intercept

    def at(self, value: float) -> float:
        """Return the view coordinate of a value."""
        return (value - self.intercept) / self.slope

    @property
    def low(self) -> float:
        """View coordinate of the lowest tick."""
        return min(tick.span.v for tick in self.ticks)

    @property
    def high(self) -> float:
        """View coordinate of the highest tick."""
        return max(tick.span.v for tick in self.ticks)

    @property
    def floor(self) -> float:
        """View coordinate of the lowest tick, or of zero where its label was missed just below that."""
        zero = self.at(0)
        return zero if self.low - 2.6 * self.step <= zero <= self.low else self.low

    @property
    def step(self) -> float:
        """Pixels from one tick to the next on average."""
        return (self.high - self.low) / max(1, len(self.ticks) - 1)

    @property
    def counts_years(self) -> bool:
        """Whether the labels are years, which name categories rather than measure anything."""
        return all(1800 <= value <= 2100 and value == int(value) for value in self.values)

    def snapped(self, baseline: float) -> Axis:
        """Shift the fit by up to 3 pixels so that the bars' foot lies on zero or on the lowest tick."""
        for target in (0.0, min(self.values)):
            if abs(self.at(target) - baseline) <= 3:
                shifted = self.intercept + target - self.value(baseline)
                return Axis(self.slope, shifted, self.ticks, self.values, self.percent)
        return self


def on_grid(axis: Axis, lightness: Floats) -> Axis:
    """Shift the fit from the labels' middles onto the grid lines beside them, where most have one.

    `lightness` has the values along its first axis in view direction, shape (values, categories).
    """
    usual = _usual_offset([axis.at(value) for value in axis.values], _strength(lightness), GRID_WITHIN)
    if usual is None:
        return axis
    shifted = axis.intercept - usual * axis.slope
    return Axis(axis.slope, shifted, axis.ticks, axis.values, axis.percent)


def on_ticks(places: Sequence[float], bands: Sequence[Floats]) -> list[float]:
    """Shift the places of category labels onto the tick marks or grid lines beside them, where most have one.

    Each of `bands` is lightness with the categories along its first axis; the first that has lines decides.
    """
    apart = float(np.diff(np.sort(places)).min()) if len(places) > 1 else 0.0
    for band in bands:
        usual = _usual_offset(places, _strength(band), min(TICK_WITHIN, int(0.45 * apart)))
        if usual is not None:
            return [place + usual for place in places]
    return list(places)


def _strength(lightness: Floats) -> Floats:
    """Return how sharp a line crosses at each place of the first axis, as most of the other half agrees."""
    edge = np.abs(np.diff(lightness, axis=0, n=2)).clip(0, 30)
    strength: Floats = np.pad(np.median(np.sort(edge, axis=1)[:, -(-edge.shape[1] // 2) :], axis=1), 1)
    return strength


def _usual_offset(places: Sequence[float], strength: Floats, within: int) -> float | None:
    """Return the offset from a place to the sharpest line near it that most places share; None without."""
    offsets: list[float] = []
    for at in places:
        first = max(0, round(at) - within)
        near = strength[first : round(at) + within + 1]
        if len(near) and near.max() >= 1.5:
            offsets.append(first + int(near.argmax()) + 0.5 - at)
    usual = float(np.median(offsets)) if offsets else 0.0
    agreeing = sum(abs(offset - usual) <= 1.5 for offset in offsets)
    return usual if agreeing >= LEAST_TICKS and agreeing >= 0.6 * len(places) else None


_EDGES: tuple[Callable[[Text], float], ...] = (
    lambda t: t.span.p0,
    lambda t: t.span.p1,
    lambda t: t.span.p,
)


def find_axis(texts: Sequence[Text]) -> Axis | None:
    """Return the axis that most numbers in one line agree on (at least three), or None.

    The fit is by agreement: every pair of labels proposes a line, and the one most labels lie on wins, so a
    misread label does not bend it.
    """
    numbers = [(text, number) for text in texts if (number := read_number(text.text)) is not None]
    best: Axis | None = None
    for edge in _EDGES:
        for anchor, _ in numbers:
            row = [(t, n) for t, n in numbers if abs(edge(t) - edge(anchor)) <= ALIGNED_WITHIN]
            axis = _agreed(row) if len(row) >= LEAST_TICKS else None
            if axis is not None and (best is None or len(axis.ticks) > len(best.ticks)):
                best = axis
    return best


def _agreed(row: Sequence[tuple[Text, Number]]) -> Axis | None:
    v = np.array([text.span.v for text, _ in row])
    values = np.array([number.value for _, number in row])
    best: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None
    closest = 0.0
    for i, j in combinations(range(len(row)), 2):
        if abs(v[i] - v[j]) < 10 or (values[i] - values[j]) * (v[i] - v[j]) <= 0:
            continue
        slope = (values[i] - values[j]) / (v[i] - v[j])
        off = np.abs(v - (v[i] + (values - values[i]) / slope))
        near = off <= FITS_WITHIN
        spread = float(off[near].mean())
        # The outermost labels may be pushed inwards, so of two equal majorities the straighter one counts.
        if best is None or (near.sum(), -spread) > (best.sum(), -closest):
            best, closest = near, spread
    if best is None or best.sum() < LEAST_TICKS:
        return None
    slope, intercept = np.polyfit(v[best], values[best], 1)
    chosen = [pair for pair, near in zip(row, best, strict=True) if near]
    percent = sum(number.percent for _, number in chosen) * 2 > len(chosen)
    ticks = tuple(text for text, _ in chosen)
    return Axis(float(slope), float(intercept), ticks, tuple(float(n.value) for _, n in chosen), percent)
