"""The episode: turns are counted, tools run between them, the last turn answers, and no reward is given."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.dialects import dialect_named
from environment.episode import DEFAULT_MAX_TURNS, Episode
from environment.errors import ArgumentNameError, ArgumentValueError, NothingFoundError, ToolError, reason_of
from environment.execute import refusal
from schemas import Call, Ended, NativeCall, Observation, Picture, Prompt, Reason, Reply, prompt_of
from tests.builders import observation, picture, task, tool_spec

CROPS = [picture(32, 32, colour) for colour in ("red", "green", "blue")]


class Tools:
    """Counts calls and returns one crop a call, or raises the refusal it is set to."""

    def __init__(self, error: ToolError | None = None) -> None:
        self.calls: list[tuple[Call, tuple[Picture, ...]]] = []
        self.error = error

    def __call__(self, call: Call, pictures: Sequence[Picture]) -> Observation:
        self.calls.append((call, tuple(pictures)))
        if self.error:
            return refusal(self.error)
        return observation(pictures=[CROPS[len(self.calls) - 1]])


PROMPT: Prompt = prompt_of(task(), [tool_spec("bars"), tool_spec("zoom")])
CALL = Reply('<think>Look.</think><tool_call>{"name": "bars", "arguments": {}}</tool_call>')
ANSWER = Reply("<think>Seven.</think><answer>7</answer>")
ABSTAIN = Reply("<think>I cannot tell.</think><answer></answer>")
BROKEN = Reply("Seven, I think.")
CUT = Reply("<think>Well, let me thi", finish="length")


def started(tools: Tools | None = None, max_turns: int = 3, dialect: str = "hermes") -> Episode:
    """An episode that was just reset."""
    episode = Episode(tools or Tools(), dialect_named(dialect), max_turns)
    episode.reset(PROMPT)
    return episode


def test_reset_gives_the_prompt_and_the_turns_left() -> None:
    episode = Episode(Tools(), dialect_named("hermes"))
    assert episode.reset(PROMPT) == (PROMPT, {"turns_left": DEFAULT_MAX_TURNS})
    assert episode.pictures == PROMPT.pictures


def test_a_call_is_run_and_told_and_the_answer_ends_the_episode() -> None:
    tools = Tools()
    episode = started(tools)
    seen, reward, terminated, truncated, info = episode.step(CALL)
    assert seen == observation(pictures=[CROPS[0]])
    assert (reward, terminated, truncated, info) == (0.0, False, False, {"turns_left": 2})
    assert episode.step(ANSWER) == (None, 0.0, True, False, {"turns_left": 0})
    assert (episode.ended, episode.answer) == (Ended.ANSWERED, "7")
    assert [(s.thought, s.call, s.observation, s.problem, s.raw) for s in episode.steps] == [
        ("Look.", Call("bars", "{}"), seen, "", ""),
        ("Seven.", None, None, "", ""),
    ]


def test_an_empty_answer_ends_as_an_abstention() -> None:
    episode = started()
    _, _, terminated, truncated, _ = episode.step(ABSTAIN)
    assert (episode.ended, episode.answer, terminated, truncated) == (Ended.NO_ANSWER, None, True, False)


@pytest.mark.parametrize("max_turns", [1, 2, 3, 5])
def test_the_last_turn_s_call_is_kept_but_not_run(max_turns: int) -> None:
    tools = Tools(NothingFoundError("Nothing."))
    episode = started(tools, max_turns)
    for left in range(max_turns - 1, 0, -1):
        assert episode.step(CALL)[2:] == (False, False, {"turns_left": left})
    assert episode.step(CALL) == (None, 0.0, False, True, {"turns_left": 0})
    assert episode.ended is Ended.MAX_TURNS
    assert len(tools.calls) == max_turns - 1
    assert episode.steps[-1].call == Call("bars", "{}")
    assert episode.steps[-1].observation is None


def test_one_turn_is_enough_to_answer_and_none_is_refused() -> None:
    episode = started(max_turns=1)
    episode.step(ANSWER)
    assert episode.answer == "7"
    with pytest.raises(ValueError, match="max_turns is 0"):
        Episode(Tools(), dialect_named("hermes"), 0)


def test_a_malformed_turn_is_told_why_and_can_be_repaired() -> None:
    episode = started()
    seen, _, terminated, truncated, info = episode.step(BROKEN)
    assert seen is not None
    assert (seen.status, seen.error_code) == ("error", "malformed_turn")
    assert seen.text.startswith("Error: A turn must end with")
    assert (terminated, truncated, info) == (False, False, {"turns_left": 2})
    step = episode.steps[0]
    assert (step.problem, step.raw, step.call) == (Reason.E1_SCHEMA, BROKEN.text, None)
    episode.step(ANSWER)
    assert episode.ended is Ended.ANSWERED


def test_a_malformed_last_turn_ends_the_episode() -> None:
    episode = started(max_turns=1)
    seen, _, terminated, truncated, _ = episode.step(BROKEN)
    assert seen is not None
    assert (episode.ended, terminated, truncated) == (Ended.MALFORMED, False, True)
    assert episode.steps[0].raw == BROKEN.text


def test_a_malformed_native_turn_keeps_its_text_and_its_calls() -> None:
    episode = started(dialect="openai")
    episode.step(Reply("I look.", (NativeCall("x", "bars", '{"a": '), NativeCall("y", "zoom", "{}"))))
    assert episode.steps[0].raw == 'I look.\nbars({"a": )\nzoom({})'
    assert type(episode.steps[0].problem) is str


def test_a_reply_cut_by_its_length_ends_the_episode_as_truncated_even_if_it_parses() -> None:
    for reply in (CUT, Reply(ANSWER.text, finish="length")):
        episode = started()
        assert episode.step(reply) == (None, 0.0, False, True, {"turns_left": 0})
        assert (episode.ended, episode.answer, episode.steps[0].raw) == (Ended.TRUNCATED, None, reply.text)


@pytest.mark.parametrize("name", ["deplot", "rapidocr"])
def test_a_tool_that_is_not_offered_is_not_run_even_if_it_exists(name: str) -> None:
    tools = Tools()
    episode = started(tools)
    seen = episode.step(Reply(f'<tool_call>{{"name": "{name}", "arguments": {{}}}}</tool_call>'))[0]
    assert tools.calls == []
    assert seen is not None
    assert (seen.error_code, seen.text) == (
        "unknown_tool",
        f"Error: There is no tool '{name}' here; offered: bars, zoom.",
    )
    assert episode.steps[0].problem == Reason.E1_SCHEMA


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ArgumentNameError("There is no `colour`."), "E2_argument_name"),
        (ArgumentValueError("`picture` is no number."), "E3_argument_format"),
        (NothingFoundError("There is no axis."), ""),
    ],
)
def test_a_refused_call_carries_its_reason_code_where_the_model_is_at_fault(
    error: ToolError, problem: str
) -> None:
    episode = started(Tools(error))
    seen = episode.step(CALL)[0]
    assert seen == refusal(error)
    assert episode.steps[0].problem == problem
    assert type(episode.steps[0].problem) is str
    assert episode.ended is None


def test_pictures_accumulate_and_later_calls_see_them() -> None:
    tools = Tools()
    episode = started(tools, max_turns=4)
    for _ in range(3):
        episode.step(CALL)
    shown = [pictures for _, pictures in tools.calls]
    first = PROMPT.pictures
    assert shown == [first, (*first, CROPS[0]), (*first, *CROPS[:2])]
    assert episode.pictures == (*first, *CROPS)


def test_a_step_after_the_end_raises_and_changes_nothing() -> None:
    episode = started()
    episode.step(ANSWER)
    before = episode.steps
    with pytest.raises(RuntimeError, match=r"ended \(answered\): reset it"):
        episode.step(CALL)
    assert episode.steps is before


def test_reset_forgets_everything_and_takes_the_new_prompt_s_tools() -> None:
    tools = Tools()
    episode = started(tools)
    episode.step(CALL)
    episode.step(ANSWER)
    other = prompt_of(task("Another?"), [tool_spec("zoom")])
    episode.reset(other)
    assert (episode.steps, episode.answer, episode.ended) == ((), None, None)
    assert (episode.pictures, episode.turns_left) == (other.pictures, 3)
    episode.step(CALL)
    assert episode.steps[0].problem == Reason.E1_SCHEMA
    assert len(tools.calls) == 1


@given(
    st.lists(st.sampled_from([CALL, BROKEN, CUT, ANSWER, ABSTAIN]), min_size=4, max_size=4), st.integers(1, 4)
)
def test_every_episode_ends_within_its_turns_without_a_reward(replies: list[Reply], max_turns: int) -> None:
    episode = started(Tools(NothingFoundError("Nothing.")), max_turns)
    for taken, reply in enumerate(replies, start=1):
        seen, reward, terminated, truncated, info = episode.step(reply)
        assert reward == 0.0
        assert len(episode.steps) == taken
        assert (terminated or truncated) == (episode.ended is not None)
        assert not (terminated and truncated)
        if episode.ended is not None:
            assert info == {"turns_left": 0}
            assert (episode.answer is not None) == (episode.ended is Ended.ANSWERED)
            break
        assert seen is not None
        assert info == {"turns_left": max_turns - taken}
    assert episode.ended is not None
    assert len(episode.steps) <= max_turns


def test_every_error_code_is_known_and_an_unknown_one_raises() -> None:
    assert reason_of("timeout") is None
    assert reason_of("crashed") is None
    with pytest.raises(KeyError):
        reason_of("tired")


def test_arguments_are_run_as_they_were_asked_for() -> None:
    tools = Tools()
    body = json.dumps({"name": "zoom", "arguments": {"picture": 0, "bbox_2d": [1, 2, 3, 4]}})
    started(tools).step(Reply(f"<tool_call>{body}</tool_call>"))
    assert tools.calls[0][0] == Call("zoom", '{"bbox_2d":[1,2,3,4],"picture":0}')
