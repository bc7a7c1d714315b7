"""Costs: every rollout's tokens and dollars counted once, by stage, family and teacher."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipelines.costs import ALL, Cost, cells, cost_table, costs, paid_rollouts, paid_thoughts
from schemas import Family, Rollout, Usage
from tests.schemas.samples import DENSE, ROLLOUT, VERDICT

USAGE = Usage(calls=2, prompt_tokens=900, completion_tokens=100, cost_usd=0.5, cached_tokens=300)


def rollout(number: int, usage: Usage = USAGE, teacher: str = "big") -> Rollout:
    named = replace(ROLLOUT.teacher, name=teacher)
    return replace(ROLLOUT, rollout_id=f"rollout-{number:016x}", usage=usage, teacher=named)


def found(rollouts: list[Rollout], accepted: int) -> list[Cost]:
    """Costs with the first so many accepted."""
    verdicts = [
        replace(VERDICT, rollout_id=r.rollout_id, accepted=n < accepted) for n, r in enumerate(rollouts)
    ]
    return costs(paid_rollouts("synthesize", Family.CHART, rollouts, verdicts))


def test_an_accepted_trajectory_bears_the_price_of_those_that_were_not() -> None:
    cost, total = found([rollout(n) for n in range(4)], accepted=1)
    assert (cost.rollouts, cost.accepted, cost.calls, cost.tokens) == (4, 1, 8, 4000)
    assert (cost.tokens_per_rollout, cost.usd_per_rollout) == (1000, 0.5)
    assert (cost.tokens_per_accepted, cost.usd_per_accepted) == (4000, 2.0)
    assert total == replace(cost, family=ALL, teacher=ALL)


def test_teachers_stand_apart_and_their_sum_behind_them() -> None:
    one, other, total = found([rollout(0), rollout(1, teacher="tiny"), rollout(2)], accepted=3)
    assert [(c.teacher, c.rollouts) for c in (one, other, total)] == [("big", 2), ("tiny", 1), (ALL, 3)]


def test_one_unknown_price_makes_the_sum_unknown_and_not_smaller() -> None:
    _, total = found([rollout(0), rollout(1, replace(USAGE, cost_usd=None)), rollout(2)], accepted=3)
    assert total.usd is None
    assert total.tokens == 3000
    assert "unknown" in cells(total)


def test_where_nothing_was_accepted_its_price_is_told_to_be_none() -> None:
    cost, _ = found([rollout(0)], accepted=0)
    assert math.isinf(cost.tokens_per_accepted)
    assert cells(cost)[-2:] == ("none", "none")


def test_a_run_without_tokens_has_no_table() -> None:
    assert cost_table(found([rollout(0, Usage(calls=1))], accepted=1)) == ""
    assert "| synthesize | chart | big | 1 |" in cost_table(found([rollout(0)], accepted=1))


def test_dense_thoughts_are_one_rollout_with_the_usage_of_all_of_them() -> None:
    thoughts = tuple(replace(thought, usage=USAGE) for thought in DENSE.thoughts)
    cost, _ = costs(paid_thoughts(Family.CHART, [replace(DENSE, thoughts=thoughts)]))
    assert (cost.stage, cost.rollouts) == ("densify", 1)
    assert cost.tokens == 1000 * len(thoughts)
    assert cost.usd == 0.5 * len(thoughts)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10**6), st.integers(0, 10**4))))
def test_lines_add_up_to_their_sum(made: list[tuple[str, int, int]]) -> None:
    rollouts = [
        rollout(n, Usage(calls=1, prompt_tokens=p, completion_tokens=c), teacher)
        for n, (teacher, p, c) in enumerate(made)
    ]
    *lines, total = found(rollouts, accepted=len(made) // 2) or [Cost("synthesize", ALL, ALL)]
    assert sum(c.tokens for c in lines) == total.tokens == sum(p + c for _, p, c in made)
    assert sum(c.accepted for c in lines) == total.accepted == len(made) // 2
