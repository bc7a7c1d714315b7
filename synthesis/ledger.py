"""The ledger: every teacher reply and tool result, durable before it is used, so that nothing is bought twice.

A SQLite database in WAL mode. Puts of all threads gather for some milliseconds and one writer thread commits
them together with an fsync, so what is acknowledged survives `kill -9`, and a power cut as far as the disk
keeps its word. Several processes may hold it open; not on a network file system, whose locks WAL cannot use.
"""

from __future__ import annotations

import hashlib
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

from synthesis.ledger_values import ForeignValueError

T = TypeVar("T")

LEDGER_VERSION = 1
GATHER_S = 0.01
"""How long the first put of a commit waits for company."""
BUSY_S = 60.0
"""How long to wait for another process's commit before calling the ledger stuck."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    value BLOB NOT NULL,
    checksum BLOB NOT NULL
)
"""


class LedgerError(Exception):
    """The ledger cannot be read or written; the message names the file and what to do."""


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
    done: Future[bytes]


class Ledger:
    """An open ledger, shared by the threads of a process; open it after a fork, not before."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, making it where there is none; see `open`."""
        self.path = path
        self._reader = _connect(path)
        self._lock = threading.Lock()
        """Guards the reader's connection, the counters and `_owed`."""
        self._owed: set[str] = set()
        self._hits = 0
        self._unreadable = 0
        self._closed = False
        self._puts: SimpleQueue[_Put | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write, name=f"ledger {path.name}", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, path: str | Path) -> Ledger:
        """Open or make a ledger; raises LedgerError where the file is not one this version can use."""
        return cls(Path(path))

    def get(self, key: str) -> bytes | None:
        """Return the value held under a key, or None where there is none or it is not whole."""
        with self._lock:
            try:
                row = self._reader.execute(
                    "SELECT kind, value, checksum FROM entries WHERE key = ?", (key,)
                ).fetchone()
            except sqlite3.Error as fault:
                raise LedgerError(f"{self.path}: cannot be read ({fault})") from fault
            if row is None:
                return None
            value = _whole(key, *row)
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
        if self._closed:
            raise LedgerError(f"{self.path}: the ledger is closed")
        done: Future[bytes] = Future()
        self._puts.put(_Put(key, kind, value, done))
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

    def _write(self) -> None:
        connection = _connect(self.path)
        last = False
        while not last:
            batch, last = self._gather()
            if not batch:
                continue
            try:
                held = self._commit(connection, batch)
            except sqlite3.Error as fault:
                error = LedgerError(f"{self.path}: {len(batch)} entries could not be written ({fault})")
                for put in batch:
                    put.done.set_exception(error)
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

    def _commit(self, connection: sqlite3.Connection, batch: list[_Put]) -> list[bytes]:
        with _transaction(connection):
            return [self._store(connection, put) for put in batch]

    def _store(self, connection: sqlite3.Connection, put: _Put) -> bytes:
        row = (put.key, put.kind, put.value, _checksum(put.key, put.kind, put.value))
        if connection.execute("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?)", row).rowcount:
            return put.value
        held = connection.execute("SELECT kind, value, checksum FROM entries WHERE key = ?", (put.key,))
        value = _whole(put.key, *held.fetchone())
        if value is not None and put.key not in self._owed:
            return value
        connection.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", row)
        with self._lock:
            self._owed.discard(put.key)
        return put.value
