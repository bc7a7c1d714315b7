"""The engine: one event loop in a thread, a bounded number of open conversations, results as they come."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from types import TracebackType
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Work: TypeAlias = Callable[[], Awaitable[T]]


class Engine(Generic[T]):
    """Runs work concurrently for a caller that is not asynchronous, such as a DoFn.

    `submit` blocks until all of its pieces have a place among `limit` open ones, which keeps memory flat in
    the number of tasks; several pieces together cost the two threads one meeting. An exception in a piece of
    work is raised to the caller by `finished` or `drain`.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._open = 0
        """Pieces whose result was not handed over; the caller's thread alone counts here."""
        self._running = 0
        self._changed = threading.Condition()
        """Guards `_running` and `_done`, which both threads touch."""
        self._wanted = 0
        """How few may run before the waiting caller is woken; below zero where none waits."""
        self._done: deque[T | BaseException] = deque()
        self._loop = asyncio.new_event_loop()
        self._under_way: set[asyncio.Future[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._thread.start()

    def __enter__(self) -> Engine[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, *work: Work[T]) -> None:
        """Start pieces of work, at most `limit`, as soon as there is a free place for all of them."""
        with self._changed:
            self._wait(max(0, self.limit - len(work)))
            self._running += len(work)
        self._open += len(work)
        self._loop.call_soon_threadsafe(self._start, work)

    def run(self, work: Awaitable[R]) -> R:
        """Run one piece of work on the loop and wait for it."""

        async def awaited() -> R:
            return await work

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result()

    def finished(self) -> Iterator[T]:
        """Yield what has finished so far, without waiting."""
        while self._done:
            yield self._take()

    def drain(self) -> Iterator[T]:
        """Yield results until nothing is open."""
        while self._open:
            with self._changed:
                if not self._done:
                    self._wait(self._running - 1)
            yield from self.finished()

    def close(self) -> None:
        """Stop the loop; work still open is cancelled."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(_cancel_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, most: int) -> None:
        """Wait until no more than so many pieces run; the lock is held before and after."""
        self._wanted = most
        self._changed.wait_for(lambda: self._running <= most)
        self._wanted = -1

    def _start(self, works: Sequence[Work[T]]) -> None:
        for work in works:
            running = self._loop.create_task(self._run(work))
            self._under_way.add(running)
            running.add_done_callback(self._under_way.discard)

    async def _run(self, work: Work[T]) -> None:
        result: T | BaseException
        try:
            result = await work()
        except BaseException as error:
            result = error
        with self._changed:
            self._done.append(result)
            self._running -= 1
            if self._running <= self._wanted:
                self._changed.notify()

    def _take(self) -> T:
        result = self._done.popleft()
        self._open -= 1
        if isinstance(result, BaseException):
            raise result
        return result


async def _cancel_all() -> None:
    tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
