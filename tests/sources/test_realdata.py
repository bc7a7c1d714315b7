"""Every real row becomes a task, or a dead letter with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import DeadLetter, Json, Purpose, Task

pytestmark = pytest.mark.realdata
Read = Callable[..., tuple[list[Task], list[DeadLetter]]]


def count_list(file: Path) -> int:
    return len(json.loads(file.read_text()))


def count_under(file: Path, key: str) -> int:
    rows: Json = json.loads(file.read_text())[key]
    assert isinstance(rows, list)
    return len(rows)


COUNTS: dict[str, tuple[str, str, Callable[[Path], int]]] = {
    "chartqa": (
        "chartqa",
        "chartqa/ChartQA Dataset",
        lambda root: sum(count_list(f) for f in root.glob("test/test_*.json")),
    ),
    "geometry3k": ("geometry3k", "geometry3k/geometry3k", lambda root: len(list(root.glob("*/*/data.json")))),
    "geometry3k_redrawn": (
        "geometry3k",
        "geometry3k_redrawn/geometry3k",
        lambda root: len(list(root.glob("*/*/data.json"))),
    ),
    "scienceqa": ("scienceqa", "scienceqa/data/scienceqa", lambda root: count_list(root / "problems.json")),
    "docvqa": ("docvqa", "docvqa", lambda root: count_under(root / "val_v1.0.json", "data")),
    "clevr_math": (
        "clevr_math",
        "clevr_math",
        lambda root: count_under(root / "clevr-math-val.json", "questions"),
    ),
    "aokvqa": (
        "aokvqa",
        "aokvqa/datasets",
        lambda root: count_list(root / "aokvqa/aokvqa_v1p0_val.json"),
    ),
}


@pytest.mark.parametrize("dataset", sorted(COUNTS))
def test_every_real_row_is_a_task_for_the_purpose_of_its_split(
    dataset: str, realdata: Path, read: Read
) -> None:
    adapter, folder, count = COUNTS[dataset]
    tasks, letters = read(adapter, realdata / folder)
    assert letters == []
    assert len(tasks) == count(realdata / folder) > 0
    assert len({t.task_id for t in tasks}) == len(tasks)
    assert all((t.purpose is Purpose.TRAIN) == (t.split == "train") for t in tasks)
    assert dataset != "clevr_math" or {t.purpose for t in tasks} == {Purpose.EVAL}


def test_annotations_without_pictures_are_dead_letters(realdata: Path, read: Read) -> None:
    root = realdata / "aokvqa_annotations_only/datasets"
    tasks, letters = read("aokvqa", root)
    assert tasks == []
    assert [x.reason for x in letters] == ["missing_picture"] * count_list(
        root / "aokvqa/aokvqa_v1p0_val.json"
    )
