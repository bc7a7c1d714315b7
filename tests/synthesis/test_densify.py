"""Densify: each thought asked for by itself, each kept or dropped with a reason."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from schemas import (
    Dense,
    Flaw,
    Reply,
    Request,
    Rollout,
    Step,
    TeacherKind,
    TeacherRef,
    ThoughtOutcome,
    Usage,
    acts_digest,
    sha256_hex,
    with_dense,
)
from synthesis.densify import Guard, Written, densify, written_in
from synthesis.rollout import AskTeacher
from teachers.teacher import TeacherUnavailableError
from tests.builders import answer_step, observation, rollout, tool_step
from tests.synthesis.scripted import prompt

THINKER = TeacherRef(TeacherKind.OPENAI, "thinker", "f" * 64, "{}")
ROLLOUT = rollout([tool_step("I count."), answer_step("Seven.")])
CALL, ANSWER = (
    "<thought>I see bars; I count them.</thought>",
    "<thought>It says 7.</thought><answer>7</answer>",
)


def passes(place: int, written: Written) -> None:
    """A guard that lets everything pass."""


def by_place(*lines: Reply | Exception) -> AskTeacher:
    """Reply to the thought at each place with its line."""

    async def ask(request: Request) -> Reply:
        line = lines[len(request.steps)]
        if isinstance(line, Exception):
            raise line
        return line

    return ask


def densified(*lines: Reply | Exception, guard: Guard = passes, made: Rollout = ROLLOUT) -> Dense:
    """Densify a rollout with these replies."""
    return asyncio.run(densify(by_place(*lines), THINKER, prompt(), made, guard))


def test_each_thought_is_written_out_with_its_original_s_digest_and_its_cost() -> None:
    dense = densified(
        Reply(CALL, prompt_tokens=9, completion_tokens=5, cost_usd=0.5, seconds=2),
        Reply(ANSWER, cost_usd=0.25),
    )
    assert (dense.rollout_id, dense.task_id, dense.teacher) == (ROLLOUT.rollout_id, ROLLOUT.task_id, THINKER)
    assert dense.acts == acts_digest(ROLLOUT)
    assert [(t.original, t.thought, t.outcome) for t in dense.thoughts] == [
        (sha256_hex("I count."), "I see bars; I count them.", ThoughtOutcome.DENSE),
        (sha256_hex("Seven."), "It says 7.", ThoughtOutcome.DENSE),
    ]
    assert [t.usage for t in dense.thoughts] == [Usage(1, 9, 5, 0.5, 2), Usage(1, cost_usd=0.25)]
    assert [s.thought for s in with_dense(ROLLOUT, dense).steps] == [
        "I see bars; I count them.",
        "It says 7.",
    ]


def test_a_record_tells_the_decoding_its_thoughts_were_drawn_with() -> None:
    teacher = replace(THINKER, decoding='{"seed":0,"temperature":0.7}')
    ask = by_place(Reply(CALL, refused=("temperature",)), Reply(ANSWER, refused=("temperature",)))
    dense = asyncio.run(densify(ask, teacher, prompt(), ROLLOUT, passes))
    assert dense.teacher == replace(teacher, decoding='{"seed":0}')


@pytest.mark.parametrize(
    ("reply", "outcome", "evidence"),
    [
        (Reply("I would count."), ThoughtOutcome.MALFORMED, "not one thought: 'I would count.'"),
        (Reply(ANSWER), ThoughtOutcome.MALFORMED, "not one thought: '<thought>It says 7."),
        (Reply(""), ThoughtOutcome.MALFORMED, "not one thought: ''"),
        (Reply(CALL, finish="length", completion_tokens=64), ThoughtOutcome.TRUNCATED, "cut after 64 tokens"),
        (TeacherUnavailableError("no reply in 9 tries"), ThoughtOutcome.TEACHER_ERROR, "no reply in 9 tries"),
    ],
)
def test_a_reply_that_is_no_whole_thought_is_dropped_with_a_reason_and_costs_no_other_thought(
    reply: Reply | Exception, outcome: ThoughtOutcome, evidence: str
) -> None:
    first, last = densified(reply, Reply(ANSWER)).thoughts
    assert (first.thought, first.outcome) == (None, outcome)
    assert first.evidence.startswith(evidence)
    assert first.usage.calls == (0 if outcome is ThoughtOutcome.TEACHER_ERROR else 1)
    assert last.outcome is ThoughtOutcome.DENSE


def test_what_the_guard_finds_is_told_and_the_original_kept() -> None:
    def guard(place: int, written: Written) -> Flaw | None:
        assert written == (
            Written("It says 7.", "7") if place else Written("I see bars; I count them.", None)
        )
        return Flaw(ThoughtOutcome.TOO_LONG, "9 characters") if place else None

    dense = densified(Reply(CALL), Reply(ANSWER), guard=guard)
    assert [(t.outcome, t.evidence) for t in dense.thoughts] == [
        (ThoughtOutcome.DENSE, ""),
        (ThoughtOutcome.TOO_LONG, "9 characters"),
    ]
    assert [s.thought for s in with_dense(ROLLOUT, dense).steps] == ["I see bars; I count them.", "Seven."]


@pytest.mark.parametrize("raw", ["<think>oh", ""])
def test_a_turn_that_did_not_parse_stands_verbatim_and_nobody_is_asked(raw: str) -> None:
    told = observation(text="No tag.", error="malformed_turn")
    made = replace(ROLLOUT, steps=(Step("", None, told, "E1_schema", raw), *ROLLOUT.steps))
    dense = densified(AssertionError("asked"), Reply(CALL), Reply(ANSWER), made=made)
    assert [t.outcome for t in dense.thoughts] == [
        ThoughtOutcome.VERBATIM,
        ThoughtOutcome.DENSE,
        ThoughtOutcome.DENSE,
    ]


def test_all_thoughts_are_asked_for_at_once_with_the_original_ones_before_them() -> None:
    asked: list[Request] = []
    everyone = asyncio.Event()

    async def ask(request: Request) -> Reply:
        asked.append(request)
        if len(asked) == 2:
            everyone.set()
        await asyncio.wait_for(everyone.wait(), 5)
        return Reply(ANSWER if request.steps else CALL)

    asyncio.run(densify(ask, THINKER, prompt(), ROLLOUT, passes))
    assert [[s.thought for s in r.steps] for r in asked] == [[], ["I count."]]
    assert all(not r.native_tools and r.attempt == 0 for r in asked)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("<thought> I look. </thought>\n", False, Written("I look.", None)),
        ("<thought>So.</thought>\n\n<answer> 7 </answer>", True, Written("So.", "7")),
        ("<think>So.</think><answer>7</answer>", True, Written("So.", "7")),
        ("they want a thought</think>\n\n<thought>I look.</thought>", False, Written("I look.", None)),
        ("<think>Hm.</think><thought>So.</thought><answer>7</answer>", True, Written("So.", "7")),
        ("<thought>a <b> c</thought>", False, Written("a <b> c", None)),
        ("<thought></thought>", False, Written("", None)),
        ("<thought>So.</thought>", True, None),
        ("<thought>So.</thought><answer>7</answer>", False, None),
        ("<thought>So.</thought><answer>7", True, None),
        ("Here it is: <thought>So.</thought>", False, None),
        ("<thought>So.</thought> That is all.", False, None),
        ("<thought>So.", False, None),
        ("</think>", False, None),
    ],
)
def test_a_reply_is_read_as_one_thought_and_an_answer_where_the_turn_answers(
    text: str, answers: bool, expected: Written | None
) -> None:
    assert written_in(text, answers) == expected
