"""Frames: what goes in comes out, and damage takes no more than what it touches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthesis.ledger import Entry
from synthesis.ledger.frames import MAGIC, Frame, pack, unpack, version_of

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
entries = st.lists(st.builds(Entry, texts, texts, st.binary(max_size=60)), min_size=1, max_size=6)


def frames_of(data: bytes) -> list[Frame]:
    return [found for found in unpack(data) if isinstance(found, Frame)]


@given(entries, st.integers(0, 2**32 - 1))
def test_entries_come_back_whole_and_in_order(given_entries: list[Entry], generation: int) -> None:
    data = MAGIC + b"".join(pack(entry, generation) for entry in given_entries)
    assert version_of(data) == MAGIC
    assert [(frame.entry, frame.generation) for frame in unpack(data)] == [  # type: ignore[union-attr]
        (entry, generation) for entry in given_entries
    ]


@given(entries, st.data())
def test_one_changed_byte_costs_one_entry_at_most_and_is_told(
    given_entries: list[Entry], data: st.DataObject
) -> None:
    packed = [pack(entry) for entry in given_entries]
    whole = MAGIC + b"".join(packed)
    at = data.draw(st.integers(len(MAGIC), len(whole) - 1))
    damaged = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    found = list(unpack(damaged))
    hit = next(n for n in range(len(packed)) if at < len(MAGIC) + len(b"".join(packed[: n + 1])))
    assert [f.entry for f in frames_of(damaged)] == given_entries[:hit] + given_entries[hit + 1 :]
    assert len(found) == len(given_entries)


@given(entries, st.data())
def test_a_cut_object_gives_what_stands_before_the_cut(
    given_entries: list[Entry], data: st.DataObject
) -> None:
    whole = MAGIC + b"".join(pack(entry) for entry in given_entries)
    cut = whole[: data.draw(st.integers(len(MAGIC), len(whole) - 1))]
    found = frames_of(cut)
    assert [frame.entry for frame in found] == given_entries[: len(found)]
    assert len(found) < len(given_entries)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    assert frames_of(MAGIC + data) == []


def test_a_version_is_told_from_what_is_no_ledger_s() -> None:
    said = {
        data: version_of(data) for data in (MAGIC + b"x", b"vistaforge ledger 23\nx", MAGIC[:-1], b"PK", b"")
    }
    assert list(said.values()) == [MAGIC, b"vistaforge ledger 23\n", None, None, None]


@given(st.binary(max_size=60))
def test_a_value_that_looks_like_frames_stays_a_value(value: bytes) -> None:
    inner = Entry("inner", "reply", value)
    outer = Entry("outer", "reply", pack(inner))
    assert frames_of(MAGIC + pack(outer))[0].entry == outer
    assert len(frames_of(MAGIC + pack(outer))) == 1
