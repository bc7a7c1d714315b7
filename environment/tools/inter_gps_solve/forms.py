"""The Geometry3K logic-form language as text to trees: `Equals(LengthOf(Line(A,B)),2x+3)`.

The language is that of Lu et al., Inter-GPS (ACL 2021). An argument is a form again, or what stands between
commas: a point, a variable, a number, an arithmetic expression.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CHARACTERS = 400
MAX_DEPTH = 8
_HEAD = re.compile(r"\s*([A-Z][A-Za-z]{2,})\s*\(")


class FormError(ValueError):
    """A text that is no logic form; the message says why."""


@dataclass(frozen=True)
class Form:
    """A head with its arguments; a leaf has no arguments and its text as head."""

    head: str
    args: tuple[Form, ...] = ()

    def __str__(self) -> str:
        return f"{self.head}({','.join(map(str, self.args))})" if self.args else self.head

    @property
    def names(self) -> tuple[str, ...]:
        """The texts of the arguments, as for `Line(A,B)`."""
        return tuple(arg.head for arg in self.args)


def parse(text: str) -> Form:
    """Parse one logic form; raises FormError where it is none."""
    if len(text) > MAX_CHARACTERS:
        raise FormError(f"it has more than {MAX_CHARACTERS} characters")
    form, after = _form(text, 0, 0)
    if text[after:].strip():
        raise FormError(f"`{text[after:].strip()[:20]}` stands after its end")
    if not form.args:
        raise FormError("it is no predicate with arguments in parentheses")
    return form


def _form(text: str, at: int, depth: int) -> tuple[Form, int]:
    if depth > MAX_DEPTH:
        raise FormError(f"it is nested deeper than {MAX_DEPTH}")
    match = _HEAD.match(text, at)
    if match is None:
        return _leaf(text, at)
    args: list[Form] = []
    at = match.end()
    while True:
        arg, at = _form(text, at, depth + 1)
        args.append(arg)
        if at >= len(text):
            raise FormError("a parenthesis is not closed")
        at += 1
        if text[at - 1] == ")":
            return Form(match[1], tuple(args)), at


def _leaf(text: str, at: int) -> tuple[Form, int]:
    """Read up to the comma or closing parenthesis that does not belong to an expression's own parentheses."""
    start, depth = at, 0
    while at < len(text) and not (depth == 0 and text[at] in ",)"):
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(text[at], 0)
        if depth < 0:
            raise FormError("parentheses or braces do not match")
        at += 1
    leaf = text[start:at].strip()
    if not leaf:
        raise FormError("an argument is empty")
    return Form(leaf), at
