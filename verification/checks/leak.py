"""Leak: the model knew the answer from somewhere it must not know it from.

A turn that speaks of gold labels or of an answer it was given, where nothing it was shown does, is judged by.
A gold phrase written before anything shown holds its words is only noted (`ungrounded`): a model may read it
in the picture, and a program may know what a printed code stands for. Numbers, options and short words are
no evidence at all: they are computed, listed and guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas import Finding, Metric, Reason, Rollout, Step, Task

_KNOWN = r"(?:given|provided|supplied|known|stated|specified|listed)"
LEAK_PHRASES = (
    r"ground[\s_-]?truth",
    r"\bgold(?:en)?[\s_-](?:answer|label|standard|reference)s?",
    r"\b(?:answer|label|annotation)[\s_-]?(?:key|file)s?\b",
    r"\bannotations?\.json\b|\bqa_pairs\.json\b",
    r"\b(?:reference|target)[\s_-]answers?\b",
    rf"\b(?:the\s+)?(?:correct|right|expected|true)\s+answer\s+(?:is|was|has\s+been)\s+(?:already\s+)?{_KNOWN}",
    rf"\b{_KNOWN}\s+(?:that\s+)?the\s+(?:correct|right|expected|true)\s+answer\b",
    rf"\b{_KNOWN}\s+(?:correct|right|expected|true)\s+answer\b",
    r"\baccording\s+to\s+the\s+(?:labels?|annotations?|answer)\b",
)
"""What nobody who solves a question says; a phrase that the question or an observation uses is no sign."""
SHORTEST_EVIDENCE = 12
"""Letters a gold phrase must have before its early appearance says anything."""

_PHRASES = re.compile("|".join(f"(?:{phrase})" for phrase in LEAK_PHRASES), re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_COPIED = frozenset({Metric.ANLS, Metric.EXACT, Metric.RELAXED_ACCURACY})


def leak(task: Task, rollout: Rollout) -> Iterator[Finding]:
    """Give `leak` for talk of a given answer, and the advisory `ungrounded` for a gold phrase said early."""
    shown = " ".join([task.question, task.context, *task.choices])
    for place, step in enumerate(rollout.steps):
        said = _said(step)
        spoken = _PHRASES.search(said)
        if spoken and spoken[0].casefold() not in shown.casefold():
            yield Finding(Reason.LEAK, place, f"speaks of an answer it was given: {spoken[0]!r}")
        early = _early_gold(task, said, shown)
        if early:
            yield Finding(Reason.UNGROUNDED, place, f"wrote {early!r} before anything it was told holds it")
        if step.observation is not None:
            shown += f" {step.observation.text} {step.observation.result}"


def _said(step: Step) -> str:
    return " ".join([step.thought, step.call.arguments if step.call else "", step.raw])


def _early_gold(task: Task, said: str, shown: str) -> str:
    """Return the gold phrase that was said with words not shown so far; empty where there is none."""
    if task.metric not in _COPIED:
        return ""
    spoken, known = f" {_spaced(said)} ", set(_spaced(shown).split())
    for gold in task.answers:
        phrase = _spaced(gold)
        tells = sum(letter.isalpha() for letter in phrase) >= SHORTEST_EVIDENCE
        if tells and f" {phrase} " in spoken and not known.issuperset(phrase.split()):
            return gold
    return ""


def _spaced(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
