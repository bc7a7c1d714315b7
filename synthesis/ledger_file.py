"""The file behind a ledger: one table, its version, and how to tell a whole entry from a torn one."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

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
SELECT = "SELECT kind, value, checksum FROM entries WHERE key = ?"


class LedgerError(Exception):
    """The ledger cannot be read or written; the message names the file and what to do."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for use by any one thread at a time, making and checking its table."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                connection.execute(SCHEMA)
                connection.execute(f"PRAGMA user_version = {LEDGER_VERSION}")
    except (sqlite3.Error, OSError) as fault:
        raise LedgerError(
            f"{path}: cannot be opened as a ledger ({fault}); where the file is damaged, move it "
            "aside and save what it holds with `sqlite3 <file> .recover`"
        ) from fault
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


def checksum(key: str, kind: str, value: bytes) -> bytes:
    """Return the SHA-256 over an entry's key, kind and value."""
    return hashlib.sha256(f"{key}\0{kind}\0".encode() + value).digest()


def whole(key: str, kind: object, value: object, found: object) -> bytes | None:
    """Return the value of a row that is what was once put there, else None."""
    if not isinstance(value, bytes) or found != checksum(key, str(kind), value):
        return None
    return value
