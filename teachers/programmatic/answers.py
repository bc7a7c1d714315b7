"""Writing answers: numbers as data sets print them, and the letter of a choice."""

from __future__ import annotations

import string
from collections.abc import Sequence

from schemas import AnswerFormat, Prompt
from teachers.programmatic.plan import Abstain, Action, Answer
from teachers.programmatic.questions import number, squeezed

CHOICE_TOLERANCE = 0.01
"""Relative distance at which a computed value still is a printed choice (those are rounded)."""


def shown(value: float, digits: int = 4) -> str:
    """Write a number without trailing zeros, rounded to `digits` decimals."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if "." in f"{value:.{digits}f}" else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def letter(index: int) -> str:
    """Return the letter of a 0-based choice."""
    return string.ascii_uppercase[index]


def choice(prompt: Prompt, text: str) -> int | None:
    """Return the index of the only choice that says `text`, or None."""
    wanted = squeezed(text)
    hits = [i for i, c in enumerate(prompt.choices) if wanted and squeezed(c) == wanted]
    return hits[0] if len(hits) == 1 else None


def answered(prompt: Prompt, text: str, sentence: str) -> Action:
    """Answer with a text in the form the prompt asks for; abstains when it is none of the choices."""
    if not prompt.choices:
        return Answer(text, sentence)
    index = choice(prompt, text)
    if index is None:
        return Abstain(f"{sentence} None of the choices says {text}.")
    return picked(prompt, index, sentence)


def picked(prompt: Prompt, index: int, sentence: str) -> Answer:
    """Answer with a choice, by letter or by text as the prompt asks."""
    if prompt.answer_format is AnswerFormat.LETTER:
        return Answer(letter(index), f"{sentence} This is choice {letter(index)}.")
    return Answer(prompt.choices[index], sentence)


def nearest(values: Sequence[float | None], value: float) -> int | None:
    """Return the index of the only value within tolerance of `value`, or None."""
    close = [
        i
        for i, v in enumerate(values)
        if v is not None and abs(v - value) <= CHOICE_TOLERANCE * max(abs(value), 0.01)
    ]
    exact = [i for i in close if abs((values[i] or 0.0) - value) <= 1e-6 * max(abs(value), 1.0)]
    hits = exact or close
    return hits[0] if len(hits) == 1 else None


def same_number(left: str, right: str) -> bool:
    """Whether two texts are the same number."""
    a, b = number(left), number(right)
    return a is not None and a == b
