"""The traps of the benchmarks: none of them trains, and each is asked as its authors ask it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import AnswerFormat, DeadLetter, Json, Metric, Purpose, Task
from sources import EmptySourceError, SourceSettings, open_source
from tests.sources.raw_files import encoded

Read = Callable[..., tuple[list[Task], list[DeadLetter]]]
Raw = Callable[[str], Path]
Write = Callable[[Path, bytes | Json], Path]


@pytest.mark.parametrize(
    "name", ["ai2d", "clevr_math", "iconqa", "mathvision", "mathvista", "plotqa", "tabmwp"]
)
def test_a_benchmark_trains_nobody(name: str, raw: Raw, read: Read) -> None:
    assert {t.purpose for t in read(name, raw(name))[0]} == {Purpose.EVAL}


@pytest.mark.parametrize(
    ("name", "answers", "metrics"),
    [
        ("tabmwp", [("1,280",), ("B",)], [Metric.EXACT, Metric.CHOICE]),
        ("ai2d", [("A",), ("D",)], [Metric.CHOICE, Metric.CHOICE]),
        ("plotqa", [("1.0632603406326",), ("Yes",)], [Metric.RELAXED_ACCURACY] * 2),
        ("iconqa", [("C",), ("7,364",)], [Metric.CHOICE, Metric.EXACT]),
        ("mathvista", [("1.2",), ("B",)], [Metric.EXACT, Metric.CHOICE]),
        ("mathvision", [("B",), ("\\frac{3}{2}",)], [Metric.CHOICE, Metric.EXACT]),
    ],
)
def test_answers_take_the_form_their_metric_reads(
    name: str, answers: list[tuple[str, ...]], metrics: list[Metric], raw: Raw, read: Read
) -> None:
    tasks, _ = read(name, raw(name))
    assert [t.answers for t in tasks] == answers
    assert [t.metric for t in tasks] == metrics
    assert all((t.answer_format is AnswerFormat.LETTER) == (t.metric is Metric.CHOICE) for t in tasks)


def test_a_comma_inside_a_choice_does_not_divide_it(raw: Raw, read: Read) -> None:
    assert read("tabmwp", raw("tabmwp"))[0][1].choices == ("a shortage, small", "surplus")


def test_a_tabmwp_unit_is_context_and_its_table_and_solution_are_nowhere(raw: Raw, read: Read) -> None:
    tasks, _ = read("tabmwp", raw("tabmwp"))
    assert [t.context for t in tasks] == ["Unit: $", ""]
    assert "a | 1280" not in repr(tasks)
    assert "It is a surplus" not in repr(tasks)


def test_a_thousand_of_tabmwp_is_read_only_where_the_whole_is_absent(raw: Raw, read: Read) -> None:
    root = raw("tabmwp")
    whole = (root / "problems_train.json").rename(root / "problems_test.json")
    part = json.loads(whole.read_text())
    part.pop("16")
    (root / "problems_test1k.json").write_text(json.dumps(part))
    assert [t.source.row for t in read("tabmwp", root)[0]] == [
        "problems_test.json#16",
        "problems_test.json#33",
    ]
    whole.unlink()
    assert [t.source.row for t in read("tabmwp", root)[0]] == ["problems_test1k.json#33"]


def test_the_files_of_another_split_stand_in_for_none(raw: Raw, read: Read) -> None:
    root = raw("tabmwp")
    whole = (root / "problems_train.json").rename(root / "problems_dev.json")
    (root / "problems_test1k.json").write_bytes(whole.read_bytes())
    assert {t.split for t in read("tabmwp", root, splits=("test",))[0]} == {"test"}


def test_an_ai2d_index_may_be_a_text(raw: Raw, read: Read) -> None:
    root = raw("ai2d")
    page = json.loads((root / "questions/5.png.json").read_text())
    page["questions"]["What is it?"]["correctAnswer"] = "2"
    page["questions"]["What is B?"]["correctAnswer"] = "two"
    (root / "questions/5.png.json").write_text(json.dumps(page))
    tasks, letters = read("ai2d", root)
    assert [t.answers for t in tasks] == [("C",)]
    assert [(x.row, x.reason) for x in letters] == [("questions/5.png.json#1", "bad_field")]


def test_a_question_about_letters_gets_the_picture_with_letters(raw: Raw, read: Read) -> None:
    tasks, _ = read("ai2d", raw("ai2d"))
    assert [t.pictures[0].data for t in tasks] == [encoded(), encoded((9, 9, 9))]


def test_the_ai2d_test_split_is_the_list_and_part_of_the_revision(raw: Raw, read: Read) -> None:
    root = raw("ai2d")
    before = open_source(SourceSettings("ai2d", "ai2d", str(root))).revision
    assert {t.split for t in read("ai2d", root)[0]} == {"train"}  # 55 is not 5.
    (root / "ai2d_test_ids.csv").write_text("1\n5\n")
    assert {t.split for t in read("ai2d", root)[0]} == {"test"}
    assert read("ai2d", root, splits=("train",)) == ([], [])
    assert open_source(SourceSettings("ai2d", "ai2d", str(root))).revision != before


def test_ai2d_without_its_list_is_not_opened(raw: Raw) -> None:
    root = raw("ai2d")
    (root / "ai2d_test_ids.csv").unlink()
    with pytest.raises(EmptySourceError, match="which rows of ai2d are the test split"):
        open_source(SourceSettings("ai2d", "ai2d", str(root)))


@pytest.mark.parametrize("page", [[], {"imageName": "5.png"}, {"questions": ["What?"]}])
def test_an_ai2d_file_of_another_shape_is_one_dead_letter(
    page: Json, raw: Raw, read: Read, write: Write
) -> None:
    root = raw("ai2d")
    write(root / "questions/6.png.json", page)
    tasks, letters = read("ai2d", root)
    assert [(x.row, x.reason) for x in letters] == [("questions/6.png.json", "broken_json")]
    assert len(tasks) == 2


def test_plotqa_v2_is_read_only_without_v1(raw: Raw, read: Read) -> None:
    root = raw("plotqa")
    first = root / "train/qa_pairs_V1.json"
    (root / "train/qa_pairs_V2.json").write_bytes(first.read_bytes())
    assert {t.source.row.partition("#")[0] for t in read("plotqa", root)[0]} == {"train/qa_pairs_V1.json"}
    first.unlink()
    assert {t.source.row.partition("#")[0] for t in read("plotqa", root)[0]} == {"train/qa_pairs_V2.json"}


def test_choices_that_are_pictures_follow_the_question_s_picture(raw: Raw, read: Read) -> None:
    task, blank = read("iconqa", raw("iconqa"))[0]
    assert task.choices == ("picture 1", "picture 2", "picture 3")
    assert [p.data for p in task.pictures] == [encoded((n, 0, 0)) for n in range(4)]
    assert task.context == "Picture 0 is the question's; the others are the choices."
    assert (len(blank.pictures), blank.choices, blank.context) == (1, (), "")


def test_a_missing_choice_picture_costs_its_question(raw: Raw, read: Read) -> None:
    root = raw("iconqa")
    (root / "train/choose_img/4/choice_2.png").unlink()
    tasks, letters = read("iconqa", root)
    assert [(x.row, x.reason) for x in letters] == [("train/choose_img/4/data.json", "missing_picture")]
    assert len(tasks) == 1


def test_iconqa_texts_keep_their_commas(raw: Raw, read: Read, write: Write) -> None:
    root = raw("iconqa")
    row = {
        "question": "How much?",
        "choices": ["1,000", "100", "one, two"],
        "answer": 2,
        "ques_type": "choose_txt",
    }
    write(root / "val/choose_txt/1/data.json", row)
    write(root / "val/choose_txt/1/image.png", encoded())
    (task,) = read("iconqa", root, splits=("val",))[0]
    assert (task.choices, task.answers) == (("1,000", "100", "one, two"), ("C",))


def test_the_website_s_examples_count_as_test(raw: Raw, read: Read) -> None:
    root = raw("iconqa")
    (root / "train").rename(root / "examples")
    assert {t.split for t in read("iconqa", root)[0]} == {"test"}


def mathvista_task(root: Path, read: Read, **fields: Json) -> Task:
    row = {"question": "How many?", "image": "images/1.jpg", "choices": None, "answer": "3", **fields}
    (root / "testmini.json").write_text(json.dumps({"1": row}))
    (task,) = read("mathvista", root)[0]
    return task


@pytest.mark.parametrize(
    ("fields", "context"),
    [
        ({"answer_type": "float", "precision": 1.0}, "The answer is a number with 1 decimal place."),
        ({"answer_type": "float", "precision": 2}, "The answer is a number with 2 decimal places."),
        ({"answer_type": "list", "answer": "[1, 2]"}, "The answer is a list such as [1, 2, 3]."),
        ({"answer_type": "integer", "precision": 1.0, "unit": "cm"}, "Unit: cm"),
        ({"answer_type": "float", "precision": None}, ""),
        ({"answer_type": "text"}, ""),
    ],
)
def test_mathvista_says_what_form_the_answer_takes(
    fields: dict[str, Json], context: str, raw: Raw, read: Read
) -> None:
    assert mathvista_task(raw("mathvista"), read, **fields).context == context


def test_a_mathvista_integer_is_asked_for_and_judged_as_one(raw: Raw, read: Read) -> None:
    task = mathvista_task(raw("mathvista"), read, answer_type="integer")
    assert (task.metric, task.answer_format) == (Metric.INTEGER, AnswerFormat.INTEGER)


def test_mathvista_as_a_list_is_the_same_rows(raw: Raw, read: Read, write: Write) -> None:
    root = raw("mathvista")
    keyed = json.loads((root / "testmini.json").read_text())
    there, _ = read("mathvista", root)
    (root / "testmini.json").unlink()
    write(root / "data.json", list(keyed.values()))
    assert [t.task_id for t in read("mathvista", root)[0]] == [t.task_id for t in there]
    assert there[1].question == "求∠A"


def test_mathvision_marks_are_gone_and_its_small_test_is_not_read_twice(raw: Raw, read: Read) -> None:
    root = raw("mathvision")
    (root / "testmini.jsonl").write_bytes((root / "test.jsonl").read_bytes())
    tasks, letters = read("mathvision", root)
    assert [t.question for t in tasks] == ["Which bike?", "How long?"]
    assert letters == []


@pytest.mark.parametrize(
    ("name", "file", "change", "reason"),
    [
        ("tabmwp", "problems_train.json", ("33", "answer", "none"), "answer_not_among_choices"),
        ("tabmwp", "problems_train.json", ("33", "answer", None), "no_gold"),
        ("tabmwp", "problems_train.json", ("33", "choices", ["surplus"]), "bad_field"),
        ("mathvista", "testmini.json", ("2", "answer", "80°"), "answer_not_among_choices"),
        ("mathvista", "testmini.json", ("2", "answer", ""), "no_gold"),
    ],
)
def test_a_bad_field_costs_its_row_alone(
    name: str, file: str, change: tuple[str, str, Json], reason: str, raw: Raw, read: Read
) -> None:
    root = raw(name)
    content = json.loads((root / file).read_text())
    key, field, value = change
    content[key][field] = value
    (root / file).write_text(json.dumps(content))
    tasks, letters = read(name, root)
    assert [(x.row, x.reason) for x in letters] == [(f"{file}#{key}", reason)]
    assert len(tasks) == 1
