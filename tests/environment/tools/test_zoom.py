"""zoom: the original pixels of the box that was asked for, and nothing else."""

import json
import math

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from environment.errors import ArgumentValueError, ToolError
from environment.tool import MAX_ASPECT, MIN_SIDE
from environment.tools import zoom
from environment.tools.pixels import decode_rgb
from tests.environment.tools.tool_pictures import noise, picture_of

WIDE = noise(900, 700)


def test_a_large_box_is_the_very_pixels_of_the_original() -> None:
    found = zoom.run({"bbox_2d": [100, 50, 700, 650]}, [WIDE])
    assert found.result == {
        "picture": 0,
        "bbox_2d": [100, 50, 700, 650],
        "new_picture": 1,
        "width": 600,
        "height": 600,
        "scale": 1,
    }
    assert (decode_rgb(found.pictures[0]) == decode_rgb(WIDE)[50:650, 100:700]).all()


def test_a_small_box_is_enlarged_by_a_whole_factor_and_shows_only_that_box() -> None:
    image = Image.new("RGB", (200, 200), "white")
    image.paste((255, 0, 0), (50, 60, 60, 70))
    found = zoom.run({"bbox_2d": [50, 60, 60, 70]}, [picture_of(image)])
    crop = decode_rgb(found.pictures[0])
    assert crop.shape[:2] == (10 * found.result["scale"],) * 2
    assert found.result["scale"] > 1
    assert (crop == (255, 0, 0)).all()


def test_the_box_is_read_in_the_frame_of_the_picture_it_names() -> None:
    red, blue = (
        picture_of(Image.new("RGB", size, c)) for size, c in (((50, 50), "red"), ((500, 500), "blue"))
    )
    found = zoom.run({"bbox_2d": [300, 300, 400, 400], "picture": 1}, [red, blue])
    assert (decode_rgb(found.pictures[0]) == (0, 0, 255)).all()
    assert found.result["new_picture"] == 2


def test_a_box_over_the_edge_tells_the_box_really_cut() -> None:
    found = zoom.run({"bbox_2d": [600, 500, 950, 720]}, [WIDE])
    assert found.result["bbox_2d"] == [600, 500, 900, 700]
    assert "[600, 500, 900, 700]" in found.text


def test_a_sliver_is_refused_for_its_ratio() -> None:
    with pytest.raises(ArgumentValueError, match="20 times"):
        zoom.run({"bbox_2d": [0, 0, 900, 3]}, [WIDE])


def test_sixteen_bit_pictures_are_zoomed_too() -> None:
    picture = picture_of(Image.fromarray(np.full((60, 60), 257 * 9, np.uint16)))
    assert (decode_rgb(zoom.run({"bbox_2d": [0, 0, 30, 30]}, [picture]).pictures[0]) == 9).all()


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.floats() | st.integers(-50, 1000) | st.none() | st.text(max_size=2), max_size=5),
    st.integers(-2, 2) | st.floats() | st.none(),
)
def test_any_arguments_give_a_picture_models_take_or_a_typed_error(box: list[object], index: object) -> None:
    arguments = {"bbox_2d": box, "picture": index}
    try:
        found = zoom.run(arguments, [WIDE])
    except ToolError:
        return
    jsonschema.validate(found.result, json.loads(zoom.spec.result_schema))
    crop = found.pictures[0]
    assert min(crop.width, crop.height) >= MIN_SIDE
    assert max(crop.width, crop.height) <= MAX_ASPECT * min(crop.width, crop.height)
    assert zoom.run(arguments, [WIDE]) == found


def test_nan_is_refused_before_it_can_become_a_box() -> None:
    with pytest.raises(ArgumentValueError, match="finite"):
        zoom.run({"bbox_2d": [math.nan] * 4}, [WIDE])
