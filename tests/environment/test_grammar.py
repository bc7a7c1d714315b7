"""The grammar: what one assistant turn may be, and the sentence told for what it may not."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from environment.errors import MalformedTurnError
from environment.grammar import TAGS, call_of, decode_object, split_turn
from schemas import Call

CALL = '<tool_call>{"name": "zoom", "arguments": {}}</tool_call>'
ANSWER = "<answer>7</answer>"

PIECES = st.sampled_from(
    [f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")] + ["a", "\n", " ", "{}", "<", ">"]
)
ANY_TURN = st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("text", "thought", "call", "answer"),
    [
        (ANSWER, "", None, "7"),
        (f"<think>I look.</think>{ANSWER}", "I look.", None, "7"),
        (f" \n<think>\nI look.\n</think>\n\n{CALL}\n", "I look.", CALL[11:-12], None),
        ("<think></think><answer> a\nb </answer>", "", None, "a\nb"),
        ("<answer>3 < 4 and 5 > 4</answer>", "", None, "3 < 4 and 5 > 4"),
        ("<answer><b>7</b></answer>", "", None, "<b>7</b>"),
    ],
)
def test_a_thought_then_one_call_or_one_answer_is_a_turn(
    text: str, thought: str, call: str | None, answer: str | None
) -> None:
    raw = split_turn(text)
    assert (raw.thought, raw.call, raw.answer) == (thought, call, answer)


@pytest.mark.parametrize(
    "text", ["<answer></answer>", "<think>I cannot tell.</think>\n<answer> \n </answer>"]
)
def test_an_empty_answer_is_an_abstention_and_not_a_missing_answer(text: str) -> None:
    raw = split_turn(text)
    assert raw.answer == ""
    assert raw.call is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "must end with"),
        ("The answer is 7.", "must end with"),
        ("<think>I look.</think>", "must end with"),
        (CALL + CALL, "not several"),
        (CALL + ANSWER, "not several"),
        (ANSWER + ANSWER, "not several"),
        ("<answer>7", "<answer> is not closed"),
        ("7</answer>", "<answer> is not closed"),
        (f"<think>I look.{ANSWER}", "<think> is not closed"),
        ("<tool_call>{}", "<tool_call> is not closed"),
        (f"Sure! {ANSWER}", "text outside the tags"),
        (f"{ANSWER} I hope this helps.", "text outside the tags"),
        (f"<think>I look.</think> so {ANSWER}", "text outside the tags"),
        (f"{ANSWER}<think>I look.</think>", "out of order"),
        (f"<think>a</think><think>b</think>{ANSWER}", "must not nest|outside the tags"),
        (f"<think>I use <tool_response>x</tool_response></think>{ANSWER}", "<tool_response> stands inside"),
        ("<answer><think>7</think></answer>", "<think> stands inside"),
        ("<think>a<think>b</think></think><answer>7</answer>", "must not nest|outside the tags"),
    ],
)
def test_anything_else_is_refused_with_the_reason_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(MalformedTurnError, match=told) as raised:
        split_turn(text)
    assert "\n" not in str(raised.value)
    assert str(raised.value).endswith(".")


@given(ANY_TURN)
@example("<think>" * 3 + ANSWER)
def test_no_text_raises_anything_but_malformed_and_what_parses_is_written_back_the_same(text: str) -> None:
    try:
        raw = split_turn(text)
    except MalformedTurnError:
        return
    assert (raw.call is None) != (raw.answer is None)
    assert not any(
        f"<{s}{tag}>" in part
        for part in (raw.thought, raw.call or raw.answer or "")
        for tag in TAGS
        for s in ("", "/")
    )
    end = f"<answer>{raw.answer}</answer>" if raw.call is None else f"<tool_call>{raw.call}</tool_call>"
    assert split_turn(f"<think>{raw.thought}</think>{end}") == raw


def test_a_long_turn_without_an_end_is_refused_in_a_moment() -> None:
    with pytest.raises(MalformedTurnError):
        split_turn("<think>" + "<answer>" * 20_000 + " " * 20_000)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{name: zoom}", "is not valid JSON"),
        ("", "is not valid JSON"),
        ('{"a": NaN}', "NaN is not a JSON number"),
        ('{"a": -Infinity}', "-Infinity is not a JSON number"),
        ('{"a": 1e999}', "Out of range"),
        ('{"a": "\\ud83d"}', "surrogate"),
        ('{"\\ud83d": 1}', "surrogate"),
        ("[" * 100_000, "nested too deeply"),
        ("[1]", "must be a JSON object, not list"),
        ("null", "must be a JSON object, not NoneType"),
    ],
)
def test_what_is_no_json_object_is_refused_naming_what_it_should_have_been(text: str, told: str) -> None:
    with pytest.raises(MalformedTurnError, match=r"^The tool call .*\.$") as raised:
        decode_object(text, "The tool call")
    assert told in str(raised.value)
    str(raised.value).encode()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, '"name"'),
        ({"name": ""}, '"name"'),
        ({"name": 7}, '"name"'),
        ({"name": "zoom", "arguments": [1]}, '"arguments" must be'),
        ({"name": "zoom", "arguments": None}, '"arguments" must be'),
        ({"name": "zoom", "arguments": "{}"}, '"arguments" must be'),
    ],
)
def test_a_call_without_a_name_or_with_arguments_of_another_type_is_refused(
    value: dict[str, object], told: str
) -> None:
    with pytest.raises(MalformedTurnError, match=told):
        call_of(value, "name", "arguments")


def test_a_call_holds_its_arguments_in_canonical_form() -> None:
    made = call_of(
        decode_object('{"arguments": {"b": 1, "a": [1, 2]}, "name": "zoom"}', "It"), "name", "arguments"
    )
    assert made == Call("zoom", '{"a":[1,2],"b":1}')
    assert call_of({"name": "zoom"}, "name", "arguments") == Call("zoom", "{}")


@given(
    st.text(max_size=40)
    | st.recursive(st.none() | st.floats() | st.text(), st.lists, max_leaves=5).map(json.dumps)
)
def test_no_text_makes_decoding_raise_anything_but_malformed(text: str) -> None:
    with contextlib.suppress(MalformedTurnError):
        call_of(
            {"name": "zoom", "arguments": decode_object(text, "It")}, "name", "arguments"
        ).arguments.encode()
