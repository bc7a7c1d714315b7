"""How an answer is read before it is compared: plain text and plain numbers, whole answers only."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

LEADING = " \"'`,;:!?"
TRAILING = LEADING + "."
LONGEST_NUMBER = 64

_THOUSANDS = r"\d{1,3}(?:,\d{3})+"
_DECIMAL = re.compile(rf"[+-]?(?:{_THOUSANDS}|\d+)(?:\.\d*)?|[+-]?\.\d+")
_RATIO = re.compile(rf"([+-]?(?:{_THOUSANDS}|\d+))\s*/\s*((?:{_THOUSANDS}|\d+))")
_COUNTED = re.compile(rf"([+-]?(?:{_THOUSANDS}|\d+))\s+([^\W\d_]+)")
_NO_THINGS = """
percent pct hundred hundreds thousand thousands million millions mn billion billions bn trillion
trillions k m b t dozen dozens half halves third thirds quarter quarters tenth tenths times fold point
points or and to not minus plus
"""
_SCALES = frozenset(_NO_THINGS.split())


def one_spaced(text: str) -> str:
    """Return the text without surrounding space and with each run of white space as one blank."""
    return " ".join(text.split())


def plain_text(text: str) -> str:
    """Return the text without case, outer punctuation, typographic forms and repeated space.

    A leading full stop stays (`.5 cm`), and so does a text that is nothing but punctuation.
    """
    composed = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2019", "'")
    bare = one_spaced(composed).casefold()
    return bare.lstrip(LEADING).rstrip(TRAILING) or bare


def plain_number(text: str) -> Fraction | None:
    """Return the number that the whole text is (`-1,200.50`, in well-formed groups), or None."""
    bare = text.strip()
    if len(bare) > LONGEST_NUMBER or not bare.isascii() or not _DECIMAL.fullmatch(bare):
        return None
    return Fraction(bare.replace(",", ""))


def plain_ratio(text: str) -> Fraction | None:
    """Return the value of a text that is one fraction of whole numbers (`-3/2`), or None."""
    bare = text.strip()
    found = _RATIO.fullmatch(bare) if len(bare) <= LONGEST_NUMBER and bare.isascii() else None
    if found is None:
        return None
    above, below = (int(part.replace(",", "")) for part in found.groups())
    return Fraction(above, below) if below else None


def counted(text: str) -> int | None:
    """Return the count of a whole number followed by the one thing it counts (`12 bars`), or None.

    A word that changes the number (`12 million`, `12 percent`, `12 k`) is not a thing counted.
    """
    found = _COUNTED.fullmatch(text.strip().rstrip("."))
    if found is None or len(found[1]) > LONGEST_NUMBER or found[2].casefold() in _SCALES:
        return None
    return int(found[1].replace(",", ""))
