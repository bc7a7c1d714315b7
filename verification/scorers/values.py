"""The value of a mathematical text: decimals, fractions, roots and pi, in LaTeX or plain, with a unit."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

LONGEST_EXPRESSION = 80
NEAR = 1e-6
"""Two computed values closer than this, relatively, are the same value."""
SIGNIFICANT_DIGITS = 3
"""A rounded decimal stands for an exact value only with at least so many digits."""

_TOKEN = re.compile(
    r"\s*(\d+(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?|\.\d+|\\[a-z]+|sqrt|pi|[π√×·÷*/^(){}+-])", re.I
)
_UNIT = re.compile(
    r"\s*(\^?\s*\{?\s*\\circ\s*\}?|°|º|degrees?|deg|units?|[cmk]?m|in|inch(?:es)?|ft|foot|feet|yd|yards?|mi|miles?)\.?$",
    re.I,
)
_DEGREES = ("\\circ", "°", "º", "deg")
_SPELLING = {"\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\pi": "pi", "π": "pi", "\\sqrt": "sqrt", "√": "sqrt"}
_PRODUCT = ("*", "×", "·", "\\times", "\\cdot")
_QUOTIENT = ("/", "÷", "\\div")


class Quantity(NamedTuple):
    """A value, its unit (empty where none is written), and half a unit of its last printed decimal."""

    value: float
    unit: str
    rounding: float


def quantity(text: str) -> Quantity | None:
    """Return what the whole text is worth (`2\\sqrt{5}`, `3\\pi/4`, `40°`), or None."""
    bare = text.strip().strip("$").rstrip(".").strip().replace("\u2212", "-")
    bare = bare.replace("\\left", "").replace("\\right", "").replace("\\,", "").replace("\\%", "%")
    if not bare or len(bare) > LONGEST_EXPRESSION:
        return None
    found = _UNIT.search(bare)
    unit = _unit_name(found[1]) if found else ""
    bare = bare[: found.start()] if found else bare
    try:
        value = _Expression(bare).value()
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
    return Quantity(value, unit, _rounding(bare)) if math.isfinite(value) else None


def stands_for(answer: Quantity, option: Quantity) -> bool:
    """Return whether the answer is the option's value, exactly or rounded to the digits it prints."""
    if answer.unit and option.unit and answer.unit != option.unit:
        return False
    # A decimal option is itself rounded: only an exact one (`2π`) may be met by a rounding.
    slack = 0.0 if option.rounding else answer.rounding
    return abs(answer.value - option.value) <= max(slack, NEAR * abs(option.value))


def _unit_name(text: str) -> str:
    bare = text.casefold()
    if any(mark in bare for mark in _DEGREES):
        return "degree"
    names = {"inch": "in", "inches": "in", "foot": "ft", "feet": "ft", "yards": "yd", "yard": "yd"}
    names |= {"miles": "mi", "mile": "mi", "unit": "", "units": ""}
    return names.get(bare, bare)


def _rounding(text: str) -> float:
    """Return half a unit of the last decimal of a plain decimal with enough digits, else 0."""
    found = re.fullmatch(r"[+-]?(\d*)\.(\d+)", text.strip())
    if found is None or len((found[1] + found[2]).lstrip("0")) < SIGNIFICANT_DIGITS:
        return 0.0
    return float(0.5 * 10 ** -len(found[2]))


class _Expression:
    """A recursive-descent reader of one expression; raises ValueError on anything it does not know."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if found is None:
                raise ValueError(text)
            token = found[1].casefold()
            self.tokens.append(_SPELLING.get(token, token))
            place = found.end()

    def value(self) -> float:
        value = self._sum()
        if self.tokens:
            raise ValueError(self.tokens[0])
        return value

    def _next(self, *wanted: str) -> bool:
        if self.tokens and self.tokens[0] in wanted:
            del self.tokens[0]
            return True
        return False

    def _sum(self) -> float:
        value = self._product()
        while self.tokens and self.tokens[0] in ("+", "-"):
            sign = 1.0 if self.tokens.pop(0) == "+" else -1.0
            value += sign * self._product()
        return value

    def _product(self) -> float:
        sign = -1.0 if self._next("-") else 1.0
        value = sign * self._power()
        while self.tokens and self.tokens[0] not in ("+", "-", ")", "}"):
            if self._next(*_QUOTIENT):
                value /= self._power()
            else:
                explicit = self._next(*_PRODUCT)
                if not explicit and self.tokens[0][0] in "0123456789.":
                    raise ValueError("two numbers side by side")
                value *= self._power()
        return value

    def _power(self) -> float:
        base = self._atom()
        if not self._next("^"):
            return base
        value = base ** self._atom()
        if isinstance(value, complex):
            raise ValueError("not real")
        return float(value)

    def _atom(self) -> float:
        if not self.tokens:
            raise ValueError("ends too early")
        token = self.tokens.pop(0)
        if token in ("(", "{"):
            value = self._sum()
            if not self._next(")" if token == "(" else "}"):
                raise ValueError("not closed")
            return value
        if token == "\\frac":
            return self._atom() / self._atom()
        if token == "sqrt":
            return math.sqrt(self._atom())
        if token == "pi":
            return math.pi
        return float(token.replace(",", ""))
