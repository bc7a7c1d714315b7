"""The traps of the training sets whose rows are more than a question and an answer."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from schemas import AnswerFormat, DeadLetter, Json, Metric, Purpose, Task
from tests.sources.raw_training import GREY

Read = Callable[..., tuple[list[Task], list[DeadLetter]]]
Raw = Callable[[str], Path]
Write = Callable[[Path, bytes | Json], Path]


@pytest.mark.parametrize(
    ("name", "answers", "metric", "answer_format"),
    [
        ("figureqa", [("yes",), ("no",)], Metric.YES_NO, AnswerFormat.SHORT),
        ("geoqa", [("A",), ("D",)], Metric.CHOICE, AnswerFormat.LETTER),
        ("unigeo", [("A",), ("B",)], Metric.CHOICE, AnswerFormat.LETTER),
        ("infographicvqa", [("7", "seven"), ("Peru",)], Metric.ANLS, AnswerFormat.SPAN),
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
    assert {(t.metric, t.answer_format) for t in tasks} == {(metric, answer_format)}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(None, "no_gold"), (2, "bad_field"), (-1, "bad_field"), ("yes", "bad_field"), (True, "bad_field")],
)
def test_a_figureqa_answer_is_the_integer_0_or_1(
    answer: Json, reason: str, raw: Raw, read: Read, write: Write
) -> None:
    root = raw("figureqa")
    row = {"question_string": "Is it?", "answer": answer, "image_index": 7}
    write(root / "train1/qa_pairs.json", {"qa_pairs": [row]})
    assert [x.reason for x in read("figureqa", root)[1]] == [reason]


@pytest.mark.parametrize(("folder", "split"), [("validation2", "val"), ("test1", "test")])
def test_a_figureqa_folder_is_its_split(folder: str, split: str, raw: Raw, read: Read) -> None:
    root = raw("figureqa")
    (root / "train1").rename(root / folder)
    assert {(t.split, t.purpose) for t in read("figureqa", root)[0]} == {(split, Purpose.EVAL)}


def test_geoqa_stays_chinese_and_shows_nothing_of_its_solution(raw: Raw, read: Read) -> None:
    tasks, _ = read("geoqa", raw("geoqa"))
    assert tasks[0].question == "如图，∠A＝00°，则∠B的度数是()"
    assert tasks[0].choices == ("40°", "50°", "60°", "70°")
    assert "故选" not in repr([(t.question, t.context, t.choices, t.answers) for t in tasks])


def test_an_array_picture_is_a_png_of_the_same_levels(raw: Raw, read: Read) -> None:
    tasks, _ = read("geoqa", raw("geoqa"))
    shown = [np.asarray(Image.open(io.BytesIO(t.pictures[0].data))) for t in tasks]
    assert np.array_equal(shown[0], GREY)
    assert np.array_equal(shown[1], GREY + 3)
    assert {(p.width, p.height, p.media_type) for t in tasks for p in t.pictures} == {(6, 4, "image/png")}


def test_geoqa_dev_is_val_and_evaluation(raw: Raw, read: Read) -> None:
    root = raw("geoqa")
    (root / "train.pk").rename(root / "dev.pk")
    assert {(t.split, t.purpose) for t in read("geoqa", root)[0]} == {("val", Purpose.EVAL)}


@pytest.mark.parametrize(
    ("name", "file", "field", "value", "reason"),
    [
        ("geoqa", "train.pk", "label", 4, "answer_not_among_choices"),
        ("geoqa", "train.pk", "label", np.int64(-1), "answer_not_among_choices"),
        ("geoqa", "train.pk", "label", None, "no_gold"),
        ("geoqa", "train.pk", "choices", None, "missing_field"),
        ("geoqa", "train.pk", "image", None, "missing_picture"),
        ("geoqa", "train.pk", "image", np.full((2, 2), 0.5), "broken_picture"),
        ("geoqa", "train.pk", "image", "a.png", "bad_field"),
        ("unigeo", "calculation_train.pk", "choice_nums", [1.0, None, 2.0, 3.0], "bad_field"),
        ("unigeo", "calculation_train.pk", "label", 4, "answer_not_among_choices"),
    ],
)
def test_a_bad_pickled_row_costs_itself_alone(
    name: str, file: str, field: str, value: object, reason: str, raw: Raw, read: Read
) -> None:
    root = raw(name)
    rows = pickle.loads((root / file).read_bytes())
    rows[0][field] = value
    (root / file).write_bytes(pickle.dumps(rows))
    tasks, letters = read(name, root)
    assert [(x.row, x.reason) for x in letters] == [(f"{file}#0", reason)]
    assert [t.source.row for t in tasks] == [f"{file}#1"]


def test_unigeo_numbers_are_options_and_printed_options_are_preferred(raw: Raw, read: Read) -> None:
    root = raw("unigeo")
    assert read("unigeo", root)[0][0].choices == ("30.0", "40.5", "60", "80.0")
    rows = pickle.loads((root / "calculation_train.pk").read_bytes())
    printed = ["30°", "40.5°", "60°", "80°"]
    (root / "calculation_train.pk").write_bytes(pickle.dumps([{**rows[0], "choices": printed}]))
    assert read("unigeo", root)[0][0].choices == tuple(printed)


def test_infographics_are_read_once_with_or_without_question_types(raw: Raw, read: Read) -> None:
    root = raw("infographicvqa")
    typed = root / "infographicsvqa_qas/infographicsVQA_train_v1.0_withQT.json"
    plain = typed.with_name("infographicsVQA_train_v1.0.json")
    plain.write_bytes(typed.read_bytes())
    both, _ = read("infographicvqa", root)
    typed.unlink()
    one, _ = read("infographicvqa", root)
    assert [t.task_id for t in both] == [t.task_id for t in one]
    assert len(one) == 2


def test_all_ten_annotators_are_references_and_the_most_frequent_is_first(raw: Raw, read: Read) -> None:
    tasks, _ = read("vizwiz", raw("vizwiz"))
    assert tasks[0].answers == ("Coke", *["coke"] * 6, "can", "can", "cola")
    assert tasks[1].answers == (*["unanswerable"] * 6, *["grey"] * 4)


def test_every_vizwiz_prompt_says_what_to_answer_when_there_is_none(raw: Raw, read: Read) -> None:
    tasks, _ = read("vizwiz", raw("vizwiz"))
    assert {t.context for t in tasks} == {
        "When the picture does not answer the question, the answer is: unanswerable"
    }


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (None, "no_gold"),
        ([], "no_gold"),
        ("coke", "bad_field"),
        ([{"answer_confidence": "yes"}], "bad_field"),
        ([["coke"]], "bad_field"),
    ],
)
def test_vizwiz_answers_of_another_form_are_dead_letters(
    answers: Json, reason: str, raw: Raw, read: Read, write: Write
) -> None:
    root = raw("vizwiz")
    row = {"image": "VizWiz_train_00000000.jpg", "question": "What?", "answers": answers}
    write(root / "Annotations/train.json", [row])
    assert [x.reason for x in read("vizwiz", root)[1]] == [reason]


def thinkvl_task(root: Path, read: Read, **fields: Json) -> Task | str:
    """What one row becomes: its task, or its dead letter's reason."""
    row = {"image": "a.png", "question": "Which?", **fields}
    (root / "train.jsonl").write_text(json.dumps(row))
    tasks, letters = read("thinkvl", root)
    return tasks[0] if tasks else letters[0].reason


@pytest.mark.parametrize(
    ("answer", "references"),
    [
        (True, ("yes",)),
        (False, ("no",)),
        (0, ("0",)),
        (1.5, ("1.5",)),
        ("red, blue", ("red, blue",)),
        (["grey", 3], ("grey", "3")),
    ],
)
def test_an_open_thinkvl_answer_may_be_of_any_json_type(
    answer: Json, references: tuple[str, ...], raw: Raw, read: Read
) -> None:
    made = thinkvl_task(raw("thinkvl"), read, answer=answer)
    assert isinstance(made, Task)
    assert (made.answers, made.metric) == (references, Metric.EXACT)


@pytest.mark.parametrize(
    ("answer", "choices", "letter"),
    [
        ("B", ["cat", "dog"], "B"),
        ("dog", ["cat", "dog"], "B"),
        (1, ["cat", "dog"], "B"),
        ("3", ["1", "3"], "B"),
        ("2, 4", ["2", "2, 4"], "B"),
        ("A", ["A", "B"], "A"),
    ],
)
def test_a_thinkvl_choice_is_a_letter_a_text_or_an_index(
    answer: Json, choices: list[Json], letter: str, raw: Raw, read: Read
) -> None:
    made = thinkvl_task(raw("thinkvl"), read, answer=answer, choices=choices)
    assert isinstance(made, Task)
    assert (made.answers, made.metric) == ((letter,), Metric.CHOICE)


@pytest.mark.parametrize(
    ("answer", "choices", "reason"),
    [
        ("B", ["B", "A"], "bad_field"),
        ("AB", ["cat", "dog"], "answer_not_among_choices"),
        ("", ["cat", "dog"], "no_gold"),
        (2, ["cat", "dog"], "answer_not_among_choices"),
        (True, ["cat", "dog"], "bad_field"),
        (None, None, "no_gold"),
    ],
)
def test_a_thinkvl_row_that_can_be_read_two_ways_is_not_read(
    answer: Json, choices: Json, reason: str, raw: Raw, read: Read
) -> None:
    assert thinkvl_task(raw("thinkvl"), read, answer=answer, choices=choices) == reason


def test_several_pictures_keep_their_order(raw: Raw, read: Read) -> None:
    tasks, _ = read("thinkvl", raw("thinkvl"))
    assert [len(t.pictures) for t in tasks] == [1, 2]
    assert tasks[1].pictures[0] == tasks[0].pictures[0] != tasks[1].pictures[1]


def test_thinkvl_as_a_json_list_gives_the_same_tasks(raw: Raw, read: Read, write: Write) -> None:
    root = raw("thinkvl")
    lines, _ = read("thinkvl", root)
    rows = [json.loads(line) for line in (root / "train.jsonl").read_text().splitlines()]
    (root / "train.jsonl").unlink()
    write(root / "train.json", rows)
    assert [t.task_id for t in read("thinkvl", root)[0]] == [t.task_id for t in lines]


def test_mathv360k_turns_lose_mark_hint_and_phrase(raw: Raw, read: Read) -> None:
    tasks, _ = read("mathv360k", raw("mathv360k"))
    assert [(t.question, t.choices, t.answers, t.metric) for t in tasks] == [
        ("How many?", (), ("4",), Metric.EXACT),
        ("Which?", ("1,000", "2 (two)"), ("B",), Metric.CHOICE),
    ]


@pytest.mark.parametrize(
    ("human", "gpt", "reason"),
    [
        ("Question: Which?\nChoices:\n(A) x\n(B) y", "The answer is C", "answer_not_among_choices"),
        ("Question: Which?\nChoices:\n(A) x\n(C) y", "A", "bad_field"),
        ("Question: Why?", "First we add.\nThe answer is 4", "bad_field"),
        ("<image>\nQuestion: ", "4", "missing_field"),
    ],
)
def test_a_mathv360k_turn_of_another_form_is_a_dead_letter(
    human: str, gpt: str, reason: str, raw: Raw, read: Read, write: Write
) -> None:
    root = raw("mathv360k")
    turns = [{"from": "human", "value": human}, {"from": "gpt", "value": gpt}]
    row = {"image": "TabMWP/images/1.png", "conversations": turns}
    write(root / "train_samples_all_tuning.json", [row, {**row, "conversations": turns[:1]}])
    assert [x.reason for x in read("mathv360k", root)[1]] == [reason, "bad_field"]
