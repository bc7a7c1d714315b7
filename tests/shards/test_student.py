"""The conversation in hermes form."""

from __future__ import annotations

import pytest

from environment.dialects import hermes
from schemas import Call, Ended, Reply, Step
from shards import ShardRowError
from shards.student import conversation
from shards.views import text_messages
from tests.builders import observation
from tests.shards.shard_samples import REGISTRY, rollout, task


def test_turns_alternate_and_read_as_written() -> None:
    t = task(3)
    turns = text_messages(conversation(t, rollout(t), REGISTRY, "optional"))
    assert [m.role for m in turns] == ["system", "user", "assistant", "user", "assistant"]
    assert [m.content for m in turns[2:]] == [
        "<think>\nI look closer.\n</think>\n\n<tool_call>\n"
        '{"name": "zoom", "arguments": {"bbox_2d": [0, 0, 30, 30]}}\n</tool_call>',
        "<tool_response>\ntwo bars\n</tool_response><image>",
        "<think>\nThe crop shows it.\n</think>\n\n<answer>3</answer>",
    ]


def test_every_assistant_turn_parses_back_to_its_step() -> None:
    t = task(3)
    r = rollout(t)
    spoken = [m.content[0].text for m in conversation(t, r, REGISTRY, "optional") if m.role == "assistant"]
    for text, step in zip(spoken, r.steps, strict=True):
        turn = hermes.parse(Reply(text))
        assert (turn.thought, turn.call) == (step.thought, step.call)
    assert hermes.parse(Reply(spoken[-1])).answer == r.answer


def test_a_malformed_turn_stands_verbatim_with_what_it_was_told() -> None:
    t = task(3)
    broken = Step(
        "",
        None,
        observation(text="The tag <think> is not closed.", error="malformed_turn"),
        "E1_schema",
        raw="<think>oh",
    )
    turns = text_messages(conversation(t, rollout(t, steps=(broken,)), REGISTRY, "optional"))
    assert turns[2].content == "<think>oh"
    assert turns[3].content == "<tool_response>\nThe tag <think> is not closed.\n</tool_response>"


def test_an_abstention_is_an_empty_answer() -> None:
    t = task(3)
    r = rollout(t, steps=(Step("No axis.", None, None),), answer=None, ended=Ended.NO_ANSWER)
    assert text_messages(conversation(t, r, REGISTRY, "optional"))[-1].content.endswith("<answer></answer>")


def test_a_rollout_of_another_task_is_refused() -> None:
    with pytest.raises(ShardRowError, match="the rollout answers chartqa-"):
        conversation(task(1), rollout(task(2)), REGISTRY, "optional")


def test_two_assistant_turns_in_a_row_are_refused() -> None:
    t = task(3)
    silent = Step("x", Call("zoom", "{}"), None)
    with pytest.raises(ShardRowError, match="both assistant: a step lacks its observation") as refused:
        conversation(t, rollout(t, steps=(silent, silent)), REGISTRY, "optional")
    assert refused.value.letter.dataset == "chartqa"


def test_a_call_whose_arguments_are_no_json_is_refused_with_its_place() -> None:
    t = task(3)
    with pytest.raises(ShardRowError, match="arguments are not JSON"):
        conversation(
            t, rollout(t, steps=(Step("x", Call("zoom", "{"), observation()),)), REGISTRY, "optional"
        )
