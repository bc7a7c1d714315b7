"""What objects hold, read into one private SQLite file, so that reads are local and memory stays flat."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator

from synthesis.ledger.frames import Frame
from synthesis.ledger.store import Entry

SCHEMA = """
CREATE TABLE held (
    key TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    value BLOB NOT NULL,
    generation INTEGER NOT NULL,
    digest BLOB NOT NULL
)
"""
TAKE_OVER = """
INSERT INTO held VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    kind = excluded.kind, value = excluded.value, generation = excluded.generation, digest = excluded.digest
WHERE excluded.generation > generation OR (excluded.generation = generation AND excluded.digest < digest)
"""
SELECT = "SELECT key, kind, value, generation FROM held"
ROWS_AT_ONCE = 200
"""Rows taken over or read while other threads wait, a few milliseconds' worth."""


class Held:
    """The winning entry under each key, in whatever order they came: by generation, then digest."""

    def __init__(self) -> None:
        """Make an empty file, which SQLite deletes when it is closed or its process dies."""
        self._lock = threading.Lock()
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.execute(SCHEMA)

    def take_over(self, frames: Iterable[Frame]) -> None:
        """Add frames; each takes the place of what it wins over."""
        rows = [(f.entry.key, f.entry.kind, f.entry.value, f.generation, f.digest) for f in frames]
        for start in range(0, len(rows), ROWS_AT_ONCE):
            with self._lock:
                self._file.execute("BEGIN")
                self._file.executemany(TAKE_OVER, rows[start : start + ROWS_AT_ONCE])
                self._file.execute("COMMIT")

    def get(self, key: str) -> tuple[Entry, int] | None:
        """Return the entry under a key and its generation."""
        with self._lock:
            row = self._file.execute(f"{SELECT} WHERE key = ?", (key,)).fetchone()
        return None if row is None else (Entry(*row[:3]), row[3])

    def by_key(self) -> Iterator[tuple[Entry, int]]:
        """Yield every entry and its generation, in key order."""
        last: str | None = None
        while True:
            with self._lock:
                rows = self._file.execute(
                    f"{SELECT} WHERE ?1 IS NULL OR key > ?1 ORDER BY key LIMIT ?2", (last, ROWS_AT_ONCE)
                ).fetchall()
            yield from ((Entry(*row[:3]), row[3]) for row in rows)
            if not rows:
                return
            last = rows[-1][0]

    def totals(self) -> dict[str, tuple[int, int]]:
        """Return entries and bytes of their values, by kind in order."""
        with self._lock:
            rows = self._file.execute(
                "SELECT kind, count(*), sum(length(value)) FROM held GROUP BY kind ORDER BY kind"
            ).fetchall()
        return {kind: (count, size) for kind, count, size in rows}

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._file.close()
