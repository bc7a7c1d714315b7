"""The governor: no more than its limit, less after refusals and slowness, and all of it again after that."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from teachers.governor import CROWDED_FACTOR, SMALLEST_WINDOW, STEPS_TO_THE_TOP, Governor

MOST = 64


def window(governor: Governor, *, crowded: int = 0, seconds: float = 1.0, retry_after_s: float = 0.0) -> None:
    """Tell of one whole window of replies."""
    seen = max(SMALLEST_WINDOW, governor.load.limit)
    crowded = min(crowded, seen)
    for _ in range(crowded):
        governor.crowded(retry_after_s)
    for _ in range(seen - crowded):
        governor.answered(seconds)


async def most_at_once(governor: Governor, requests: int) -> int:
    """How many of these requests hold a place at the same time, at most."""
    under_way = most = 0

    async def request() -> None:
        nonlocal under_way, most
        async with governor:
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.001)
            under_way -= 1

    await asyncio.gather(*(request() for _ in range(requests)))
    return most


def test_the_limit_is_reached_and_never_passed() -> None:
    assert asyncio.run(most_at_once(Governor(5), 40)) == 5


def test_a_few_refusals_among_many_replies_leave_the_limit() -> None:
    governor = Governor(MOST)
    window(governor, crowded=MOST // 10)
    assert governor.load.limit == MOST


def test_a_window_with_many_refusals_lowers_the_limit_once() -> None:
    governor = Governor(MOST)
    window(governor, crowded=MOST // 2)
    assert governor.load.limit == int(MOST * CROWDED_FACTOR)


def test_refusals_without_end_leave_one_place() -> None:
    governor = Governor(MOST)
    for _ in range(40):
        window(governor, crowded=MOST)
    assert governor.load.limit == 1


def test_a_lowered_limit_climbs_back_in_steps_that_do_not_depend_on_where_it_is() -> None:
    governor = Governor(MOST)
    for _ in range(40):
        window(governor, crowded=MOST)
    seen = [governor.load.limit]
    while seen[-1] < MOST:
        window(governor)
        seen.append(governor.load.limit)
    assert len(seen) <= STEPS_TO_THE_TOP + 1
    assert {after - before for before, after in pairwise(seen[:-1])} == {MOST // STEPS_TO_THE_TOP}


def test_replies_that_take_many_times_their_best_lower_the_limit_and_a_heavy_tail_does_not() -> None:
    tailed, slowed = Governor(MOST), Governor(MOST)
    for governor in (tailed, slowed):
        window(governor)
    for number in range(10 * MOST):
        tailed.answered(60.0 if number % 20 == 0 else 1.0)
    window(slowed, seconds=6.0)
    assert (tailed.load.limit, slowed.load.limit < MOST) == (MOST, True)


def test_nobody_is_let_in_while_the_endpoint_asked_to_wait_and_all_are_after_it() -> None:
    async def run() -> tuple[float, int]:
        governor = Governor(MOST)
        window(governor, crowded=MOST // 2, retry_after_s=0.2)
        loop = asyncio.get_running_loop()
        start = loop.time()
        first: list[float] = []

        async def request() -> None:
            async with governor:
                first.append(loop.time() - start)

        await asyncio.wait_for(asyncio.gather(*(request() for _ in range(200))), 10)
        return min(first), len(first)

    earliest, served = asyncio.run(run())
    assert earliest >= 0.2
    assert served == 200


@pytest.mark.parametrize("cancel_after", [0.0, 0.005])
def test_a_request_that_is_cancelled_gives_its_place_back(cancel_after: float) -> None:
    async def run() -> int:
        governor = Governor(1)

        async def hold(seconds: float) -> None:
            async with governor:
                await asyncio.sleep(seconds)

        waiting = [asyncio.create_task(hold(0.01)) for _ in range(4)]
        await asyncio.sleep(cancel_after)
        for task in waiting[:3]:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.wait_for(hold(0.0), 5)
        return governor.load.under_way + governor.load.waiting

    assert asyncio.run(run()) == 0
