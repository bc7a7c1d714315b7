"""The engine: one event loop in a thread, a bounded number of open conversations, results as they come."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable, Iterator
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Engine(Generic[T]):
    """Runs work concurrently for a caller that is not asynchronous, such as a DoFn.

    `submit` blocks while `limit` pieces of work are open, which keeps memory flat in the number of tasks.
    An exception in a piece of work is raised to the caller by `finished` or `drain`.
    """

    def __init__(self, limit: int) -> None:
        self._slots = threading.Semaphore(limit)
        self._done: queue.SimpleQueue[T | BaseException] = queue.SimpleQueue()
        self._open = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._thread.start()

    def __enter__(self) -> Engine[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, work: Callable[[], Awaitable[T]]) -> None:
        """Start a piece of work as soon as there is a free place."""
        self._slots.acquire()
        self._open += 1
        asyncio.run_coroutine_threadsafe(self._run(work), self._loop)

    def run(self, work: Awaitable[R]) -> R:
        """Run one piece of work on the loop and wait for it."""

        async def awaited() -> R:
            return await work

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result()

    def finished(self) -> Iterator[T]:
        """Yield what has finished so far, without waiting."""
        while not self._done.empty():
            yield self._take()

    def drain(self) -> Iterator[T]:
        """Yield results until nothing is open."""
        while self._open:
            yield self._take()

    def close(self) -> None:
        """Stop the loop; work still open is cancelled."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(_cancel_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _run(self, work: Callable[[], Awaitable[T]]) -> None:
        try:
            self._done.put(await work())
        except BaseException as error:
            self._done.put(error)
        finally:
            self._slots.release()

    def _take(self) -> T:
        result = self._done.get()
        self._open -= 1
        if isinstance(result, BaseException):
            raise result
        return result


async def _cancel_all() -> None:
    tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
