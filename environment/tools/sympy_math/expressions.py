"""Text to sympy through a parser of its own: nothing is evaluated as code, and everything has a bound.

The language: numbers, names, + - * / ^ (or **), parentheses, implicit products (10x, 2(x+1)), sqrt, abs, pi;
sin, cos, tan of radians and sind, cosd, tand of degrees; asind, acosd, atand giving degrees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import sympy

from environment.errors import ArgumentValueError

Expr: TypeAlias = sympy.Expr

MAX_CHARACTERS = 200
MAX_DEPTH = 20
MAX_DIGITS = 15
MAX_EXPONENT = 6
MAX_DEGREE = 8
MAX_TERMS = 200
MAX_MAGNITUDE = sympy.Float("1e100")
"""Values beyond this, or nearer to zero than its inverse, are refused before they grow further."""

_LEXEME = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<sign>\*\*|[-+*/^()]))"
)
_TO_RADIANS = sympy.pi / 180
_FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    "sqrt": sympy.sqrt,
    "abs": sympy.Abs,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "sind": lambda x: sympy.sin(x * _TO_RADIANS),
    "cosd": lambda x: sympy.cos(x * _TO_RADIANS),
    "tand": lambda x: sympy.tan(x * _TO_RADIANS),
    "asind": lambda x: sympy.asin(x) / _TO_RADIANS,
    "acosd": lambda x: sympy.acos(x) / _TO_RADIANS,
    "atand": lambda x: sympy.atan(x) / _TO_RADIANS,
}
_OF_UNKNOWNS = ("sqrt", "abs")


@dataclass(frozen=True)
class _Sized:
    """An expression with what its expansion may grow to."""

    expr: Expr
    degree: int
    terms: int


def parse_equation(text: str) -> Expr:
    """Return left minus right of `left = right`; raises ArgumentValueError saying what to change."""
    sides = text.split("=")
    if len(sides) != 2:
        raise ArgumentValueError(
            f"`{_shown(text)}` is not an equation: write one `left = right` for each entry."
        )
    return parse_expression(sides[0]) - parse_expression(sides[1])


def parse_expression(text: str) -> Expr:
    """Return the sympy expression of a text; raises ArgumentValueError saying what to change."""
    if len(text) > MAX_CHARACTERS:
        raise ArgumentValueError(f"An expression may have {MAX_CHARACTERS} characters: split it up.")
    return _Parser(text).whole()


class _Parser:
    """Recursive descent over one text: sum, product, power, atom."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0
        self.lexemes = _lexemes(text)

    def whole(self) -> Expr:
        sized = self._sum()
        if self.at < len(self.lexemes):
            raise self._wrong(f"`{self.lexemes[self.at]}` is out of place")
        return sized.expr

    def _peek(self) -> str:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else ""

    def _take(self) -> str:
        self.at += 1
        return self.lexemes[self.at - 1]

    def _wrong(self, what: str) -> ArgumentValueError:
        return ArgumentValueError(
            f"In `{_shown(self.text)}`, {what}; give plain text such as 2*x^2 + sqrt(3) = 10."
        )

    def _bounded(self, expr: Expr, degree: int, terms: int) -> _Sized:
        if degree > MAX_DEGREE or terms > MAX_TERMS:
            raise self._wrong(f"powers multiply to more than degree {MAX_DEGREE} or {MAX_TERMS} terms")
        if expr.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo):
            raise self._wrong("a value is undefined, such as a division by zero")
        if expr.is_number and not _is_measured(expr):
            raise self._wrong("a value is too large or too small")
        if expr.is_number and expr.is_real is False:
            raise self._wrong("a value is not real, such as the root of a negative number")
        return _Sized(expr, degree, terms)

    def _sum(self) -> _Sized:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._wrong(f"parentheses are nested deeper than {MAX_DEPTH}")
        total = self._product()
        while self._peek() in ("+", "-"):
            minus = self._take() == "-"
            term = self._product()
            expr = total.expr - term.expr if minus else total.expr + term.expr
            total = self._bounded(expr, max(total.degree, term.degree), total.terms + term.terms)
        self.depth -= 1
        return total

    def _product(self) -> _Sized:
        product = self._signed()
        while (sign := self._peek()) and sign not in "+-)" and sign not in ("^", "**"):
            if sign in ("*", "/"):
                self._take()
            elif sign[0] in ".0123456789":
                raise self._wrong(f"`{sign}` follows without a sign")
            factor = self._signed() if sign in ("*", "/") else self._power()
            if sign == "/" and _is_zero(factor.expr):
                raise self._wrong("there is a division by zero")
            expr = product.expr / factor.expr if sign == "/" else product.expr * factor.expr
            product = self._bounded(expr, product.degree + factor.degree, product.terms * factor.terms)
        return product

    def _signed(self) -> _Sized:
        negative = False
        while self._peek() in ("+", "-"):
            negative ^= self._take() == "-"
        power = self._power()
        return self._bounded(-power.expr, power.degree, power.terms) if negative else power

    def _power(self) -> _Sized:
        base = self._atom()
        if self._peek() not in ("^", "**"):
            return base
        self._take()
        negative = self._peek() == "-" and bool(self._take())
        exponent = self._atom().expr
        exponent = -exponent if negative else exponent
        if self._peek() in ("^", "**"):
            raise self._wrong("a power of a power needs parentheses")
        if not exponent.is_Rational or abs(exponent) > MAX_EXPONENT:
            raise self._wrong(f"exponents must be numbers from -{MAX_EXPONENT} to {MAX_EXPONENT}")
        if base.expr.free_symbols and not (exponent.is_Integer or abs(exponent) == sympy.Rational(1, 2)):
            raise self._wrong("an unknown may be raised to a whole number or 1/2 only")
        if exponent <= 0 and _is_zero(base.expr):
            raise self._wrong("zero is raised to a power that is not positive")
        times = max(1, abs(int(exponent)))
        return self._bounded(base.expr**exponent, base.degree * times, base.terms**times)

    def _atom(self) -> _Sized:
        if self.at >= len(self.lexemes):
            raise self._wrong("something is missing at the end")
        lexeme = self._take()
        if lexeme[0].isdigit() or lexeme[0] == ".":
            return self._bounded(sympy.Rational(lexeme), 0, 1)
        if lexeme == "(":
            return self._closed()
        if lexeme in _FUNCTIONS:
            return self._function(lexeme)
        if lexeme == "pi":
            return _Sized(sympy.pi, 0, 1)
        if lexeme[0].isalpha():
            return _Sized(sympy.Symbol(lexeme, real=True), 1, 1)
        raise self._wrong(f"`{lexeme}` is out of place")

    def _closed(self) -> _Sized:
        inside = self._sum()
        if self._peek() != ")":
            raise self._wrong("a parenthesis is not closed")
        self._take()
        return inside

    def _function(self, name: str) -> _Sized:
        if self._peek() != "(":
            raise self._wrong(f"`{name}` needs its argument in parentheses")
        self._take()
        inside = self._closed()
        if inside.expr.free_symbols and name not in _OF_UNKNOWNS:
            raise self._wrong(f"`{name}` holds an unknown: ask for a known value, e.g. asind(3/5)")
        return self._bounded(_FUNCTIONS[name](inside.expr), inside.degree, inside.terms)


def _lexemes(text: str) -> list[str]:
    found: list[str] = []
    at, text = 0, text.strip()
    while at < len(text):
        match = _LEXEME.match(text, at)
        if match is None:
            raise ArgumentValueError(
                f"In `{_shown(text)}`, `{text[at:].strip()[:1]}` cannot be read: use numbers, names, "
                f"+ - * / ^ ( ) and {', '.join(_FUNCTIONS)}, no LaTeX."
            )
        lexeme = match.group().strip()
        if len(lexeme) > MAX_DIGITS and lexeme[0] in ".0123456789":
            raise ArgumentValueError(f"In `{_shown(text)}`, a number has more than {MAX_DIGITS} digits.")
        found.append(lexeme)
        at = match.end()
    if not found:
        raise ArgumentValueError("An expression is empty: give it or leave the equation out.")
    return found


def _is_zero(expr: Expr) -> bool:
    return bool(expr.is_number) and bool(abs(expr.evalf(30)) < sympy.Float("1e-25"))


def _is_measured(number: Expr) -> bool:
    size = abs(number.evalf(15))
    return _is_zero(number) or bool(1 / MAX_MAGNITUDE < size < MAX_MAGNITUDE)


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
