"""The guard of dense thoughts: what each rule drops, and what it must let pass."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from schemas import Flaw, Metric, Rollout, Task, ThoughtOutcome
from tests.builders import answer_step, observation, rollout, task, tool_step
from verification.acceptance import same_answer
from verification.dense import flaw_of

TASK = task(answers=["1,200"])
ROLLOUT = rollout([tool_step(seen=observation(text="The label reads 1200.")), answer_step()], "1200")
HONEST = [
    "The chart has seven bars. I cannot read the label of the third, so I zoom in on it.",
    "Let me check: the tool counted 7, and I see 7. Hmm, one is faint, but it is there. The answer is 7.",
    "We can rewrite the equation as x + 2 = 5, so x < 3 and y > 4.",
    "Reading the axis, 1 000 < v < 2 000; the right bar is the taller one.",
    "The prompt of the form is cut off, so the next call must show the lower half.",
    "The given triangle is right-angled; the known angle is 40 degrees.",
    "My first thought is that the legend explains it.",
    "I write 3/4 as 0.75, and `{a, b}` is the set.",
    "So option B fits, since its area is larger.",
]
FLAWED = [
    ("", ThoughtOutcome.EMPTY),
    (" \n\t", ThoughtOutcome.EMPTY),
    ("x" * 401, ThoughtOutcome.TOO_LONG),
    ("I look.</think>", ThoughtOutcome.TAG),
    ("I call <tool_call>zoom</tool_call>.", ThoughtOutcome.TAG),
    ("It is <ANSWER>7</ANSWER>.", ThoughtOutcome.TAG),
    ("<tool_response>\n7", ThoughtOutcome.TAG),
    ("So <thought >again.", ThoughtOutcome.TAG),
    ("Look at <image>.", ThoughtOutcome.TAG),
    ("I stop.<|im_end|>", ThoughtOutcome.TAG),
    ('I call {"name": "zoom", "arguments": {"bbox": [1]}} now.', ThoughtOutcome.TAG),
    ('I call {"tool": "chartmoe", "task": "to_table"} now.', ThoughtOutcome.TAG),
    ("I see. " + "the bar is tall " * 8, ThoughtOutcome.REPETITION),
    ("The correct answer is 7, so I count.", ThoughtOutcome.LEAK),
    ("Hence the right option must be B.", ThoughtOutcome.LEAK),
    ("Correct answer: 7", ThoughtOutcome.LEAK),
    ("The ground truth says seven.", ThoughtOutcome.LEAK),
    ("Knowing that the answer is given as 7, I count.", ThoughtOutcome.LEAK),
    ("In hindsight the zoom was needed.", ThoughtOutcome.LEAK),
    ("As we will see, the label is 7.", ThoughtOutcome.LEAK),
    ("The rewritten thought: I look closer.", ThoughtOutcome.REWRITING),
    ("I need to write the thought for this turn.", ThoughtOutcome.REWRITING),
    ("I was asked to justify it.", ThoughtOutcome.REWRITING),
    ("Here is the expanded reasoning. I look.", ThoughtOutcome.REWRITING),
    ("Expanding the original rationale, I look.", ThoughtOutcome.REWRITING),
    ("The thought that leads to this call is that the label is small.", ThoughtOutcome.REWRITING),
    ("The given call zooms in.", ThoughtOutcome.REWRITING),
    ("The instructions say to be careful.", ThoughtOutcome.REWRITING),
    ("As an AI, I look at pixels.", ThoughtOutcome.REWRITING),
]


def judged(thought: str, place: int = 0, answer: str | None = None, about: Task = TASK) -> Flaw | None:
    """The guard's word on a thought of at most 400 characters."""
    return flaw_of(about, ROLLOUT, place, thought, answer, longest=400)


@pytest.mark.parametrize("thought", HONEST)
def test_an_honest_thought_passes(thought: str) -> None:
    assert judged(thought) is None


@pytest.mark.parametrize(("thought", "outcome"), FLAWED)
def test_a_flawed_thought_is_dropped_under_its_reason(thought: str, outcome: ThoughtOutcome) -> None:
    flaw = judged(thought)
    assert flaw is not None
    assert (flaw.outcome, bool(flaw.evidence)) == (outcome, True)


def test_the_budget_is_counted_in_code_points() -> None:
    words = " ".join(str(n) for n in range(400))
    assert judged("ü" + words[:399]) is None
    flaw = judged("ü" + words[:400])
    assert flaw == Flaw(ThoughtOutcome.TOO_LONG, "401 characters, 400 are allowed")


def test_a_phrase_that_was_shown_before_the_turn_is_no_sign() -> None:
    thought = "The page says that the correct answer is 12."
    shown = observation(text="Key: The correct answer is C")
    seen = replace(ROLLOUT, steps=(tool_step(seen=shown), answer_step()))

    def at(place: int, made: Rollout) -> Flaw | None:
        return flaw_of(TASK, made, place, thought, None, longest=400)

    assert at(1, seen) is None
    assert at(0, seen) is not None, "the result came only after the first turn"
    asked = task("Why is it that the correct answer is 12?")
    assert flaw_of(asked, ROLLOUT, 0, thought, None, longest=400) is None


def test_an_answering_thought_must_lead_to_the_rollout_s_own_answer() -> None:
    assert judged("The label reads 1200.", 1, "1,200.0") is None
    flaw = judged("The label reads 1300.", 1, "1300")
    assert flaw == Flaw(ThoughtOutcome.OTHER_ANSWER, "leads to '1300'")
    assert judged("I cannot tell.", 1, "") is not None


def test_the_rollout_s_answer_and_not_the_gold_one_is_compared_with() -> None:
    wrong = replace(TASK, answers=("7",))
    assert judged("The label reads 1200.", 1, "1200", wrong) is None
    assert judged("I see seven.", 1, "7", wrong) is not None


def test_a_long_thought_is_judged_quickly() -> None:
    began = time.process_time()
    text = "the known " * 3 + " ".join(f"word{n} < {n}" for n in range(1500))
    assert flaw_of(TASK, ROLLOUT, 0, text, None, longest=10**6) is None
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("metric", "one", "other", "expected"),
    [
        (Metric.CHOICE, "B", "(b) dog", True),
        (Metric.CHOICE, "dog", "B", True),
        (Metric.CHOICE, "A", "B", False),
        (Metric.SET_EQUALITY, "Ohio, Texas", "Texas, Ohio", True),
        (Metric.SET_EQUALITY, "Ohio", "Texas, Ohio", False),
        (Metric.VQA_ACCURACY, "Red", "red", True),
        (Metric.VQA_ACCURACY, "blue", "red", False),
        (Metric.DIRECT_ANSWER, "red", "Red ", True),
        (Metric.RELAXED_ACCURACY, "104", "100", False),
        (Metric.ANLS, "Invoice No 13.", "invoice no 13", True),
        (Metric.YES_NO, "Yes", "yes", True),
        (Metric.INTEGER, "7", "7", True),
        (Metric.EXACT, "", "7", False),
        (Metric.EXACT, "7", "", False),
    ],
)
def test_two_answers_are_one_by_the_rules_of_acceptance_and_no_gold_answer_is_read(
    metric: Metric, one: str, other: str, expected: bool
) -> None:
    about = task(answers=["gold"], metric=metric, choices=("cat", "dog") if metric is Metric.CHOICE else ())
    assert same_answer(about, one, other) is expected
