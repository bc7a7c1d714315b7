"""The remote store: one object a commit, folded as they grow many, foreign ones left alone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from synthesis.ledger import Entry, Ledger, LedgerError, objects
from synthesis.ledger.frames import MAGIC, pack
from synthesis.ledger.objects import ObjectStore
from synthesis.ledger.values import REPLY
from tests.synthesis.ledger.places import new_place, objects_of, read_object, write_object


@pytest.fixture(params=["file", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_place(request.param, tmp_path)


def committed(store: ObjectStore, *keys: str) -> None:
    """Commit an entry under each key, all at once."""
    store.commit([Entry(key, REPLY, key.encode() * 100) for key in keys], frozenset())


def test_each_commit_is_one_new_object_and_opening_writes_none(place: str) -> None:
    store = ObjectStore(place)
    committed(store, "a", "b")
    committed(store, "c")
    committed(store, "c", "a")
    assert len(objects_of(place)) == 2
    ObjectStore(place).close()
    assert len(objects_of(place)) == 2


def test_many_small_objects_are_folded_and_nothing_is_lost(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "FOLD_OBJECTS", 4)
    store, other = ObjectStore(place), ObjectStore(place)
    keys = [f"k{n:02d}" for n in range(30)]
    for key in keys:
        committed(store, key)
    assert len(objects_of(place)) < 12
    assert [entry.key for entry in other.scan()] == keys
    assert [entry.key for entry in ObjectStore(place).scan()] == keys


def test_a_fold_that_died_before_deleting_leaves_every_entry_once(place: str) -> None:
    store = ObjectStore(place)
    committed(store, "a")
    committed(store, "b")
    both = b"".join(read_object(url)[len(MAGIC) :] for url in objects_of(place))
    write_object(f"{place}/folded.frames", MAGIC + both)
    assert [entry.key for entry in ObjectStore(place).scan()] == ["a", "b"]


def test_a_reader_finds_what_was_folded_away_under_its_eyes(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ObjectStore(place)
    committed(store, "a")
    committed(store, "b")
    reader = ObjectStore(place)
    committed(store, "c")
    committed(store, "d")
    listed = reader._listed

    def listed_too_early() -> list[tuple[str, int]]:
        monkeypatch.setattr(reader, "_listed", listed)
        early = listed()
        store.compact()
        return early

    monkeypatch.setattr(reader, "_listed", listed_too_early)
    assert [entry.key for entry in reader.scan()] == ["a", "b", "c", "d"]


def test_two_writers_at_the_same_moment_leave_one_answer_for_every_reader(place: str) -> None:
    frames = [pack(Entry("k", REPLY, value)) for value in (b"ours", b"theirs")]
    write_object(f"{place}/1.frames", MAGIC + frames[0])
    write_object(f"{place}/2.frames", MAGIC + frames[1])
    first = ObjectStore(place).read("k")
    write_object(f"{place}/1.frames", MAGIC + frames[1])
    write_object(f"{place}/2.frames", MAGIC + frames[0])
    assert first is not None
    assert ObjectStore(place).read("k") == first


def test_an_answer_bought_again_wins_over_the_unreadable_one(place: str) -> None:
    for value in (b"1", b"2", b"3"):
        ObjectStore(place).commit([Entry("k", REPLY, value)], frozenset({"k"}))
    assert ObjectStore(place).read("k") == Entry("k", REPLY, b"3")


@pytest.mark.parametrize("data", [b"", b"PK\3\4 an archive", MAGIC[:10], MAGIC[:-1]])
def test_a_foreign_object_is_told_and_never_deleted(place: str, data: bytes) -> None:
    store = ObjectStore(place)
    committed(store, "a")
    write_object(f"{place}/foreign.frames", data)
    write_object(f"{place}/README.md", b"what lies here")
    with Ledger.open(place) as ledger:
        assert ledger.stats().unreadable == 1
        assert "foreign.frames" in ledger.torn
        ledger.compact()
        assert "foreign.frames" in ledger.torn
    assert read_object(f"{place}/foreign.frames") == data
    assert read_object(f"{place}/README.md") == b"what lies here"
    assert [entry.key for entry in ObjectStore(place).scan()] == ["a"]


def test_an_object_of_another_version_is_not_bought_over(place: str) -> None:
    write_object(f"{place}/newer.frames", b"vistaforge ledger 22\nwhat this program cannot know")
    with pytest.raises(LedgerError, match=r"newer\.frames: written as b'vistaforge ledger 22"):
        ObjectStore(place)


def test_a_failed_write_is_told_to_its_waiter_and_the_next_one_succeeds(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(frames: bytes) -> str:
        raise OSError("the bucket is gone")

    store = ObjectStore(place)
    ledger = Ledger(store, place)
    with monkeypatch.context() as patch, ledger:
        patch.setattr(store, "_put", unreachable)
        with pytest.raises(LedgerError, match=r"was not written .the bucket is gone"):
            ledger.put("k", REPLY, b"v").result()
        patch.undo()
        assert ledger.put("k", REPLY, b"v").result() == b"v"


def test_an_unknown_kind_of_url_is_told_so() -> None:
    with pytest.raises(LedgerError, match="carrier-pigeon://loft: cannot be opened as a ledger"):
        Ledger.open("carrier-pigeon://loft")
    with pytest.raises(LedgerError, match="carrier-pigeon://loft: cannot be looked at"):
        Ledger.exists("carrier-pigeon://loft")


def test_reads_do_not_wait_for_a_commit_under_way(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ObjectStore(place)
    committed(store, "a")
    started, go_on = threading.Event(), threading.Event()
    put = store._put

    def slow(frames: bytes) -> str:
        started.set()
        assert go_on.wait(10)
        return put(frames)

    monkeypatch.setattr(store, "_put", slow)
    with Ledger(store, place) as ledger:
        wait = ledger.put("b", REPLY, b"v")
        assert started.wait(10)
        assert ledger.get("a") is not None
        assert ledger.get("b") is None
        go_on.set()
        assert wait.result() == b"v"
