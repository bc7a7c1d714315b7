"""Forecasts: exact where all is known, as wide as they must be, and right about as often as they say."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesis.forecast import Range, Spent, forecast, together, total

costs = st.lists(st.floats(0, 10), min_size=2, max_size=20)


def spent(cost: float | None, calls: int = 2) -> Spent:
    return Spent(calls, 100 * calls, 10 * calls, cost)


def test_a_sample_of_equal_tasks_is_multiplied_and_has_no_doubt() -> None:
    made = forecast([spent(0.5)] * 4, 100)
    assert made.calls == Range(200, 200, 200)
    assert (made.prompt_tokens.expected, made.completion_tokens.expected) == (20_000, 2_000)
    assert made.cost_usd == Range(50, 50, 50)
    assert (made.tasks, made.tried) == (100, 4)


def test_the_interval_is_student_s_t_for_the_sum_of_the_rest() -> None:
    # mean 2, s 1, t(2; 0.975) = 4.3027: half-width 4.3027 * sqrt(6 + 36 / 3)
    found = total([1.0, 2.0, 3.0], 9)
    assert found.expected == 18.0
    assert found.high - found.expected == pytest.approx(4.3027 * math.sqrt(18), rel=1e-4)
    assert found.low == 6.0, "the tried tasks took as much"


@given(costs)
def test_a_run_that_is_done_is_known(seen: list[float]) -> None:
    found = total(seen, len(seen))
    assert found.low == found.expected == found.high == math.fsum(seen)


@given(costs, st.integers(0, 1000))
def test_the_expected_total_lies_in_its_interval_and_not_below_what_was_spent(
    seen: list[float], more: int
) -> None:
    found = total(seen, len(seen) + more)
    slack = 1e-9 * max(1.0, found.high)
    assert math.fsum(seen) - slack <= found.low <= found.expected + slack <= found.high + 2 * slack


def test_one_unknown_price_makes_the_cost_unknown_and_nothing_else() -> None:
    made = forecast([spent(0.5), spent(None)], 10)
    assert made.cost_usd is None
    assert made.calls.expected == 20


@pytest.mark.parametrize("tried", [0, 1])
def test_fewer_than_two_tasks_forecast_nothing(tried: int) -> None:
    with pytest.raises(ValueError, match="an interval needs two"):
        forecast([spent(0.5)] * tried, 10)


def test_a_single_task_that_was_tried_is_known() -> None:
    assert forecast([spent(0.5)], 1).cost_usd == Range(0.5, 0.5, 0.5)


def test_independent_totals_add_with_the_squares_of_their_doubts() -> None:
    assert together([Range(7, 10, 13), Range(6, 10, 14)]) == Range(15, 20, 25)


def test_totals_lie_in_their_intervals_about_as_often_as_said() -> None:
    draw, held, runs = random.Random(0), 0, 300
    for _ in range(runs):
        run = [draw.lognormvariate(0, 0.5) for _ in range(200)]
        found = total(run[:20], len(run))
        held += found.low <= math.fsum(run) <= found.high
    assert 0.90 <= held / runs <= 0.99
