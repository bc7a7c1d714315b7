"""The filter before the local store: it never says that a key is not held that is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from synthesis.ledger.known import FOLLOW_S, Known
from synthesis.ledger.sqlite import SqliteStore, connect
from synthesis.ledger.store import Entry, LedgerError


def entries(names: range) -> list[Entry]:
    return [Entry(f"key {name}", "reply", b"value") for name in names]


def test_every_key_that_was_there_before_is_found(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "l.sqlite")
    store.commit(entries(range(3000)), set())
    known = Known(connect(store.path))
    assert all(known.may_hold(f"key {name}") for name in range(3000))
    assert sum(known.may_hold(f"other {name}") for name in range(3000)) < 30


def test_what_this_process_commits_is_found_at_once_and_what_another_does_soon(tmp_path: Path) -> None:
    own, other = SqliteStore(tmp_path / "l.sqlite"), SqliteStore(tmp_path / "l.sqlite")
    for name in range(50):
        assert own.read(f"key {name}") is None
        own.commit(entries(range(name, name + 1)), set())
        assert own.read(f"key {name}") is not None
        other.commit(entries(range(1000 + name, 1001 + name)), set())
        time.sleep(1.1 * FOLLOW_S)
        assert own.read(f"key {1000 + name}") is not None


def test_a_look_that_failed_is_taken_again_before_the_next_answer(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "l.sqlite")
    store.commit(entries(range(3)), set())
    with connect(store.path) as file:
        file.execute("ALTER TABLE entries RENAME TO hidden")
        with pytest.raises(LedgerError, match="cannot be read"):
            store.read("key 1")
        file.execute("ALTER TABLE hidden RENAME TO entries")
    assert store.read("key 1") is not None


def test_rows_that_take_the_numbers_of_compacted_ones_are_followed(tmp_path: Path) -> None:
    own, other = SqliteStore(tmp_path / "l.sqlite"), SqliteStore(tmp_path / "l.sqlite")
    other.commit(entries(range(10)), set())
    assert own.read("key 9") is not None
    with connect(other.path) as file:
        file.execute("UPDATE entries SET value = x'00' WHERE key > 'key 4'")
    other.compact()
    other.commit(entries(range(20, 24)), set())
    time.sleep(1.1 * FOLLOW_S)
    assert all(own.read(f"key {name}") is not None for name in (4, *range(20, 24)))
