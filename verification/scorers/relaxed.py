"""Relaxed accuracy: numbers within 5 %, everything else by equality (ChartQA, PlotQA)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from verification.scorers.plain import counted

RELATIVE_TOLERANCE = 0.05


def relaxed_accuracy(answer: str, references: Sequence[str]) -> float:
    """Return 1 when the answer is within 5 % of a numeric reference or equals another one, else 0.

    As ChartQA's evaluator: a percent sign divides by a hundred on the side that has it and only at the end; a
    zero or textual reference is compared as text without case; thousands separators and units are not
    understood. One thing is added: a whole number followed by what it counts (`12 bars`) is that number,
    exactly.
    """
    return float(any(_relaxed(answer.strip(), reference.strip()) for reference in references))


def _relaxed(answer: str, reference: str) -> bool:
    target = _as_float(reference)
    value = _as_float(answer)
    if value is not None and target:
        return abs(value - target) / abs(target) <= RELATIVE_TOLERANCE
    if answer.casefold() == reference.casefold():
        return bool(answer)
    count = counted(answer)
    return count is not None and target is not None and count == target


def _as_float(text: str) -> float | None:
    percent = text.endswith("%")
    try:
        value = float(text.rstrip("%")) / 100 if percent else float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None
