"""Acceptance for cloning: format may differ, the answer may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Metric
from tests.builders import task
from verification.acceptance import accepts
from verification.scorers import score

TEN = ["red"] * 3 + ["blue"] * 2 + ["green"] * 5


@pytest.mark.parametrize(
    ("metric", "answer", "references", "expected"),
    [
        (Metric.EXACT, "1,200", ["1200"], True),
        (Metric.EXACT, "1200.0", ["1,200"], True),
        (Metric.EXACT, " Large. ", ["large"], True),
        (Metric.RELAXED_ACCURACY, "1200.0", ["1200"], True),
        (Metric.RELAXED_ACCURACY, "104", ["100"], False),
        (Metric.RELAXED_ACCURACY, "12%", ["0.12"], False),
        (Metric.RELAXED_ACCURACY, "12 bars", ["12"], False),
        (Metric.ANLS, "invoice no 12", ["Invoice No 13"], False),
        (Metric.ANLS, "INVOICE No 13.", ["Invoice no 13"], True),
        (Metric.ANLS, "1000", ["100"], False),
        (Metric.VQA_ACCURACY, "Red", TEN, True),
        (Metric.VQA_ACCURACY, "blue", TEN, False),
        (Metric.SET_EQUALITY, "Ohio, Texas", ["Texas", "Ohio"], True),
        (Metric.SET_EQUALITY, "Ohio", ["Texas", "Ohio"], False),
        (Metric.YES_NO, "YES", ["yes"], True),
        (Metric.INTEGER, "3", ["3"], True),
        (Metric.EXACT, "", [""], False),
        (Metric.EXACT, None, ["7"], False),
    ],
)
def test_the_answer_is_a_reference_written_another_way_at_most(
    metric: Metric, answer: str | None, references: list[str], expected: bool
) -> None:
    assert accepts(task(answers=references, metric=metric), answer) is expected


@pytest.mark.parametrize(("answer", "expected"), [("B", True), ("(b)", True), ("dog", True), ("A", False)])
def test_an_option_is_accepted_by_letter_or_text(answer: str, expected: bool) -> None:
    about = task(answers=["B"], metric=Metric.CHOICE, choices=("cat", "dog"))
    assert accepts(about, answer) is expected


def test_what_the_metric_scores_zero_is_never_accepted_however_alike() -> None:
    about = task(answers=["1200"], metric=Metric.RELAXED_ACCURACY)
    assert score(about.metric, "1,200", about.answers) == 0
    assert not accepts(about, "1,200")


answers = st.text("0123456789,.% abAB", max_size=6)


@given(st.sampled_from(list(Metric)), answers, st.lists(answers, min_size=1, max_size=10))
def test_acceptance_is_never_wider_than_the_metric(
    metric: Metric, answer: str, references: list[str]
) -> None:
    about = task(answers=references, metric=metric, choices=references if metric is Metric.CHOICE else ())
    if accepts(about, answer):
        assert score(metric, answer, references, about.choices) > 0
