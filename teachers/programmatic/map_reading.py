"""From printed lines and fill colours to a legend entry for each state."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from teachers.programmatic.lines import Line
from teachers.programmatic.questions import numbers_in
from teachers.programmatic.states import BY_NAME, STATES, State

_SWATCH_OFFSETS = (0.8, 1.6, 2.6)
"""How far left of a legend text its swatch may lie, in text heights."""
_SAME_COLOR = 40.0
"""Euclidean RGB distance within which a fill is a legend entry's colour."""
_MIN_FIT = 12
"""States that must have been read before the place of another one is derived from them."""
_TOO_SMALL = frozenset({"RI", "DE", "CT", "NJ", "MD", "MA", "NH", "VT", "AK", "HI"})
"""States too small, or too far off the main map, to be placed by a fit."""


@dataclass(frozen=True)
class Layout:
    """Where the states and the legend entries stand; points in pixels."""

    states: Mapping[str, tuple[float, float]]
    entries: tuple[Line, ...]
    title: str

    def points(self) -> list[list[float]]:
        """The points whose colour is asked for: the states in order, then each entry's swatch candidates."""
        swatches = [
            [max(0.0, e.left - k * e.height), e.middle_y] for k in _SWATCH_OFFSETS for e in self.entries
        ]
        return [[round(x), round(y)] for x, y in [*(list(p) for p in self.states.values()), *swatches]]


@dataclass(frozen=True)
class MapReading:
    """Each state's legend entry, and the entries from the top of the legend down."""

    legend: tuple[str, ...]
    of_state: Mapping[str, str]
    """Code -> legend entry; a state whose colour fits no single entry is left out."""
    unread: frozenset[str]
    """Codes seen on the map whose entry is not known."""
    title: str


def layout_of(lines: Sequence[Line], *, placed: bool) -> Layout | None:
    """Find the states and the legend among the printed lines; None without a legend of two entries."""
    states: dict[str, tuple[float, float]] = {}
    rest: list[Line] = []
    for line in lines:
        code = _code(line.text)
        if code is None:
            rest.append(line)
        else:
            states[code] = (line.middle_x, line.middle_y)
    entries = _legend(rest)
    if len(entries) < 2 or not states:
        return None
    title = max(rest, key=lambda x: (x.height, x.width)).text
    if placed:
        states |= _placed(states)
    return Layout(states, entries, title)


def _code(text: str) -> str | None:
    word = text.strip(" .,")
    return word if word in STATES else BY_NAME.get(word.title())


def _legend(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The largest left-aligned, evenly spaced column of lines with a number or of missing data."""
    fit = [x for x in lines if numbers_in(x.text) or re.search(r"no data|missing|n/a", x.text, re.I)]
    best: list[Line] = []
    for first in fit:
        column = [x for x in fit if abs(x.left - first.left) < max(x.height, 6.0)]
        if len(column) > len(best):
            best = column
    return tuple(sorted(best, key=lambda x: x.top))


def _placed(states: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Where the mainland states lie whose label was not read, by a quadratic fit to those that were."""
    import numpy as np

    known = [c for c in states if c not in ("AK", "HI")]
    if len(known) < _MIN_FIT:
        return {}
    terms = np.array([_terms(STATES[c]) for c in known])
    fit, *_ = np.linalg.lstsq(terms, np.array([states[c] for c in known]), rcond=None)
    missing = [c for c in STATES if c not in states and c not in _TOO_SMALL]
    return {
        c: (float(p[0]), float(p[1])) for c in missing if (p := np.array(_terms(STATES[c])) @ fit) is not None
    }


def _terms(state: State) -> list[float]:
    u, v = (state.west - 96) / 20, (state.north - 38) / 10
    return [1, u, v, u * v, u * u, v * v, u * u * v]


def coloured(layout: Layout, points: Sequence[Mapping[str, Any]]) -> MapReading | None:
    """Match the states' colours to the legend's; None where the legend's own colours are not distinct."""
    codes, n = list(layout.states), len(layout.entries)
    colors = [tuple(float(v) for v in p["rgb"]) for p in points]
    swatches = _swatches(
        [colors[len(codes) + k * n : len(codes) + (k + 1) * n] for k in range(len(_SWATCH_OFFSETS))]
    )
    if swatches is None:
        return None
    of_state, unread = {}, set()
    for code, color in zip(codes, colors, strict=False):
        ranked = sorted(range(n), key=lambda i: math.dist(color, swatches[i]))
        near, next_near = (math.dist(color, swatches[i]) for i in ranked[:2])
        if near < _SAME_COLOR and near < 0.5 * next_near:
            of_state[code] = layout.entries[ranked[0]].text
        else:
            unread.add(code)
    missing = frozenset(STATES) - frozenset(codes) - {"AK", "HI"}
    return MapReading(
        tuple(e.text for e in layout.entries), of_state, frozenset(unread) | missing, layout.title
    )


def _swatches(candidates: Sequence[Sequence[tuple[float, ...]]]) -> Sequence[tuple[float, ...]] | None:
    """The first candidate column in which every two colours differ."""
    for column in candidates:
        if all(math.dist(a, b) > 12 for a, b in combinations(column, 2)) and not any(
            min(c) > 245 for c in column
        ):
            return column
    return None
