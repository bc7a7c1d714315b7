"""Records in order: the same files from whatever order they came in, and nothing lost on the way."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines import ordering
from pipelines.layout import LETTERS
from pipelines.ordering import put_in_order, put_letters_in_order
from pipelines.records import RecordWriter, files_of, read_records
from schemas import DeadLetter, Observation, Rollout, Step, checked, sha256_hex
from tests.builders import answer_step, call, picture, rollout, task

TASKS = [task(question=f"How many bars, case {n}?") for n in range(7)]


def seen(colour: str) -> Step:
    """A step whose observation holds a picture."""
    return Step(
        "Look.", call(), Observation("ok", "", "a crop", "{}", (picture(colour=colour),), tool="zoom")
    )


ROLLOUTS = [
    rollout([seen("red" if attempt else "blue"), answer_step()], of=about, attempt=attempt)
    for about in TASKS
    for attempt in range(5)
]


def write(folder: Path, rollouts: Sequence[Rollout], files: int) -> None:
    """Write rollouts in the order given, some to each file."""
    for n in range(files):
        writer = RecordWriter("rollout", folder)
        for one in rollouts[n::files]:
            writer.add(checked("rollout", one))
        writer.close()


def digests(folder: Path) -> dict[str, str]:
    """The digest of every file."""
    return {path.name: sha256_hex(path.read_bytes()) for path in files_of(folder)}


def ordered(folder: Path, rollouts: Sequence[Rollout], files: int) -> dict[str, str]:
    """Write rollouts, put them in order, and return what the files then are."""
    write(folder, rollouts, files)
    put_in_order("rollout", folder, ["task_id", "attempt"])
    return digests(folder)


@pytest.mark.parametrize("files", [1, 4])
def test_the_order_of_arrival_leaves_no_trace(
    tmp_path: Path, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "ROWS_PER_FILE", 16)
    expected = ordered(tmp_path / "a", ROLLOUTS, 1)
    assert len(expected) == 3
    shuffled = random.Random(files).sample(ROLLOUTS, len(ROLLOUTS))
    assert ordered(tmp_path / "b", shuffled, files) == expected


def test_records_come_out_whole_by_task_and_attempt(tmp_path: Path) -> None:
    ordered(tmp_path, random.Random(0).sample(ROLLOUTS, len(ROLLOUTS)), 3)
    assert len(files_of(tmp_path)) == 1
    found = list(read_records(tmp_path, Rollout))
    assert found == sorted(ROLLOUTS, key=lambda one: (one.task_id, one.attempt))


def test_very_many_rows_make_no_more_files_than_may_be_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "ROWS_PER_FILE", 2)
    monkeypatch.setattr(ordering, "MOST_FILES", 4)
    ordered(tmp_path, ROLLOUTS, 2)
    assert len(files_of(tmp_path)) == 4


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "counts.json").write_text("{}")
    write(tmp_path / "dead_letters", ROLLOUTS[:1], 1)
    ordered(tmp_path, ROLLOUTS, 2)
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("part-")} == {
        "counts.json",
        "dead_letters",
    }


def test_what_stands_there_stays_until_all_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, ROLLOUTS, 2)
    before = digests(tmp_path)

    def full(record: str, dealt: Path) -> Path:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(ordering, "_sorted", full)
        with pytest.raises(OSError, match="no space"):
            put_in_order("rollout", tmp_path, ["task_id", "attempt"])
    assert {path.name: sha256_hex(path.read_bytes()) for path in files_of(tmp_path)} == before
    put_in_order("rollout", tmp_path, ["task_id", "attempt"])
    assert len(list(read_records(tmp_path, Rollout))) == len(ROLLOUTS)


def test_an_empty_folder_is_in_order(tmp_path: Path) -> None:
    put_in_order("rollout", tmp_path, ["task_id", "attempt"])
    assert list(tmp_path.iterdir()) == []


def test_letters_of_one_data_set_stay_apart_however_many_files_they_fill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "ROWS_PER_FILE", 16)
    letters = [DeadLetter("chartqa", f"test.json#{n}", "missing_picture", "x") for n in range(100, 148)]
    for start in (32, 0, 16):
        writer = RecordWriter("dead_letter", tmp_path / LETTERS)
        for letter in letters[start : start + 16]:
            writer.add(checked("dead_letter", letter))
        writer.close()
    assert sorted(read_records(tmp_path / LETTERS, DeadLetter), key=lambda x: x.row) == letters
    put_letters_in_order(tmp_path)
    assert sorted(read_records(tmp_path / LETTERS, DeadLetter), key=lambda x: x.row) == letters
    assert len(files_of(tmp_path / LETTERS)) == 3
