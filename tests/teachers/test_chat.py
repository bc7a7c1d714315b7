"""The wire format: what is sent, and what becomes of everything an endpoint may send back."""

from __future__ import annotations

import base64
import gc
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Block, Message, NativeCall
from teachers.chat import NotACompletionError, chat_body, data_urls, reply_of
from tests.conversations import first_turn, next_turn, picture_of

CALLED = {"id": "c1", "function": {"name": "zoom", "arguments": '{"bbox_2d":[0,0,9,9]}'}}


def completion(message: dict[str, object], finish: object = "stop", **fields: object) -> bytes:
    return json.dumps({"choices": [{"message": message, "finish_reason": finish}], **fields}).encode()


def test_a_picture_travels_as_its_original_bytes() -> None:
    body = json.loads(chat_body(first_turn("a"), "m", {}, data_urls()))
    part = body["messages"][1]["content"][0]
    kind, data = part["image_url"]["url"].split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data) == picture_of("red").data


def test_a_picture_that_a_tool_made_is_found_in_its_observation() -> None:
    reply = reply_of(completion({"content": "", "tool_calls": [CALLED]}), 0.0)
    body = json.loads(chat_body(next_turn(first_turn("a"), reply), "m", {}, data_urls()))
    url = body["messages"][-1]["content"][0]["image_url"]["url"]
    assert base64.b64decode(url.split(",")[1]) == picture_of("green").data
    assert body["messages"][-2] == {"role": "tool", "tool_call_id": "c1", "content": '{"picture":1}'}
    assert body["messages"][-3]["tool_calls"] == [CALLED | {"type": "function"}]


def test_a_picture_nobody_holds_is_named() -> None:
    request = first_turn("a")
    lost = replace(request, messages=(Message("user", (Block("picture", picture="f" * 64),)),))
    with pytest.raises(ValueError, match="ffffffffffffffff"):
        chat_body(lost, "m", {}, data_urls())


def test_base64_is_made_once_a_task_and_forgotten_with_it() -> None:
    urls, request = data_urls(), first_turn("a")
    chat_body(request, "m", {}, urls)
    kept = next(iter(urls.values()))
    chat_body(replace(request, attempt=1), "m", {}, urls)
    assert next(iter(urls.values())) is kept
    del request
    gc.collect()
    assert len(urls) == 0


def test_attempts_differ_in_their_seed_and_in_nothing_else() -> None:
    first, second = (
        json.loads(chat_body(first_turn("a", attempt=n), "m", {"seed": 7, "top_p": 0.9}, data_urls()))
        for n in (0, 1)
    )
    assert (first["seed"], second["seed"]) == (7, 8)
    assert first | {"seed": 8} == second
    assert first["top_p"] == 0.9


def test_no_seed_is_sent_where_none_is_set() -> None:
    assert "seed" not in json.loads(chat_body(first_turn("a"), "m", {}, data_urls()))


def test_tools_go_in_their_own_field_only_for_native_calls() -> None:
    native = json.loads(chat_body(first_turn("a"), "m", {}, data_urls()))
    assert [tool["function"]["name"] for tool in native["tools"]] == ["zoom"]
    assert "tools" not in json.loads(chat_body(first_turn("a", native_tools=False), "m", {}, data_urls()))


@given(st.text())
def test_any_text_arrives_as_it_was_written(text: str) -> None:
    request = replace(first_turn("a"), messages=(Message("user", (Block("text", text),)),))
    assert json.loads(chat_body(request, "m", {}, data_urls()))["messages"][0]["content"] == text


def test_reasoning_and_usage_are_kept() -> None:
    reply = reply_of(
        completion(
            {"content": "4", "reasoning_content": "two and two"},
            usage={"prompt_tokens": 9, "completion_tokens": 3},
        ),
        1.5,
    )
    assert (reply.text, reply.reasoning, reply.finish) == ("4", "two and two", "stop")
    assert (reply.prompt_tokens, reply.completion_tokens, reply.seconds) == (9, 3, 1.5)


def test_cached_thought_and_picture_tokens_are_counted_where_they_are_told() -> None:
    usage = {
        "prompt_tokens": 90,
        "completion_tokens": 30,
        "prompt_tokens_details": {"cached_tokens": 64, "image_tokens": 20},
        "completion_tokens_details": {"reasoning_tokens": 25},
    }
    reply = reply_of(completion({"content": "4"}, usage=usage), 0.0)
    assert (reply.cached_tokens, reply.reasoning_tokens, reply.picture_tokens) == (64, 25, 20)
    untold = reply_of(completion({"content": "4"}, usage={"prompt_tokens_details": None}), 0.0)
    assert (untold.cached_tokens, untold.reasoning_tokens, untold.picture_tokens) == (0, 0, 0)


def test_what_a_reply_costs_is_not_in_its_body() -> None:
    assert reply_of(completion({"content": "4"}), 0.0).cost_usd is None


def test_vllm_calls_the_reasoning_field_reasoning() -> None:
    assert reply_of(completion({"content": "4", "reasoning": "sum"}), 0.0).reasoning == "sum"


def test_broken_arguments_are_kept_for_the_grammar_to_judge() -> None:
    cut = {"id": "c", "function": {"name": "zoom", "arguments": '{"bbox'}}
    reply = reply_of(completion({"content": None, "tool_calls": [cut]}, "length"), 0.0)
    assert reply.calls == (NativeCall("c", "zoom", '{"bbox'),)
    assert reply.finish == "length"


def test_arguments_sent_as_an_object_become_their_text() -> None:
    sent = {"function": {"name": "zoom", "arguments": {"picture": 0}}}
    reply = reply_of(completion({"content": "", "tool_calls": [sent]}), 0.0)
    assert reply.calls == (NativeCall("call_0", "zoom", '{"picture": 0}'),)
    assert reply.finish == "tool_calls"


def test_half_a_surrogate_pair_does_not_reach_the_ledger() -> None:
    reply = reply_of(b'{"choices":[{"message":{"content":"a\\ud800b \\ud83d\\ude00"}}]}', 0.0)
    assert reply.text == "a\ufffdb \U0001f600"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"choices":[{"message":{"content":"cut of',
        b'{"error":{"message":"overloaded"}}',
        b'{"choices":[]}',
        b'{"choices":[null]}',
        b'{"choices":[{"message":{"tool_calls":[{"id":"c"}]}}]}',
        b'{"choices":[{"message":{"tool_calls":"zoom"}}]}',
        b"[]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
    ids=["empty", "cut", "error", "no-choice", "null", "no-function", "text-calls", "list", "bytes", "deep"],
)
def test_what_is_no_completion_is_told_apart(body: bytes) -> None:
    with pytest.raises(NotACompletionError):
        reply_of(body, 0.0)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["content", "tool_calls", "function", "name", "id"]), inner, max_size=3
            )
        ),
        max_leaves=12,
    ),
    st.none() | st.text() | st.lists(st.text()),
)
def test_no_message_crashes_the_reader(message: object, finish: object) -> None:
    body = json.dumps({"choices": [{"message": message, "finish_reason": finish}], "usage": message}).encode()
    try:
        reply = reply_of(body, 0.0)
    except NotACompletionError:
        return
    (reply.text + reply.reasoning + "".join(c.name + c.arguments for c in reply.calls)).encode()
