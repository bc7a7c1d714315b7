"""The local store: a SQLite database in WAL mode, one table, a checksum an entry.

Several processes may hold it open; not on a network file system, whose locks WAL cannot use.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from synthesis.ledger.known import Known
from synthesis.ledger.store import Entry, LedgerError

LEDGER_VERSION = 1
BUSY_S = 60.0
"""How long to wait for another process's commit before calling the file stuck."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    value BLOB NOT NULL,
    checksum BLOB NOT NULL
)
"""
SELECT = "SELECT key, kind, value, checksum FROM entries"
ROWS_AT_ONCE = 1000
"""Rows of one INSERT; SQLite allows 8191 of four columns."""


class SqliteStore:
    """A ledger's store in one file of this machine; raises LedgerError where it is not one to be used."""

    gather_s = 0.012

    def __init__(self, path: Path) -> None:
        """Open or make the file, and its folder."""
        self.path = path
        self.torn: dict[str, str] = {}
        self._lock = threading.Lock()
        """Guards the reader, and what is known of it."""
        self._reader = connect(path)
        self._writer = connect(path)
        self._known = Known(self._reader)

    def read(self, key: str) -> Entry | None:
        """Return the whole entry under a key."""
        with self._lock:
            try:
                if not self._known.may_hold(key):
                    return None
                row = self._reader.execute(f"{SELECT} WHERE key = ?", (key,)).fetchone()
            except sqlite3.Error as fault:
                raise self._unusable("cannot be read", fault) from fault
        return None if row is None else self._whole(row)

    def commit(self, entries: Sequence[Entry], owed: AbstractSet[str]) -> list[bytes]:
        """Make entries durable and return the value now held under each key."""
        held: list[bytes] = []
        for start in range(0, len(entries), ROWS_AT_ONCE):
            held += self._insert(entries[start : start + ROWS_AT_ONCE], owed)
        with self._lock:
            for entry in entries:
                self._known.add(entry.key)
        return held

    def scan(self) -> Iterator[Entry]:
        """Yield every whole entry in key order, after a check of the file itself."""
        # A connection of its own: a reader that is half way must not keep others from their reads.
        with contextlib.closing(connect(self.path)) as connection, self._told("cannot be read"):
            for (fault,) in connection.execute("PRAGMA integrity_check"):
                if fault != "ok":
                    self.torn[str(fault)] = f"SQLite finds the file damaged; {RECOVER}"
            for row in connection.execute(f"{SELECT} ORDER BY key"):
                entry = self._whole(row)
                if entry is not None:
                    yield entry

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield every whole entry of a kind."""
        with contextlib.closing(connect(self.path)) as connection, self._told("cannot be read"):
            for row in connection.execute(f"{SELECT} WHERE kind = ?", (kind,)):
                entry = self._whole(row)
                if entry is not None:
                    yield entry

    def totals(self) -> dict[str, tuple[int, int]]:
        """Return entries and bytes of their values, by kind in order."""
        with self._lock, self._told("cannot be read"):
            rows = self._reader.execute(
                "SELECT kind, count(*), sum(length(value)) FROM entries GROUP BY kind ORDER BY kind"
            ).fetchall()
        return {str(kind): (count, size) for kind, count, size in rows}

    def compact(self) -> None:
        """Delete torn entries and give their room back; LedgerError where others hold the file for long."""
        with contextlib.closing(connect(self.path)) as connection, self._told("cannot be compacted"):
            rows = connection.execute("SELECT rowid, key, kind, value, checksum FROM entries")
            torn = [(row[0],) for row in rows if self._whole(row[1:]) is None]
            with transaction(connection):
                connection.executemany("DELETE FROM entries WHERE rowid = ?", torn)
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.torn.clear()

    def close(self) -> None:
        """Close the file."""
        self._writer.close()
        with self._lock:
            self._reader.close()

    def _insert(self, entries: Sequence[Entry], owed: AbstractSet[str]) -> list[bytes]:
        rows = [(entry.key, entry.kind, entry.value, checksum(entry)) for entry in entries]
        # One statement for all: each statement gives the interpreter's lock away, and under a busy event loop
        # getting it back takes milliseconds.
        places = ", ".join(["(?, ?, ?, ?)"] * len(rows))
        stored = self._writer.execute(
            f"INSERT INTO entries VALUES {places} ON CONFLICT DO NOTHING",
            [cell for row in rows for cell in row],
        ).rowcount
        if stored == len(rows):
            return [entry.value for entry in entries]
        with transaction(self._writer):
            return [self._settled(entry, entry.key in owed) for entry in entries]

    def _settled(self, entry: Entry, owed: bool) -> bytes:
        """Return the value held under an entry's key, which the entry replaces where it is torn or owed."""
        row = self._writer.execute(f"{SELECT} WHERE key = ?", (entry.key,)).fetchone()
        held = None if row is None else self._whole(row)
        if held is not None and not owed:
            return held.value
        row = (entry.key, entry.kind, entry.value, checksum(entry))
        self._writer.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", row)
        return entry.value

    def _whole(self, row: tuple[object, object, object, object]) -> Entry | None:
        key, kind, value, found = row
        if isinstance(value, bytes):
            entry = Entry(str(key), str(kind), value)
            if found == checksum(entry):
                return entry
        self.torn[f"key {key}"] = "the value does not have its checksum"
        return None

    @contextlib.contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise self._unusable(what, fault) from fault

    def _unusable(self, what: str, fault: sqlite3.Error) -> LedgerError:
        return LedgerError(f"{self.path}: {what} ({fault}); {RECOVER}")


RECOVER = "where the file is damaged, move it aside and save what it holds with `sqlite3 <file> .recover`"


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for use by any one thread at a time, making and checking its table."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        # A damaged text must come out as one whose checksum is wrong, not as an exception.
        connection.text_factory = lambda data: data.decode(errors="replace")
        _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                connection.execute(SCHEMA)
                connection.execute(f"PRAGMA user_version = {LEDGER_VERSION}")
    except (sqlite3.Error, OSError) as fault:
        raise LedgerError(f"{path}: cannot be opened as a ledger ({fault}); {RECOVER}") from fault
    if version not in (0, LEDGER_VERSION):
        connection.close()
        raise LedgerError(f"{path}: ledger version {version}, this program writes version {LEDGER_VERSION}")
    return connection


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Set WAL mode, waiting for others: SQLite's own timeout does not cover this switch."""
    end = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit all that is done inside, or nothing."""
    # IMMEDIATE: a lock taken late could not be waited for.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def checksum(entry: Entry) -> bytes:
    """Return the SHA-256 over an entry's key, kind and value."""
    return hashlib.sha256(f"{entry.key}\0{entry.kind}\0".encode() + entry.value).digest()
