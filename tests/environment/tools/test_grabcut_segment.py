"""grabcut_segment: the mask of what a box holds, in the picture's own frame, or why there is none."""

import json

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from environment.errors import ArgumentValueError, NothingFoundError, ToolError
from environment.tools import grabcut_segment
from environment.tools.pixels import Mask, decode_rgb
from schemas import Picture
from tests.environment.tools.tool_pictures import noise, particles, picture_of, scene


def mask_of(picture: Picture, box: list[int]) -> Mask:
    found = grabcut_segment.run({"bbox_2d": box}, [picture])
    jsonschema.validate(found.result, json.loads(grabcut_segment.spec.result_schema))
    mask: Mask = decode_rgb(found.pictures[0])[:, :, 0] > 127
    return mask


def overlap_of(a: Mask, b: Mask) -> float:
    return float((a & b).sum() / (a | b).sum())


@pytest.mark.parametrize(
    ("box", "centre", "radius"),
    [([80, 80, 160, 160], (120, 120), 28), ([260, 160, 380, 280], (320, 220), 45)],
)
def test_a_shaded_ball_is_cut_from_a_grainy_floor(
    box: list[int], centre: tuple[int, int], radius: int
) -> None:
    rows, columns = np.mgrid[0:320, 0:480]
    truth: Mask = np.hypot(columns - centre[0], rows - centre[1]) < radius
    assert overlap_of(mask_of(scene(), box), truth) > 0.95


def test_a_flat_disc_is_told_by_box_area_and_centre() -> None:
    result = grabcut_segment.run({"bbox_2d": [25, 25, 100, 100]}, [particles()]).result
    assert result["box"] == [40, 40, 81, 81]
    assert result["area"] == pytest.approx(1313, abs=15)
    assert result["centroid"] == [60.5, 60.5]


def test_the_mask_has_the_frame_of_the_picture_and_stays_within_the_box() -> None:
    mask = mask_of(particles(), [25, 25, 100, 100])
    assert mask.shape == (200, 400)
    assert mask[25:100, 25:100].sum() == mask.sum() > 0


def test_the_box_is_read_in_the_frame_of_the_picture_it_names() -> None:
    found = grabcut_segment.run({"bbox_2d": [25, 25, 100, 100], "picture": 1}, [noise(50, 50), particles()])
    assert found.result["picture"] == 1
    assert (found.pictures[0].width, found.pictures[0].height) == (400, 200)


def test_bare_ground_holds_no_object() -> None:
    with pytest.raises(NothingFoundError):
        grabcut_segment.run(
            {"bbox_2d": [10, 10, 60, 60]}, [picture_of(Image.new("RGB", (200, 100), "white"))]
        )


def test_two_runs_are_equal() -> None:
    arguments = {"bbox_2d": [80, 80, 160, 160]}
    assert grabcut_segment.run(arguments, [scene()]) == grabcut_segment.run(arguments, [scene()])


@pytest.mark.parametrize(
    ("box", "told"),
    [
        ([0, 0, 400, 200], "leave some ground"),
        ([10, 10, 13, 60], "too small"),
        ([300, 10, 30, 60], "swapped"),
        ([10, 10, float("nan"), 60], "finite"),
        ([-5, 10, 50, 60], "negative"),
        ([390, 190, 1e8, 1e8], "outside"),
    ],
)
def test_a_box_that_cannot_be_cut_is_told_why(box: list[float], told: str) -> None:
    with pytest.raises(ArgumentValueError, match=told):
        grabcut_segment.run({"bbox_2d": box}, [particles()])


def test_a_picture_whose_mask_no_model_could_look_at_is_refused() -> None:
    with pytest.raises(ArgumentValueError, match="no mask to look at"):
        grabcut_segment.run({"bbox_2d": [0, 0, 10, 10]}, [noise(20, 60)])


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([noise(60, 48), picture_of(Image.new("RGB", (60, 48), "red")), noise(28, 28)]),
    st.lists(st.floats() | st.integers(-9, 70) | st.none(), min_size=3, max_size=5)
    | st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(20, 62)] * 2).map(list),
)
def test_any_box_gives_a_mask_or_a_typed_error(picture: Picture, box: list[object]) -> None:
    try:
        found = grabcut_segment.run({"bbox_2d": box}, [picture])
    except ToolError:
        return
    jsonschema.validate(found.result, json.loads(grabcut_segment.spec.result_schema))
