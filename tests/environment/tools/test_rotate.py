"""rotate: the whole picture turned, and a map that leads from its points back to the old ones."""

import json
import math

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from environment.errors import ArgumentValueError, ToolError
from environment.tools import rapidocr, rotate
from environment.tools.pixels import decode_rgb
from environment.tools.rotate import turned_frame
from tests.environment.tools.tool_pictures import noise, picture_of, written

WIDE = noise(90, 60)


def back(matrix: list[float], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + b * y + c, d * x + e * y + f


@pytest.mark.parametrize(("angle", "quarters"), [(0, 0), (90, -1), (180, 2), (-90, 1), (270, 1), (360, 0)])
def test_quarter_turns_move_the_very_pixels_clockwise(angle: int, quarters: int) -> None:
    found = rotate.run({"angle": angle}, [WIDE])
    assert np.array_equal(decode_rgb(found.pictures[0]), np.rot90(decode_rgb(WIDE), quarters))


@pytest.mark.parametrize("angle", [0, 90, 180, -90, 30, -45, 137.5])
def test_the_map_leads_back_to_the_point_that_is_shown(angle: float) -> None:
    image = Image.new("RGB", (300, 200), "white")
    image.paste((200, 0, 0), (240, 20, 250, 30))
    found = rotate.run({"angle": angle}, [picture_of(image)])
    rows, columns = np.nonzero(decode_rgb(found.pictures[0])[:, :, 1] < 100)
    x, y = back(found.result["to_original"], float(columns.mean()) + 0.5, float(rows.mean()) + 0.5)
    assert (x, y) == (pytest.approx(245, abs=0.6), pytest.approx(25, abs=0.6))


@settings(deadline=None, max_examples=80)
@given(st.integers(28, 4000), st.integers(28, 4000), st.floats(-360, 360))
def test_every_corner_of_the_old_picture_lies_within_the_new_frame(
    width: int, height: int, angle: float
) -> None:
    (new_width, new_height), (a, b, c, d, e, f) = turned_frame(width, height, angle)
    assert a * e - b * d == pytest.approx(1)
    for x, y in ((0, 0), (width, 0), (0, height), (width, height)):
        u, v = (
            a * (x - c) + d * (y - f),
            b * (x - c) + e * (y - f),
        )  # the inverse of a rotation is its transpose
        assert -1e-3 <= u <= new_width + 1e-3
        assert -1e-3 <= v <= new_height + 1e-3


def test_text_on_its_side_can_be_read_once_turned() -> None:
    sideways = picture_of(
        Image.fromarray(np.rot90(decode_rgb(written(("Total 2010", (60, 40)), height=100))))
    )
    turned = rotate.run({"angle": 90}, [sideways]).pictures[0]
    assert [line["text"] for line in rapidocr.run({}, [turned]).result["lines"]] == ["Total 2010"]


def test_the_new_picture_is_named_by_its_number() -> None:
    found = rotate.run({"angle": 10, "picture": 1}, [WIDE, noise(50, 50)])
    assert (found.result["picture"], found.result["new_picture"]) == (1, 2)
    assert found.text.startswith("Picture 2: picture 1 turned clockwise by 10 degrees")


@pytest.mark.parametrize("angle", [math.nan, math.inf, -math.inf, 361, None, "90", True])
def test_what_is_no_angle_is_refused(angle: object) -> None:
    with pytest.raises(ArgumentValueError, match="`angle`"):
        rotate.run({"angle": angle}, [WIDE])


def test_a_picture_too_thin_to_look_at_is_refused() -> None:
    with pytest.raises(ArgumentValueError, match="too small or too thin"):
        rotate.run({"angle": 90}, [noise(600, 20)])


@settings(deadline=None, max_examples=40)
@given(st.floats() | st.integers() | st.none() | st.text(max_size=2), st.integers(-1, 2) | st.none())
def test_any_arguments_give_a_picture_or_a_typed_error(angle: object, index: object) -> None:
    arguments = {"angle": angle, "picture": index}
    try:
        found = rotate.run(arguments, [WIDE])
    except ToolError:
        return
    jsonschema.validate(found.result, json.loads(rotate.spec.result_schema))
    assert rotate.run(arguments, [WIDE]) == found
