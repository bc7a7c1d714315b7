"""Normalised equality (TABMWP, CLEVR, MathVista), whole numbers (CLEVR-Math), yes/no (FigureQA)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from verification.scorers.plain import counted, plain_number, plain_ratio, plain_text

RATIO_DIGITS = 3

# One conclusion only: a text that says `is` twice has not said what its answer is.
_CONCLUSION = re.compile(
    r"(?:(?!=|\b(?:is|are|equals)\b).)*(?:=|\b(?:is|are|equals)\b)\s*([+-]?[\d,]+)", re.I | re.S
)


def exact(answer: str, references: Sequence[str]) -> float:
    """Return 1 when the answer equals a reference as a number or as text without case, else 0.

    Numbers are read as TABMWP's evaluator reads them: a leading dollar sign and thousands separators are
    dropped, and a fraction equals its decimal form rounded to three digits.
    """
    return float(any(_equal(answer, reference) for reference in references))


def integer(answer: str, references: Sequence[str]) -> float:
    """Return 1 when the answer states one whole number that equals a reference, else 0.

    Understood are `3`, `3 cubes`, and a sentence that ends in its result (`8 minus 5 is 3`).
    """
    given = _whole(answer)
    return float(given is not None and any(given == plain_number(reference) for reference in references))


def yes_no(answer: str, references: Sequence[str]) -> float:
    """Return 1 when the whole answer is `yes` or `no` and a reference says the same, else 0."""
    given = plain_text(answer)
    return float(given in ("yes", "no") and any(given == plain_text(reference) for reference in references))


def _equal(answer: str, reference: str) -> bool:
    given, gold = _number_in(answer), _number_in(reference)
    if given is not None and gold is not None:
        # A fraction has no last digit, so TABMWP rounds it before comparing.
        rounded = plain_ratio(answer) is not None or plain_ratio(reference) is not None
        return round(given, RATIO_DIGITS) == round(gold, RATIO_DIGITS) if rounded else given == gold
    return plain_text(answer) == plain_text(reference) != ""


def _number_in(text: str) -> Fraction | None:
    bare = text.strip().removeprefix("$").strip()
    bare = bare[:-1] if bare.endswith((".", ",")) else bare
    number = plain_number(bare)
    return plain_ratio(bare) if number is None else number


def _whole(text: str) -> Fraction | None:
    bare = text.strip().rstrip(".")
    number = plain_number(bare)
    if number is None:
        count = counted(bare)
        number = None if count is None else Fraction(count)
    if number is None:
        concluded = _CONCLUSION.fullmatch(bare)
        number = plain_number(concluded[1]) if concluded else None
    return number if number is not None and number.denominator == 1 else None
