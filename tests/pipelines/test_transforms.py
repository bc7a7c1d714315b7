"""Writing records: a row group at a time, each record checked, each refusal told."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import apache_beam as beam
import pyarrow.parquet as pq
from apache_beam.testing.util import assert_that

from pipelines.records import ROWS_PER_GROUP, files_of, read_records
from pipelines.runner import LOCAL, pipeline
from pipelines.transforms import DEAD, WriteBlocks, WriteDeadLetters, WriteRecords, Written
from schemas import DeadLetter, Picture, Task
from tests.schemas.samples import TASK

COUNT = ROWS_PER_GROUP + 8
BAD = (3, ROWS_PER_GROUP + 2)
"""One in a full row group, one among the last few of a bundle."""


def numbered(number: int) -> Task:
    question = "" if number in BAD else f"Which {number}?"
    return replace(TASK, task_id=f"chartqa-{number:016x}", question=question)


def stored_as_written(written: list[object]) -> None:
    assert sum(len(one.records) for one in written) == COUNT - len(BAD)  # type: ignore[attr-defined]
    for one in written:
        assert isinstance(one, Written)
        stored = pq.read_table(one.path, columns=["task_id", "question"]).to_pylist()
        assert list(one.records) == [(row["task_id"], row["question"]) for row in stored]


def test_a_record_that_does_not_fit_is_a_dead_letter_and_its_neighbours_are_written(tmp_path: Path) -> None:
    with pipeline(LOCAL, []) as p:
        tasks = p | beam.Create(range(COUNT)) | beam.Map(numbered)
        done = tasks | WriteRecords("task", tmp_path, "ingest", "chartqa", place=attrgetter("question"))
        assert_that(done.written, stored_as_written)
        _ = done[DEAD] | WriteDeadLetters(tmp_path)
    letters = sorted(read_records(tmp_path / "dead_letters", DeadLetter), key=lambda letter: letter.row)
    assert [letter.row for letter in letters] == [f"chartqa-{number:016x}" for number in BAD]
    assert {(x.dataset, x.reason, x.stage) for x in letters} == {("chartqa", "schema_violation", "ingest")}
    assert all("question: '' should be non-empty" in letter.detail for letter in letters)
    read = {task.task_id: task for task in read_records(tmp_path, Task)}
    assert read == {t.task_id: t for t in map(numbered, range(COUNT)) if t.question}


def test_records_in_blocks_are_written_like_records_one_by_one(tmp_path: Path) -> None:
    blocks = [list(map(numbered, range(start, min(start + 5, COUNT)))) for start in range(0, COUNT, 5)]
    with pipeline(LOCAL, []) as p:
        _ = (
            p
            | "One" >> beam.Create(range(COUNT))
            | beam.Map(numbered)
            | WriteRecords("task", tmp_path / "one", "i", "c")
        )
        _ = p | "Blocks" >> beam.Create(blocks) | WriteBlocks("task", tmp_path / "blocks", "i", "c")
    one, other = ({t.task_id: t for t in read_records(tmp_path / n, Task)} for n in ("one", "blocks"))
    assert one == other
    assert len(one) == COUNT - len(BAD)


def test_pictures_are_stored_as_they_are_without_a_second_compression(tmp_path: Path) -> None:
    picture = Picture.of(bytes(range(256)) * 40, width=64, height=48, media_type="image/jpeg")
    with pipeline(LOCAL, []) as p:
        _ = (
            p
            | beam.Create([replace(TASK, pictures=(picture,))])
            | WriteRecords("task", tmp_path, "i", "chartqa")
        )
    (path,) = files_of(tmp_path)
    assert picture.data in path.read_bytes()
