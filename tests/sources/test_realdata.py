"""Every real row becomes a task, or a dead letter with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import DeadLetter, Json, Purpose, Task
from sources import ADAPTERS

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
    "iconqa": ("iconqa", "iconqa/iconqa_data/iconqa", lambda root: len(list(root.glob("*/*/*/data.json")))),
    "tabmwp": (
        "tabmwp",
        "tabmwp/tabmwp",
        lambda root: sum(count_list(f) for f in root.glob("problems_*.json")),
    ),
    "mathvista": ("mathvista", "mathvista_by_source", lambda root: count_list(root / "data.json")),
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
    trains = not ADAPTERS[adapter].evaluation_only
    assert all((t.purpose is Purpose.TRAIN) == (trains and t.split == "train") for t in tasks)


@pytest.mark.parametrize(
    ("adapter", "folder", "file"),
    [
        ("aokvqa", "aokvqa_annotations_only/datasets", "aokvqa/aokvqa_v1p0_val.json"),
        ("vizwiz", "vizwiz_annotations_only", "Annotations/val.json"),
    ],
)
def test_annotations_without_pictures_are_dead_letters(
    adapter: str, folder: str, file: str, realdata: Path, read: Read
) -> None:
    tasks, letters = read(adapter, realdata / folder)
    assert tasks == []
    assert [x.reason for x in letters] == ["missing_picture"] * count_list(realdata / folder / file)


def test_iconqa_pictures_and_sub_tasks_are_all_there(realdata: Path, read: Read) -> None:
    root = realdata / "iconqa/iconqa_data/iconqa"
    tasks, _ = read("iconqa", root)
    for one in tasks:
        folder = (root / one.source.row).parent
        drawn = one.choices[:1] == ("picture 1",)
        assert drawn == (folder.parent.name == "choose_img")
        assert len(one.pictures) == len(list(folder.glob("*.png"))) == 1 + drawn * len(one.choices)
        assert bool(one.choices) == (folder.parent.name != "fill_in_blank")


def test_a_real_mathvista_option_is_its_answer(realdata: Path, read: Read) -> None:
    rows = json.loads((realdata / "mathvista_by_source/data.json").read_text())
    tasks, _ = read("mathvista", realdata / "mathvista_by_source")
    for row, one in zip(rows, tasks, strict=True):
        said = one.choices[ord(one.answers[0]) - ord("A")] if one.choices else one.answers[0]
        assert said == row["answer"]
