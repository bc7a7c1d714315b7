"""Tools in processes that can be killed: a call that hangs or crashes costs its worker, never the run."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from types import TracebackType

from pebble import ProcessExpired, ProcessPool

from environment.errors import ToolCrashedError, ToolTimeoutError
from environment.execute import execute, refusal
from environment.registry import load_tools
from schemas import Call, Observation, Picture

DEFAULT_TIMEOUT_S = 120.0
CALLS_PER_WORKER = 5000
"""Calls after which a worker is replaced, so that a library's leak stays bounded."""


class ToolPool:
    """Runs calls in `workers` processes, each bounded by `timeout_s` seconds. Use as a context manager."""

    def __init__(self, workers: int, timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        # Not fork: the caller runs threads, and a forked child may inherit a held lock.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(max_workers=workers, max_tasks=CALLS_PER_WORKER, context=context)

    def __enter__(self) -> ToolPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def execute(self, call: Call, pictures: Sequence[Picture]) -> Observation:
        """Run one call and wait for it; blocks the calling thread, any number of threads may call."""
        future = self._pool.schedule(run_in_worker, args=(call, tuple(pictures)), timeout=self._timeout_s)
        try:
            observation: Observation = future.result()
        except FutureTimeoutError:
            return refusal(ToolTimeoutError(f"{call.name} took longer than {self._timeout_s:g} s."))
        except ProcessExpired as died:
            return refusal(ToolCrashedError(f"{call.name} died with exit code {died.exitcode}."))
        return observation

    def close(self) -> None:
        """Stop the workers after what they are doing."""
        self._pool.close()
        self._pool.join()


def run_in_worker(call: Call, pictures: tuple[Picture, ...]) -> Observation:
    """Run a call with this process's tools; tool modules and weights load once per process."""
    return execute(load_tools(), call, pictures)
