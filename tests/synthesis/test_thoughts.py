"""What a thought may be written from: the turns before it and its call, and by no way anything later."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.registry import selection_of
from schemas import Family, Observation, Picture, Request, Step, prompt_of, sha256_hex
from synthesis import thoughts
from synthesis.prompts import ANSWER_FORMS, prompts_digest
from synthesis.thoughts import (
    THOUGHT_TEMPLATES,
    ThoughtRequest,
    as_request,
    thought_request,
    thoughts_digest,
)
from teachers.chat import chat_body, data_urls
from tests.builders import answer_step, call, observation, picture, task, tool_spec, tool_step

PROMPT = prompt_of(task("How many bars?", choices=("six", "seven")), [tool_spec("zoom"), tool_spec()])
ANSWER = "mark-answer"


def body(request: Request) -> str:
    """All that goes over the wire."""
    return chat_body(request, "thinker", {}, data_urls()).decode()


def marked_picture(mark: str) -> Picture:
    """A picture that is nothing but a mark."""
    return Picture.of(f"pixels of {mark}".encode(), width=40, height=40, media_type="image/png")


def marked_step(place: int, malformed: bool, pictures: int) -> Step:
    """A turn with a mark of its own in everything that could tell something."""
    seen = Observation(
        status="ok",
        error_code="",
        text=f"mark-told-{place}.",
        result=json.dumps({"r": f"mark-result-{place}."}),
        pictures=tuple(marked_picture(f"mark-{place}-{n}.") for n in range(pictures)),
    )
    if malformed:
        return Step("", None, seen, "E1_schema", f"mark-raw-{place}.")
    return Step(f"mark-thought-{place}.", call(f"mark_tool_{place}_", {"a": f"mark-call-{place}."}), seen)


def marks_after(steps: tuple[Step, ...], place: int) -> Iterator[str]:
    """Everything that must not be known when the thought at `place` is written."""
    for later, step in enumerate(steps):
        if later < place:
            continue
        yield from (step.thought, step.raw)
        if step.call and later > place:
            yield from (step.call.name, step.call.arguments.strip("{}"), f"mark-call-{later}.")
        if step.observation:
            yield from (step.observation.text, f"mark-result-{later}.", f"mark-told-{later}.")
            for shown in step.observation.pictures:
                yield from (shown.sha256, base64.b64encode(shown.data).decode())
    yield ANSWER


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 2)), max_size=4).map(
    lambda kinds: (
        *(marked_step(n, *kind) for n, kind in enumerate(kinds)),
        answer_step(f"mark-thought-{len(kinds)}. So it is {ANSWER}."),
    )
)


@given(STEPS)
def test_no_request_holds_anything_of_its_own_turn_s_outcome_or_of_a_later_turn(
    steps: tuple[Step, ...],
) -> None:
    for place, step in enumerate(steps):
        request = as_request(thought_request(PROMPT, steps, place))
        told = body(request) + repr(request)
        assert [mark for mark in marks_after(steps, place) if mark and mark in told] == []
        for before in range(place):
            kept = "raw" if steps[before].raw else "call"
            assert f"mark-{kept}-{before}." in told
            assert f"mark-told-{before}." in told
            shown = steps[before].observation
            assert shown is not None
            assert all(base64.b64encode(p.data).decode() in told for p in shown.pictures)
        assert (f"mark-call-{place}." in told) is (step.call is not None)


def test_a_thought_request_has_no_field_for_what_comes_later() -> None:
    assert [field.name for field in fields(ThoughtRequest)] == ["prompt", "history", "call"]


def test_the_request_is_the_same_whatever_came_later() -> None:
    ends = [
        (tool_step("I count."), answer_step("Seven.")),
        (tool_step("I guess.", seen=observation(error="nothing_found")), tool_step(), answer_step("Six.")),
    ]
    first, second = (as_request(thought_request(PROMPT, steps, 0)) for steps in ends)
    assert first == second


STEP = tool_step("I look closer.", call("zoom", {"bbox": [0, 0, 9, 9]}), observation(text="a crop"))


def told(place: int, steps: tuple[Step, ...] = (STEP, answer_step("Seven, then."))) -> tuple[str, str]:
    """The system and the user text that ask for the thought at a place."""
    system, user = as_request(thought_request(PROMPT, steps, place)).messages
    assert (system.role, user.role) == ("system", "user")
    return tuple("".join(b.text for b in m.content) for m in (system, user))  # type: ignore[return-value]


def test_the_first_thought_is_asked_for_with_the_question_and_its_call() -> None:
    lines = told(0)[1].splitlines()
    assert lines[:3] == ["How many bars?", "", "(A) six"]
    assert lines[lines.index("Turn 1") :] == [
        "Turn 1",
        'Call: zoom {"bbox":[0,0,9,9]}',
        "",
        "Write the thought that leads to this call, and nothing else, in this form:",
        "<thought>...</thought>",
    ]


def test_the_answering_thought_is_asked_for_blind_after_the_turns_before_it() -> None:
    lines = told(1)[1].splitlines()
    assert lines[lines.index("Turn 1") :] == [
        "Turn 1",
        "Thought: I look closer.",
        'Call: zoom {"bbox":[0,0,9,9]}',
        "Result: a crop",
        "",
        "Turn 2",
        "This turn answers the question.",
        "",
        "Write the thought that leads from all this to the answer, and then the answer, in this form:",
        "<thought>...</thought>",
        "<answer>...</answer>",
    ]


def test_a_turn_without_a_thought_is_told_without_one() -> None:
    silent = (tool_step("", STEP.call, STEP.observation), answer_step())
    assert "Thought:" not in told(1, silent)[1]


def test_a_refused_call_and_a_malformed_turn_are_told_with_what_they_got() -> None:
    malformed = Step("", None, observation(text="No tag.", error="malformed_turn"), "E1_schema", "<think>oh")
    refused = tool_step("I try.", seen=observation(text="No such name.", error="argument_name"))
    text = told(2, (malformed, refused, answer_step()))[1]
    assert "Turn 1\nWritten: <think>oh\nResult: No tag." in text
    assert "Turn 2\nThought: I try.\nCall: count_bars {}\nResult: No such name." in text


def test_tools_are_told_by_name_and_the_selection_prior_is_not() -> None:
    system = told(0)[0]
    assert system.endswith("Tools at hand:\n- zoom: Counts bars.\n- count_bars: Counts bars.")
    assert not any(selection_of(family).prior in system for family in Family)


def test_pictures_follow_the_result_that_showed_them() -> None:
    crop = picture(30, 30, "red")
    steps = (tool_step("I look.", seen=observation(text="a crop", pictures=[crop])), answer_step())
    user = as_request(thought_request(PROMPT, steps, 1)).messages[1]
    kinds = [(block.kind, block.picture or block.text.strip().splitlines()[0]) for block in user.content]
    assert kinds == [
        ("picture", PROMPT.pictures[0].sha256),
        ("text", "How many bars?"),
        ("text", "Turn 1"),
        ("picture", crop.sha256),
        ("text", "Turn 2"),
    ]
    assert sha256_hex(crop.data) == crop.sha256


@pytest.mark.parametrize("changed", [*THOUGHT_TEMPLATES, "teacher_user.j2"])
def test_the_digest_changes_with_each_template_and_is_not_the_acting_teacher_s(
    changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, source = thoughts_digest(), thoughts.source
    assert before != prompts_digest()
    try:
        monkeypatch.setattr(thoughts, "source", lambda n: source(n) + (" Now." if n == changed else ""))
        thoughts_digest.cache_clear()
        assert thoughts_digest() != before
    finally:
        thoughts_digest.cache_clear()


def test_the_digest_changes_with_an_answer_form(monkeypatch: pytest.MonkeyPatch) -> None:
    before = thoughts_digest()
    try:
        monkeypatch.setattr(thoughts, "ANSWER_FORMS", dict.fromkeys(ANSWER_FORMS, "Be short."))
        thoughts_digest.cache_clear()
        assert thoughts_digest() != before
    finally:
        thoughts_digest.cache_clear()
