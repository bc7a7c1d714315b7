"""InfographicVQA's sample: its layout, and answers that stand in the drawn facts or follow from them."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from sources.sample.infographicvqa_facts import TRAIN, VAL, Bars, Infographic

ROW = {
    "questionId",
    "question",
    "image_local_name",
    "image_url",
    "ocr_output_file",
    "answers",
    "answer_type",
    "operation/reasoning",
    "data_split",
}


def _data(sample: Path, split: str):  # type: ignore[no-untyped-def]
    path = sample / "infographicvqa" / f"infographicsvqa_qas/infographicsVQA_{split}_v1.0_withQT.json"
    return json.loads(path.read_text(encoding="utf-8"))["data"]


def _drawn_by(row: dict, graphics: tuple[Infographic, ...]) -> Infographic:  # type: ignore[type-arg]
    return next(graphic for graphic in graphics if graphic.source in row["image_url"])


def _words(value: object) -> str:
    """Everything a fact holds, as one text."""
    if isinstance(value, tuple):
        return "\n".join(_words(item) for item in value)
    return str(value)


@pytest.mark.parametrize("split", ["train", "val"])
def test_rows_have_the_published_fields_and_a_tall_jpeg(sample: Path, split: str) -> None:
    for row in _data(sample, split):
        assert set(row) == ROW
        assert row["data_split"] == split
        assert row["answers"]
        name = sample / "infographicvqa" / "infographicsvqa_images" / row["image_local_name"]
        with Image.open(name) as picture:
            assert picture.format == "JPEG"
            assert picture.height > picture.width


@pytest.mark.parametrize(("split", "graphics"), [("train", TRAIN), ("val", VAL)])
def test_an_answer_that_is_read_off_stands_in_the_drawn_facts(
    sample: Path, split: str, graphics: tuple[Infographic, ...]
) -> None:
    for row in _data(sample, split):
        if row["answer_type"] == ["Image-Span"]:
            told = _words(tuple(dataclasses.astuple(part) for part in _drawn_by(row, graphics).parts))
            assert row["answers"][0].removesuffix("%") in told, row


@pytest.mark.parametrize(("split", "graphics"), [("train", TRAIN), ("val", VAL)])
def test_an_answer_that_is_worked_out_follows_from_the_bars(
    sample: Path, split: str, graphics: tuple[Infographic, ...]
) -> None:
    checked = 0
    for row in _data(sample, split):
        bars = next(
            (dict(part.bars) for part in _drawn_by(row, graphics).parts if isinstance(part, Bars)), {}
        )
        question, said = row["question"], row["answers"][0]
        if match := re.match(r"What is the total percentage of (\w+) and (\w+)\?", question):
            assert said == f"{bars[match[1]] + bars[match[2]]}%"
        elif match := re.match(r"By how many percentage points is (\w+) above (\w+)\?", question):
            assert said == str(bars[match[1]] - bars[match[2]])
        elif question.endswith("s are ranked?"):
            assert said == str(len(bars))
        elif match := re.match(r"Which \w+ has the (highest|lowest) percentage\?", question):
            pick = max if match[1] == "highest" else min
            assert said == pick(bars, key=lambda label: bars[label])
        else:
            continue
        checked += 1
    assert checked


def test_the_shares_of_a_ranking_make_a_hundred() -> None:
    for graphic in (*TRAIN, *VAL):
        for part in graphic.parts:
            if isinstance(part, Bars):
                assert sum(value for _, value in part.bars) == 100, graphic.title
