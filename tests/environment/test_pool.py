"""Tools in processes: one that hangs, dies or swells costs its call and its worker, never the run."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from environment import pool as pool_module
from environment.execute import execute
from environment.pool import ToolPool
from environment.registry import load_tools
from schemas import Observation
from tests.builders import call, picture
from tests.environment import unruly_tools

T = TypeVar("T")
TIMEOUT_S = 2.0
MEMORY_MB = 700


@pytest.fixture
def unruly(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[ToolPool], Awaitable[T]]], T]:
    """Runs a test's coroutine with a pool of one worker whose tools misbehave; its process is a real one."""
    monkeypatch.setattr(pool_module, "TOOLS", f"{unruly_tools.__name__}:run_with_tools")

    def run(body: Callable[[ToolPool], Awaitable[T]]) -> T:
        async def with_pool() -> T:
            pool = ToolPool(workers=1, timeout_s=TIMEOUT_S, memory_mb=MEMORY_MB)
            try:
                await process_of(pool)
                return await body(pool)
            finally:
                await pool.aclose()

        return asyncio.run(with_pool())

    return run


async def process_of(pool: ToolPool) -> int:
    """The process that runs calls now, after trying until a fresh worker has imported what it needs."""
    for _ in range(20):
        seen = await pool.run(call("works"), [])
        if seen.status == "ok":
            return int(json.loads(seen.result)["count"])
    raise AssertionError(f"no worker came up: {seen}")


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_call_runs_in_another_process(unruly: Callable[..., int]) -> None:
    assert unruly(process_of) != os.getpid()


def test_a_tool_that_hangs_is_stopped_and_the_next_call_works(unruly: Callable[..., None]) -> None:
    async def body(pool: ToolPool) -> None:
        before = await process_of(pool)
        start = time.monotonic()
        seen = await pool.run(call("hangs"), [])
        assert time.monotonic() - start >= TIMEOUT_S
        assert (seen.status, seen.error_code) == ("error", "timeout")
        assert seen.text == "Error: hangs took longer than 2 s."
        assert gone(before)
        assert await process_of(pool) != before

    unruly(body)


def test_a_tool_whose_process_dies_is_a_crash_and_the_next_call_works(unruly: Callable[..., None]) -> None:
    async def body(pool: ToolPool) -> None:
        before = await process_of(pool)
        seen = await pool.run(call("dies"), [])
        assert (seen.status, seen.error_code) == ("error", "crashed")
        assert seen.text == "Error: dies died with exit code 9."
        assert await process_of(pool) != before

    unruly(body)


def test_a_tool_that_swells_is_refused_more_memory_and_its_process_lives_on(
    unruly: Callable[..., None],
) -> None:
    async def body(pool: ToolPool) -> None:
        before = await process_of(pool)
        seen = await pool.run(call("swells"), [])
        assert (seen.status, seen.error_code) == ("error", "out_of_memory")
        assert seen.text == "Error: swells needs more memory than it may have."
        assert await process_of(pool) == before

    unruly(body)


@pytest.mark.parametrize("name", ["raises", "exits"])
def test_a_tool_that_raises_is_a_crash_told_as_an_observation(unruly: Callable[..., None], name: str) -> None:
    async def body(pool: ToolPool) -> None:
        seen = await pool.run(call(name), [])
        assert (seen.status, seen.error_code) == ("error", "crashed")
        assert "inner detail" not in seen.text
        await process_of(pool)

    unruly(body)


def test_a_call_that_is_cancelled_leaves_no_answer_for_the_next(unruly: Callable[..., None]) -> None:
    async def body(pool: ToolPool) -> None:
        before = await process_of(pool)
        hanging = asyncio.create_task(pool.run(call("hangs"), []))
        await asyncio.sleep(0.1)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        assert gone(before)
        assert await process_of(pool) != before

    unruly(body)


def test_many_calls_at_once_come_back_to_their_callers() -> None:
    shown = picture(80, 60, "red")
    boxes = [[x, 5, x + 40, 50] for x in range(12)]

    async def crops() -> list[Observation]:
        pool = ToolPool(workers=2)
        try:
            return await asyncio.gather(*(pool.run(call("zoom", {"bbox_2d": box}), [shown]) for box in boxes))
        finally:
            await pool.aclose()

    seen = asyncio.run(crops())
    assert [json.loads(o.result)["bbox_2d"] for o in seen] == boxes
    # A real tool in a worker gives what it gives here, byte for byte.
    assert seen == [execute(load_tools(), call("zoom", {"bbox_2d": box}), [shown]) for box in boxes]


def test_a_worker_is_replaced_after_so_many_calls(
    unruly: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "CALLS_PER_WORKER", 3)

    async def body(pool: ToolPool) -> None:
        assert len({await process_of(pool) for _ in range(7)}) == 3

    unruly(body)


def test_a_closed_pool_takes_no_more_calls_and_leaves_no_process() -> None:
    async def body() -> int:
        pool = ToolPool(workers=1)
        seen = await pool.run(call("zoom", {"bbox_2d": [0, 0, 40, 40]}), [picture()])
        assert seen.status == "ok"
        (worker,) = pool._workers
        assert worker._process is not None
        process = worker._process.pid
        await pool.aclose()
        with pytest.raises(RuntimeError, match="closed"):
            await pool.run(call("zoom", {"bbox_2d": [0, 0, 40, 40]}), [picture()])
        assert process is not None
        return process

    assert gone(asyncio.run(body()))
