"""Hub copies through `datasets`: a local Parquet folder with the copy's columns, by the same call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import pytest
from datasets import ClassLabel, Features, List, Value

from schemas import DeadLetter, Purpose, Task, sha256_hex
from sources import RawRow, SourceSettings, list_rows, open_source

COMMIT = "0123456789abcdef" * 2 + "01234567"
Run = Callable[..., tuple[list[Task], list[DeadLetter]]]
TEXTS = List(Value("string"))

COPIES: dict[str, tuple[Features, dict[str, Any]]] = {
    "chartqa": (
        Features(
            image=datasets.Image(),
            query=Value("string"),
            label=TEXTS,
            human_or_machine=ClassLabel(names=["human", "machine"]),
        ),
        {"query": "How many bars?", "label": ["3"], "human_or_machine": 0},
    ),
    "geometry3k": (
        Features(
            images=List(datasets.Image()),
            problem=Value("string"),
            answer=Value("string"),
            id=Value("int64"),
            choices=TEXTS,
            ground_truth=Value("string"),
        ),
        {"problem": "<image>Find x.", "answer": "40", "id": 3, "choices": ["30", "40"], "ground_truth": "B"},
    ),
    "scienceqa": (
        Features(
            image=datasets.Image(),
            question=Value("string"),
            choices=TEXTS,
            answer=Value("int8"),
            hint=Value("string"),
            lecture=Value("string"),
        ),
        {"question": "Which?", "choices": ["a", "b"], "answer": 1, "hint": "Look.", "lecture": "b"},
    ),
    "docvqa": (
        Features(
            questionId=Value("string"),
            question=Value("string"),
            image=datasets.Image(),
            answers=TEXTS,
            data_split=Value("string"),
        ),
        {"questionId": "1", "question": "Total?", "answers": ["$12", "12"], "data_split": "val"},
    ),
    "aokvqa": (
        Features(
            image=datasets.Image(),
            question_id=Value("string"),
            question=Value("string"),
            choices=TEXTS,
            correct_choice_idx=Value("int8"),
            direct_answers=Value("string"),
            rationales=TEXTS,
        ),
        {
            "question_id": "q",
            "question": "What?",
            "choices": ["cat", "dog"],
            "correct_choice_idx": 1,
            "direct_answers": "['dog']",
            "rationales": ["A dog."],
        },
    ),
}  # fmt: skip
ANSWERS = {
    "chartqa": ("3",),
    "geometry3k": ("B",),
    "scienceqa": ("B",),
    "docvqa": ("$12", "12"),
    "aokvqa": ("B",),
}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., SourceSettings]:
    """Write rows as a copy's Parquet folder and return settings that read it."""
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()

    def make(name: str, split: str, rows: list[dict[str, Any]], **settings: object) -> SourceSettings:
        folder = tmp_path / name / (settings.pop("config", "") or "data")  # type: ignore[operator]
        folder.mkdir(parents=True, exist_ok=True)
        table = datasets.Dataset.from_list(rows, features=COPIES[name][0])
        table.to_parquet(folder / f"{split}-00000-of-00001.parquet")
        return SourceSettings(
            name, name, hub=str(tmp_path / name), revision=COMMIT, config="default", **settings  # type: ignore[arg-type]
        )  # fmt: skip

    return make


def row(name: str, picture: bytes | None, **changed: object) -> dict[str, Any]:
    """A good row of a copy with some columns changed."""
    column = "images" if name == "geometry3k" else "image"
    value: object = [picture] if name == "geometry3k" else picture
    return {**COPIES[name][1], column: value, **changed}


@pytest.mark.parametrize("name", sorted(COPIES))
def test_a_hub_copy_gives_the_tasks_its_folder_would(
    name: str, hub: Callable[..., SourceSettings], run: Run, encoded: Callable[..., bytes]
) -> None:
    picture = encoded(kind="JPEG")
    tasks, letters = run(open_source(hub(name, "train", [row(name, picture)])))
    assert letters == []
    assert [t.answers for t in tasks] == [ANSWERS[name]]
    assert tasks[0].pictures[0].data == picture
    assert (tasks[0].source.row, tasks[0].source.revision) == ("train#0", COMMIT)
    assert (tasks[0].split, tasks[0].purpose) == ("train", Purpose.TRAIN)
    assert "<image>" not in tasks[0].question


def test_the_same_row_has_the_same_id_on_both_roads(
    hub: Callable[..., SourceSettings], run: Run, read: Run, raw: Callable[[str], Path]
) -> None:
    root = raw("chartqa")
    there, _ = read("chartqa", root)
    rows = [
        row("chartqa", (root / "train/png/a.png").read_bytes(), query=t.question, label=list(t.answers))
        for t in there
    ]
    here, _ = run(open_source(hub("chartqa", "train", rows)))
    assert [t.task_id for t in here] == [t.task_id for t in there]


def test_validation_is_val_and_other_splits_stay_unread(
    hub: Callable[..., SourceSettings], run: Run, encoded: Callable[..., bytes]
) -> None:
    hub("chartqa", "train", [row("chartqa", encoded())])
    settings = hub("chartqa", "validation", [row("chartqa", encoded())], splits=("val",))
    tasks, _ = run(open_source(settings))
    assert [(t.split, t.purpose, t.source.row) for t in tasks] == [("val", Purpose.EVAL, "validation#0")]


@pytest.mark.parametrize(
    ("name", "changed", "reason"),
    [
        ("docvqa", {"answers": None}, "no_gold"),
        ("chartqa", {"image": None}, "missing_picture"),
        ("geometry3k", {"images": []}, "missing_picture"),
        ("chartqa", {"image": b"\x89PNG\r\n\x1a\n cut"}, "broken_picture"),
        ("chartqa", {"label": []}, "no_gold"),
        ("chartqa", {"label": None}, "no_gold"),
        ("geometry3k", {"choices": None}, "missing_field"),
        ("aokvqa", {"correct_choice_idx": None}, "no_gold"),
        ("geometry3k", {"ground_truth": "C"}, "answer_not_among_choices"),
    ],
)
def test_a_bad_hub_row_is_a_dead_letter_and_the_rest_goes_on(
    name: str,
    changed: dict[str, object],
    reason: str,
    hub: Callable[..., SourceSettings],
    run: Run,
    encoded: Callable[..., bytes],
) -> None:
    rows = [row(name, encoded(), **changed), row(name, encoded())]
    tasks, letters = run(open_source(hub(name, "test", rows)))
    assert [(x.row, x.reason) for x in letters] == [("test#0", reason)]
    assert [t.source.row for t in tasks] == ["test#1"]


def test_a_null_picture_is_a_text_only_scienceqa_task(hub: Callable[..., SourceSettings], run: Run) -> None:
    tasks, letters = run(open_source(hub("scienceqa", "train", [row("scienceqa", None)])))
    assert ([t.pictures for t in tasks], letters) == ([()], [])


def test_a_picture_is_the_bytes_that_were_uploaded(
    hub: Callable[..., SourceSettings], encoded: Callable[..., bytes]
) -> None:
    picture = encoded(kind="PNG") + b"trailing bytes a decoder would drop"
    rows = list(list_rows(open_source(hub("chartqa", "train", [row("chartqa", picture)]))))
    assert isinstance(rows[0], RawRow)
    assert rows[0].pictures is not None
    assert sha256_hex(rows[0].pictures[0]) == sha256_hex(picture)
