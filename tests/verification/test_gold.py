"""Gold self-check: a task that its own references cannot solve is told before a token is spent."""

from __future__ import annotations

import pytest

from schemas import Metric
from tests.builders import task
from verification.gold import suspect

AB = ("cat", "dog")


@pytest.mark.parametrize(
    ("metric", "answers", "choices"),
    [
        (Metric.EXACT, ["7"], ()),
        (Metric.EXACT, ["1,200", "1200"], ()),
        (Metric.RELAXED_ACCURACY, ["12%"], ()),
        (Metric.ANLS, ["New York", "NY"], ()),
        (Metric.CHOICE, ["B"], AB),
        (Metric.VQA_ACCURACY, ["red"] * 4 + [""] * 6, ()),
        (Metric.SET_EQUALITY, ["Texas", "Ohio"], ()),
        (Metric.SET_EQUALITY, ["Texas, Ohio"], ()),
        (Metric.INTEGER, ["0"], ()),
        (Metric.YES_NO, ["Yes"], ()),
    ],
)
def test_sound_gold_is_not_suspected(metric: Metric, answers: list[str], choices: tuple[str, ...]) -> None:
    assert suspect(task(answers=answers, metric=metric, choices=choices)) is None


@pytest.mark.parametrize(
    ("metric", "answers", "choices", "told"),
    [
        (Metric.EXACT, [], (), "no reference"),
        (Metric.EXACT, ["7", " "], (), "reference 1 is empty"),
        (Metric.EXACT, ["7", "8"], (), "'7' and '8' contradict"),
        (Metric.RELAXED_ACCURACY, ["100", "200"], (), "contradict"),
        (Metric.YES_NO, ["yes", "no"], (), "contradict"),
        (Metric.YES_NO, ["maybe"], (), "neither yes nor no"),
        (Metric.INTEGER, ["3.5"], (), "no whole number"),
        (Metric.INTEGER, ["many"], (), "no whole number"),
        (Metric.CHOICE, ["C"], AB, "none of the 2 options"),
        (Metric.CHOICE, ["A"], (), "none of the 0 options"),
        (Metric.CHOICE, ["A", "B"], AB, "different options"),
        (Metric.CHOICE, ["A"], ("Cat", "cat"), "stands 2 times"),
        (
            Metric.VQA_ACCURACY,
            ["a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9", "j0"],
            (),
            "scores 0.30",
        ),
        (Metric.VQA_ACCURACY, [""] * 10, (), "scores 0.00"),
        (Metric.SET_EQUALITY, [","], (), "scores 0.00"),
    ],
)
def test_unsound_gold_is_told_in_one_sentence(
    metric: Metric, answers: list[str], choices: tuple[str, ...], told: str
) -> None:
    said = suspect(task(answers=answers, metric=metric, choices=choices))
    assert said is not None
    assert told in said
