"""What each adapter makes of its dataset's rows, traps included."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import AnswerFormat, DeadLetter, Family, Json, Metric, Purpose, Task
from sources import ADAPTERS

Read = Callable[..., tuple[list[Task], list[DeadLetter]]]
Raw = Callable[[str], Path]
Write = Callable[[Path, bytes | Json], Path]


def edit(path: Path, change: Callable[[Json], None]) -> None:
    """Change a JSON file in place."""
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_every_adapter_turns_its_original_layout_into_tasks(
    any_dataset: tuple[str, Path], read: Read
) -> None:
    name, root = any_dataset
    tasks, letters = read(name, root)
    assert letters == []
    assert len({t.task_id for t in tasks}) == 2
    assert {t.dataset for t in tasks} == {name}
    assert {t.family for t in tasks} == {ADAPTERS[name].family}
    assert {t.source.licence for t in tasks} == {ADAPTERS[name].licence}
    assert {t.split for t in tasks} == {"test" if name in ("mathvista", "mathvision") else "train"}
    assert {t.purpose for t in tasks} == {Purpose.EVAL if ADAPTERS[name].evaluation_only else Purpose.TRAIN}


def test_every_adapter_has_its_raw_folder_here(makers: set[str]) -> None:
    # aokvqa_direct reads aokvqa's folder and hub copy; test_aokvqa_direct.py holds what is its own.
    assert makers == set(ADAPTERS) - {"aokvqa_direct"}


def test_the_seven_families_each_have_an_adapter() -> None:
    assert {a.family for a in ADAPTERS.values()} == set(Family)


@pytest.mark.parametrize(
    ("name", "answers", "metric", "answer_format"),
    [
        ("chartqa", [("3",), ("Yes",)], Metric.RELAXED_ACCURACY, AnswerFormat.SHORT),
        ("geometry3k", [("D",), ("A",)], Metric.CHOICE, AnswerFormat.LETTER),
        ("scienceqa", [("B",), ("B",)], Metric.CHOICE, AnswerFormat.LETTER),
        ("docvqa", [("$12", "12"), ("J. Doe",)], Metric.ANLS, AnswerFormat.SPAN),
        ("clevr", [("2",), ("yes",)], Metric.EXACT, AnswerFormat.SHORT),
        ("clevr_math", [("0",), ("10",)], Metric.INTEGER, AnswerFormat.INTEGER),
        ("aokvqa", [("A",), ("D",)], Metric.CHOICE, AnswerFormat.LETTER),
    ],
)
def test_answers_take_the_form_their_metric_reads(
    name: str,
    answers: list[tuple[str, ...]],
    metric: Metric,
    answer_format: AnswerFormat,
    raw: Raw,
    read: Read,
) -> None:
    tasks, _ = read(name, raw(name))
    assert [t.answers for t in tasks] == answers
    assert {t.metric for t in tasks} == {metric}
    assert {t.answer_format for t in tasks} == {answer_format}


def test_a_mapqa_list_is_a_set_and_a_range_stays_one_text(raw: Raw, read: Read) -> None:
    tasks, _ = read("mapqa", raw("mapqa"))
    assert [(t.answers, t.metric, t.answer_format) for t in tasks] == [
        (("Utah, Ohio",), Metric.SET_EQUALITY, AnswerFormat.LIST),
        (("1,000-2,000",), Metric.EXACT, AnswerFormat.SHORT),
    ]


@pytest.mark.parametrize("answer", [["Utah"], "Utah", "no"])
def test_the_form_asked_for_depends_on_the_question_alone(
    answer: Json, raw: Raw, read: Read, write: Write
) -> None:
    root = raw("mapqa")
    row = {"map_id": "map_0.png", "question": "Which states are darkest?", "answer": answer}
    write(root / "MapQA_S/questions/train-QA.json", [row])
    assert read("mapqa", root)[0][0].answer_format is AnswerFormat.LIST


def test_one_mapqa_subset_can_be_the_root_itself(raw: Raw, read: Read) -> None:
    tasks, letters = read("mapqa", raw("mapqa") / "MapQA_S")
    assert (len(tasks), letters) == (2, [])


def test_mapqa_dev_rows_are_val_and_evaluation(raw: Raw, read: Read) -> None:
    root = raw("mapqa")
    questions = root / "MapQA_S/questions"
    (questions / "train-QA.json").rename(questions / "dev-QA.json")
    tasks, _ = read("mapqa", root)
    assert {(t.split, t.purpose) for t in tasks} == {("val", Purpose.EVAL)}


def test_a_hint_is_context_and_the_explanations_are_nowhere(raw: Raw, read: Read) -> None:
    tasks, _ = read("scienceqa", raw("scienceqa"))
    assert tasks[0].context == "A solid keeps its shape."
    assert "Rocks are solids" not in repr(tasks)
    assert "The answer is rock" not in repr(tasks)


def test_a_scienceqa_row_without_picture_is_a_task(raw: Raw, read: Read) -> None:
    tasks, _ = read("scienceqa", raw("scienceqa"))
    assert [len(t.pictures) for t in tasks] == [1, 0]


def test_the_geometry_picture_with_labels_drawn_in_is_not_used(raw: Raw, read: Read) -> None:
    root = raw("geometry3k")
    (root / "train/11/img_diagram.png").unlink()
    tasks, letters = read("geometry3k", root)
    assert [t.source.row for t in tasks] == ["train/12/data.json"]
    assert [(x.row, x.reason) for x in letters] == [("train/11/data.json", "missing_picture")]


def test_the_geometry_question_is_the_problem_text_as_it_stands(raw: Raw, read: Read) -> None:
    assert [t.question for t in read("geometry3k", raw("geometry3k"))[0]] == [
        "Find m \\angle 11.",
        "Find m \\angle 12.",
    ]


def test_clevr_math_trains_nobody(raw: Raw, read: Read) -> None:
    tasks, _ = read("clevr_math", raw("clevr_math"))
    assert {(t.split, t.purpose) for t in tasks} == {("train", Purpose.EVAL)}


def test_only_the_train_split_trains(raw: Raw, read: Read) -> None:
    root = raw("chartqa")
    (root / "train").rename(root / "val")
    (root / "val/train_human.json").rename(root / "val/val_augmented.json")
    tasks, _ = read("chartqa", root)
    assert {(t.split, t.purpose) for t in tasks} == {("val", Purpose.EVAL)}


@pytest.mark.parametrize(
    ("name", "file", "field", "value", "reason"),
    [
        ("chartqa", "train/train_human.json", "label", "", "no_gold"),
        ("chartqa", "train/train_human.json", "label", True, "bad_field"),
        ("chartqa", "train/train_human.json", "query", None, "missing_field"),
        ("chartqa", "train/train_human.json", "query", "  ", "missing_field"),
        ("chartqa", "train/train_human.json", "query", "half \ud800 of a pair", "bad_field"),
        ("chartqa", "train/train_human.json", "imgname", None, "missing_field"),
        ("chartqa", "train/train_human.json", "imgname", "b.png", "missing_picture"),
        ("chartqa", "train/train_human.json", "imgname", "../../../secret.png", "bad_field"),
        ("chartqa", "train/train_human.json", "imgname", "/etc/passwd", "missing_picture"),
        ("chartqa", "train/train_human.json", "imgname", ".", "broken_picture"),
        ("docvqa", "train_v1.0.json", "image", "/etc/passwd", "bad_field"),
        ("docvqa", "train_v1.0.json", "answers", None, "no_gold"),
        ("docvqa", "train_v1.0.json", "answers", [], "no_gold"),
        ("clevr", "questions/CLEVR_train_questions.json", "answer", None, "no_gold"),
        ("clevr_math", "clevr-math-train.json", "answer", 1.5, "bad_field"),
        ("clevr_math", "clevr-math-train.json", "answer", None, "no_gold"),
        ("aokvqa", "aokvqa/aokvqa_v1p0_train.json", "correct_choice_idx", None, "no_gold"),
        ("aokvqa", "aokvqa/aokvqa_v1p0_train.json", "correct_choice_idx", 4, "answer_not_among_choices"),
        ("aokvqa", "aokvqa/aokvqa_v1p0_train.json", "correct_choice_idx", -1, "answer_not_among_choices"),
        ("aokvqa", "aokvqa/aokvqa_v1p0_train.json", "choices", ["cat"], "bad_field"),
        ("aokvqa", "aokvqa/aokvqa_v1p0_train.json", "image_id", "42", "bad_field"),
        ("scienceqa", "problems.json", "answer", 2, "answer_not_among_choices"),
        ("scienceqa", "problems.json", "split", "minitrain", "unknown_split"),
        ("scienceqa", "problems.json", "split", None, "unknown_split"),
        ("geometry3k", "train/11/data.json", "answer", "E", "answer_not_among_choices"),
        ("geometry3k", "train/11/data.json", "answer", "80", "answer_not_among_choices"),
        ("geometry3k", "train/11/data.json", "answer", "AB", "answer_not_among_choices"),
        ("geometry3k", "train/11/data.json", "choices", None, "missing_field"),
        ("mapqa", "MapQA_S/questions/train-QA.json", "answer", [], "no_gold"),
        ("mapqa", "MapQA_S/questions/train-QA.json", "answer", {"a": 1}, "bad_field"),
    ],
)
def test_a_bad_field_costs_its_row_and_no_other(
    name: str, file: str, field: str, value: Json, reason: str, raw: Raw, read: Read
) -> None:
    root = raw(name)

    def first_row(content: Json) -> None:
        rows = content
        for key in ("data", "questions"):
            rows = rows.get(key, rows) if isinstance(rows, dict) else rows
        row = rows[0] if isinstance(rows, list) else rows.get("7", rows)
        row[field] = value

    edit(root / file, first_row)
    tasks, letters = read(name, root)
    assert [x.reason for x in letters] == [reason]
    assert letters[0].dataset == name
    assert letters[0].row.startswith(file)
    assert len(tasks) == 1


@pytest.mark.parametrize("row", [None, 3, "text", [1], {}])
def test_a_row_of_another_shape_is_a_dead_letter(row: Json, raw: Raw, read: Read, write: Write) -> None:
    root = raw("chartqa")
    good = {"imgname": "a.png", "query": "How many?", "label": 3}
    write(root / "train/train_human.json", [row, good])
    tasks, letters = read("chartqa", root)
    assert [(x.row, x.reason) for x in letters] == [("train/train_human.json#0", "missing_field")]
    assert [t.answers for t in tasks] == [("3",)]
