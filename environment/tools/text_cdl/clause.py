"""A clause that was read, and where clauses end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from environment.tools.text_cdl.notation import Token

# fmt: off
UNITS = (
    "units", "unit", "feet", "foot", "ft", "inches", "inch", "in", "meters", "meter", "metres",
    "m", "centimeters",
    "centimeter", "cm", "mm", "km", "yards", "yard", "yd", "miles", "mile", "degrees", "degree", "square",
)
_CONNECTIVES = (
    "and", "if", "then", "so", "find", "with", "where", "when", "given", "what", "determine",
    "such", "but", "to",
    "let", "as", "while", "unless", "below", "shown", "above",
)
# fmt: on


@dataclass(frozen=True)
class Clause:
    """What one clause says: its predicates, what follows it, and the figure it speaks of."""

    predicates: tuple[str, ...]
    after: int
    subject: str | None = None


def ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause may end here: at a stop, a connecting word, or the end of the text."""
    return at >= len(tokens) or tokens[at].kind == "stop" or tokens[at].is_word(*_CONNECTIVES)
