"""The folders, files and field names are the data sets' own (reference: each data set's published layout)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image


def _load(path: Path):  # type: ignore[no-untyped-def]
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("split", ["train", "val"])
def test_chartqa_rows_have_imgname_query_and_label_and_a_picture(sample: Path, split: str) -> None:
    root = sample / "chartqa" / split
    for who in ("human", "augmented"):
        for row in _load(root / f"{split}_{who}.json"):
            assert list(row) == ["imgname", "query", "label"]
            assert all(isinstance(value, str) and value for value in row.values())
            assert (root / "png" / row["imgname"]).is_file()


DATA_JSON = {
    "problem_text",
    "choices",
    "answer",
    "detailed_solution",
    "problem_type_graph",
    "problem_type_goal",
    "source",
    "comment",
    "id",
    "annot_id",
    "is_standard",
    "unit",
    "compact_choices",
    "precise_value",
    "rough_value",
    "compact_text",
    "annotat_text",
    "img_width",
    "img_height",
    "data_type",
    "date",
    "system",
}
LOGIC_FORM = {
    "text_logic_form",
    "dissolved_text_logic_form",
    "diagram_logic_form",
    "line_instances",
    "point_positions",
    "circle_instances",
}


def test_geometry3k_problems_have_every_field_and_their_picture_size(sample: Path) -> None:
    for path in sorted((sample / "geometry3k").glob("*/*/data.json")):
        row = _load(path)
        assert set(row) == DATA_JSON
        assert set(_load(path.with_name("logic_form.json"))) == LOGIC_FORM
        with Image.open(path.with_name("img_diagram.png")) as picture:
            assert picture.size == (row["img_width"], row["img_height"])
        assert path.parts[-3] == row["data_type"]
        assert path.parts[-2] == str(row["id"])


@pytest.mark.realdata
def test_geometry3k_field_names_are_those_of_real_rows(sample: Path, realdata: Path) -> None:
    real = next((realdata / "geometry3k_redrawn").rglob("data.json"))
    ours = next((sample / "geometry3k").rglob("data.json"))
    assert set(_load(ours)) == set(_load(real))
    assert set(_load(ours.with_name("logic_form.json"))) == set(_load(real.with_name("logic_form.json")))


MAPQA = {
    "map_id",
    "question_type",
    "question_template_id",
    "question",
    "oracle_delexicalized_question",
    "tesseract_delexicalized_question",
    "answer",
    "oracle_delexicalized_answer",
    "question_id",
}


@pytest.mark.parametrize("split", ["train", "dev"])
def test_mapqa_rows_have_every_field_and_an_answer_that_is_text_or_a_list(sample: Path, split: str) -> None:
    root = sample / "mapqa" / "MapQA_U"
    rows = _load(root / "questions" / f"{split}-QA.json")
    for row in rows:
        assert set(row) == MAPQA
        assert row["question_type"] in ("retrieval", "relational")
        assert (root / "images" / row["map_id"]).is_file()
        assert isinstance(row["answer"], str) or len(row["answer"]) > 1
    assert len({row["question_id"] for row in rows}) == len(rows)
    assert any(isinstance(row["answer"], list) for row in rows)


SCIENCEQA = {
    "question",
    "choices",
    "answer",
    "hint",
    "image",
    "task",
    "grade",
    "subject",
    "topic",
    "category",
    "skill",
    "lecture",
    "solution",
    "split",
}


def test_scienceqa_problems_have_every_field_an_index_in_range_and_their_picture(sample: Path) -> None:
    root = sample / "scienceqa"
    problems, splits = _load(root / "problems.json"), _load(root / "pid_splits.json")
    for pid, row in problems.items():
        assert set(row) == SCIENCEQA
        assert 0 <= row["answer"] < len(row["choices"]) <= 5
        assert len(set(row["choices"])) == len(row["choices"])
        assert pid in splits[row["split"]]
        if row["image"] is not None:
            assert (root / "images" / row["split"] / pid / row["image"]).is_file()
    assert sum(row["image"] is None for row in problems.values()) == 2


DOCVQA = {
    "questionId",
    "question",
    "image",
    "docId",
    "ucsf_document_id",
    "ucsf_document_page_no",
    "answers",
    "data_split",
}


@pytest.mark.parametrize("split", ["train", "val"])
def test_docvqa_is_a_wrapper_of_rows_with_several_questions_a_page(sample: Path, split: str) -> None:
    root = sample / "docvqa"
    wrapper = _load(root / f"{split}_v1.0.json")
    assert wrapper["dataset_name"] == "docvqa"
    assert wrapper["dataset_split"] == split
    for row in wrapper["data"]:
        assert set(row) == DOCVQA
        assert isinstance(row["questionId"], int)
        assert row["answers"]
        assert row["image"] == f"documents/{row['ucsf_document_id']}_{row['ucsf_document_page_no']}.png"
        with Image.open(root / row["image"]) as page:
            assert page.mode == "L"
    assert len({row["questionId"] for row in wrapper["data"]}) == len(wrapper["data"])
    assert len({row["image"] for row in wrapper["data"]}) < len(wrapper["data"])


CLEVR = {
    "split",
    "image_filename",
    "image_index",
    "question",
    "answer",
    "program",
    "question_family_index",
    "question_index",
}


@pytest.mark.parametrize("split", ["train", "val"])
def test_clevr_questions_have_programs_and_pictures_of_the_right_kind(sample: Path, split: str) -> None:
    root = sample / "clevr"
    for row in _load(root / f"questions/CLEVR_{split}_questions.json")["questions"]:
        assert set(row) == CLEVR
        assert isinstance(row["answer"], str)
        assert row["program"][0] == {"inputs": [], "function": "scene", "value_inputs": []}
        with Image.open(root / "images" / split / row["image_filename"]) as picture:
            assert (picture.size, picture.mode) == ((480, 320), "RGBA")


AOKVQA = {
    "split",
    "image_id",
    "question_id",
    "question",
    "choices",
    "correct_choice_idx",
    "direct_answers",
    "difficult_direct_answer",
    "rationales",
}


@pytest.mark.parametrize("split", ["train", "val"])
def test_aokvqa_rows_have_four_choices_ten_answers_and_a_jpeg(sample: Path, split: str) -> None:
    root = sample / "aokvqa"
    for row in _load(root / f"aokvqa/aokvqa_v1p0_{split}.json"):
        assert set(row) == AOKVQA
        assert len(set(row["choices"])) == 4
        assert len(row["direct_answers"]) == 10
        assert row["direct_answers"].count(row["choices"][row["correct_choice_idx"]]) >= 3
        assert len(row["rationales"]) == 3
        assert len(row["question_id"]) == 22
        with Image.open(root / "coco" / f"{split}2017" / f"{row['image_id']:012d}.jpg") as picture:
            assert picture.format == "JPEG"
