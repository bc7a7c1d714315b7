"""Letters: who is addressed (the salutation's name in the address) and who signed (under the closing)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teachers.programmatic.lines import Line

_CLOSING = re.compile(
    r"(yours )?(sincerely|truly|faithfully|cordially|respectfully)( yours)?,?|best regards,?", re.I
)
_SALUTATION = re.compile(r"Dear (?:Mr|Mrs|Ms|Miss|Dr|Prof)?\.? ?(?:[A-Z]\.? )*([A-Z][\w'-]+)[:,.]?")
_NAME = re.compile(
    r"(?:Dr\. ?|Mr\. ?|Mrs\. ?|Ms\. ?)?[A-Z][a-z]+ ?(?:[A-Z]\.? ?){0,2}[A-Z][\w'-]{2,}(?:, ?[A-Z.]+)?"
)


def addressee(text: str, lines: Sequence[Line]) -> tuple[str, str] | None:
    """To whom a letter is written: the one name above the salutation that holds its surname."""
    if not re.search(r"to whom|addressed to|recipient", text):
        return None
    greetings = [(line, m[1]) for line in lines if (m := _SALUTATION.fullmatch(line.text))]
    if len(greetings) != 1:
        return None
    greeting, surname = greetings[0]
    names = [
        x.text for x in lines if x.bottom <= greeting.top and re.search(rf"{re.escape(surname)}\b", x.text)
    ]
    if len(names) != 1:
        return None
    return names[0], f"The letter greets {surname}, and the address above it names {names[0]}."


def signer(text: str, lines: Sequence[Line]) -> tuple[str, str] | None:
    """Who signed a letter: the first name printed under the closing."""
    if not re.search(r"who (?:has |have )?(?:signed|wrote|written)|whose signature|signed by", text):
        return None
    closings = [line for line in lines if _CLOSING.fullmatch(line.text.strip())]
    if len(closings) != 1:
        return None
    closing = closings[0]
    under = [x for x in lines if x.top >= closing.bottom and abs(x.left - closing.left) < 3 * closing.height]
    named = [x for x in sorted(under, key=lambda x: x.top) if _NAME.fullmatch(x.text)]
    if not named or named[0].top - closing.bottom > 8 * closing.height:
        return None
    return named[0].text, f"Under the closing {closing.text.rstrip(',')} is printed {named[0].text}."
