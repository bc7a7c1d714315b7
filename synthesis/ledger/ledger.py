"""The open ledger: reads at once, and a group commit that makes the puts of all threads durable together.

Puts gather for some milliseconds and one writer thread commits them, so what is acknowledged survives
`kill -9`, and a power cut as far as the disk or the object store keeps its word.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TypeVar

from synthesis.ledger.sqlite import SqliteStore
from synthesis.ledger.store import Entry, LedgerError, Store
from synthesis.ledger.values import ForeignValueError

T = TypeVar("T")


@dataclass(frozen=True)
class LedgerStats:
    """What a ledger holds, and what this process found there."""

    entries: dict[str, int]
    """Entries by kind."""
    value_bytes: dict[str, int]
    """Bytes of their values by kind."""
    hits: int
    """Reads of this process that found a whole value."""
    unreadable: int
    """Torn or foreign entries that this process met; each is owed again and replaced by the next put."""


@dataclass(frozen=True)
class _Put:
    entry: Entry
    done: Future[bytes] | asyncio.Future[bytes]
    loop: asyncio.AbstractEventLoop | None
    """Whose the waiter is; None for a waiting thread."""


class Ledger:
    """An open ledger, shared by the threads of a process; open it after a fork, not before."""

    def __init__(self, store: Store, name: str) -> None:
        """Take over an open store; `name` is what errors call it. See `open`."""
        self.name = name
        self._store = store
        self._lock = threading.Lock()
        """Guards what follows."""
        self._owed: set[str] = set()
        self._hits = 0
        self._foreign = 0
        self._closed = False
        self._puts: SimpleQueue[_Put | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write, name=f"ledger {name}", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, place: str | Path) -> Ledger:
        """Open or make the ledger at a path, or at a URL; raises LedgerError where it cannot be used."""
        return cls(_store_at(str(place)), str(place))

    @staticmethod
    def exists(place: str | Path) -> bool:
        """Return whether a ledger was ever opened at a path, or written to at a URL."""
        if "://" not in str(place):
            return Path(place).exists()
        from synthesis.ledger.objects import any_at

        return any_at(str(place))

    def get(self, key: str) -> bytes | None:
        """Return the value held under a key, or None where there is none or it is not whole."""
        entry = self._store.read(key)
        if entry is None:
            return None
        with self._lock:
            self._hits += 1
        return entry.value

    def read(self, key: str, decode: Callable[[bytes], T]) -> T | None:
        """Return the decoded value, or None where none is held that `decode` accepts.

        A value that raises ForeignValueError is counted, and replaced by the next put under its key.
        """
        value = self.get(key)
        if value is None:
            return None
        try:
            return decode(value)
        except ForeignValueError:
            with self._lock:
                self._hits -= 1
                self._foreign += 1
                self._owed.add(key)
            return None

    def put(self, key: str, kind: str, value: bytes) -> Future[bytes]:
        """Store a value; the future resolves, once durable, to the value the ledger now holds.

        That is the given one, unless another process was first: then it is the other's, and using it makes a
        rerun see what this run saw. The future raises LedgerError where the write failed.
        """
        done: Future[bytes] = Future()
        # Running from the start: a waiter that is cancelled must not cancel the write, which is paid for.
        done.set_running_or_notify_cancel()
        self._take(_Put(Entry(key, kind, value), done, None))
        return done

    async def keep(self, key: str, kind: str, value: bytes) -> bytes:
        """Store a value and return the one the ledger now holds: `put` for those who wait on an event loop.

        All that one commit made durable is told to a loop in one meeting of the two threads. A waiter that is
        cancelled cancels no write.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bytes] = loop.create_future()
        self._take(_Put(Entry(key, kind, value), done, loop))
        return await done

    def scan(self) -> Iterator[Entry]:
        """Yield every whole entry in key order; what is not whole stands in `torn` afterwards."""
        return self._store.scan()

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield every whole entry of a kind, in no order, without reading the others."""
        return self._store.of_kind(kind)

    @property
    def torn(self) -> dict[str, str]:
        """Place -> reason of everything met so far that is not what was once put there."""
        return dict(self._store.torn)

    def stats(self) -> LedgerStats:
        """Count what the ledger holds now, of all processes."""
        totals = self._store.totals()
        with self._lock:
            return LedgerStats(
                entries={kind: count for kind, (count, _) in totals.items()},
                value_bytes={kind: size for kind, (_, size) in totals.items()},
                hits=self._hits,
                unreadable=len(self._store.torn) + self._foreign,
            )

    def compact(self) -> None:
        """Drop what is torn or superseded; call it while nothing is being put."""
        self._store.compact()

    def close(self) -> None:
        """Commit what was put, then close the store."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._puts.put(None)
        self._writer.join()
        self._store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, put: _Put) -> None:
        with self._lock:
            if self._closed:
                raise LedgerError(f"{self.name}: the ledger is closed")
            self._puts.put(put)

    def _write(self) -> None:
        last = False
        while not last:
            batch, last = self._gather()
            if not batch:
                continue
            entries = [put.entry for put in batch]
            with self._lock:
                owed = {entry.key for entry in entries} & self._owed
            try:
                held = self._store.commit(entries, owed)
            except Exception as fault:  # whatever it is, each waiter is told and the thread goes on
                told = LedgerError(f"{self.name}: an entry was not written ({fault})")
                _tell([(put, told) for put in batch])
                continue
            with self._lock:
                self._owed -= owed
            _tell(list(zip(batch, held, strict=True)))

    def _gather(self) -> tuple[list[_Put], bool]:
        """Return the next puts to commit together, and whether they are the last."""
        batch: list[_Put] = []
        put = self._puts.get()
        time.sleep(self._store.gather_s)
        while put is not None:
            batch.append(put)
            try:
                put = self._puts.get_nowait()
            except Empty:
                return batch, False
        return batch, True


_Told = list[tuple[_Put, bytes | LedgerError]]


def _tell(told: _Told) -> None:
    """Tell every waiter what became of its put: threads here, those of a loop all together on it."""
    by_loop: dict[asyncio.AbstractEventLoop, _Told] = {}
    threads: _Told = []
    for put, value in told:
        (threads if put.loop is None else by_loop.setdefault(put.loop, [])).append((put, value))
    _settle(threads)
    for loop, own in by_loop.items():
        # A loop that was closed has no waiters left; what they put is kept all the same.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, own)


def _settle(told: _Told) -> None:
    for put, value in told:
        if put.done.done():
            continue
        if isinstance(value, bytes):
            put.done.set_result(value)
        else:
            put.done.set_exception(value)


def _store_at(place: str) -> Store:
    if "://" not in place:
        return SqliteStore(Path(place))
    from synthesis.ledger.objects import ObjectStore  # fsspec takes 0.1 s to import

    return ObjectStore(place)
