"""FigureQA's sample: its published layout, and answers worked out again from annotations.json."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

ROW = {
    "question_string",
    "question_id",
    "answer",
    "color1_name",
    "color1_id",
    "color1_rgb",
    "color2_name",
    "color2_id",
    "color2_rgb",
    "image_index",
}
KINDS = {"vbar_categorical", "hbar_categorical", "pie", "line", "dot_line"}
SPLITS = ("train1", "validation1")


def _load(path: Path):  # type: ignore[no-untyped-def]
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("split", SPLITS)
def test_rows_name_their_colours_with_rgb_and_none_where_only_one_is_asked(sample: Path, split: str) -> None:
    root = sample / "figureqa" / split
    for row in _load(root / "qa_pairs.json")["qa_pairs"]:
        assert set(row) == ROW
        assert row["answer"] in (0, 1)
        assert row["color1_name"] in row["question_string"]
        if row["question_id"] in (2, 3, 12, 13, 14):
            assert row["color2_name"] in row["question_string"]
            assert all(0 <= level <= 255 for level in row["color2_rgb"])
        else:
            absent = (row["color2_name"], row["color2_id"], row["color2_rgb"])
            assert absent == ("--None--", -1, [-1, -1, -1])
        with Image.open(root / "png" / f"{row['image_index']}.png") as picture:
            assert (picture.format, picture.height) == ("PNG", 400)


def test_train_has_all_five_kinds_and_all_fifteen_questions_and_both_answers(sample: Path) -> None:
    root = sample / "figureqa" / "train1"
    rows = _load(root / "qa_pairs.json")["qa_pairs"]
    assert {one["type"] for one in _load(root / "annotations.json")} == KINDS
    assert {row["question_id"] for row in rows} == set(range(15))
    assert len(rows) // 3 < sum(row["answer"] for row in rows) < len(rows) * 2 // 3


def _values(annotation: dict) -> dict[str, list[tuple[float, float]]]:  # type: ignore[type-arg]
    """Colour -> its points; a bar or a slice is one point."""
    models = annotation["models"]
    if annotation["type"] == "pie":
        return {one["name"]: [(0.0, one["span"])] for one in models}
    if "categorical" in annotation["type"]:
        numbers = models[0]["y"] if annotation["type"].startswith("v") else models[0]["x"]
        return {label: [(0.0, n)] for label, n in zip(models[0]["labels"], numbers, strict=True)}
    return {one["name"]: list(zip(one["x"], one["y"], strict=True)) for one in models}


def _area(points: list[tuple[float, float]]) -> float:
    return sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))


def _roughness(points: list[tuple[float, float]]) -> float:
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    return sum(abs(b - a) for a, b in pairwise(slopes))


def _answer(row: dict, shown: dict[str, list[tuple[float, float]]]) -> bool:  # type: ignore[type-arg]
    identity, one, other = row["question_id"], row["color1_name"], row["color2_name"]
    if identity in (0, 1, 4, 5):
        ranked = sorted(shown, key=lambda color: shown[color][0][1])
        place = {0: 0, 1: -1, 4: (len(ranked) - 1) // 2, 5: len(ranked) // 2}[identity]
        return bool(ranked[place] == one)
    if identity in range(6, 12):
        measure = {
            6: _area,
            7: lambda points: -_area(points),
            8: _roughness,
            9: lambda points: -_roughness(points),
            10: lambda points: min(y for _, y in points),
            11: lambda points: -max(y for _, y in points),
        }[identity]
        return bool(min(shown, key=lambda color: measure(shown[color])) == one)
    gaps = [a[1] - b[1] for a, b in zip(shown[one], shown[other], strict=True)]
    if identity in (2, 12):
        return max(gaps) < 0
    if identity in (3, 13):
        return min(gaps) > 0
    return min(gaps) < 0 < max(gaps)


@pytest.mark.parametrize("split", SPLITS)
def test_answers_follow_from_what_the_annotations_say_is_plotted(sample: Path, split: str) -> None:
    root = sample / "figureqa" / split
    shown = {one["image_index"]: _values(one) for one in _load(root / "annotations.json")}
    for row in _load(root / "qa_pairs.json")["qa_pairs"]:
        assert _answer(row, shown[row["image_index"]]) == bool(row["answer"]), row


def test_a_bar_s_box_holds_its_colour(sample: Path) -> None:
    root = sample / "figureqa" / "train1"
    for one in _load(root / "annotations.json"):
        if "categorical" not in one["type"]:
            continue
        with Image.open(root / "png" / f"{one['image_index']}.png") as picture:
            for color, box in zip(one["models"][0]["colors"], one["models"][0]["bboxes"], strict=True):
                middle = (box["x"] + box["w"] // 2, box["y"] + box["h"] // 2)
                assert "#{:02X}{:02X}{:02X}".format(*picture.getpixel(middle)) == color
