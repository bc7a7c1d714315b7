"""A whole problem text to predicates: clause after clause, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from environment.tools.text_cdl.notation import Token, asides, spelled_out, tokens_of
from environment.tools.text_cdl.statements import mentions, read_clause, skip_prefixes

_FIGURE = r"(?:figure|diagram)(?: shown)?(?: (?:above|below|at the right))?"
_INSTRUCTION = re.compile(
    r"(?:,\s*)?(?:round(?:ed)?\b[^.?!]*?\b(?:nearest|decimal)(?: \w+)?(?: (?:if|when) (?:necessary|needed))?"
    r"|to the nearest \w+|\bhint\b[^.?!)]*|if (?:necessary|needed)|it is known that"
    r"|unless (?:otherwise stated|stated otherwise)|assume that(?= the polygon)"
    r"|assume that (?:segments|lines) that appear to be tangent are tangent"
    rf"|(?:as shown )?in (?:the|each) {_FIGURE}|refer to the {_FIGURE})",
    re.IGNORECASE,
)
# fmt: off
_VERBS = frozenset((
    "is", "are", "has", "have", "bisects", "bisect", "intersect", "intersects", "meet", "equals",
    "passes", "lies",
    "lie", "find", "determine", "what",
))
# fmt: on
_RESTARTS = frozenset(("find", "determine", "calculate", "compute", "what", "solve", "if"))


@dataclass(frozen=True)
class Reading:
    """Predicates in the order of the text, each once, and the passages that were not understood."""

    predicates: tuple[str, ...]
    unparsed: tuple[str, ...]


def parse(text: str) -> Reading:
    """Parse a geometry problem's text into the Geometry3K logic-form language.

    Instructions about rounding and `unless otherwise stated` say nothing of the figure and are passed over.
    """
    spelled, glosses = asides(spelled_out(text))
    unparsed = [gloss for gloss in glosses if not _INSTRUCTION.match(gloss)]
    spelled = re.sub(r"\s+", " ", _INSTRUCTION.sub(_passed_over, spelled))
    tokens = tokens_of(spelled)
    found: list[str] = []
    subject: str | None = None
    at = 0
    while at < len(tokens):
        at = skip_prefixes(tokens, at)
        if at >= len(tokens):
            break
        if tokens[at].kind == "stop":
            at += 1
            continue
        reading = read_clause(tokens, at, subject)
        if reading is not None:
            found += reading.predicates
            subject = reading.subject or subject
            at = reading.after
            continue
        end = _end_of_unread(tokens, at)
        passage = tokens[at:end]
        named = mentions(passage, subject)
        found += named
        subject = next((form for form in reversed(named) if not form.startswith(("Line", "Is"))), subject)
        unparsed.append(spelled[passage[0].start : passage[-1].end])
        at = end
    return Reading(tuple(dict.fromkeys(found)), tuple(unparsed))


def _passed_over(instruction: re.Match[str]) -> str:
    """Return what stands for an instruction: `, it is known that` still ends the clause before it."""
    return ", " if instruction.group().startswith(",") and instruction.group().endswith("that") else " "


def _end_of_unread(tokens: Sequence[Token], at: int) -> int:
    """Return where reading may safely start again after a clause that was not understood.

    Only a passage that already holds a verb or relation ends at a comma or `and`; else `the sum of AB and CD
    is 10` would yield `CD = 10`.
    """
    whole = False
    start = at
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "stop" and token.text in ".?!;":
            return at
        if at > start and token.kind == "word" and token.text in _RESTARTS:
            return at
        if whole and (token.text == "," or token.is_word("and")):
            return at
        whole = whole or token.kind == "relation" or (token.kind == "word" and token.text in _VERBS)
        at += 1
    return at
