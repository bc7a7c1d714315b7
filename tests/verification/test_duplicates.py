"""Duplicates: the same question of the same pictures; the first by id stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Metric, Task
from tests.builders import task
from tests.verification.similar import chart, encoded, jpeg, scaled
from verification.duplicates import Candidate, answers_of, duplicate_keys, duplicates_among
from verification.signature import Radii, signature_of

ASKED = "How many products had a share of more than 20 percent?"
CHART = encoded(chart(1))
AGAIN = encoded(jpeg(scaled(chart(1), 0.7), 60))


def candidate(made: Task) -> Candidate:
    """A train task as it is compared."""
    return Candidate(signature_of(made, frames=False), answers_of(made))


def repeats(*tasks: Task) -> dict[str, str]:
    """Which task repeats which, when all meet under one key."""
    found = duplicates_among([candidate(t) for t in tasks], Radii())
    return {later: match.matched_id for later, match in found}


def meet(one: Task, other: Task) -> bool:
    """Whether two tasks share a key."""
    return bool(
        set(duplicate_keys(candidate(one).signature)) & set(duplicate_keys(candidate(other).signature))
    )


@pytest.mark.parametrize(
    "other",
    [
        task(ASKED, pictures=[CHART], dataset="docvqa"),
        task(ASKED, pictures=[AGAIN], dataset="docvqa"),
        task(ASKED.upper(), pictures=[AGAIN]),
        task(ASKED.replace("products", "of the products"), pictures=[CHART]),
        task(ASKED, ["8"], pictures=[CHART], dataset="docvqa"),
    ],
    ids=[
        "another dataset",
        "a recompressed picture",
        "other case",
        "reworded, same answer",
        "contradicting gold",
    ],
)
def test_a_repeated_task_is_a_duplicate_of_the_lower_id(other: Task) -> None:
    first = task(ASKED, pictures=[CHART])
    low, high = sorted((first.task_id, other.task_id))
    assert meet(first, other)
    assert repeats(first, other) == repeats(other, first) == {high: low}


@pytest.mark.parametrize(
    "other",
    [
        task(ASKED.replace("20", "30"), pictures=[CHART]),
        task("What colour is the first bar?", pictures=[CHART]),
        task(ASKED, pictures=[encoded(chart(2))]),
        task(ASKED, pictures=[CHART, CHART]),
        task(ASKED, pictures=[]),
        task(ASKED.replace("more", "less"), ["2"], pictures=[CHART]),
        task(ASKED, ["8"], pictures=[AGAIN]),
    ],
    ids=[
        "number",
        "question",
        "picture",
        "two pictures",
        "no picture",
        "alike, other answer",
        "altered picture",
    ],
)
def test_what_differs_in_question_or_picture_is_none(other: Task) -> None:
    assert repeats(task(ASKED, pictures=[CHART]), other) == {}


def test_questions_of_one_pattern_about_one_rendered_plot_are_none() -> None:
    plots = [
        task(f"Is {c} the minimum?", ["No"], pictures=[CHART], dataset="figureqa")
        for c in ("Navy", "Navy Blue")
    ]
    assert repeats(*plots) == {}


def test_options_are_compared_by_their_text_not_by_their_letter() -> None:
    one = task(ASKED, ["A"], Metric.CHOICE, choices=("two", "three"), pictures=[CHART])
    other = task(ASKED, ["B"], Metric.CHOICE, choices=("three", "two"), pictures=[AGAIN])
    assert len(repeats(one, other)) == 1


POOL = [
    candidate(
        task(
            f"{ASKED} {'Count' if n % 2 else 'Only count'} them.",
            pictures=[(CHART, AGAIN)[n // 2]],
            split=split,
        )
    )
    for n in range(4)
    for split in ("train", "val")
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(POOL))
def test_the_order_of_the_tasks_changes_nothing(order: list[Candidate]) -> None:
    assert list(duplicates_among(order, Radii())) == list(duplicates_among(POOL, Radii()))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(POOL), unique_by=id))
def test_every_duplicate_repeats_one_with_a_lower_id_that_is_there(some: list[Candidate]) -> None:
    there = {c.signature.task_id for c in some}
    for later, match in duplicates_among(some, Radii()):
        assert match.matched_id < later
        assert {later, match.matched_id} <= there
