"""Which keys an SQLite ledger may hold, so that most that it does not hold cost no query."""

from __future__ import annotations

import sqlite3
import time

FOLLOW_S = 0.05
"""Seconds after which what other processes have committed is looked for."""
_BITS = 2**25
"""4 MB, whatever the ledger holds: of a million keys, one in three hundred that is not held seems to be."""


class Known:
    """A Bloom filter (Bloom 1970) over the keys of a file, kept up with it. Belongs to one thread at a time.

    A query costs little by itself; after another connection's commit it reads its pages anew, and a ledger
    in use commits a hundred times a second. What this process commits it is told (`add`).
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the connection to ask through; nothing is read before the first question."""
        self._connection = connection
        self._bits = bytearray(_BITS // 8)
        self._schema = -1
        self._last = 0
        """Greatest row number looked at."""
        self._followed = float("-inf")

    def add(self, key: str) -> None:
        """Take a key for held."""
        for place in _places(key):
            self._bits[place >> 3] |= 1 << (place & 7)

    def may_hold(self, key: str) -> bool:
        """Return False for a key that is not held, True for one that is or perhaps is.

        What another process committed less than FOLLOW_S ago may be missed. Raises sqlite3.Error.
        """
        now = time.monotonic()
        if now - self._followed >= FOLLOW_S:
            self._follow()
            # After the look: what could not be looked at must not be taken for absent.
            self._followed = now
        one, other = _places(key)
        return bool(self._bits[one >> 3] & 1 << (one & 7) and self._bits[other >> 3] & 1 << (other & 7))

    def _follow(self) -> None:
        ask = self._connection.execute
        (schema,) = ask("PRAGMA schema_version").fetchone()
        if schema == self._schema:
            rows = ask("SELECT rowid, key FROM entries WHERE rowid > ?", (self._last,))
            last = self._last
        else:
            # A compaction raises it, and gives numbers again. The index alone is read, not the values.
            last = ask("SELECT max(rowid) FROM entries").fetchone()[0] or 0
            rows = ask("SELECT 0, key FROM entries")
        for number, key in rows:
            last = max(last, number)
            self.add(key)
        self._schema, self._last = schema, last


def _places(key: str) -> tuple[int, int]:
    """Return the two bits that stand for a key, in this process."""
    spread = hash(key)
    return spread % _BITS, (spread >> 25) % _BITS
