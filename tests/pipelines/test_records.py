"""Records on disk: row groups small enough to read one row, large enough that their footers stay small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipelines.records import BYTES_PER_GROUP, ROWS_PER_GROUP, RecordWriter, group_refs, read_records
from schemas import Picture, Task, checked
from tests.schemas.samples import TASK

ROWS = 4 * ROWS_PER_GROUP + 5


def written(folder: Path, picture_bytes: int) -> list[Task]:
    """Write tasks with a picture of so many bytes each."""
    picture = Picture.of(b"\0" * picture_bytes, width=9, height=9, media_type="image/png")
    tasks = [replace(TASK, task_id=f"chartqa-{n:016x}", pictures=(picture,)) for n in range(ROWS)]
    writer = RecordWriter("task", folder)
    for one in tasks:
        writer.add(checked("task", one))
    writer.close()
    return tasks


def test_rows_with_pictures_lie_a_few_in_a_group(tmp_path: Path) -> None:
    tasks = written(tmp_path, BYTES_PER_GROUP // ROWS_PER_GROUP)
    assert [ref.rows for ref in group_refs(tmp_path)] == [ROWS_PER_GROUP] * 4 + [5]
    assert list(read_records(tmp_path, Task)) == tasks


def test_small_rows_gather_in_one_group_in_their_order(tmp_path: Path) -> None:
    tasks = written(tmp_path, 10)
    assert [ref.rows for ref in group_refs(tmp_path)] == [ROWS]
    assert list(read_records(tmp_path, Task)) == tasks


def test_the_same_rows_make_a_file_of_the_same_name_and_others_do_not(tmp_path: Path) -> None:
    for folder, tasks in (("a", 2), ("b", 2), ("c", 1)):
        writer = RecordWriter("task", tmp_path / folder)
        for number in range(tasks):
            writer.add(checked("task", replace(TASK, task_id=f"chartqa-{number:016x}")))
        assert writer.close() is not None
    names = [[p.name for p in (tmp_path / folder).iterdir()] for folder in "abc"]
    assert names[0] == names[1] != names[2]
