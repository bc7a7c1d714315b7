"""Tools in processes: one that hangs or dies costs its call and its worker, never the run."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from environment.execute import execute
from environment.pool import ToolPool
from environment.registry import load_tools
from tests.builders import call, picture
from tests.environment import unruly_tools

TIMEOUT_S = 2.0


@pytest.fixture(scope="module")
def unruly() -> Iterator[ToolPool]:
    """A pool of one worker whose tools misbehave; its processes are as real as any."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("environment.pool.run_in_worker", unruly_tools.run_in_worker)
        with ToolPool(workers=1, timeout_s=TIMEOUT_S) as pool:
            yield pool


def process_of(pool: ToolPool) -> int:
    """The process that runs calls now, after trying until a fresh worker has imported what it needs."""
    for _ in range(20):
        seen = pool.execute(call("works"), [])
        if seen.status == "ok":
            return int(json.loads(seen.result)["count"])
    raise AssertionError(f"no worker came up: {seen}")


def test_a_call_runs_in_another_process(unruly: ToolPool) -> None:
    assert process_of(unruly) != os.getpid()


def test_a_tool_that_hangs_is_stopped_and_the_next_call_works(unruly: ToolPool) -> None:
    before = process_of(unruly)
    start = time.monotonic()
    seen = unruly.execute(call("hangs"), [])
    assert time.monotonic() - start >= TIMEOUT_S
    assert (seen.status, seen.error_code) == ("error", "timeout")
    assert seen.text == "Error: hangs took longer than 2 s."
    assert process_of(unruly) != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_tool_whose_process_dies_is_a_crash_and_the_next_call_works(unruly: ToolPool) -> None:
    before = process_of(unruly)
    seen = unruly.execute(call("dies"), [])
    assert (seen.status, seen.error_code) == ("error", "crashed")
    assert seen.text == "Error: dies died with exit code 9."
    assert process_of(unruly) != before


@pytest.mark.parametrize("name", ["raises", "exits"])
def test_a_tool_that_raises_is_a_crash_told_as_an_observation(unruly: ToolPool, name: str) -> None:
    process_of(unruly)
    seen = unruly.execute(call(name), [])
    assert (seen.status, seen.error_code) == ("error", "crashed")
    assert "inner detail" not in seen.text
    process_of(unruly)


def test_calls_of_many_threads_come_back_to_their_callers() -> None:
    shown = picture(80, 60, "red")
    boxes = [[x, 5, x + 40, 50] for x in range(12)]
    with ToolPool(workers=2) as pool, ThreadPoolExecutor(6) as threads:
        seen = list(threads.map(lambda box: pool.execute(call("zoom", {"bbox_2d": box}), [shown]), boxes))
    assert [json.loads(o.result)["bbox_2d"] for o in seen] == boxes
    # A real tool in a worker gives what it gives here, byte for byte.
    assert seen == [execute(load_tools(), call("zoom", {"bbox_2d": box}), [shown]) for box in boxes]


def test_a_closed_pool_takes_no_more_calls() -> None:
    pool = ToolPool(workers=1)
    pool.close()
    with pytest.raises(RuntimeError):
        pool.execute(call("zoom", {"bbox_2d": [0, 0, 40, 40]}), [picture()])
