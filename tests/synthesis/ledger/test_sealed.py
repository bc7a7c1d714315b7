"""Sealed segments: the same ledger is the same files, and what comes back is what went in."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesis.ledger import Entry, Ledger, LedgerError, sealed
from synthesis.ledger.sealed import MANIFEST, export_sealed, import_sealed, read_manifest
from synthesis.ledger.values import OBSERVATION, REPLY
from tests.synthesis.ledger.places import KINDS, new_place, run_sql

ENTRIES = [Entry(f"k{n:03d}", (REPLY, OBSERVATION)[n % 2], b"%03d " % n * 300) for n in range(60)]


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "SEGMENT_BYTES", 20_000)


def filled(place: str | Path, entries: list[Entry]) -> str:
    """Put entries in the order given and return where."""
    with Ledger.open(place) as ledger:
        for entry in entries:
            ledger.put(entry.key, entry.kind, entry.value)
    return str(place)


def exported(place: str, folder: Path) -> dict[str, bytes]:
    """Export a ledger and return every file of the folder."""
    with Ledger.open(place) as ledger:
        export_sealed(ledger, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_entries_are_the_same_files_whatever_the_store_and_the_order(tmp_path: Path) -> None:
    found = []
    for seed, kind in enumerate(KINDS):
        shuffled = random.Random(seed).sample(ENTRIES, len(ENTRIES))
        place = filled(new_place(kind, tmp_path / kind), shuffled)
        found.append(exported(place, tmp_path / f"sealed-{kind}"))
    assert len(found[0]) == 1 + 4
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("kind", KINDS)
def test_an_import_brings_every_entry_back(kind: str, tmp_path: Path) -> None:
    exported(filled(tmp_path / "ours.sqlite", ENTRIES), tmp_path / "sealed")
    with Ledger.open(new_place(kind, tmp_path)) as theirs:
        done = import_sealed(theirs, tmp_path / "sealed")
        assert (done.added, done.held, done.refused) == (60, 0, {})
        assert list(theirs.scan()) == ENTRIES
        again = import_sealed(theirs, tmp_path / "sealed")
        assert (again.added, again.held) == (0, 60)


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, 59)), st.sets(st.integers(0, 59)))
def test_import_merges(tmp_path_factory: pytest.TempPathFactory, ours: set[int], theirs: set[int]) -> None:
    folder = tmp_path_factory.mktemp("merge")
    exported(filled(folder / "ours", [ENTRIES[n] for n in ours]), folder / "sealed")
    with Ledger.open(filled(folder / "theirs", [ENTRIES[n] for n in theirs])) as ledger:
        done = import_sealed(ledger, folder / "sealed")
        assert (done.added, done.held) == (len(ours - theirs), len(ours & theirs))
        assert list(ledger.scan()) == [ENTRIES[n] for n in sorted(ours | theirs)]


def test_what_a_ledger_holds_stays_over_what_is_imported(tmp_path: Path) -> None:
    exported(filled(tmp_path / "ours", [Entry("k", REPLY, b"ours")]), tmp_path / "sealed")
    with Ledger.open(filled(tmp_path / "theirs", [Entry("k", REPLY, b"theirs")])) as theirs:
        assert import_sealed(theirs, tmp_path / "sealed").held == 1
        assert theirs.get("k") == b"theirs"


def test_a_torn_entry_is_not_exported_and_an_import_mends_it(tmp_path: Path) -> None:
    place = filled(tmp_path / "ledger", ENTRIES)
    whole = exported(place, tmp_path / "whole")
    run_sql(place, "UPDATE entries SET value = x'00' WHERE key = 'k007'")
    exported(place, tmp_path / "torn")
    assert sum(read_manifest(tmp_path / "torn").entries.values()) == 59
    with Ledger.open(place) as ledger:
        assert import_sealed(ledger, tmp_path / "whole").added == 1
    assert exported(place, tmp_path / "mended") == whole


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone", "swapped"])
def test_a_corrupt_segment_is_refused_by_name_and_the_others_are_taken(tmp_path: Path, damage: str) -> None:
    exported(filled(tmp_path / "ours", ENTRIES), tmp_path / "sealed")
    first, second = (tmp_path / "sealed" / s.name for s in read_manifest(tmp_path / "sealed").segments[:2])
    data = bytearray(first.read_bytes())
    data[500] ^= 1
    match damage:
        case "flipped":
            first.write_bytes(data)
        case "cut":
            first.write_bytes(first.read_bytes()[:-1])
        case "gone":
            first.unlink()
        case "swapped":
            first.write_bytes(second.read_bytes())
    with Ledger.open(tmp_path / "theirs") as theirs:
        done = import_sealed(theirs, tmp_path / "sealed")
        assert list(done.refused) == [first.name]
        assert list(theirs.scan()) == ENTRIES[-done.added :]
        assert 0 < done.added < 60


def test_an_export_keeps_what_lies_sealed_and_the_ledger_lacks(tmp_path: Path) -> None:
    whole = exported(filled(tmp_path / "all", ENTRIES), tmp_path / "expected")
    exported(filled(tmp_path / "old", ENTRIES[:40]), tmp_path / "sealed")
    assert exported(filled(tmp_path / "new", ENTRIES[30:]), tmp_path / "sealed") == whole


def test_an_export_over_a_corrupt_segment_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    place = filled(tmp_path / "ledger", ENTRIES[:40])
    exported(place, tmp_path / "sealed")
    damaged = tmp_path / "sealed" / read_manifest(tmp_path / "sealed").segments[0].name
    damaged.write_bytes(b"rotten")
    filled(place, ENTRIES)
    before = {path.name: path.read_bytes() for path in (tmp_path / "sealed").iterdir()}
    with Ledger.open(place) as ledger, pytest.raises(LedgerError, match=damaged.name):
        export_sealed(ledger, tmp_path / "sealed")
    assert {path.name: path.read_bytes() for path in (tmp_path / "sealed").iterdir()} == before


def test_an_export_with_nothing_new_writes_no_segment(tmp_path: Path) -> None:
    place = filled(tmp_path / "ledger", ENTRIES)
    exported(place, tmp_path / "sealed")
    segments = sorted((tmp_path / "sealed").glob("*.frames"))
    written = [path.stat().st_mtime_ns for path in segments]
    exported(place, tmp_path / "sealed")
    assert [path.stat().st_mtime_ns for path in segments] == written


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no such file"),
        ("{", "not a manifest"),
        ("[]", "not a manifest"),
        ('{"version": 1, "segments": 3}', "not a manifest"),
        (json.dumps({"version": 9}), "sealed as version 9"),
    ],
)
def test_a_folder_that_is_not_sealed_is_told_so(tmp_path: Path, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / MANIFEST).write_text(content)
    with Ledger.open(tmp_path / "ledger") as ledger, pytest.raises(LedgerError, match=told):
        import_sealed(ledger, tmp_path)


def test_an_empty_ledger_is_sealed_as_an_empty_manifest(tmp_path: Path) -> None:
    assert list(exported(filled(tmp_path / "ledger", []), tmp_path / "sealed")) == [MANIFEST]
    assert read_manifest(tmp_path / "sealed").entries == {}
