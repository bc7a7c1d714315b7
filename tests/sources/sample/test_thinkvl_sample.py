"""The stand-in for ThinkVL: its plain layout, and answers worked out again from the pictures."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sources.sample.thinkvl_puzzles import PAINTS


def _rows(sample: Path, split: str):  # type: ignore[no-untyped-def]
    lines = (sample / "thinkvl" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _puzzles(sample: Path, asked: str):  # type: ignore[no-untyped-def]
    """(row, pixels) of each puzzle whose question starts so."""
    for split in ("train", "val"):
        for row in _rows(sample, split):
            if row["question"].startswith(asked):
                with Image.open(sample / "thinkvl" / row["image"]) as picture:
                    yield row, np.asarray(picture.convert("RGB")).astype(int)


def _painted(pixels, name: str):  # type: ignore[no-untyped-def]
    """Where the pixels have this paint."""
    code = PAINTS[name]
    return np.abs(pixels - [int(code[i : i + 2], 16) for i in (1, 3, 5)]).max(axis=-1) < 12


def _paint(pixel) -> str:  # type: ignore[no-untyped-def]
    """The name of a pixel's paint; empty where it is none."""
    return next((name for name in PAINTS if _painted(pixel, name)), "")


@pytest.mark.parametrize("split", ["train", "val"])
def test_rows_are_plain_and_an_answer_with_choices_is_one_of_them(sample: Path, split: str) -> None:
    for row in _rows(sample, split):
        assert set(row) - {"choices"} == {"image", "question", "answer"}
        assert (sample / "thinkvl" / row["image"]).is_file()
        if "choices" in row:
            assert row["choices"].count(row["answer"]) == 1
            assert len(set(row["choices"])) == 4


def test_answers_come_as_texts_numbers_and_truth_values(sample: Path) -> None:
    assert {type(row["answer"]) for row in _rows(sample, "train")} == {str, int, bool}


def test_counted_shapes_are_in_the_picture(sample: Path) -> None:
    checked = 0
    for row, pixels in _puzzles(sample, "How many"):
        color, shape = row["question"].split()[2], row["question"].split()[3].rstrip("s")
        found = 0
        for column, line in product(range(5), range(5)):
            x, y = 50 + 80 * column, 50 + 80 * line
            # A square reaches its corner, a circle of the same width does not.
            cornered = bool(_paint(pixels[y - 22, x - 22]))
            found += _paint(pixels[y, x]) == color and cornered == (shape == "square")
        assert found == row["answer"], row
        checked += 1
    assert checked


def test_the_heavier_block_hangs_lower(sample: Path) -> None:
    checked = 0
    for row, pixels in _puzzles(sample, "Is the"):
        words = row["question"].split()
        # Rows grow downwards.
        rows = {name: np.nonzero(_painted(pixels, name))[0].mean() for name in (words[2], words[7])}
        assert (rows[words[2]] > rows[words[7]] + 5) == row["answer"], row
        checked += 1
    assert checked


def test_the_dice_show_as_many_pips_as_their_sum(sample: Path) -> None:
    checked = 0
    for row, pixels in _puzzles(sample, "What is the sum"):
        found = 0
        for left, top in ((36, 44), (236, 44), (136, 236)):
            places = product((36, 74, 112), (36, 74, 112))
            found += sum(pixels[top + dy, left + dx].max() < 80 for dx, dy in places)
        assert found == row["answer"], row
        checked += 1
    assert checked


def test_the_fourth_box_goes_on_as_the_first_three(sample: Path) -> None:
    checked = 0
    for row, pixels in _puzzles(sample, "The number of dots"):
        shown = []
        for left, top in ((22, 22), (218, 22), (22, 218)):
            places = product((42, 90, 138), (56, 96, 136))
            shown.append(sum(_paint(pixels[top + dy, left + dx]) == "blue" for dx, dy in places))
        assert shown[1] - shown[0] == shown[2] - shown[1] > 0
        assert row["answer"] == 2 * shown[2] - shown[1]
        checked += 1
    assert checked
