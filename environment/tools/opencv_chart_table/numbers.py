"""Printed numbers: separators, percent, currency and magnitudes."""

from __future__ import annotations

import re
from typing import NamedTuple

_MAGNITUDES = {"k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "t": 1e12}
_NUMBER = re.compile(
    r"(?P<sign>[-−–+]?)\s*[$€£¥]?\s*(?P<digits>\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
    r"\s*(?P<unit>%|k|mn?|million|bn?|billion|t)?\*{0,2}",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*%")


class Number(NamedTuple):
    """A printed number: its value with magnitude applied, and whether it is a percentage."""

    value: float
    percent: bool


def read_number(text: str) -> Number | None:
    """Return the number that a text is, as a whole; None where it is anything else."""
    match = _NUMBER.fullmatch(text.strip(" •●"))
    if match is None:
        return None
    digits = match["digits"]
    if re.fullmatch(r"\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(" ", "").replace(",", "")
    unit = (match["unit"] or "").lower()
    value = float(digits.replace(",", ".")) * _MAGNITUDES.get(unit, 1.0)
    return Number(-value if match["sign"] in ("-", "−", "–") else value, unit == "%")


def split_percent(text: str) -> tuple[str, float | None]:
    """Return a label without its percentage, and the percentage if it holds exactly one: `Yes 16%`."""
    found = list(_PERCENT.finditer(text))
    if len(found) != 1:
        return text, None
    rest = text[: found[0].start()] + text[found[0].end() :]
    return rest.strip(" -:,()•●"), float(found[0]["number"])


def rounded(value: float, resolution: float) -> float:
    """Round a measured value to a power of ten no finer than the resolution of one pixel."""
    step = 1.0
    while step > resolution:
        step /= 10
    while step * 10 <= resolution:
        step *= 10
    return float(f"{round(value / step) * step:.10g}")
