"""Frames: boxes come in as the policy sees the picture, and go out so again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.errors import ArgumentValueError
from environment.registry import load_tools
from environment.server.frames import FrameRule, resized, to_frame, to_original
from schemas import Frame, Observation
from tests.builders import call, observation, picture

SHOWN = picture(640, 480)
ZOOM = load_tools()["zoom"].spec
THOUSANDTHS = FrameRule("relative_1000")
RESIZED = FrameRule("resized")


def boxed(rule: FrameRule, box: list[float]) -> list[float]:
    """The box a call holds after it was brought to pixels of the picture."""
    brought: list[float] = json.loads(
        to_original(call("zoom", {"bbox_2d": box}), ZOOM, (SHOWN,), rule).arguments
    )["bbox_2d"]
    return brought


@pytest.mark.parametrize(
    ("size", "factor", "least", "most", "wanted"),
    [
        # As `smart_resize` of transformers' Qwen2-VL image processor gives them.
        ((300, 100), 28, 3136, 1003520, (308, 112)),
        ((640, 480), 28, 3136, 12845056, (644, 476)),
        ((4000, 3000), 28, 3136, 1003520, (1148, 840)),
        ((20, 20), 28, 3136, 1003520, (56, 56)),
        ((1000, 700), 32, 65536, 16777216, (992, 704)),
    ],
)
def test_a_picture_is_resized_as_the_processor_does(
    size: tuple[int, int], factor: int, least: int, most: int, wanted: tuple[int, int]
) -> None:
    assert resized(*size, factor, least, most) == wanted


@pytest.mark.slow
def test_the_processor_itself_agrees_on_every_size() -> None:
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize

    for width in range(29, 3000, 97):
        for height in range(30, 3000, 101):
            for factor, least, most in ((28, 3136, 1003520), (32, 65536, 16777216)):
                high, wide = smart_resize(height, width, factor, least, most)
                assert resized(width, height, factor, least, most) == (wide, high)


def test_boxes_are_brought_to_pixels_of_the_picture() -> None:
    assert boxed(FrameRule(), [1, 2, 30, 40]) == [1, 2, 30, 40]
    assert boxed(THOUSANDTHS, [0, 500, 250, 1000]) == [0, 240, 160, 480]
    assert boxed(RESIZED, [0, 0, 644, 476]) == [0, 0, 640, 480]


@given(
    box=st.lists(st.integers(0, 1000), min_size=4, max_size=4),
    rule=st.sampled_from([THOUSANDTHS, RESIZED]),
)
def test_a_box_there_and_back_is_the_same_box(box: list[int], rule: FrameRule) -> None:
    frame = rule.frame_of(SHOWN)
    sides = (frame.width, frame.height)
    inside = [min(n, sides[i % 2]) for i, n in enumerate(box)]
    there = boxed(rule, [float(n) for n in inside])
    seen = observation(text=f"box {there}", result={"bbox_2d": there})
    back = to_frame(seen, call("zoom", {"bbox_2d": there}), (SHOWN,), rule)
    assert back.text == f"box {inside}"
    assert all(0 <= n <= side for n, side in zip(there, (640, 480) * 2, strict=True))


def test_points_and_centres_are_brought_too() -> None:
    spec = load_tools()["color_shape_detect"].spec
    asked = call("color_shape_detect", {"points": [[500, 500], [1000, 0]]})
    brought = to_original(asked, spec, (SHOWN,), THOUSANDTHS)
    assert json.loads(brought.arguments)["points"] == [[320, 240], [640, 0]]
    seen = observation(text="its centre is [320, 240], its parts [3, 4]", result={"centroid": [320, 240]})
    told = to_frame(seen, brought, (SHOWN,), THOUSANDTHS)
    assert told.text == "its centre is [500, 500], its parts [3, 4]"
    assert told.frame == Frame(1000, 1000, "relative_1000")


def test_what_lies_outside_the_frame_is_told_in_the_frame() -> None:
    for box in ([0, 0, 1001, 5], [-1, 0, 5, 5]):
        with pytest.raises(ArgumentValueError, match="within the picture you see, 1000 wide and 1000 high"):
            boxed(THOUSANDTHS, box)
    with pytest.raises(ArgumentValueError, match="644 wide and 476 high"):
        boxed(RESIZED, [0, 0, 640, 480])


def test_what_is_no_box_is_left_for_the_tool_to_refuse() -> None:
    for arguments in ({"bbox_2d": "all"}, {"bbox_2d": [1, "2", 3, 4]}, {"picture": 9}, {"picture": True}, {}):
        asked = call("zoom", arguments)  # type: ignore[arg-type]
        assert to_original(asked, ZOOM, (SHOWN,), THOUSANDTHS) == asked


def test_a_frame_that_makes_no_sense_is_refused() -> None:
    for wrong in (
        {"mode": "polar"},
        {"factor": 0},
        {"factor": 2.5},
        {"factor": True},
        {"min_pixels": 9, "max_pixels": 8},
        {"max_pixels": 10**400},
    ):
        with pytest.raises(ValueError, match="frame"):
            FrameRule(**wrong)  # type: ignore[arg-type]


def test_numbers_that_are_no_box_of_the_result_stay() -> None:
    seen: Observation = observation(text="[1, 2, 3, 4] and [8, 8, 16, 16]", result={"box": [8, 8, 16, 16]})
    told = to_frame(seen, call("zoom", {}), (SHOWN,), THOUSANDTHS).text
    assert told.startswith("[1, 2, 3, 4] and [12, 17,")
