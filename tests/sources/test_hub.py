"""Hub copies through `datasets`: a local Parquet folder with the copy's columns, by the same call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import pytest
from datasets import ClassLabel, Features, List, Value

from schemas import DeadLetter, Purpose, Task, sha256_hex
from sources import ADAPTERS, RawRow, SourceSettings, list_rows, open_source, parts_of

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
    "geoqa": (
        Features(
            image=datasets.Image(),
            id=Value("int64"),
            subject=Value("string"),
            choices=TEXTS,
            label=Value("int64"),
            answer=Value("string"),
            original_split=Value("string"),
        ),
        {"id": 1, "subject": "求∠A", "choices": ["40°", "50°"], "label": 1, "answer": "故选B．",
         "original_split": "train"},
    ),
    "infographicvqa": (
        Features(image=datasets.Image(), question=Value("string"), answers=TEXTS, ocr=Value("string")),
        {"question": "How many?", "answers": ["7", "seven"], "ocr": "{}"},
    ),
    "vizwiz": (
        Features(image=datasets.Image(), question=Value("string"), answers=TEXTS, category=Value("string")),
        {"question": "What?", "answers": ["can", *["coke"] * 9], "category": "other"},
    ),
    "figureqa": (
        Features(image=datasets.Image(), qa=List({"question": Value("string"), "answer": Value("string")})),
        {"qa": [{"question": "Is Aqua the minimum?", "answer": "Yes."}]},
    ),
    "thinkvl": (
        Features(image=datasets.Image(), question=Value("string"), answer=Value("string"), choices=TEXTS),
        {"question": "Which?", "answer": "dog", "choices": ["cat", "dog"]},
    ),
    "ai2d": (
        Features(image=datasets.Image(), question=Value("string"), options=TEXTS, answer=Value("string")),
        {"question": "Which?", "options": ["sun", "leaf", "root"], "answer": "2"},
    ),
    "iconqa": (
        Features(
            query_image=datasets.Image(),
            choice_image_0=datasets.Image(),
            choice_image_1=datasets.Image(),
            question=Value("string"),
            choices=Value("string"),
            answer=Value("string"),
            ques_type=Value("string"),
        ),
        {"question": "Odd or even?", "choices": "odd,even", "answer": "even", "ques_type": "choose_txt"},
    ),
    "mathvista": (
        Features(
            decoded_image=datasets.Image(),
            image=Value("string"),
            question=Value("string"),
            choices=TEXTS,
            unit=Value("string"),
            precision=Value("float64"),
            answer=Value("string"),
            answer_type=Value("string"),
        ),
        {"image": "images/1.jpg", "question": "How high?", "answer": "1.2", "answer_type": "float",
         "precision": 1.0},
    ),
    "mathvision": (
        Features(
            decoded_image=datasets.Image(),
            image=Value("string"),
            question=Value("string"),
            options=TEXTS,
            answer=Value("string"),
        ),
        {"image": "images/4.jpg", "question": "Which?\n<image1>", "options": ["A", "B"], "answer": "B"},
    ),
}  # fmt: skip
ANSWERS = {
    "chartqa": ("3",),
    "geometry3k": ("B",),
    "scienceqa": ("B",),
    "docvqa": ("$12", "12"),
    "aokvqa": ("B",),
    "geoqa": ("B",),
    "infographicvqa": ("7", "seven"),
    "vizwiz": (*["coke"] * 9, "can"),
    "figureqa": ("yes",),
    "thinkvl": ("B",),
    "ai2d": ("C",),
    "iconqa": ("B",),
    "mathvista": ("1.2",),
    "mathvision": ("B",),
}
PLACES = {"figureqa": "train#0.0"}
COLUMNS = {
    "geometry3k": "images",
    "iconqa": "query_image",
    "mathvista": "decoded_image",
    "mathvision": "decoded_image",
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
    column = COLUMNS.get(name, "image")
    value: object = [picture] if name == "geometry3k" else picture
    return {**dict.fromkeys(COPIES[name][0]), **COPIES[name][1], column: value, **changed}


@pytest.mark.parametrize("name", sorted(COPIES))
def test_a_hub_copy_gives_the_tasks_its_folder_would(
    name: str, hub: Callable[..., SourceSettings], run: Run, encoded: Callable[..., bytes]
) -> None:
    picture = encoded(kind="JPEG")
    tasks, letters = run(open_source(hub(name, "train", [row(name, picture)])))
    assert letters == []
    assert [t.answers for t in tasks] == [ANSWERS[name]]
    assert tasks[0].pictures[0].data == picture
    assert (tasks[0].source.row, tasks[0].source.revision) == (PLACES.get(name, "train#0"), COMMIT)
    purpose = Purpose.EVAL if ADAPTERS[name].evaluation_only else Purpose.TRAIN
    assert (tasks[0].split, tasks[0].purpose) == ("train", purpose)
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


def test_a_copy_beyond_a_network_is_read_ahead_and_gives_the_rows_of_one_on_disk(
    hub: Callable[..., SourceSettings], encoded: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = open_source(
        hub("chartqa", "train", [row("chartqa", encoded(), query=f"{n}?") for n in range(200)])
    )
    near = list(list_rows(source))
    monkeypatch.setattr("sources.hub._on_disk", lambda hub: False)
    assert list(list_rows(source)) == near
    assert len(near) == 200


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


def test_a_split_in_several_files_is_read_in_parts_that_together_are_the_whole(
    hub: Callable[..., SourceSettings], encoded: Callable[..., bytes]
) -> None:
    settings = hub("chartqa", "train", [row("chartqa", encoded(), query=f"first {n}?") for n in range(3)])
    first = next(Path(settings.hub).rglob("*.parquet"))
    first.rename(first.with_name("train-00000-of-00002.parquet"))
    hub("chartqa", "train", [row("chartqa", encoded(), query="second?")])
    first.rename(first.with_name("train-00001-of-00002.parquet"))
    source = open_source(settings)
    parts = [list(list_rows(part)) for part in parts_of(source)]
    assert [[r.place for r in rows if isinstance(r, RawRow)] for rows in parts] == [
        ["train.0#0", "train.0#1", "train.0#2"],
        ["train.1#0"],
    ]
    assert list(list_rows(source)) == [row for rows in parts for row in rows]


def test_a_copy_with_a_limit_stays_whole_since_its_rows_are_compared(
    hub: Callable[..., SourceSettings], encoded: Callable[..., bytes]
) -> None:
    settings = hub("chartqa", "train", [row("chartqa", encoded(), query=f"{n}?") for n in range(9)], limit=4)
    (whole,) = parts_of(open_source(settings))
    assert len(list(list_rows(whole))) == 4


def test_every_hub_copy_is_tested_here() -> None:
    assert set(COPIES) == {name for name, adapter in ADAPTERS.items() if adapter.hub} - {"aokvqa_direct"}


def test_a_geoqa_row_belongs_to_its_original_split_and_no_test_row_trains(
    hub: Callable[..., SourceSettings], run: Run, encoded: Callable[..., bytes]
) -> None:
    said = ["test", "dev", "train", "augmented"]
    rows = [row("geoqa", encoded(), original_split=name, subject=name) for name in said]
    tasks, letters = run(open_source(hub("geoqa", "train", rows)))
    assert [(t.source.row, t.split, t.purpose) for t in tasks] == [
        ("train#0", "test", Purpose.EVAL),
        ("train#1", "val", Purpose.EVAL),
        ("train#2", "train", Purpose.TRAIN),
    ]
    assert [(x.row, x.reason) for x in letters] == [("train#3", "unknown_split")]
    only_test, _ = run(open_source(hub("geoqa", "train", rows, splits=("test",))))
    assert [t.source.row for t in only_test] == ["train#0"]


def test_grouped_questions_become_rows_of_the_same_picture(
    hub: Callable[..., SourceSettings], run: Run, encoded: Callable[..., bytes]
) -> None:
    said = [("Is it?", "Yes."), ("Was it?", "No."), ("Will it?", "Maybe.")]
    asked = [{"question": question, "answer": answer} for question, answer in said]
    rows = [row("figureqa", encoded(), qa=asked), row("figureqa", encoded((1, 2, 3)), qa=[])]
    tasks, letters = run(open_source(hub("figureqa", "train", rows)))
    assert [(t.source.row, t.question, t.answers) for t in tasks] == [
        ("train#0.0", "Is it?", ("yes",)),
        ("train#0.1", "Was it?", ("no",)),
    ]
    assert {t.pictures[0].data for t in tasks} == {encoded()}
    assert [(x.row, x.reason) for x in letters] == [("train#0.2", "bad_field"), ("train#1.0", "no_gold")]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"choices": "1,000,200", "answer": "200"}, "bad_field"),
        ({"choices": "one, two,three", "answer": "three"}, "bad_field"),
        ({"choices": "a,b,c", "answer": "b,c"}, "answer_not_among_choices"),
        ({"choices": "choice_0.png,choice_1.png,choice_2.png", "ques_type": "choose_img"}, "missing_picture"),
    ],
)
def test_what_the_iconqa_copy_lost_is_a_dead_letter(
    changed: dict[str, object],
    reason: str,
    hub: Callable[..., SourceSettings],
    run: Run,
    encoded: Callable[..., bytes],
) -> None:
    rows = [row("iconqa", encoded(), **changed)]
    tasks, letters = run(open_source(hub("iconqa", "val", rows)))
    assert [(x.row, x.reason) for x in letters] == [("val#0", reason)]
    assert tasks == []


def test_two_choice_pictures_of_a_copy_are_read(
    hub: Callable[..., SourceSettings], run: Run, encoded: Callable[..., bytes]
) -> None:
    choices = {"choice_image_0": encoded((1, 0, 0)), "choice_image_1": encoded((2, 0, 0))}
    said = {"choices": "choice_0.png,choice_1.png", "answer": "choice_1.png", "ques_type": "choose_img"}
    (task,), _ = run(open_source(hub("iconqa", "val", [row("iconqa", encoded(), **said, **choices)])))
    assert [p.data for p in task.pictures] == [encoded(), encoded((1, 0, 0)), encoded((2, 0, 0))]
    assert (task.choices, task.answers) == (("picture 1", "picture 2"), ("B",))


@pytest.mark.parametrize(("name", "read_split", "unread"), [
    ("mathvista", "testmini", "test"),
    ("mathvision", "test", "testmini"),
])  # fmt: skip
def test_hidden_and_repeated_splits_of_a_copy_stay_unread(
    name: str,
    read_split: str,
    unread: str,
    hub: Callable[..., SourceSettings],
    run: Run,
    encoded: Callable[..., bytes],
) -> None:
    hub(name, unread, [row(name, encoded())])
    tasks, letters = run(open_source(hub(name, read_split, [row(name, encoded())])))
    assert ([t.source.row for t in tasks], letters) == ([f"{read_split}#0"], [])
    assert [t.split for t in tasks] == ["test"]
