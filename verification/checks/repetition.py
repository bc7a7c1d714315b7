"""Repetition: a character, a word or a phrase that follows itself again and again.

The paper names three levels (reward -3, -2, -1.5; section 5.2) and contiguous repeats of tokens, phrases and
characters, but publishes no thresholds: those below are ours, set so that tables and lists of equal
numbers pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from operator import eq

import numpy as np

from schemas import Finding, Reason, Rollout, Task


class Level(StrEnum):
    """How bad a repetition is, worst first."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"


CHARACTER_REPEATS: Mapping[Level, int] = {Level.EXTREME: 256, Level.SEVERE: 64, Level.MODERATE: 32}
"""Times one character other than white space stands in a row."""
WORD_REPEATS: Mapping[Level, int] = {Level.EXTREME: 48, Level.SEVERE: 24, Level.MODERATE: 12}
"""Times one word stands in a row."""
PHRASE_REPEATS: Mapping[Level, int] = {Level.EXTREME: 16, Level.SEVERE: 8, Level.MODERATE: 4}
"""Times a phrase of 2 to LONGEST_PHRASE words, not all the same, stands in a row."""
LONGEST_PHRASE = 32
"""Words of the longest phrase looked for."""

_WORST_FIRST = (Level.EXTREME, Level.SEVERE, Level.MODERATE)
_CHARACTER_RUN = re.compile(rf"(\S)\1{{{min(CHARACTER_REPEATS.values()) - 1},}}")
_FEWEST_WORDS = min(WORD_REPEATS.values())
_FEWEST_PHRASES = min(PHRASE_REPEATS.values())


def repetition(task: Task, rollout: Rollout) -> Iterator[Finding]:
    """Give one `repetition` finding for each turn, and for the answer, that repeats itself."""
    for place, step in enumerate(rollout.steps):
        arguments = step.call.arguments if step.call else ""
        for text in (step.thought, arguments, step.raw):
            found = repetition_level(text)
            if found is not None:
                yield Finding(Reason.REPETITION, place, f"{found[0].value}: {found[1]}")
                break
    found = repetition_level(rollout.answer or "")
    if found is not None:
        yield Finding(Reason.REPETITION, -1, f"{found[0].value}: {found[1]}")


def repetition_level(text: str) -> tuple[Level, str] | None:
    """Return the worst level of repetition in a text with what is repeated, or None."""
    words = text.casefold().split()
    runs = [
        (CHARACTER_REPEATS, *_longest_character_run(text)),
        (WORD_REPEATS, *_longest_word_run(words)),
        (PHRASE_REPEATS, *_longest_phrase_run(words)),
    ]
    found = [
        (level, f"{what[:60]!r} {times} times in a row")
        for thresholds, what, times in runs
        if (level := _level(thresholds, times))
    ]
    return min(found, key=lambda pair: _WORST_FIRST.index(pair[0]), default=None)


def _level(thresholds: Mapping[Level, int], times: int) -> Level | None:
    return next((level for level in _WORST_FIRST if times >= thresholds[level]), None)


# Each of these looks for runs that reach some level, and answers ("", 0) for shorter ones: nearly every text
# has none, and is found to have none at the speed of the libraries below.


def _longest_character_run(text: str) -> tuple[str, int]:
    runs = (match[0] for match in _CHARACTER_RUN.finditer(text))
    longest = max(runs, key=len, default="")
    return longest[:1], len(longest)


def _longest_word_run(words: Sequence[str]) -> tuple[str, int]:
    if len(words) < _FEWEST_WORDS or b"\1" * (_FEWEST_WORDS - 1) not in bytes(map(eq, words[1:], words)):
        return "", 0
    runs = ((word, sum(1 for _ in group)) for word, group in groupby(words))
    return max(runs, key=lambda run: run[1])


def _longest_phrase_run(words: Sequence[str]) -> tuple[str, int]:
    """Return the phrase of two words or more that follows itself most often, and how often."""
    longest = min(LONGEST_PHRASE, len(words) // _FEWEST_PHRASES)
    best = ("", 0)
    if longest < 2:
        return best
    numbers: dict[str, int] = {}
    numbered = np.fromiter((numbers.setdefault(word, len(numbers)) for word in words), np.int32)
    for length in range(2, longest + 1):
        same = (numbered[length:] == numbered[:-length]).tobytes()
        if b"\1" * (length * (max(best[1] + 1, _FEWEST_PHRASES) - 1)) not in same:
            continue
        matched = 0
        for i in range(length, len(words)):
            matched = matched + 1 if same[i - length] else 0
            times = matched // length + 1
            if times > max(best[1], _FEWEST_PHRASES - 1):
                phrase = words[i - length + 1 : i + 1]
                # One word repeated is no phrase: WORD_REPEATS judges it.
                best = (" ".join(phrase), times) if len(set(phrase)) > 1 else best
    return best
