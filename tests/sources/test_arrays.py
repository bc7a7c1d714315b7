"""Pictures published as arrays: every number is in the PNG, or there is none."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from sources.arrays import png_of
from sources.faults import Fault, RowError
from sources.pictures import checked_picture

SIDES = st.tuples(st.integers(1, 9), st.integers(1, 9))
SHAPES = st.one_of(SIDES, st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from([2, 3, 4])))


def decoded(data: bytes) -> npt.NDArray[Any]:
    return np.asarray(Image.open(io.BytesIO(data)))


@settings(max_examples=60, deadline=None)
@given(hnp.arrays("u1", SHAPES))
def test_eight_bits_come_back_as_they_were(values: npt.NDArray[Any]) -> None:
    assert np.array_equal(decoded(png_of(values)), values)


@settings(max_examples=40, deadline=None)
@given(hnp.arrays(st.sampled_from(["<u2", ">u2"]), SIDES))
def test_sixteen_bits_stay_sixteen(values: npt.NDArray[Any]) -> None:
    back = decoded(png_of(values))
    assert back.dtype.itemsize >= 2
    assert np.array_equal(back, values)


@pytest.mark.parametrize("kind", ["i8", "i4", "f4", "f8"])
def test_levels_in_a_wider_type_are_the_same_picture(kind: str) -> None:
    levels = np.array([[0, 127], [254, 255]], dtype="u1")
    assert png_of(levels.astype(kind)) == png_of(levels)


def test_truth_values_are_one_bit_a_pixel() -> None:
    assert Image.open(io.BytesIO(png_of(np.eye(4, dtype=bool)))).mode == "1"


def test_a_single_channel_is_grey() -> None:
    values = np.arange(6, dtype="u1").reshape(2, 3)
    assert png_of(values[:, :, None]) == png_of(values)


@pytest.mark.parametrize(("shape", "mode"), [((2, 3), "L"), ((2, 3, 3), "RGB"), ((2, 3, 4), "RGBA")])
def test_the_png_is_a_picture_a_task_can_hold(shape: tuple[int, ...], mode: str) -> None:
    picture = checked_picture(png_of(np.zeros(shape, dtype="u1")), "a")
    assert (picture.width, picture.height, picture.media_type) == (3, 2, "image/png")
    assert Image.open(io.BytesIO(picture.data)).mode == mode


@pytest.mark.parametrize(
    "values",
    [
        np.zeros((0, 4)),
        np.zeros(4),
        np.zeros((2, 2, 5), "u1"),
        np.zeros((1, 2, 2, 3), "u1"),
        np.array([[0.5]]),
        np.array([[256]]),
        np.array([[-1]]),
        np.array([[np.nan]]),
        np.full((2, 2, 3), 300, "u2"),
    ],
    ids=str,
)
def test_what_a_picture_cannot_hold_is_refused(values: npt.NDArray[Any]) -> None:
    with pytest.raises(RowError) as caught:
        png_of(values)
    assert caught.value.fault is Fault.BROKEN_PICTURE
