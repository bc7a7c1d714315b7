"""Dialects: one stored conversation written for different models, and read back as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.dialects import Dialect, dialect_named
from environment.dialects.dialect import NAMES
from environment.errors import MalformedTurnError
from environment.grammar import TAGS, Turn
from schemas import Call, Json, Message, NativeCall, Observation, Reply, Step, canonical_json
from tests.builders import call, observation, picture, tool_step

WRITTEN = ("hermes", "openai", "vista")

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
THOUGHT = TEXT.map(str.strip).filter(lambda t: not any(f"<{s}{tag}>" in t for tag in TAGS for s in ("", "/")))
VALUE: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | THOUGHT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(THOUGHT, inner, max_size=3),
    max_leaves=6,
)
NAME = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True) | st.sampled_from(
    ["deplot_to_table", "chartmoe_analyze"]
)
CALL = st.builds(call, NAME, st.dictionaries(THOUGHT, VALUE, max_size=3))
STEP = st.builds(lambda thought, made: tool_step(thought, made, observation()), THOUGHT, CALL)


def reply_from(message: Message) -> Reply:
    """The reply that a teacher would have had to give for this message."""
    assert message.role == "assistant"
    return Reply("".join(block.text for block in message.content), message.calls)


def assistant_turns(dialect: Dialect, steps: Sequence[Step]) -> list[Turn]:
    """Read back every assistant turn of a written conversation."""
    return [dialect.parse(reply_from(m)) for m in dialect.render_steps(steps) if m.role == "assistant"]


@pytest.mark.parametrize("name", WRITTEN)
@given(steps=st.lists(STEP, max_size=3))
def test_what_is_written_is_read_back_as_the_same_thoughts_and_calls(name: str, steps: list[Step]) -> None:
    turns = assistant_turns(dialect_named(name), steps)
    assert turns == [Turn(step.thought, call=step.call) for step in steps]


@pytest.mark.parametrize("name", NAMES)
@given(thought=THOUGHT, answer=THOUGHT)
def test_an_answer_is_read_with_its_thought_in_every_dialect(name: str, thought: str, answer: str) -> None:
    reply = Reply(f"<think>{thought}</think>\n<answer>{answer}</answer>")
    assert dialect_named(name).parse(reply) == Turn(thought, answer=answer)


@pytest.mark.parametrize("name", NAMES)
def test_reasoning_in_a_field_of_its_own_stands_in_for_a_missing_thought(name: str) -> None:
    parse = dialect_named(name).parse
    assert parse(Reply("<answer>7</answer>", reasoning=" I count. ")).thought == "I count."
    assert parse(Reply("<think>So.</think><answer>7</answer>", reasoning="I count.")).thought == "So."


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["", "7", "<answer>7", "<answer>7</answer> done"])
def test_a_turn_outside_the_grammar_is_malformed_in_every_dialect(name: str, text: str) -> None:
    with pytest.raises(MalformedTurnError):
        dialect_named(name).parse(Reply(text))


def test_an_unknown_dialect_is_refused_naming_those_that_exist() -> None:
    with pytest.raises(ValueError, match="no dialect 'qwen': choose one of hermes, openai, structure, vista"):
        dialect_named("qwen")


SEEN = observation({"count": 7}, text="7 bars", pictures=[picture()])
BROKEN = Step("", None, observation(error="malformed_turn", text="Error: no."), "E1_schema", "I think 7.")


def test_hermes_writes_calls_and_results_as_its_templates_do() -> None:
    said, seen = dialect_named("hermes").render_steps(
        [tool_step("Count.", call("bars", {"picture": 0}), SEEN)]
    )
    assert (said.role, seen.role) == ("assistant", "user")
    assert said.content[0].text == (
        "<think>\nCount.\n</think>\n\n"
        '<tool_call>\n{"name": "bars", "arguments": {"picture": 0}}\n</tool_call>'
    )
    assert [(b.kind, b.text, b.picture) for b in seen.content] == [
        ("text", "<tool_response>\n7 bars\n</tool_response>", ""),
        ("picture", "", picture().sha256),
    ]


def test_vista_splits_the_paper_s_names_into_tool_and_task() -> None:
    steps = [
        tool_step("T.", call("deplot_to_table"), SEEN),
        tool_step("Z.", call("zoom", {"picture": 0}), SEEN),
    ]
    table, seen, zoom, _ = dialect_named("vista").render_steps(steps)
    assert '<tool_call>{"tool": "deplot", "task": "to_table"}</tool_call>' in table.content[0].text
    assert '{"tool": "zoom", "task": "zoom", "arguments": {"picture": 0}}' in zoom.content[0].text
    assert (seen.role, seen.content[0].text) == ("function", "```output\n7 bars\n```")
    assert seen.content[1].picture == picture().sha256


@pytest.mark.parametrize(
    "body", ['{"tool": "zoom"}', '{"tool": 1, "task": "zoom"}', '{"name": "zoom"}', "[]", "{"]
)
def test_a_vista_call_without_tool_and_task_is_malformed(body: str) -> None:
    with pytest.raises(MalformedTurnError):
        dialect_named("vista").parse(Reply(f"<tool_call>{body}</tool_call>"))


def test_openai_writes_native_calls_whose_ids_are_places_and_shows_pictures_in_a_user_turn() -> None:
    steps = [tool_step("Count.", call("bars"), observation()), BROKEN, tool_step("Look.", call("zoom"), SEEN)]
    messages = dialect_named("openai").render_steps(steps)
    assert [m.role for m in messages] == [
        "assistant",
        "tool",
        "assistant",
        "user",
        "assistant",
        "tool",
        "user",
    ]
    assert messages[0].calls == (NativeCall("call_0", "bars", "{}"),)
    assert messages[1].call_id == "call_0"
    assert (messages[2].content[0].text, messages[2].calls) == ("I think 7.", ())
    assert messages[3].content[0].text == "Error: no."
    assert messages[4].calls[0].id == messages[5].call_id == "call_2"
    assert [b.picture for b in messages[6].content if b.kind == "picture"] == [picture().sha256]


def native(*calls: tuple[str, str], text: str = "", reasoning: str = "") -> Reply:
    """A reply with calls in the endpoint's own field."""
    return Reply(text, tuple(NativeCall(f"x{n}", *c) for n, c in enumerate(calls)), reasoning, "tool_calls")


def test_a_native_call_is_read_with_its_arguments_in_canonical_form() -> None:
    parse = dialect_named("openai").parse
    assert parse(native(("zoom", '{ "b": 1, "a": 2 }'))) == Turn("", call=Call("zoom", '{"a":2,"b":1}'))
    assert parse(native(("zoom", ""))) == Turn("", call=Call("zoom", "{}"))


@pytest.mark.parametrize(
    ("reply", "thought"),
    [
        (native(("zoom", "{}"), text=" I look. "), "I look."),
        (native(("zoom", "{}"), text="<think>\nI look.\n</think>"), "I look."),
        (native(("zoom", "{}"), reasoning="I look."), "I look."),
        (native(("zoom", "{}"), text="So.", reasoning="I look."), "So."),
    ],
)
def test_the_text_beside_a_native_call_or_else_the_reasoning_is_the_thought(
    reply: Reply, thought: str
) -> None:
    assert dialect_named("openai").parse(reply).thought == thought


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (native(("zoom", '{"a": ')), "arguments of the tool call is not valid JSON"),
        (native(("zoom", "[1]")), "must be a JSON object, not list"),
        (native(("zoom", '{"a": NaN}')), "NaN is not a JSON number"),
        (native(("zoom", '{"a": 1e999}')), "not valid JSON"),
        (native(("", "{}")), "the name of a tool"),
        (native(("zoom", "{}"), ("bars", "{}")), "one tool a turn"),
        (Reply('<tool_call>{"name": "zoom"}</tool_call>'), "tool_calls field"),
    ],
)
def test_broken_native_calls_are_malformed_with_the_reason(reply: Reply, told: str) -> None:
    with pytest.raises(MalformedTurnError, match=told):
        dialect_named("openai").parse(reply)


@pytest.mark.parametrize("name", ["hermes", "vista"])
def test_a_malformed_turn_is_written_back_verbatim_with_what_it_was_told(name: str) -> None:
    said, told = dialect_named(name).render_steps([BROKEN])
    assert said.content[0].text == "I think 7."
    assert "Error: no." in told.content[0].text


def test_structure_writes_nothing_and_reads_the_hermes_form() -> None:
    structure = dialect_named("structure")
    assert not structure.RENDERED
    assert structure.render_steps([tool_step(), BROKEN]) == ()
    body = json.dumps({"name": "zoom", "arguments": {"picture": 1}})
    turn = structure.parse(Reply(f"<think>Look.</think><tool_call>{body}</tool_call>"))
    assert turn == Turn("Look.", call=call("zoom", {"picture": 1}))


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("hermes", Reply('<tool_call>{"name": "zoom"}</tool_call>', reasoning="Then <answer>7</answer>?")),
        ("vista", Reply('<tool_call>{"tool": "zoom", "task": "zoom"}</tool_call>', reasoning="</think> so")),
        ("openai", native(("zoom", "{}"), reasoning="I call <tool_call> now.")),
        ("openai", native(("zoom", "{}"), text="<think>a</think>\n<tool_call>{}</tool_call>")),
        ("openai", native(("zoom", "{}"), text="<think>a</think> b <think>c</think>")),
    ],
)
def test_tags_quoted_beside_the_grammar_do_not_nest_when_the_turn_is_written(name: str, reply: Reply) -> None:
    turn = dialect_named(name).parse(reply)
    assert turn.thought
    for written in ("hermes", "vista"):
        assert assistant_turns(dialect_named(written), [tool_step(turn.thought, turn.call)]) == [turn]


def test_a_call_that_would_close_its_own_tag_is_malformed() -> None:
    smuggled = '{"name": "zoom", "arguments": {"text": "\\u003c/tool_call>"}}'
    with pytest.raises(MalformedTurnError, match="inside a tool call"):
        dialect_named("hermes").parse(Reply(f"<tool_call>{smuggled}</tool_call>"))
    with pytest.raises(MalformedTurnError, match="inside a tool call"):
        dialect_named("openai").parse(native(("zoom", '{"text": "<answer>"}')))


def test_only_openai_sends_tools_in_a_field_of_their_own() -> None:
    assert {name for name in NAMES if dialect_named(name).NATIVE_TOOLS} == {"openai"}
    assert {name for name in NAMES if dialect_named(name).RENDERED} == set(WRITTEN)


def test_the_same_steps_are_written_the_same_twice() -> None:
    steps = [tool_step(seen=Observation("ok", "", "x", canonical_json({}))), BROKEN]
    for name in NAMES:
        assert dialect_named(name).render_steps(steps) == dialect_named(name).render_steps(list(steps))
