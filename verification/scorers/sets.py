"""Set equality: every member named and nothing else (MapQA)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verification.scorers.plain import plain_text

# A comma between digits groups thousands (`1,000-2,000` is one legend range).
_SEPARATOR = re.compile(r"[;\n]|,(?!\d{3}(?!\d))")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def set_equality(answer: str, references: Sequence[str]) -> float:
    """Return 1 when the answer names exactly the members of the reference set, in any order, else 0.

    The references together are the set; each may itself be a list separated by commas. `A and B` is read as
    two members only where that makes the sets equal, since a name may hold an `and`.
    """
    gold = frozenset(member for reference in references for member in members(reference))
    return float(bool(gold) and gold in (members(answer), _members_with_and(answer)))


def members(text: str) -> frozenset[str]:
    """Return the plain members of a list separated by commas, semicolons or line ends."""
    pieces = (plain_text(piece).removeprefix("and ") for piece in _SEPARATOR.split(text))
    return frozenset(piece for piece in pieces if piece)


def _members_with_and(text: str) -> frozenset[str]:
    return frozenset(m for piece in members(text) for m in map(plain_text, _AND.split(piece)) if m)
