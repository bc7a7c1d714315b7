"""The engine: so much work open and no more, every result handed over once, faults raised to the caller."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import tracemalloc
from collections.abc import Awaitable, Callable

import pytest

from synthesis.engine import Engine


def returning(value: int, seconds: float = 0.0) -> Callable[[], Awaitable[int]]:
    """Work that takes a while and gives a value."""

    async def work() -> int:
        await asyncio.sleep(seconds)
        return value

    return work


def raising(error: BaseException) -> Callable[[], Awaitable[int]]:
    """Work that fails."""

    async def work() -> int:
        raise error

    return work


def test_every_result_is_handed_over_once() -> None:
    with Engine[int](limit=8) as engine:
        got: list[int] = []
        for n in range(100):
            engine.submit(returning(n, seconds=(n % 7) / 1000))
            got.extend(engine.finished())
        got.extend(engine.drain())
        assert sorted(got) == list(range(100))
        assert list(engine.drain()) == list(engine.finished()) == []


def test_results_come_in_the_order_in_which_they_finish() -> None:
    with Engine[int](limit=3) as engine:
        for n, seconds in ((1, 0.4), (2, 0.2), (3, 0.0)):
            engine.submit(returning(n, seconds))
        assert list(engine.drain()) == [3, 2, 1]


def test_never_more_than_the_limit_is_open_and_the_limit_is_used() -> None:
    running, most = 0, 0

    async def work() -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.005)
        running -= 1
        return 0

    with Engine[int](limit=5) as engine:
        for _ in range(40):
            engine.submit(work)
        assert len(list(engine.drain())) == 40
    assert most == 5


def test_submit_waits_for_a_free_place_and_finished_never_waits() -> None:
    release = threading.Event()

    async def held() -> int:
        await asyncio.to_thread(release.wait)
        return 1

    with Engine[int](limit=1) as engine:
        engine.submit(held)
        assert list(engine.finished()) == []
        second = threading.Thread(target=engine.submit, args=(returning(2),))
        second.start()
        second.join(0.2)
        assert second.is_alive()
        release.set()
        second.join(30)
        assert not second.is_alive()
        assert list(engine.drain()) == [1, 2]


def test_a_fault_is_raised_to_the_caller_and_the_rest_is_still_there() -> None:
    with Engine[int](limit=2) as engine:
        engine.submit(raising(ZeroDivisionError("in the work")))
        engine.submit(returning(2, seconds=0.1))
        with pytest.raises(ZeroDivisionError, match="in the work"):
            list(engine.drain())
        assert list(engine.drain()) == [2]


def test_a_fault_is_raised_by_finished_too_and_frees_its_place() -> None:
    with Engine[int](limit=1) as engine:
        engine.submit(raising(KeyError("x")))
        engine.submit(returning(2))
        with pytest.raises(KeyError):
            list(engine.finished())
        assert list(engine.drain()) == [2]


def test_run_gives_a_value_or_raises_on_the_engine_s_own_loop() -> None:
    async def thread_name() -> str:
        return threading.current_thread().name

    with Engine[int](limit=1) as engine:
        assert engine.run(thread_name()) == "engine"
        with pytest.raises(ZeroDivisionError):
            engine.run(raising(ZeroDivisionError())())


def test_close_cancels_open_work_ends_the_thread_and_can_be_called_twice() -> None:
    cancelled = threading.Event()
    started = threading.Event()

    async def endless() -> int:
        started.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return 0

    before = threading.active_count()
    engine = Engine[int](limit=2)
    engine.submit(endless)
    assert started.wait(30)
    start = time.monotonic()
    engine.close()
    assert time.monotonic() - start < 30
    assert cancelled.is_set()
    assert threading.active_count() == before
    engine.close()


def test_leaving_the_block_in_error_closes_the_engine() -> None:
    before = threading.active_count()
    engine = Engine[int](limit=1)
    engine.submit(returning(1, seconds=3600))
    with pytest.raises(KeyError), engine:
        engine.run(raising(KeyError("in the block"))())
    assert threading.active_count() == before


def test_memory_does_not_grow_with_the_number_of_tasks() -> None:
    def after(engine: Engine[bytes], pieces: int) -> int:
        for _ in range(pieces):
            engine.submit(big)
            for _ in engine.finished():
                pass
        for _ in engine.drain():
            pass
        gc.collect()
        return tracemalloc.get_traced_memory()[1]

    async def big() -> bytes:
        await asyncio.sleep(0)
        return bytes(100_000)

    with Engine[bytes](limit=10) as engine:
        after(engine, 20)
        tracemalloc.start()
        try:
            few = after(engine, 100)
            many = after(engine, 1000)
        finally:
            tracemalloc.stop()
    # 900 more pieces of 100 kB: anything held for each would show.
    assert many < few + 5_000_000
