"""The guard of densified thoughts: what a rewrite may not say, or be, to stand in a trajectory."""

from __future__ import annotations

import re
from collections.abc import Sequence

from environment.grammar import TAGS
from schemas import Flaw, Rollout, Step, Task, ThoughtOutcome
from verification.acceptance import same_answer
from verification.checks.leak import LEAK_PHRASES
from verification.checks.repetition import repetition_level

_RIGHT = r"(?:correct|right|true|expected|actual|known|given|provided)"
HINDSIGHT_PHRASES = (
    *LEAK_PHRASES,
    rf"\b{_RIGHT}\s+(?:final\s+)?(?:answer|option|choice)\s*(?:is|was|(?:must|should|would|has\s+to)\s+be|:)",
    rf"\b(?:know(?:n|ing)?|given|since|because)\s+(?:that\s+)?the\s+(?:final\s+)?answer\s+(?:is|was)\s+{_RIGHT}\b",
    r"\bin\s+hindsight\b",
    r"\b(?:as|which)\s+(?:we|I)\s+(?:will|shall)\s+(?:later\s+)?(?:see|find|learn)\b",
)
"""Talk of an answer that was given or of what comes later; "the answer is" of a plain conclusion is none."""

_THOUGHT = r"(?:thought|rationale|reasoning|explanation|justification)s?"
_ANY = r"(?:(?:the|this|that|my|your|an?)\s+)?(?:\w+\s+)?"
REWRITING_PHRASES = (
    rf"\b(?:rewrit|rephras|paraphras|densif|polish|expand)\w*\s+(?:on\s+)?{_ANY}{_THOUGHT}\b",
    rf"\b(?:rewritten|revised|improved|expanded|extended|original|denser?|polished)\s+{_THOUGHT}\b",
    rf"\bhere\s+is\s+{_ANY}{_THOUGHT}\b",
    rf"\b(?:write|writing|produce|output)\s+{_ANY}{_THOUGHT}\b",
    rf"\b{_THOUGHT}\s+(?:that\s+)?lead(?:s|ing)?\s+(?:up\s+)?to\s+(?:the|this|that)\s+(?:tool\s+)?(?:call|act|action)\b",
    r"\b(?:asked|told|instructed|required|supposed)\s+to\s+(?:write|rewrite|produce|justify|come\s+up)\b",
    r"\b(?:the|this|that)\s+(?:given|provided|stated|shown)\s+(?:tool\s+)?(?:call|act|action)\b",
    r"\bthe\s+(?:system\s+)?(?:prompt|instructions?)\s+(?:say|ask|tell|require|want)s?\b",
    r"\bas\s+an?\s+(?:AI|(?:large\s+)?language\s+model)\b",
)
"""What only someone who was asked to write a thought would say."""

_MARKUP = re.compile(
    rf"</?\s*(?:{'|'.join((*TAGS, 'thought', 'tools?', 'functions?', 'image', 'video', 'audio'))})\b[^<>]*>"
    r"|<\|[^|<>\s]+\|>"
    r"|\{\s*\"(?:name|tool)\"\s*:\s*\"[^\"]*\"\s*,\s*\"(?:arguments|parameters|task)\"\s*:",
    re.IGNORECASE,
)
"""Protocol tags, special tokens of chat templates, and a call written as JSON."""
_HINDSIGHT = re.compile("|".join(f"(?:{phrase})" for phrase in HINDSIGHT_PHRASES), re.IGNORECASE)
_REWRITING = re.compile("|".join(f"(?:{phrase})" for phrase in REWRITING_PHRASES), re.IGNORECASE)


def flaw_of(
    task: Task, rollout: Rollout, place: int, thought: str, answer: str | None, *, longest: int
) -> Flaw | None:
    """Return why the thought written for the step at 0-based `place` must be dropped, or None.

    `answer` is what its teacher answered where the turn answers, `longest` the budget in characters (code
    points): students differ in their tokenizers, and a count of characters is the same for all of them. A
    phrase that the question or a result before this turn uses is no sign of anything.
    """
    if not thought.strip():
        return Flaw(ThoughtOutcome.EMPTY, "the thought is empty")
    if answer is not None and not same_answer(task, answer, rollout.answer or ""):
        return Flaw(ThoughtOutcome.OTHER_ANSWER, f"leads to {answer[:60]!r}")
    if len(thought) > longest:
        return Flaw(ThoughtOutcome.TOO_LONG, f"{len(thought)} characters, {longest} are allowed")
    if markup := _MARKUP.search(thought):
        return Flaw(ThoughtOutcome.TAG, f"holds {markup[0][:60]!r}")
    if repeated := repetition_level(thought):
        return Flaw(ThoughtOutcome.REPETITION, f"{repeated[0].value}: {repeated[1]}")
    shown = _shown(task, rollout.steps[:place])
    if spoken := _said(_HINDSIGHT, thought, shown):
        return Flaw(ThoughtOutcome.LEAK, f"speaks of an answer it was given: {spoken!r}")
    if spoken := _said(_REWRITING, thought, shown):
        return Flaw(ThoughtOutcome.REWRITING, f"speaks of being asked to write: {spoken!r}")
    return None


def _said(phrases: re.Pattern[str], thought: str, shown: str) -> str:
    return next((m[0] for m in phrases.finditer(thought) if m[0].casefold() not in shown), "")


def _shown(task: Task, before: Sequence[Step]) -> str:
    told = (step.observation.text for step in before if step.observation)
    return " ".join([task.question, task.context, *task.choices, *told]).casefold()
