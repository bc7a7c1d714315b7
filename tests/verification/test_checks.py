"""Each check on a rollout made for it: what it must tell, and what it must leave alone."""

from __future__ import annotations

import dataclasses
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Ended, Finding, Metric, Reason, Rollout, Step
from tests.builders import answer_step, call, observation, rollout, task, tool_spec, tool_step
from verification import checks
from verification.checks import Level, repetition_level
from verification.checks.repetition import PHRASE_REPEATS, _longest_phrase_run

TOOLS = {"count_bars": tool_spec()}
REFUSED = tool_step(seen=observation(error="argument_name"), problem="E2_argument_name")
MALFORMED = Step("", None, observation(error="malformed_turn"), problem="E1_schema", raw="<tool_call>{")


def reasons(found: object) -> list[tuple[Reason, int, bool]]:
    assert isinstance(found, list)
    return [(f.reason, f.step, f.repaired) for f in found]


def grammar(attempt: Rollout) -> list[Finding]:
    return list(checks.grammar(task(), attempt))


def test_a_clean_rollout_has_no_finding() -> None:
    about, attempt = task(), rollout()
    assert not list(checks.grammar(about, attempt))
    assert not list(checks.call_schema(about, attempt, tools=TOOLS))
    assert not list(checks.execution(about, attempt, tools=TOOLS))
    assert not list(checks.answer(about, attempt))
    assert not list(checks.tool_required(about, attempt))
    assert not list(checks.repetition(about, attempt))
    assert not list(checks.leak(about, attempt))


def test_a_malformed_turn_is_repaired_by_a_later_well_formed_one() -> None:
    assert reasons(grammar(rollout([MALFORMED, answer_step()]))) == [(Reason.E1_SCHEMA, 0, True)]
    assert reasons(grammar(rollout([MALFORMED, MALFORMED]))) == [
        (Reason.E1_SCHEMA, 0, False),
        (Reason.E1_SCHEMA, 1, False),
    ]


def test_a_cut_reply_repairs_nothing() -> None:
    cut = Step("", None, None, raw="<think>so")
    assert reasons(grammar(rollout([MALFORMED, cut]))) == [(Reason.E1_SCHEMA, 0, False)]


def test_a_refused_call_is_repaired_by_a_call_that_succeeds_and_not_by_an_answer() -> None:
    repaired = grammar(rollout([REFUSED, tool_step(), answer_step()]))
    assert reasons(repaired) == [(Reason.E2_ARGUMENT_NAME, 0, True)]
    assert not repaired[0].fatal
    given_up = grammar(rollout([REFUSED, answer_step()]))
    assert reasons(given_up) == [(Reason.E2_ARGUMENT_NAME, 0, False)]
    assert given_up[0].fatal


def test_an_earlier_good_call_does_not_repair_a_later_refusal() -> None:
    assert reasons(grammar(rollout([tool_step(), REFUSED, answer_step()]))) == [
        (Reason.E2_ARGUMENT_NAME, 1, False)
    ]


def test_a_problem_code_of_another_version_still_counts() -> None:
    odd = tool_step(seen=observation(error="argument_name"), problem="E9_later")
    assert reasons(grammar(rollout([odd]))) == [(Reason.E1_SCHEMA, 0, False)]


@pytest.mark.parametrize(
    ("arguments", "name", "expected"),
    [
        ('{"picture":0}', "count_bars", []),
        ('{"pictur":0}', "count_bars", [Reason.E2_ARGUMENT_NAME]),
        ('{"picture":"0"}', "count_bars", [Reason.E3_ARGUMENT_FORMAT]),
        ('{"picture":-1}', "count_bars", [Reason.E3_ARGUMENT_FORMAT]),
        ("[1]", "count_bars", [Reason.E3_ARGUMENT_FORMAT]),
        ("{picture", "count_bars", [Reason.E3_ARGUMENT_FORMAT]),
        ("{}", "count_dots", [Reason.E1_SCHEMA]),
    ],
)
def test_arguments_are_checked_again_whatever_the_run_said(
    arguments: str, name: str, expected: list[Reason]
) -> None:
    made = dataclasses.replace(call(name), arguments=arguments)
    attempt = rollout([tool_step(made=made), answer_step()])
    assert [f.reason for f in checks.call_schema(task(), attempt, tools=TOOLS)] == expected


def test_a_tool_that_exists_but_was_not_offered_is_told() -> None:
    attempt = rollout(tools=("other",))
    assert [f.reason for f in checks.call_schema(task(), attempt, tools=TOOLS)] == [Reason.E1_SCHEMA]


def test_a_refusal_the_environment_told_is_not_told_twice() -> None:
    attempt = rollout([tool_step(made=call(arguments={"x": 1}), problem="E2_argument_name"), answer_step()])
    assert not list(checks.call_schema(task(), attempt, tools=TOOLS))


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (observation(tool="other"), Reason.NOT_REPLAYABLE),
        (observation({"count": "seven"}), Reason.NOT_REPLAYABLE),
        (observation({}), Reason.NOT_REPLAYABLE),
        (dataclasses.replace(observation(), result=""), Reason.NOT_REPLAYABLE),
        (observation(error="nothing_found"), Reason.E5_TOOL_OUTPUT),
        (observation(error="crashed"), Reason.E5_TOOL_OUTPUT),
    ],
)
def test_an_observation_that_the_tool_cannot_have_given_is_no_execution(seen: object, reason: Reason) -> None:
    attempt = rollout([dataclasses.replace(tool_step(), observation=seen), answer_step()])
    found = list(checks.execution(task(), attempt, tools=TOOLS))
    assert [f.reason for f in found] == [reason]
    assert found[0].fatal == (reason is Reason.NOT_REPLAYABLE)


def test_a_call_without_an_observation_was_not_run_unless_it_was_the_last_turn() -> None:
    unrun = Step("I count.", call(), None)
    early = rollout([unrun, answer_step()])
    assert [f.reason for f in checks.execution(task(), early, tools=TOOLS)] == [Reason.NOT_REPLAYABLE]
    late = rollout([tool_step(), unrun], answer=None, ended=Ended.MAX_TURNS)
    assert not list(checks.execution(task(), late, tools=TOOLS))
    amid = rollout([unrun, tool_step()], answer=None, ended=Ended.MAX_TURNS)
    assert [f.step for f in checks.execution(task(), amid, tools=TOOLS)] == [0]


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        (Ended.NO_ANSWER, Reason.NO_ANSWER),
        (Ended.MAX_TURNS, Reason.NO_ANSWER),
        (Ended.MALFORMED, Reason.NO_ANSWER),
        (Ended.TRUNCATED, Reason.TRUNCATED),
        (Ended.TEACHER_ERROR, Reason.TEACHER_ERROR),
        (Ended.BUDGET, Reason.BUDGET),
    ],
)
def test_a_rollout_without_answer_is_told_by_how_it_ended(ended: Ended, reason: Reason) -> None:
    found = list(checks.answer(task(), rollout(answer=None, ended=ended, error="503")))
    assert [f.reason for f in found] == [reason]
    assert "503" in found[0].evidence


def test_every_ending_has_its_finding() -> None:
    for ended in Ended:
        found = list(checks.answer(task(), rollout(answer="7", ended=ended)))
        assert bool(found) == (ended is not Ended.ANSWERED)


def test_a_wrong_answer_is_told_without_the_gold_answer() -> None:
    about = task(answers=["Massachusetts"], metric=Metric.ANLS)
    found = list(checks.answer(about, rollout(answer="Massachusets", of=about)))
    assert [f.reason for f in found] == [Reason.WRONG_ANSWER]
    assert "Massachusetts" not in found[0].evidence
    assert "anls 0.92" in found[0].evidence


@pytest.mark.parametrize("answer", [None, "", "  "])
def test_an_empty_answer_is_no_answer(answer: str | None) -> None:
    assert [f.reason for f in checks.answer(task(), rollout(answer=answer))] == [Reason.NO_ANSWER]


def test_a_picture_task_needs_a_call_that_succeeded_where_the_policy_says_so() -> None:
    uncalled, failed = (
        rollout([answer_step()]),
        rollout([tool_step(seen=observation(error="crashed")), answer_step()]),
    )
    for attempt in (uncalled, failed):
        assert [f.reason for f in checks.tool_required(task(), attempt)] == [Reason.NO_TOOL_CALL]
        assert not list(checks.tool_required(task(), attempt, policy="optional"))
        assert not list(checks.tool_required(task(pictures=[]), attempt))
    with pytest.raises(ValueError, match="'never'"):
        list(checks.tool_required(task(), uncalled, policy="never"))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The red bar is 7, the blue bar is 9, the green bar is 7.", None),
        ("0 0 0 0 0 0 0 0", None),
        ("| --- | --- | --- |", None),
        ("-" * 31, None),
        ("-" * 32, Level.MODERATE),
        ("a" * 64, Level.SEVERE),
        ("a" * 256, Level.EXTREME),
        ("the " * 11, None),
        ("the " * 12, Level.MODERATE),
        ("The the " * 12, Level.SEVERE),
        ("the " * 48, Level.EXTREME),
        ("wait, let me check. " * 3, None),
        ("wait, let me check. " * 4, Level.MODERATE),
        ("wait, let me check. " * 8, Level.SEVERE),
        ("so it is 7 and then again I look. " + "wait, let me check. " * 16, Level.EXTREME),
        (" " * 1000, None),
        ("", None),
    ],
)
def test_repetition_has_three_levels(text: str, level: Level | None) -> None:
    found = repetition_level(text)
    assert (found[0] if found else None) == level


@given(
    st.lists(st.sampled_from(["a1", "b2", "c3", "d4"]), min_size=2, max_size=5, unique=True),
    st.integers(1, 40),
)
def test_more_of_the_same_is_never_judged_milder(phrase: list[str], times: int) -> None:
    order = [None, Level.MODERATE, Level.SEVERE, Level.EXTREME]
    few, more = (repetition_level(" ".join(phrase * n)) for n in (times, times + 1))
    assert order.index(few[0] if few else None) <= order.index(more[0] if more else None)


def test_a_long_thought_is_judged_in_reasonable_time() -> None:
    started = time.process_time()
    assert repetition_level(" ".join(f"word{i}" for i in range(20_000))) is None
    assert time.process_time() - started < 5


@given(st.lists(st.sampled_from("abc"), max_size=40))
def test_a_phrase_is_counted_as_counting_on_from_every_word_counts_it(words: list[str]) -> None:
    def times(start: int, length: int) -> int:
        phrase, count = words[start : start + length], 1
        while words[start + count * length :][:length] == phrase:
            count += 1
        return count if len(set(phrase)) > 1 else 0

    most = max((times(i, n) for n in range(2, len(words) // 2 + 1) for i in range(len(words) - n)), default=0)
    found = _longest_phrase_run(words)[1]
    assert found == (most if most >= min(PHRASE_REPEATS.values()) else 0)


def test_repetition_is_found_in_thought_arguments_raw_text_and_answer() -> None:
    again = "wait, let me check. " * 5
    looping = [
        rollout([tool_step(thought=again), answer_step()]),
        rollout([tool_step(made=call(arguments={"text": again})), answer_step()]),
        rollout([dataclasses.replace(MALFORMED, raw=again), answer_step()]),
        rollout(answer=again),
    ]
    for attempt in looping:
        assert [f.reason for f in checks.repetition(task(), attempt)] == [Reason.REPETITION]


@pytest.mark.parametrize(
    "thought",
    [
        "The ground truth is 7, so I answer 7.",
        "According to the annotation the bar is 7.",
        "The correct answer is given as 7.",
        "Given the correct answer, the count must be 7.",
        "We know the answer: it stands in annotations.json.",
        "The gold label says 7.",
        "The provided correct answer is 7.",
    ],
)
def test_talk_of_a_given_answer_is_a_leak(thought: str) -> None:
    found = list(checks.leak(task(), rollout([tool_step(thought=thought), answer_step()])))
    assert [(f.reason, f.step) for f in found] == [(Reason.LEAK, 0)]


@pytest.mark.parametrize(
    "thought",
    [
        "The correct answer is B.",
        "So the right answer is 7.",
        "The label on the bar reads 7.",
        "Given the table, the answer is 7.",
        "The legend labels the red line.",
        "The answer provided by the tool is 7.",
        "The golden bar is the largest.",
        "This is true: the expected value is 7.",
    ],
)
def test_ordinary_conclusions_are_no_leak(thought: str) -> None:
    assert not list(checks.leak(task(), rollout([tool_step(thought=thought), answer_step()])))


def test_a_phrase_that_the_question_or_an_observation_uses_is_no_leak() -> None:
    thought = "The ground truth series is at 7."
    about = task(question="What is the value of the ground truth series?")
    assert not list(checks.leak(about, rollout([tool_step(thought=thought), answer_step()], of=about)))
    seen = observation({"count": 7}, text="Ground truth | 7")
    assert not list(checks.leak(task(), rollout([tool_step(seen=seen), answer_step(thought)])))


COPIED = task(question="Who signed?", answers=["Margaret Whitcombe"], metric=Metric.ANLS)


def early(seen: str = "no text") -> list[Finding]:
    steps = [
        tool_step(thought="I read the page.", seen=observation(text=seen)),
        answer_step("It was signed by Margaret Whitcombe."),
    ]
    return list(checks.leak(COPIED, rollout(steps, answer="Margaret Whitcombe", of=COPIED)))


def test_a_gold_phrase_written_before_it_was_told_is_noted_and_keeps_nothing_out() -> None:
    found = early()
    assert [(f.reason, f.step, f.fatal) for f in found] == [(Reason.UNGROUNDED, 1, False)]
    assert not early(seen="Whitcombe, Margaret")


def test_numbers_options_and_short_words_are_no_evidence() -> None:
    for answers, metric, choices in (
        (["1234567890123"], Metric.EXACT, ()),
        (["red"], Metric.EXACT, ()),
        (["A"], Metric.CHOICE, ("a very long option text", "another")),
    ):
        about = task(answers=answers, metric=metric, choices=choices)
        thought = f"I expect {answers[0]}, a very long option text."
        assert not list(checks.leak(about, rollout([tool_step(thought=thought), answer_step()], of=about)))


def test_findings_are_json() -> None:
    for finding in early():
        json.dumps(dataclasses.asdict(finding))
