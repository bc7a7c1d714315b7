"""Bars: rectangles of a colour that stand on one line, or on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from environment.tools.color_shape_detect.colors import RGB
from environment.tools.opencv_chart_table.axes import Axis
from environment.tools.opencv_chart_table.numbers import read_number
from environment.tools.opencv_chart_table.palette import Patch
from environment.tools.opencv_chart_table.view import Span, Text, View

TOUCHES = 3.0
THINNEST = 4.0
LEAST_LENGTH = 4.0
"""Shorter pieces are bits of axis lines, or bars of next to nothing beside longer ones of their colour."""
BEYOND_STEPS = 2.5
"""Tick steps a bar may reach over the highest tick found; the last labels may be left out or pushed aside."""


@dataclass(frozen=True)
class Bar:
    """One bar, or one segment of a stack: its extent, colour, and where it stands."""

    span: Span
    rgb: RGB
    downwards: bool = False
    """True for a bar that hangs from the line instead of standing on it."""

    @property
    def length(self) -> float:
        """Pixels along the values."""
        return self.span.v1 - self.span.v0


@dataclass(frozen=True)
class Bars:
    """The bars of a chart and the line they stand on."""

    bars: tuple[Bar, ...]
    baseline: float
    stacked: bool


def find_bars(patches: Sequence[Patch], texts: Sequence[Text], view: View, axis: Axis | None) -> Bars | None:
    """Return the largest set of bars of like thickness on one line, with segments stacked on them."""
    pieces = _mended([Bar(view.span(patch.box), patch.rgb) for patch in patches], texts)
    pieces = [bar for bar in pieces if bar.span.thickness >= THINNEST]
    if axis is not None:
        beyond = max(0.3 * (axis.high - axis.low), BEYOND_STEPS * axis.step)
        pieces = [
            bar for bar in pieces if axis.floor - 25 <= bar.span.v0 and bar.span.v1 <= axis.high + beyond
        ]
    best: tuple[float, float] = (0.0, 0.0)
    standing: list[Bar] = []
    edges = {edge for bar in pieces for edge in (bar.span.v0, bar.span.v1)}
    on_zero = set() if axis is None else {edge for edge in edges if abs(edge - axis.at(0)) <= 5}
    for candidate in sorted(on_zero or edges):
        touching = [bar for bar in pieces if bar.length >= LEAST_LENGTH and _stands(bar, candidate)]
        alike = _of_like_thickness(touching)
        score = (float(len(alike)), sum(bar.length for bar in alike))
        if alike and score > best:
            best, standing, baseline = score, alike, candidate
    if not standing:
        return None
    foot = float(np.median([bar.span.v1 if _hangs(bar, baseline) else bar.span.v0 for bar in standing]))
    colours = {bar.rgb for bar in standing}
    short = [b for b in pieces if b.length < LEAST_LENGTH and b.rgb in colours and _stands(b, baseline)]
    standing = _of_like_thickness([*standing, *short])
    bars = [Bar(bar.span, bar.rgb, _hangs(bar, baseline)) for bar in standing]
    segments = _stacked_on(bars, pieces)
    return Bars((*bars, *segments), foot, bool(segments))


def _stands(bar: Bar, line: float) -> bool:
    return min(abs(bar.span.v0 - line), abs(bar.span.v1 - line)) <= TOUCHES


def _hangs(bar: Bar, line: float) -> bool:
    return abs(bar.span.v1 - line) < abs(bar.span.v0 - line)


def _of_like_thickness(bars: Sequence[Bar]) -> list[Bar]:
    if not bars:
        return []
    usual = float(np.median([bar.span.thickness for bar in bars]))
    return [bar for bar in bars if abs(bar.span.thickness - usual) <= max(3.0, 0.25 * usual)]


def _mended(pieces: list[Bar], texts: Sequence[Text]) -> list[Bar]:
    """Join pieces of one bar that a printed value cut in two."""
    pieces = sorted(pieces, key=lambda bar: (bar.span.p0, bar.span.v0))
    at = 0
    while at < len(pieces):
        lower = pieces[at]
        for other in pieces[at + 1 :]:
            gap = other.span.v0 - lower.span.v1
            same = abs(other.span.p0 - lower.span.p0) <= 2 and abs(other.span.p1 - lower.span.p1) <= 2
            if (
                other.rgb == lower.rgb
                and same
                and -2 <= gap <= 30
                and _covered(lower.span, other.span, texts)
            ):
                s, o = lower.span, other.span
                lower = Bar(Span(min(s.p0, o.p0), s.v0, max(s.p1, o.p1), o.v1), lower.rgb)
                pieces.remove(other)
        pieces[at] = lower
        at += 1
    return pieces


def _covered(lower: Span, upper: Span, texts: Sequence[Text]) -> bool:
    middle = (lower.v1 + upper.v0) / 2
    return any(
        text.span.v0 - 2 <= middle <= text.span.v1 + 2 and text.span.p0 <= lower.p <= text.span.p1
        for text in texts
    )


def _stacked_on(bars: Sequence[Bar], pieces: Sequence[Bar]) -> list[Bar]:
    segments: list[Bar] = []
    for bar in bars:
        top = bar.span.v0 if bar.downwards else bar.span.v1
        grown = True
        while grown:
            grown = False
            for piece in pieces:
                foot = piece.span.v1 if bar.downwards else piece.span.v0
                aligned = (
                    abs(piece.span.p - bar.span.p) <= 3
                    and abs(piece.span.thickness - bar.span.thickness) <= 5
                )
                if aligned and abs(foot - top) <= 4 and piece.span != bar.span and piece.length >= 2:
                    head = piece.span.v0 if bar.downwards else piece.span.v1
                    if (head < top) if bar.downwards else (head > top):
                        segments.append(Bar(piece.span, piece.rgb, bar.downwards))
                        top, grown = head, True
                        break
    return segments


def printed_value(bar: Bar, texts: Sequence[Text], *, inside_only: bool) -> float | None:
    """Return the number printed in a bar, or just beyond its end where that is not another bar's."""
    reach = max(12.0, bar.span.thickness / 2)
    best: tuple[float, float] | None = None
    for text in texts:
        number = read_number(text.text)
        if number is None or not bar.span.p0 - 4 <= text.span.p <= bar.span.p1 + 4:
            continue
        if bar.span.v0 <= text.span.v <= bar.span.v1:
            distance = 0.0
        elif inside_only:
            continue
        elif bar.downwards:
            distance = bar.span.v0 - text.span.v1
        else:
            distance = text.span.v0 - bar.span.v1
        if -8 <= distance <= reach and (best is None or abs(distance) < best[0]):
            best = abs(distance), number.value
    return None if best is None else best[1]
