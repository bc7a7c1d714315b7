"""From printed lines and fill colours to a legend entry for each state."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

from teachers.programmatic.lines import Line
from teachers.programmatic.questions import numbers_in
from teachers.programmatic.state_places import place_states
from teachers.programmatic.states import BY_NAME, STATES

Point: TypeAlias = tuple[float, float]
"""Pixels from the left and from the top."""
Color: TypeAlias = tuple[float, float, float]
"""Red, green and blue, 0 to 255."""

_SWATCH_OFFSETS = (0.4, 0.65, 0.9, 1.2, 1.6, 2.2)
"""How far left of a legend text its swatch may lie, in text heights."""
_PAPER = (255.0, 255.0, 255.0)
_SAME_COLOR = 40.0
"""Euclidean RGB distance within which a fill is a legend entry's colour."""
_OFF_PLACE = 2.5
"""Text heights by which a label may miss its state's place before it counts as a callout beside the map."""
_PROBES = 3
"""Points asked for per state, of which most must agree."""


@dataclass(frozen=True)
class Layout:
    """Where to look for the colours of the states and of the legend entries."""

    states: Mapping[str, tuple[Point, ...]]
    """Code -> the points to probe, `_PROBES` of them."""
    entries: tuple[Line, ...]

    def points(self) -> list[list[float]]:
        """The points whose colour is asked for: the states' in order, then each entry's swatch candidates."""
        swatches = [
            (max(0.0, e.left - k * e.height), e.middle_y) for e in self.entries for k in _SWATCH_OFFSETS
        ]
        probes = [p for points in self.states.values() for p in points]
        return [[round(x), round(y)] for x, y in [*probes, *swatches]]


@dataclass(frozen=True)
class MapReading:
    """Each state's legend entry, and the entries as the legend lists them."""

    legend: tuple[str, ...]
    of_state: Mapping[str, str]
    """Code -> legend entry."""
    unread: frozenset[str]
    """Codes of states whose entry is not known."""


def layout_of(lines: Sequence[Line], wanted: frozenset[str], *, placed: bool) -> Layout | None:
    """Find the legend and the wanted states among the printed lines; None without a legend of two entries.

    With `placed`, a state without a label on it is looked for where its neighbours say that it lies.
    """
    labels = {code: line for line in lines if (code := _code(line.text)) is not None}
    entries = _legend([line for line in lines if _code(line.text) is None])
    if len(entries) < 2 or not labels:
        return None
    places = place_states({c: (x.middle_x, x.middle_y) for c, x in labels.items()})
    states: dict[str, tuple[Point, ...]] = {}
    for code in sorted(wanted):
        line, place = labels.get(code), places.get(code)
        callout = line is None or (
            place is not None and math.dist(place, (line.middle_x, line.middle_y)) > _OFF_PLACE * line.height
        )
        if line is not None and not callout:
            states[code] = _around(line)
        elif placed and place is not None:
            states[code] = (
                (place[0], place[1] - 2),
                (place[0] - 2, place[1] + 2),
                (place[0] + 2, place[1] + 2),
            )
    return Layout(states, entries)


def coloured(layout: Layout, points: Sequence[Mapping[str, Any]]) -> MapReading | None:
    """Match the states' colours to the legend's; None where the legend's own colours are not distinct."""
    colors = [(float(p["rgb"][0]), float(p["rgb"][1]), float(p["rgb"][2])) for p in points]
    at, k = _PROBES * len(layout.states), len(_SWATCH_OFFSETS)
    swatches = [_inked(colors[i : i + k]) for i in range(at, at + k * len(layout.entries), k)]
    if any(math.dist(a, b) <= 12 for a, b in combinations([*swatches, _PAPER], 2)):
        return None
    of_state = {}
    for i, code in enumerate(layout.states):
        votes = Counter(_entry(c, swatches) for c in colors[_PROBES * i : _PROBES * (i + 1)])
        entry, count = votes.most_common(1)[0]
        if entry is not None and count * 2 > _PROBES:
            of_state[code] = layout.entries[entry].text
    return MapReading(
        tuple(e.text for e in layout.entries), of_state, frozenset(STATES) - frozenset(of_state)
    )


def _code(text: str) -> str | None:
    word = text.strip(" .,")
    return word if word in STATES else BY_NAME.get(word.title())


def _around(line: Line) -> tuple[Point, ...]:
    """Just above, just below and in the middle of a label: its own strokes cover at most one of them."""
    x, reach = line.middle_x, 0.15 * line.height
    return ((x, line.top - reach), (x, line.bottom + reach), (x, line.middle_y))


def _legend(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The largest column or row of lines with a number, from the top or from the left."""
    fit = [x for x in lines if numbers_in(x.text) or re.search(r"no data|missing|n/a", x.text, re.I)]
    column: list[Line] = []
    row: list[Line] = []
    for first in fit:
        column = max(column, [x for x in fit if abs(x.left - first.left) < max(x.height, 6.0)], key=len)
        row = max(row, [x for x in fit if x.on_row_of(first)], key=len)
    if len(row) > len(column):
        return tuple(sorted(row, key=lambda x: x.left))
    return tuple(sorted(column, key=lambda x: x.top))


def _entry(color: Color, swatches: Sequence[Color]) -> int | None:
    """The only swatch that a colour is like; None for the white paper and for anything between."""
    ranked = sorted(range(len(swatches)), key=lambda i: math.dist(color, swatches[i]))
    near, other = (math.dist(color, swatches[i]) for i in ranked[:2])
    paper = math.dist(color, _PAPER)
    return ranked[0] if near < _SAME_COLOR and near < 0.5 * other and near <= 0.5 * paper else None


def _inked(candidates: Sequence[Color]) -> Color:
    """The first colour on the way left from a legend text that is not the paper: its swatch."""
    return next((c for c in candidates if math.dist(c, _PAPER) > 12), _PAPER)
