"""goal_cdl: the question of a geometry problem as its goal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.errors import ArgumentValueError, NothingFoundError
from environment.execute import execute
from environment.tools import goal_cdl, text_cdl
from tests.builders import call


def goals(text: str) -> list[str]:
    result: dict[str, Any] = dict(goal_cdl.run({"text": text}, ()).result)
    return list(result["goals"])


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("AB = 5 and BC = 7. Find AC.", ["Find(LengthOf(Line(A,C)))"]),
        ("Find x.", ["Find(x)"]),
        (r"In \odot X, A B = 30. Find m \widehat A B.", ["Find(MeasureOf(Arc(A,B)))"]),
        (
            "What is the measure of angle ABC?",
            ["Find(MeasureOf(Angle(A,B,C)))"],
        ),
        ("Quadrilateral ABCD is a rectangle. Find x and y.", ["Find(x)", "Find(y)"]),
        ("DE parallel BC, then the size of angle CED is ()", ["Find(MeasureOf(Angle(C,E,D)))"]),
        ("A circle has a radius of 5 inches. Find its circumference.", ["Find(CircumferenceOf(Circle($)))"]),
    ],
)
def test_a_question_is_its_goal_without_what_is_given(text: str, goal: list[str]) -> None:
    assert goals(text) == goal


def test_the_model_is_told_the_goals_and_what_was_not_understood() -> None:
    outcome = goal_cdl.run({"text": "Zebras graze in meadows daily. Find x."}, ())
    assert outcome.text.splitlines()[0] == "Find(x)"
    assert outcome.text.splitlines()[1].startswith("not understood: Zebras")
    assert dict(outcome.result)["unparsed"]


@pytest.mark.parametrize("text", ["AB = 5.", "AB is parallel to CD.", "Hello.", " ", "?"])
def test_a_text_without_a_question_has_no_goal_made_up_for_it(text: str) -> None:
    with pytest.raises(NothingFoundError, match="No question was understood"):
        goal_cdl.run({"text": text}, ())


def test_a_text_that_is_too_long_is_refused_in_a_sentence() -> None:
    with pytest.raises(ArgumentValueError, match="longer than 4000 characters"):
        goal_cdl.run({"text": "Find x. " * 600}, ())


@given(
    st.lists(
        st.sampled_from(
            ["AB = 5.", "AB is parallel to CD.", "Find x.", "Find AB.", "nonsense here.", "∠A = 40°,"]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_goals_are_those_that_text_cdl_reads_and_no_others(parts: list[str]) -> None:
    text = " ".join(parts)
    seen = execute({"goal_cdl": goal_cdl}, call("goal_cdl", {"text": text}), ())
    asked = [form for form in text_cdl.parse(text).predicates if form.startswith("Find(")]
    assert (seen.error_code == "nothing_found") == (not asked)
    assert not asked or json.loads(seen.result)["goals"] == asked


@pytest.mark.realdata
def test_every_goal_of_the_real_rows_is_read_from_the_annotated_text(realdata: Path) -> None:
    paths = sorted(realdata.glob("geometry3k*/geometry3k/*/*/logic_form.json"))
    assert paths
    for path in paths:
        forms = json.loads(path.read_text())["text_logic_form"]
        gold = [form.replace(" ", "") for form in forms if form.startswith("Find(")]
        assert goals(json.loads((path.parent / "data.json").read_text())["annotat_text"]) == gold, path
