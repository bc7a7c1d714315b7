"""Multiple choice: the option's letter, its text or its value (ScienceQA, AI2D, A-OKVQA, Geometry3K)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verification.scorers.plain import one_spaced, plain_text
from verification.scorers.values import quantity, stands_for

_ANNOUNCED = re.compile(
    r"(?:(?:so|thus|therefore|hence),?\s+)?(?:the\s+)?(?:(?:final|correct|right|best)\s+)?"
    r"(?:(?:answer|option|choice)\s*(?:is\b\s*:?|:|=)|(?:answer|option|choice)(?=\s))"
    r"\s*(?:(?:option|choice)\s+)?(?P<rest>.+)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[(\[]?([A-Za-z])[)\]]?[.:,]?")
_LETTER_AND_TEXT = re.compile(r"(?:[(\[]([A-Za-z])[)\]]\s*[.:]?|([A-Za-z])\s*[).:])\s*(?P<text>\S.*)")


def choice(answer: str, references: Sequence[str], choices: Sequence[str]) -> float:
    """Return 1 when the answer picks the option that a reference names, else 0.

    Picked is an option by its letter (`A`, `(a)`, `A. red`, `The answer is A`), its full text, or, for
    geometry, its value (`6.283` for `2π`, `40` for `40°`). A letter is never taken out of a word, a letter
    with the text of another option picks nothing, and a number is only ever an option's text or value,
    never its index.
    """
    picked = chosen(answer, choices)
    return float(picked is not None and any(picked == chosen(reference, choices) for reference in references))


def chosen(answer: str, choices: Sequence[str]) -> int | None:
    """Return the 0-based option that the whole answer picks, or None where it picks none or more than one."""
    bare = one_spaced(answer)
    announced = _ANNOUNCED.fullmatch(bare)
    for text in [bare, *([announced["rest"]] if announced else [])]:
        picked = _picked(text, choices)
        if picked is not None:
            return picked
    return None


def _picked(text: str, choices: Sequence[str]) -> int | None:
    letter = _LETTER.fullmatch(text)
    if letter and (index := _index(letter[1], choices)) is not None:
        return index
    same = _worded(text, choices)
    if same:
        return same[0] if len(same) == 1 else None
    both = _LETTER_AND_TEXT.fullmatch(text)
    index = _index(both[1] or both[2], choices) if both else None
    if both and index is not None:
        option = choices[index : index + 1]
        return index if _worded(both["text"], option) or _worth(both["text"], option) else None
    worth = _worth(text, choices)
    return worth[0] if len(worth) == 1 else None


def _worded(text: str, choices: Sequence[str]) -> list[int]:
    return [i for i, option in enumerate(choices) if plain_text(option) == plain_text(text) != ""]


def _worth(text: str, choices: Sequence[str]) -> list[int]:
    value = quantity(text)
    values = [quantity(option) for option in choices] if value else []
    return [i for i, option in enumerate(values) if value and option and stands_for(value, option)]


def _index(letter: str, choices: Sequence[str]) -> int | None:
    index = ord(letter.upper()) - ord("A")
    return index if 0 <= index < len(choices) else None
