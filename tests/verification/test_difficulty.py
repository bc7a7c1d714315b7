"""Difficulty from probes: the interval's laws, the slice, the guessing floor."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Metric, Rollout, RolloutPurpose, TeacherKind, Verdict, checked
from tests.builders import rollout, task
from verification.difficulty import correct, difficulty_of, guess_floor, wilson_interval

TASK = task()


def probe(attempt: int, score: float) -> tuple[Rollout, Verdict]:
    made = rollout(kind=TeacherKind.OPENAI, purpose=RolloutPurpose.PROBE, attempt=attempt)
    return made, Verdict(made.rollout_id, TASK.task_id, 1, "checks", score, False, ())


def probed(scores: list[float]) -> list[tuple[Rollout, Verdict]]:
    return [probe(i, score) for i, score in enumerate(scores)]


rates = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(rates)
def test_the_interval_contains_the_rate_and_stays_between_zero_and_one(rate: tuple[int, int]) -> None:
    solved, attempts = rate
    low, high = wilson_interval(solved, attempts)
    assert 0 <= low <= solved / attempts <= high <= 1


@given(rates, st.integers(2, 10))
def test_the_interval_narrows_with_more_attempts_at_the_same_rate(rate: tuple[int, int], factor: int) -> None:
    solved, attempts = rate
    few = wilson_interval(solved, attempts)
    many = wilson_interval(solved * factor, attempts * factor)
    assert many[1] - many[0] < few[1] - few[0]


@given(rates)
def test_the_interval_of_failures_mirrors_that_of_successes(rate: tuple[int, int]) -> None:
    solved, attempts = rate
    low, high = wilson_interval(solved, attempts)
    assert wilson_interval(attempts - solved, attempts) == pytest.approx((1 - high, 1 - low))


def test_the_interval_of_two_in_eight_is_the_textbook_s() -> None:
    assert wilson_interval(2, 8) == pytest.approx((0.0715, 0.5907), abs=1e-4)


@pytest.mark.parametrize(("solved", "attempts"), [(0, 0), (-1, 8), (9, 8)])
def test_what_is_no_rate_is_refused(solved: int, attempts: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        wilson_interval(solved, attempts)


def test_difficulty_counts_the_probes_that_scored_and_names_the_policy() -> None:
    difficulty = difficulty_of(TASK, probed([1, 0, 0, 1, 0, 0, 0, 0]))
    assert difficulty is not None
    assert (difficulty.attempts, difficulty.correct, difficulty.pass_rate) == (8, 2, 0.25)
    assert difficulty.interval_low < 0.25 < difficulty.interval_high
    assert (difficulty.policy, difficulty.policy_fingerprint) == ("test", "teacher")
    checked("difficulty", difficulty)


def test_without_probes_there_is_no_difficulty() -> None:
    assert difficulty_of(TASK, []) is None


def test_a_teacher_s_attempt_is_no_probe() -> None:
    made, verdict = probe(0, 1)
    teacher = dataclasses.replace(made, purpose=RolloutPurpose.TEACHER)
    with pytest.raises(ValueError, match="no probe"):
        difficulty_of(TASK, [(teacher, verdict)])


def test_probes_of_two_policies_are_not_mixed() -> None:
    made, verdict = probe(1, 1)
    other = dataclasses.replace(made, environment="other")
    with pytest.raises(ValueError, match="another policy"):
        difficulty_of(TASK, [probe(0, 1), (other, verdict)])


def test_probes_of_another_task_are_refused() -> None:
    with pytest.raises(ValueError, match="not of task"):
        difficulty_of(task("Another question?"), probed([1]))


def test_graded_metrics_count_from_one_half_and_the_others_at_one() -> None:
    assert correct(Metric.ANLS, 0.5)
    assert not correct(Metric.VQA_ACCURACY, 0.3)
    assert not correct(Metric.EXACT, 0.99)
    assert correct(Metric.RELAXED_ACCURACY, 1.0)


@pytest.mark.parametrize(
    ("answers", "metric", "choices", "floor"),
    [
        (["A"], Metric.CHOICE, ("x", "y", "z", "w"), 0.25),
        (["Yes"], Metric.YES_NO, (), 0.5),
        (["no"], Metric.EXACT, (), 0.5),
        (["7"], Metric.INTEGER, (), 0.0),
    ],
)
def test_the_guessing_floor(
    answers: list[str], metric: Metric, choices: tuple[str, ...], floor: float
) -> None:
    assert guess_floor(task(answers=answers, metric=metric, choices=choices)) == floor
