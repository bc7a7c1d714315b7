"""Boxes: cut at the far edges when sensible, refused with a sentence otherwise."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.errors import ArgumentValueError
from environment.tools.boxes import pixel_box
from tests.environment.tools.tool_pictures import noise

PICTURE = noise(100, 60)


@pytest.mark.parametrize(
    ("box", "says"),
    [
        ([math.nan, 0, 10, 10], "finite"),
        ([0, 0, math.inf, 10], "finite"),
        ([0, 0, 10**400, 10], "finite"),
        ([-5, 0, 10, 10], "negative"),
        ([50, 0, 10, 10], "swapped"),
        ([10, 10, 10, 20], "empty"),
        ([0.1, 0.1, 0.9, 0.9], "fractions"),
        ([200, 10, 300, 20], "outside"),
        ([0, 0, 4000, 4000], "outside"),
        ([0, 0, 10], "four numbers"),
        (["0", 0, 10, 10], "numbers"),
        ([True, 0, 10, 10], "numbers"),
        (None, "four numbers"),
    ],
)
def test_a_senseless_box_is_refused_with_what_to_change(box: object, says: str) -> None:
    with pytest.raises(ArgumentValueError, match=says):
        pixel_box(box, "bbox_2d", PICTURE)


def test_a_box_a_little_too_large_is_cut_to_the_picture() -> None:
    assert pixel_box([10, 10, 120, 70], "bbox_2d", PICTURE) == (10, 10, 100, 60)


def test_fractions_of_pixels_grow_to_whole_ones() -> None:
    assert pixel_box([1.5, 2.2, 7.1, 9], "bbox_2d", PICTURE) == (1, 2, 8, 9)


@given(st.lists(st.floats() | st.integers(), max_size=5))
def test_any_box_is_inside_and_not_empty_or_a_typed_error(values: list[float]) -> None:
    try:
        x0, y0, x1, y1 = pixel_box(values, "bbox_2d", PICTURE)
    except ArgumentValueError:
        return
    assert 0 <= x0 < x1 <= 100
    assert 0 <= y0 < y1 <= 60
