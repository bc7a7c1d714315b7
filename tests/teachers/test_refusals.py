"""Decoding fields that a model refuses: what is learnt, what is sent then, and what the records say."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Reply, TeacherKind
from teachers.fingerprint import teacher_ref
from teachers.openai import OpenAISettings, OpenAITeacher
from teachers.refusals import OTHER_NAME, Refusals, as_drawn, refused_fields, sent_decoding
from teachers.teacher import TeacherRefusedError
from tests.conversations import first_turn
from tests.endpoint import Answer, completion, endpoint, refusal

ASKED = {"temperature": 0.7, "max_tokens": 64, "seed": 3, "top_p": 0.9}


@pytest.mark.parametrize(
    ("status", "body", "fields"),
    [
        (400, refusal("max_tokens"), ("max_tokens",)),
        (400, refusal("temperature", "unsupported_value"), ("temperature",)),
        (400, refusal("top_k", "unknown_parameter"), ("top_k",)),
        (400, refusal("", "", "Unsupported parameter: 'seed' is not supported with this model."), ("seed",)),
        (400, refusal("", "invalid_request_body", "Unsupported value: 'temperature' does not support 0.7."),
         ("temperature",)),
        (400, refusal("", "", "Unrecognized request arguments supplied: top_k, min_p"), ("top_k", "min_p")),
        (400, refusal("max_tokens", "integer_above_max_value", "max_tokens is too large: 900000"), ()),
        (400, b'{"error":{"message":"temperature is refused"}}', ()),
        (400, b'{"error":"no"}', ()),
        (400, b"[]", ()),
        (400, b"<html>", ()),
        (401, refusal("temperature"), ()),
        (200, completion("red"), ()),
    ],
)  # fmt: skip
def test_an_error_names_the_field_it_refuses(status: int, body: bytes, fields: tuple[str, ...]) -> None:
    assert refused_fields(status, body) == fields


def test_what_is_refused_is_left_out_and_the_length_limit_goes_by_its_other_name() -> None:
    assert sent_decoding(ASKED, ["temperature", "seed"]) == {"max_tokens": 64, "top_p": 0.9}
    assert sent_decoding({"max_tokens": 64}, ["max_tokens"]) == {"max_completion_tokens": 64}
    assert sent_decoding({"max_tokens": 64}, OTHER_NAME) == {}


@given(st.lists(st.sampled_from([*ASKED, *OTHER_NAME, "top_k"])))
def test_what_is_sent_holds_nothing_refused_and_does_not_depend_on_the_order_of_learning(
    refused: list[str],
) -> None:
    sent = sent_decoding(ASKED, refused)
    assert not sent.keys() & set(refused)
    assert sent == sent_decoding(ASKED, reversed(refused)) == sent_decoding(ASKED, set(refused))


def test_a_request_is_sent_anew_only_where_that_changes_it() -> None:
    refusals = Refusals(ASKED)
    body = refusal("temperature")
    assert refusals.learn(400, body, ())
    assert refusals.refused == ("temperature",)
    assert refusals.learn(400, body, ()), "an answer to a request sent before this was learnt"
    assert not refusals.learn(400, body, ("temperature",))
    assert not refusals.learn(400, refusal("messages"), ())
    assert refusals.refused == ("temperature",)


class Reasoning:
    """An endpoint that takes no temperature, no seed and no `max_tokens`, and counts what it is asked."""

    def __init__(self, *more: str) -> None:
        self.refuses = ("max_tokens", "seed", "temperature", *more)
        self.served: list[dict[str, Any]] = []
        self.refused: Counter[str] = Counter()

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        asked = json.loads(body)
        for field in self.refuses:
            if field in asked:
                self.refused[field] += 1
                return 400, refusal(field, "unsupported_value" if field == "temperature" else "")
        self.served.append({name: value for name, value in asked.items() if name != "messages"})
        return 200, completion("red", {"prompt_tokens": 9, "completion_tokens": 1})


def ask(base_url: str, asks: int = 1, **decoding: object) -> tuple[list[Reply], OpenAITeacher]:
    async def run() -> tuple[list[Reply], OpenAITeacher]:
        settings = OpenAISettings(base_url, "gpt-5", decoding=decoding or ASKED, native_tools=False)
        teacher = OpenAITeacher(settings, "prompts")
        try:
            first = await teacher.reply(first_turn("a", native_tools=False))
            rest = [first_turn(f"b{n}", attempt=1, native_tools=False) for n in range(asks - 1)]
            return [first, *await asyncio.gather(*map(teacher.reply, rest))], teacher
        finally:
            await teacher.aclose()

    return asyncio.run(run())


def test_a_reasoning_model_is_served_without_what_it_refuses_and_each_reply_says_so() -> None:
    model = Reasoning()
    with endpoint(model) as base_url:
        replies, teacher = ask(base_url, asks=9)
    assert {reply.refused for reply in replies} == {("max_tokens", "seed", "temperature")}
    assert model.served == [{"model": "gpt-5", "max_completion_tokens": 64, "top_p": 0.9}] * 9
    assert model.refused == {"max_tokens": 1, "seed": 1, "temperature": 1}, "learnt once for the run"
    assert json.loads(as_drawn(teacher.ref, replies[0].refused).decoding) == {
        "max_completion_tokens": 64,
        "top_p": 0.9,
    }


def test_requests_in_flight_while_a_refusal_is_learnt_are_all_served() -> None:
    model = Reasoning()

    async def run(base_url: str) -> list[Reply]:
        teacher = OpenAITeacher(OpenAISettings(base_url, "gpt-5", decoding=ASKED), "prompts")
        try:
            return await asyncio.gather(*(teacher.reply(first_turn(f"q{n}")) for n in range(24)))
        finally:
            await teacher.aclose()

    with endpoint(model) as base_url:
        replies = asyncio.run(run(base_url))
    assert [reply.text for reply in replies] == ["red"] * 24
    assert {reply.refused for reply in replies} == {("max_tokens", "seed", "temperature")}


def test_what_a_refusal_does_not_mend_is_told() -> None:
    with (
        endpoint(lambda *_: (400, refusal("messages"))) as base_url,
        pytest.raises(TeacherRefusedError, match="'messages' is not supported"),
    ):
        ask(base_url)


def test_an_endpoint_that_refuses_both_names_of_the_length_limit_is_asked_without_either() -> None:
    model = Reasoning("max_completion_tokens")
    with endpoint(model) as base_url:
        [reply], _ = ask(base_url, max_tokens=5)
    assert reply.refused == ("max_completion_tokens", "max_tokens")
    assert model.served == [{"model": "gpt-5"}]


def test_the_teacher_s_name_does_not_depend_on_what_was_refused() -> None:
    ref = teacher_ref(TeacherKind.OPENAI, "gpt-5", ASKED, dialect="openai", prompts="p")
    drawn = as_drawn(ref, ["temperature"])
    assert (drawn.fingerprint, drawn.name) == (ref.fingerprint, ref.name)
    assert "temperature" not in drawn.decoding
    assert as_drawn(ref, ()) == ref
