"""What a bar is worth: measured on the axis, or as printed beside it where both agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from environment.tools.opencv_chart_table.axes import Axis
from environment.tools.opencv_chart_table.bars import Bar, Bars, printed_value
from environment.tools.opencv_chart_table.numbers import rounded
from environment.tools.opencv_chart_table.view import Text

AGREES = 0.05
"""Share of the axis' range by which a printed value may differ from the measured and be believed."""
LEAST_PRINTED = 0.7


def bar_values(found: Bars, axis: Axis | None, texts: Sequence[Text]) -> list[float | None] | None:
    """Return one value a bar, in its order; None where neither an axis nor printed values give a scale.

    A segment of a stack is None where its printed value contradicts its length (a label hides a part).
    """
    ticks = set(axis.ticks) if axis is not None else set()
    labels = [text for text in texts if text not in ticks]
    printed = [printed_value(bar, labels, inside_only=found.stacked) for bar in found.bars]
    if axis is None:
        return _by_labels(found.bars, printed)
    axis = axis.snapped(found.baseline)
    reach = abs(axis.value(axis.high) - axis.value(axis.low))
    segments = set(found.bars) if found.stacked else set()
    values: list[float | None] = []
    for bar, label in zip(found.bars, printed, strict=True):
        measured = _measured(bar, axis, relative=bar in segments)
        believed = label is not None and abs(label - measured) <= max(
            AGREES * reach / 2, AGREES * abs(measured)
        )
        hidden = label is not None and not believed and bar in segments
        values.append(None if hidden else label if believed else rounded(measured, abs(axis.slope)))
    return values


def _measured(bar: Bar, axis: Axis, *, relative: bool) -> float:
    if relative:
        return (-1 if bar.downwards else 1) * bar.length * axis.slope
    return axis.value(bar.span.v0 if bar.downwards else bar.span.v1)


def _by_labels(bars: Sequence[Bar], printed: Sequence[float | None]) -> list[float | None] | None:
    """Take the printed values as the scale where most bars have one and their lengths are in proportion."""
    pairs = [(bar.length, label) for bar, label in zip(bars, printed, strict=True) if label]
    if len(pairs) < 2 or len(pairs) < LEAST_PRINTED * len(bars):
        return None
    scale = float(np.median([abs(label) / length for length, label in pairs]))
    fitting = [
        abs(abs(label) - scale * length) <= max(0.1 * abs(label), 2 * scale) for length, label in pairs
    ]
    if sum(fitting) < LEAST_PRINTED * len(pairs):
        return None
    return [
        label if label is not None else rounded(scale * bar.length, scale)
        for bar, label in zip(bars, printed, strict=True)
    ]
