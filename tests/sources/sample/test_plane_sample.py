"""GeoQA's and UniGeo's samples: their pickles, and answers worked out again by running each row's program."""

from __future__ import annotations

import math
import pickle
import pickletools
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

FILES = (
    "geoqa/train.pk",
    "geoqa/dev.pk",
    "unigeo/calculation_train.pk",
    "unigeo/calculation_val.pk",
)
CALCULATION = {
    "id",
    "English_problem",
    "numbers",
    "manual_program",
    "choice_nums",
    "label",
    "image",
}


def _load(path: Path):  # type: ignore[no-untyped-def]
    return pickle.loads(path.read_bytes())


def _run(program: list[str], numbers: list[float]) -> float:
    """The authors' language: an operator, then its operands, which end where the next operator starts."""
    starts = [i for i, word in enumerate(program) if word[0] == "g"]
    results: list[float] = []

    def value(word: str) -> float:
        given = {"N": numbers, "V": results, "C": [30, 60, 90, 180, 360]}[word[0]]
        return given[int(word[2:])]

    for start, end in pairwise([*starts, len(program)]):
        a, *rest = (value(word) for word in program[start + 1 : end])
        results.append(
            {
                "g_half": lambda a: a / 2,
                "g_double": lambda a: 2 * a,
                "g_add": lambda a, b: a + b,
                "g_minus": lambda a, b: a - b,
                "g_mul": lambda a, b: a * b,
                "g_divide": lambda a, b: a / b,
                "gougu_add": math.hypot,
                "gougu_minus": lambda a, b: math.sqrt(a * a - b * b),
            }[program[start]](a, *rest)
        )
    return results[-1]


@pytest.mark.parametrize("name", FILES)
def test_the_labelled_choice_is_what_the_row_s_own_program_computes(sample: Path, name: str) -> None:
    for row in _load(sample / name):
        assert len(set(row["choice_nums"])) == 4
        computed = _run(row["manual_program"], row["numbers"])
        assert row["choice_nums"][row["label"]] == pytest.approx(computed), row


@pytest.mark.parametrize("name", FILES)
def test_every_told_number_but_a_right_angle_stands_in_the_text(sample: Path, name: str) -> None:
    for row in _load(sample / name):
        text = row.get("subject", row.get("English_problem"))
        assert all(str(told) in text for told in row["numbers"]), row


@pytest.mark.parametrize("name", FILES)
def test_pictures_are_grey_arrays_with_dark_lines_on_white(sample: Path, name: str) -> None:
    for row in _load(sample / name):
        assert (row["image"].dtype, row["image"].ndim) == (np.uint8, 2)
        assert row["image"].min() < 60
        assert np.median(row["image"]) == 255


def test_geoqa_subjects_are_chinese_and_their_choices_show_the_numbers(sample: Path) -> None:
    for name in FILES[:2]:
        for row in _load(sample / name):
            assert row["subject"].startswith("如图，")
            shown = [float(choice.rstrip("°")) for choice in row["choices"]]
            assert shown == row["choice_nums"]


def test_unigeo_rows_have_the_published_fields_and_a_theme_each(sample: Path) -> None:
    themes = _load(sample / "unigeo" / "sub_dataset_dict.pk")
    for split in ("train", "val"):
        for row in _load(sample / "unigeo" / f"calculation_{split}.pk"):
            assert set(row) == CALCULATION
            assert themes[row["id"]] in ("angle", "length")


def test_proofs_carry_a_colour_picture_and_a_sequence_that_ends_in_the_claim(sample: Path) -> None:
    for split in ("train", "val"):
        for row in _load(sample / "unigeo" / f"proving_{split}.pk"):
            assert set(row) == {"input_text", "proving_sequence", "problem_type", "img"}
            assert row["img"].shape[2] == 3
            claim = row["input_text"].split("Prove that ")[1].rstrip(".")
            assert row["proving_sequence"][-1].endswith(claim)


@pytest.mark.parametrize("name", [*FILES, "unigeo/proving_train.pk", "unigeo/sub_dataset_dict.pk"])
def test_a_pickle_names_nothing_but_numpy_s_arrays(sample: Path, name: str) -> None:
    words = [arg for _, arg, _ in pickletools.genops((sample / name).read_bytes()) if isinstance(arg, str)]
    modules = {word for word in words if "." in word and word.replace(".", "").replace("_", "").isalpha()}
    assert modules <= {"numpy._core.multiarray", "numpy.core.multiarray"}
    assert not set(words) & {"builtins", "os", "posix", "subprocess", "eval", "exec", "getattr"}
