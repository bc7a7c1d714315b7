"""What a ledger stands on: the interface of its two stores, and the entries they keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol


class LedgerError(Exception):
    """The ledger cannot be read or written; the message names the file and what to do."""


@dataclass(frozen=True)
class Entry:
    """One answer that was paid for."""

    key: str
    """What was asked, as `synthesis.keys` makes it."""
    kind: str
    """What the value is: one of `synthesis.ledger.values`."""
    value: bytes


class Store(Protocol):
    """Where entries lie: the first value put under a key stays, a torn one counts as absent.

    `read`, `of_kind`, `scan` and `totals` may be called from any thread; `commit` from one thread alone.
    """

    gather_s: float
    """Seconds the first put of a commit waits for company."""

    @property
    def torn(self) -> Mapping[str, str]:
        """Place -> reason of everything met so far that is not what was once put there."""
        ...

    def read(self, key: str) -> Entry | None:
        """Return the whole entry under a key; touches this machine alone, so an event loop may call it."""
        ...

    def commit(self, entries: Sequence[Entry], owed: AbstractSet[str]) -> list[bytes]:
        """Make entries durable and return the value now held under each key.

        That is an entry's own, unless its key was held already and is not among the `owed`. Raises where
        nothing was made durable, or where that is not certain.
        """
        ...

    def scan(self) -> Iterator[Entry]:
        """Yield every whole entry in key order, adding what is not whole to `torn`."""
        ...

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield every whole entry of a kind, in no order, without reading the others."""
        ...

    def totals(self) -> dict[str, tuple[int, int]]:
        """Return entries and bytes of their values, by kind in order."""
        ...

    def compact(self) -> None:
        """Drop what is torn or superseded and give its room back."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
