"""Reading ahead: an iterator that a thread of its own keeps some items in front of its user."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T], most: int) -> Generator[T, None, None]:
    """Yield the items in order while a thread fetches up to `most` more.

    What the iterable raises is raised here, behind the items that came before it. A generator that is closed
    early stops its thread at the next item.
    """
    ready: Queue[tuple[T, ...] | BaseException | None] = Queue(most)
    closed = Event()

    def fetch() -> None:
        try:
            for item in items:
                ready.put((item,))
                if closed.is_set():
                    return
        except BaseException as error:
            ready.put(error)
        else:
            ready.put(None)

    thread = Thread(target=fetch, name="ahead", daemon=True)
    thread.start()
    try:
        while (got := ready.get()) is not None:
            if isinstance(got, BaseException):
                raise got
            yield got[0]
    finally:
        closed.set()
        while thread.is_alive():
            # A fetch that waits for room must find some before it can see that no one wants more.
            while not ready.empty():
                ready.get_nowait()
            thread.join(0.01)
