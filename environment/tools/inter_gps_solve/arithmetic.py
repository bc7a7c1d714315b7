"""Arithmetic as diagrams print it to ratios of polynomials: `2x+3`, `\\frac{1}{2}x`, `6\\sqrt{2}`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from fractions import Fraction

from environment.tools.inter_gps_solve.forms import FormError
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity, polynomial

MAX_EXPONENT = 4
MAX_TERMS = 30
MAX_DIGITS = 12
MAX_BITS = 100
MAX_DEPTH = 12
_PLAIN: tuple[tuple[str, str], ...] = (
    (r"\\(?:left|right|,|;|!| )|\$|°|\^\s*\{?\s*\\circ\s*\}?|\\degree|\\circ", " "),
    (r"\\(?:d|t)?frac", "frac"),
    (r"\\sqrt|√", "sqrt"),
    (r"\\(?:cdot|times)|·|×", "*"),
    (r"\\pi(?![a-z])|π", " pi "),
    (r"\\div|÷", "/"),
    (r"−|–", "-"),
    (r"\\(alpha|beta|gamma|delta|theta|phi)(?![a-z])", r" \1 "),
)
_LEXEME = re.compile(
    r"\s*(\d+(?:\.\d+)?|\.\d+|frac|sqrt|pi|alpha|beta|gamma|delta|theta|phi|[a-z]|[-+*/^(){}])"
)
PI = Quantity("constant", ("pi",))


@dataclass(frozen=True)
class Ratio:
    """A polynomial over a polynomial."""

    over: Polynomial
    under: Polynomial = field(default_factory=lambda: polynomial(1))

    def __add__(self, other: Ratio) -> Ratio:
        return _bounded(self.over * other.under + other.over * self.under, self.under * other.under)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + Ratio(-other.over, other.under)

    def __mul__(self, other: Ratio) -> Ratio:
        return _bounded(self.over * other.over, self.under * other.under)

    def __truediv__(self, other: Ratio) -> Ratio:
        return _bounded(self.over * other.under, self.under * other.over)

    def __pow__(self, exponent: int) -> Ratio:
        power = number(1)
        for _ in range(exponent):
            power = power * self
        return power

    def equals(self, other: Ratio) -> Polynomial:
        """Return the polynomial that is zero where both are equal."""
        return self.over * other.under - other.over * self.under


def number(value: Fraction | int) -> Ratio:
    """Return a number as a ratio."""
    return Ratio(polynomial(value))


def of(quantity: Quantity) -> Ratio:
    """Return a quantity as a ratio."""
    return Ratio(polynomial(quantity))


def root(value: Ratio) -> Ratio:
    """Return the square root of a number that is not negative: exact, or a constant of its own.

    Raises FormError for a negative number and for what holds a quantity.
    """
    over, under = value.over.number, value.under.number
    if over is None or under is None or over / under < 0:
        raise FormError("a root is taken of something other than a positive number")
    inside = over / under
    whole = Fraction(math.isqrt(inside.numerator), math.isqrt(inside.denominator))
    return number(whole) if whole * whole == inside else of(Quantity("constant", ("sqrt", str(inside))))


def read(text: str) -> Ratio:
    """Parse an arithmetic expression; raises FormError where it is none."""
    for pattern, replacement in _PLAIN:
        text = re.sub(pattern, replacement, text)
    return _Reader(_lexemes(text)).whole()


def _bounded(over: Polynomial, under: Polynomial) -> Ratio:
    if not under.terms:
        raise FormError("it divides by zero")
    if max(len(over.terms), len(under.terms)) > MAX_TERMS:
        raise FormError(f"an expression has more than {MAX_TERMS} terms")
    factors = (*over.terms.values(), *under.terms.values())
    if any(max(f.numerator.bit_length(), f.denominator.bit_length()) > MAX_BITS for f in factors):
        raise FormError("a number grows too large")
    divisor = under.number
    return Ratio(over * (1 / divisor)) if divisor else Ratio(over, under)


def _lexemes(text: str) -> list[str]:
    found, at, text = [], 0, text.strip()
    while at < len(text):
        match = _LEXEME.match(text, at)
        if match is None:
            raise FormError(f"`{text[at:].strip()[:12]}` is neither a form nor arithmetic")
        if len(match[1]) > MAX_DIGITS:
            raise FormError(f"a number has more than {MAX_DIGITS} digits")
        found.append(match[1])
        at = match.end()
    return found


class _Reader:
    """Recursive descent: sum, product, power, atom."""

    def __init__(self, lexemes: list[str]) -> None:
        self.lexemes, self.at, self.depth = lexemes, 0, 0

    def whole(self) -> Ratio:
        value = self._sum()
        if self._next():
            raise FormError(f"`{self._next()}` is out of place")
        return value

    def _next(self) -> str:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else ""

    def _take(self, *wanted: str) -> str:
        lexeme = self._next()
        if not lexeme or (wanted and lexeme not in wanted):
            return ""
        self.at += 1
        return lexeme

    def _sum(self) -> Ratio:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormError(f"parentheses are nested deeper than {MAX_DEPTH}")
        negative = self._take("-", "+") == "-"
        value = self._product()
        if negative:
            value = value * number(-1)
        while sign := self._take("+", "-"):
            term = self._product()
            value = value + term if sign == "+" else value - term
        self.depth -= 1
        return value

    def _product(self) -> Ratio:
        value = self._power()
        while self._next() and self._next() not in ("+", "-", ")", "}"):
            if self._take("/"):
                value = value / self._power()
                continue
            self._take("*")
            value = value * self._power()
        return value

    def _power(self) -> Ratio:
        value = self._atom()
        if not self._take("^"):
            return value
        exponent = self._atom()
        size = exponent.over.number
        if size is None or size.denominator != 1 or not 0 <= size <= MAX_EXPONENT:
            raise FormError(f"an exponent is no whole number from 0 to {MAX_EXPONENT}")
        return value ** int(size)

    def _atom(self) -> Ratio:
        lexeme = self._take()
        if not lexeme or lexeme in "+-*/^)}":
            raise FormError("an expression is incomplete")
        if lexeme in "({":
            value = self._sum()
            if not self._take(")" if lexeme == "(" else "}"):
                raise FormError("a parenthesis is not closed")
            return value
        if lexeme in ("sqrt", "frac"):
            if self._next() in ("sqrt", "frac"):
                raise FormError(f"`{lexeme}` needs braces around its argument")
            inside = self._atom()
            return root(inside) if lexeme == "sqrt" else inside / self._atom()
        if lexeme[0].isdigit() or lexeme[0] == ".":
            return number(Fraction(lexeme))
        return of(PI if lexeme == "pi" else Quantity("variable", (lexeme,)))
