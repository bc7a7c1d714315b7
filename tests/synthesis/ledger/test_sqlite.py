"""The local store: what may be wrong with the file itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesis.ledger import Ledger, LedgerError
from synthesis.ledger.values import REPLY
from tests.synthesis.ledger.places import new_place, run_sql


@pytest.fixture
def place(tmp_path: Path) -> str:
    return new_place("sqlite", tmp_path)


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        ("UPDATE entries SET value = 7", "k1"),
        ("UPDATE entries SET key = 'k2'", "k2"),
        ("UPDATE entries SET kind = CAST(x'ff' AS TEXT)", "k1"),
    ],
)
def test_a_row_that_is_not_what_was_put_is_owed_again(place: str, damage: str, key: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.put("k1", REPLY, b"a whole value").result()
    run_sql(place, damage)
    with Ledger.open(place) as again:
        assert again.get(key) is None
        assert again.get(key) is None
        assert again.stats().unreadable == 1
        assert again.put(key, REPLY, b"asked again").result() == b"asked again"


def test_a_torn_entry_that_nobody_read_is_replaced_too(place: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.put("k", REPLY, b"a whole value").result()
        run_sql(place, "UPDATE entries SET value = x'00'")
        assert ledger.put("k", REPLY, b"whole").result() == b"whole"


def test_a_file_that_is_no_ledger_is_told_so(place: str) -> None:
    Path(place).parent.mkdir()
    Path(place).write_bytes(b"not a database, certainly" * 100)
    with pytest.raises(LedgerError, match=r"chartqa\.sqlite: cannot be opened"):
        Ledger.open(place)


def test_a_ledger_of_another_version_is_left_alone(place: str) -> None:
    Ledger.open(place).close()
    run_sql(place, "PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="version 99"):
        Ledger.open(place)


def test_a_failed_write_is_told_to_its_waiter_and_the_next_one_succeeds(place: str) -> None:
    with Ledger.open(place) as ledger:
        run_sql(place, "ALTER TABLE entries RENAME TO hidden")
        with pytest.raises(LedgerError, match="was not written"):
            ledger.put("k", REPLY, b"v").result()
        run_sql(place, "ALTER TABLE hidden RENAME TO entries")
        assert ledger.put("k", REPLY, b"v").result() == b"v"


def test_damage_of_the_file_s_own_structure_is_told_by_a_scan(place: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.put("k", REPLY, b"v").result()
    run_sql(
        place,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'kind TEXT NOT NULL', 'kind TEXT CHECK (kind = 0)')"
        " WHERE name = 'entries'",
    )
    with Ledger.open(place) as again:
        assert [entry.key for entry in again.scan()] == ["k"]
        assert any("CHECK" in place for place in again.torn)


def test_compacting_gives_room_back(place: str) -> None:
    with Ledger.open(place) as ledger:
        for n in range(20):
            ledger.put(f"k{n}", REPLY, b"v" * 100_000)
    run_sql(place, "UPDATE entries SET checksum = x'00' WHERE key != 'k1'")
    before = Path(place).stat().st_size
    with Ledger.open(place) as ledger:
        ledger.compact()
    assert Path(place).stat().st_size < before / 10
