"""The desk where calls wait: a bounded queue, a bound per tool, and an end that loses no call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from environment.server.metrics import OTHER, Metrics
from environment.server.refusals import BusyError, StoppingError
from environment.turns import RunTool
from schemas import Call, Observation, Picture, ToolSpec


class Desk:
    """Runs calls through `run_tool`, at most `per_tool` of one tool at once and `queue` held in all."""

    def __init__(
        self, run_tool: RunTool, specs: Sequence[ToolSpec], queue: int, per_tool: int, metrics: Metrics
    ) -> None:
        self.specs = {spec.name: spec for spec in specs}
        self.metrics = metrics
        self._run_tool = run_tool
        self._queue = queue
        self._turns = {name: asyncio.Semaphore(per_tool) for name in (*self.specs, OTHER)}
        self._held = 0
        self._stopping = False
        self._empty = asyncio.Event()
        self._empty.set()

    def check_open(self) -> None:
        """Raise what `admitted` would for one call: for requests whose bodies nobody has room to read."""
        with self.admitted(1):
            pass

    @contextmanager
    def admitted(self, calls: int) -> Iterator[None]:
        """Hold places for the calls of one request.

        Raises StoppingError once stopping, BusyError where the queue has no room; a request that finds it
        empty is always taken, however many calls it holds.
        """
        if self._stopping:
            raise StoppingError
        if self._held and self._held + calls > self._queue:
            raise BusyError(self._held)
        self._held += calls
        self._empty.clear()
        try:
            yield
        finally:
            self._held -= calls
            if not self._held:
                self._empty.set()

    async def run(self, call: Call, pictures: Sequence[Picture]) -> Observation:
        """Run one admitted call when its turn has come."""
        label = call.name if call.name in self.specs else OTHER
        metrics = self.metrics
        metrics.calls.labels(label).inc()
        with metrics.waiting.labels(label).track_inprogress():
            await self._turns[label].acquire()
        start = time.monotonic()
        try:
            with metrics.running.labels(label).track_inprogress():
                seen = await self._run_tool(call, pictures)
        finally:
            self._turns[label].release()
        metrics.seconds.labels(label).observe(time.monotonic() - start)
        if seen.status != "ok":
            metrics.errors.labels(label, seen.error_code).inc()
        return seen

    @property
    def stopping(self) -> bool:
        """Whether new requests are refused."""
        return self._stopping

    async def stop(self) -> None:
        """Take nothing new, and return when the last call under way has been answered."""
        self._stopping = True
        await self._empty.wait()
