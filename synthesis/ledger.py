"""The ledger: every teacher reply and tool result, durable before use, so that nothing is bought twice.

A SQLite database in WAL mode. Puts of all threads gather for some milliseconds and one writer thread commits
them together with an fsync, so what is acknowledged survives `kill -9`, and a power cut as far as the disk
keeps its word. Several processes may hold it open; not on a network file system, whose locks WAL cannot use.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TypeVar

from synthesis.ledger_file import SELECT, LedgerError, checksum, connect, transaction, whole
from synthesis.ledger_values import ForeignValueError

T = TypeVar("T")

GATHER_S = 0.01
"""How long the first put of a commit waits for company."""


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
    key: str
    kind: str
    value: bytes
    checksum: bytes
    done: Future[bytes]


class Ledger:
    """An open ledger, shared by the threads of a process; open it after a fork, not before."""

    def __init__(self, path: Path) -> None:
        """Take over the file at `path`; see `open`."""
        self.path = path
        self._lock = threading.Lock()
        """Guards all that the writer thread shares with the others."""
        self._reader = connect(path)
        self._owed: set[str] = set()
        self._hits = 0
        self._unreadable = 0
        self._closed = False
        self._puts: SimpleQueue[_Put | None] = SimpleQueue()
        self._writer = threading.Thread(
            target=self._write, args=(connect(path),), name=f"ledger {path.name}", daemon=True
        )
        self._writer.start()

    @classmethod
    def open(cls, path: str | Path) -> Ledger:
        """Open or make a ledger; raises LedgerError where the file is not one this version can use."""
        return cls(Path(path))

    def get(self, key: str) -> bytes | None:
        """Return the value held under a key, or None where there is none or it is not whole."""
        with self._lock:
            try:
                row = self._reader.execute(SELECT, (key,)).fetchone()
            except sqlite3.Error as fault:
                raise LedgerError(f"{self.path}: cannot be read ({fault})") from fault
            if row is None:
                return None
            value = whole(key, *row)
            if value is None:
                self._disown(key)
            else:
                self._hits += 1
            return value

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
                self._disown(key)
            return None

    def put(self, key: str, kind: str, value: bytes) -> Future[bytes]:
        """Store a value; the future resolves, once durable, to the value the ledger now holds.

        That is the given one, unless another process was first: then it is the other's, and using it makes a
        rerun see what this run saw. The future raises LedgerError where the write failed. An event loop waits
        with `asyncio.wrap_future`.
        """
        done: Future[bytes] = Future()
        # Running from the start: a waiter that is cancelled must not cancel the write, which is paid for.
        done.set_running_or_notify_cancel()
        put = _Put(key, kind, value, checksum(key, kind, value), done)
        with self._lock:
            if self._closed:
                raise LedgerError(f"{self.path}: the ledger is closed")
            self._puts.put(put)
        return done

    def stats(self) -> LedgerStats:
        """Count what the file holds now, of all processes."""
        with self._lock:
            rows = self._reader.execute(
                "SELECT kind, count(*), sum(length(value)) FROM entries GROUP BY kind ORDER BY kind"
            ).fetchall()
            return LedgerStats(
                entries={kind: count for kind, count, _ in rows},
                value_bytes={kind: size for kind, _, size in rows},
                hits=self._hits,
                unreadable=self._unreadable,
            )

    def close(self) -> None:
        """Commit what was put, then close the file."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._puts.put(None)
        self._writer.join()
        with self._lock:
            self._reader.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _disown(self, key: str) -> None:
        self._owed.add(key)
        self._unreadable += 1

    def _write(self, connection: sqlite3.Connection) -> None:
        last = False
        while not last:
            batch, last = self._gather()
            if not batch:
                continue
            try:
                with transaction(connection):
                    held = [self._store(connection, put) for put in batch]
            except Exception as fault:  # whatever it is, each waiter is told and the thread goes on
                for put in batch:
                    put.done.set_exception(LedgerError(f"{self.path}: an entry was not written ({fault})"))
            else:
                for put, value in zip(batch, held, strict=True):
                    put.done.set_result(value)
        connection.close()

    def _gather(self) -> tuple[list[_Put], bool]:
        """Return the next puts to commit together, and whether they are the last."""
        batch: list[_Put] = []
        put = self._puts.get()
        time.sleep(GATHER_S)
        while put is not None:
            batch.append(put)
            try:
                put = self._puts.get_nowait()
            except Empty:
                return batch, False
        return batch, True

    def _store(self, connection: sqlite3.Connection, put: _Put) -> bytes:
        row = (put.key, put.kind, put.value, put.checksum)
        if connection.execute("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?)", row).rowcount:
            return put.value
        value = whole(put.key, *connection.execute(SELECT, (put.key,)).fetchone())
        with self._lock:
            owed = put.key in self._owed
        if value is not None and not owed:
            return value
        connection.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", row)
        with self._lock:
            self._owed.discard(put.key)
        return put.value
