"""The budget: the cap holds however many ask at once, nothing stands still, and what is left is used."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Ended, Reply, RolloutPurpose
from synthesis.bought import ask_through
from synthesis.budget import Budget, BudgetSpentError, Spent, spent_in
from synthesis.ledger import Ledger
from synthesis.ledger.values import REPLY, encode_reply
from synthesis.rollout import Attempted, Setting, attempts
from tests.synthesis.scripted import ScriptedTeacher, answers, by_turn, counting, prompt


async def buy(budget: Budget, cost: float | None, seconds: float = 0.0) -> bool:
    """Buy one reply; False where there is no money for it."""
    try:
        async with budget.request():
            await asyncio.sleep(seconds)
            budget.paid(replace(answers(), cost_usd=cost))
    except BudgetSpentError:
        return False
    return True


def bought(budget: Budget, costs: list[float]) -> int:
    """How many of these replies, asked for all at once, could be bought."""

    async def all_at_once() -> list[bool]:
        return await asyncio.gather(*(buy(budget, cost, 0.001) for cost in costs))

    return sum(asyncio.run(asyncio.wait_for(all_at_once(), 20)))


def test_replies_of_one_price_are_bought_up_to_the_cap_and_not_beyond() -> None:
    budget = Budget(1.0, Spent())
    assert bought(budget, [0.125] * 50) == 8
    assert budget.spent == Spent(1.0, 8)


@settings(max_examples=60, deadline=None)
@given(
    cap=st.floats(0, 2),
    before=st.floats(0, 1),
    costs=st.lists(st.floats(0.01, 0.05), min_size=1, max_size=60),
)
def test_the_cap_is_passed_by_no_more_than_a_reply_may_be_dearer_than_those_before(
    cap: float, before: float, costs: list[float]
) -> None:
    budget = Budget(cap, Spent(before, 0))
    count = bought(budget, costs)
    # What is under way counts as dear as the dearest so far, which each of them may pass.
    assert budget.spent.usd <= max(before, cap + len(costs) * (max(costs) - min(costs)) + max(costs))
    if count < len(costs):
        assert budget.spent.usd + max(costs) > cap


def test_before_the_first_reply_there_is_one_request_at_a_time() -> None:
    under_way = most = 0

    async def run() -> None:
        budget = Budget(100.0, Spent())

        async def one() -> None:
            nonlocal under_way, most
            async with budget.request():
                under_way += 1
                most = max(most, under_way)
                await asyncio.sleep(0.001)
                under_way -= 1

        await asyncio.gather(*(one() for _ in range(5)))

    asyncio.run(run())
    assert most == 1


def test_with_prices_known_from_before_requests_go_together_at_once() -> None:
    async def run() -> float:
        budget = Budget(100.0, Spent(1.0, 10))
        loop = asyncio.get_running_loop()
        start = loop.time()
        await asyncio.gather(*(buy(budget, 0.1, 0.1) for _ in range(50)))
        return loop.time() - start

    assert asyncio.run(run()) < 2.0


def test_a_request_that_failed_gives_its_money_back() -> None:
    async def run() -> bool:
        budget = Budget(0.35, Spent(0.2, 2))
        with pytest.raises(ZeroDivisionError):
            async with budget.request():
                raise ZeroDivisionError
        return await buy(budget, 0.1)

    assert asyncio.run(run())


def test_what_is_spent_already_leaves_nothing_to_ask_with() -> None:
    assert bought(Budget(5.0, Spent(5.0, 3)), [0.0]) == 0


def test_a_spent_budget_ends_an_attempt_as_owed_with_what_to_do() -> None:
    teacher = ScriptedTeacher(by_turn(answers()))

    async def run(ledger: Ledger) -> Attempted:
        ask = ask_through(ledger, teacher, Budget(1.0, Spent(1.0, 1)))
        setting = Setting(teacher, ask, counting, RolloutPurpose.TEACHER, 4, 3)
        return await attempts(setting, prompt(), lambda rollout: False)

    with Ledger.open("memory://budget/owed") as ledger:
        made = asyncio.run(run(ledger))
    (rollout,) = made.rollouts
    assert (rollout.ended, made.owed, made.accepted) == (Ended.BUDGET, True, False)
    assert "1.00 of 1.00 US dollars are spent" in rollout.error
    assert "raise budget_usd" in rollout.error
    assert teacher.requests == []


def test_what_a_ledger_holds_costs_nothing_again(tmp_path: Path) -> None:
    teacher = ScriptedTeacher(by_turn(replace(answers(), cost_usd=0.5)))

    async def run(ledger: Ledger, budget: Budget) -> Attempted:
        setting = Setting(
            teacher, ask_through(ledger, teacher, budget), counting, RolloutPurpose.TEACHER, 1, 3
        )
        return await attempts(setting, prompt(), lambda rollout: True)

    with Ledger.open(tmp_path / "ledger") as ledger:
        asyncio.run(run(ledger, Budget(1.0, Spent())))
        assert spent_in(ledger) == Spent(0.5, 1)
        again = asyncio.run(run(ledger, Budget(0.5, spent_in(ledger))))
    assert again.accepted
    assert len(teacher.requests) == 1


def test_replies_of_unknown_price_and_foreign_entries_count_as_free(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        for key, value in (
            ("a", encode_reply(Reply("a", cost_usd=None))),
            ("b", encode_reply(Reply("b", cost_usd=0.25))),
            ("c", b"not a reply"),
        ):
            ledger.put(key, REPLY, value).result()
        assert spent_in(ledger) == Spent(0.25, 2)
