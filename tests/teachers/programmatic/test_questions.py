from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teachers.programmatic.answers import nearest, shown
from teachers.programmatic.questions import mentioned, number, numbers_in


@given(st.integers(-(10**9), 10**9))
def test_an_integer_survives_thousands_marks(n):
    assert number(f"{n:,}") == n


@given(st.decimals(-1000, 1000, places=3))
def test_a_number_is_shown_as_it_is_read(d):
    assert number(shown(float(d))) == pytest.approx(float(d))


def test_a_longer_name_hides_the_name_inside_it():
    assert mentioned(("Korea", "South Korea", "Chile"), "Is South Korea above Chile?") == (
        "South Korea",
        "Chile",
    )


def test_a_name_inside_a_word_is_not_mentioned():
    assert mentioned(("Mali",), "What about Somalia?") == ()


def test_numbers_inside_names_are_no_numbers():
    assert numbers_in("in K2 there were 1,200 of 3.5") == (1200.0, 3.5)


def test_two_choices_near_one_value_pick_none():
    assert nearest([100.0, 100.5], 100.2) is None
    assert nearest([100.0, 100.5], 100.5) == 1
