"""Densify, the paper's second step: the thoughts of an accepted rollout are written out, and nothing else.

Each thought is asked for by itself, from what was seen before it (`synthesis.thoughts`); a rewrite that a
guard finds a flaw in is dropped, and the original thought stays.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from schemas import (
    Dense,
    DenseThought,
    Flaw,
    Prompt,
    Reply,
    Request,
    Rollout,
    TeacherRef,
    ThoughtOutcome,
    Usage,
    acts_digest,
    sha256_hex,
)
from schemas.versions import DENSE_VERSION
from synthesis.budget import BudgetSpentError
from synthesis.rollout import AskTeacher
from synthesis.thoughts import as_request, thought_request
from synthesis.usage import with_reply
from teachers.refusals import as_drawn
from teachers.teacher import TeacherError

_TRACE = re.compile(r"(?:\s*<think>)?.*?</think>\s*(?=<thought>)", re.DOTALL)
_WRITTEN = re.compile(
    r"\s*<(?P<tag>thought|think)>(?P<thought>.*?)</(?P=tag)>\s*(?:<answer>(?P<answer>.*?)</answer>\s*)?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Written:
    """A thought as its teacher wrote it."""

    thought: str
    answer: str | None
    """What the teacher itself answers, in a turn that answers; None in one that calls a tool."""


Guard: TypeAlias = Callable[[int, Written], Flaw | None]
"""Says what is wrong with the thought written for the step at a 0-based place, or nothing; handed in, since
it compares answers."""


async def densify(
    ask: AskTeacher, teacher: TeacherRef, prompt: Prompt, rollout: Rollout, guard: Guard
) -> Dense:
    """Write out a rollout's thoughts, all at once; what a teacher failed at is told there, never raised."""
    places = range(len(rollout.steps))
    refused = set[str]()

    async def noting(request: Request) -> Reply:
        reply = await ask(request)
        refused.update(reply.refused)
        return reply

    thoughts = await asyncio.gather(*(_densified(noting, prompt, rollout, n, guard) for n in places))
    return Dense(
        rollout_id=rollout.rollout_id,
        schema_version=DENSE_VERSION,
        task_id=rollout.task_id,
        teacher=as_drawn(teacher, refused),
        acts=acts_digest(rollout),
        thoughts=tuple(thoughts),
    )


def written_in(text: str, answers: bool) -> Written | None:
    """Read a reply; None where it is not one thought, followed by an answer exactly where the turn answers.

    An endpoint without a reasoning parser leaves its trace in the text, closed by `</think>`: what follows
    it is the reply. `<think>` is read as `<thought>`, which models that know the one write for the other.
    """
    match = _WRITTEN.fullmatch(_TRACE.sub("", text, count=1))
    if match is None or (match["answer"] is not None) is not answers:
        return None
    return Written(match["thought"].strip(), match["answer"].strip() if answers else None)


async def _densified(
    ask: AskTeacher, prompt: Prompt, rollout: Rollout, place: int, guard: Guard
) -> DenseThought:
    step = rollout.steps[place]
    original = sha256_hex(step.thought)
    if step.raw or (step.call is None and step.observation is not None):
        return _kept(original, Flaw(ThoughtOutcome.VERBATIM, "the turn did not parse"), Usage())
    try:
        reply = await ask(as_request(thought_request(prompt, rollout.steps, place)))
    except TeacherError as failure:
        spent = isinstance(failure, BudgetSpentError)
        outcome = ThoughtOutcome.BUDGET if spent else ThoughtOutcome.TEACHER_ERROR
        return _kept(original, Flaw(outcome, str(failure)), Usage())
    usage = with_reply(Usage(), reply)
    judged = _judged(reply, step.call is None, place, guard)
    if isinstance(judged, Flaw):
        return _kept(original, judged, usage)
    return DenseThought(original, judged, ThoughtOutcome.DENSE, "", usage)


def _judged(reply: Reply, answers: bool, place: int, guard: Guard) -> str | Flaw:
    if reply.finish == "length":
        told = f"cut after {reply.completion_tokens} tokens: raise max_tokens in densify.teacher.decoding"
        return Flaw(ThoughtOutcome.TRUNCATED, told)
    written = written_in(reply.text, answers)
    if written is None:
        wanted = "one thought and one answer" if answers else "one thought"
        return Flaw(ThoughtOutcome.MALFORMED, f"not {wanted}: {reply.text[:80]!r}")
    return guard(place, written) or written.thought


def _kept(original: str, flaw: Flaw, usage: Usage) -> DenseThought:
    return DenseThought(original, None, flaw.outcome, flaw.evidence, usage)
