"""Faults recorded of the paper's published tools, each as a test that ours do not have them.

The list is of what was measured or read in the authors' public code: readings rewritten as degrees, boxes in
another frame, answers by keyword, success for work that was not done.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from environment.execute import execute
from environment.registry import NATIVE_TOOLS, load_tools
from environment.tools import color_shape_detect, rapidocr, rotate, tesseract, zoom
from environment.tools.pixels import decode_rgb
from schemas import Json
from tests.builders import call
from tests.environment.tools.tool_pictures import picture_of, written

ENDING_IN_ZERO = ["2010", "100", "50", "1990", "3,400", "360"]


@pytest.mark.parametrize("reader", [rapidocr, tesseract])
def test_a_final_zero_is_never_read_as_a_degree(reader: object) -> None:
    places = [(40 + 150 * (n % 3), 60 + 120 * (n // 3)) for n in range(len(ENDING_IN_ZERO))]
    picture = written(*zip(ENDING_IN_ZERO, places, strict=True))
    lines = load_tools()[reader.spec.name].run({}, [picture]).result["lines"]  # type: ignore[attr-defined]
    words = [word for line in lines for word in line["text"].split()]
    assert words == ENDING_IN_ZERO
    assert "°" not in "".join(words)


def test_a_degree_sign_that_is_printed_is_no_reason_to_change_a_number() -> None:
    lines = rapidocr.run({}, [written(("90°", (60, 60)), ("2010", (260, 60)))]).result["lines"]
    assert lines[-1]["text"] == "2010"
    assert lines[0]["text"].startswith("90")


def test_a_box_found_on_a_crop_and_one_of_the_whole_are_never_mixed_up() -> None:
    image = Image.new("RGB", (800, 600), "white")
    image.paste((220, 30, 30), (600, 400, 640, 440))
    whole = picture_of(image)
    crop = zoom.run({"bbox_2d": [560, 360, 720, 480]}, [whole])
    scale = crop.result["scale"]
    seen = [whole, crop.pictures[0]]
    (there,) = color_shape_detect.run({"picture": 1}, seen).result["objects"]
    (here,) = color_shape_detect.run({"picture": 0}, seen).result["objects"]
    back = [side / scale + start for side, start in zip(there["box"], (560, 360, 560, 360), strict=True)]
    assert back == pytest.approx(here["box"], abs=2)


def test_zoom_cuts_the_box_that_was_asked_for_and_no_fixed_one() -> None:
    image = Image.fromarray(
        np.arange(800 * 600, dtype=np.uint32).view(np.uint8).reshape(600, 800, 4)[..., :3]
    )
    for box in ([0, 0, 500, 480], [100, 100, 700, 500], [300, 20, 780, 590]):
        crop = decode_rgb(zoom.run({"bbox_2d": box}, [picture_of(image)]).pictures[0])
        assert np.array_equal(crop, np.asarray(image)[box[1] : box[3], box[0] : box[2]])


def test_a_mask_or_a_turned_picture_comes_back_as_a_picture_with_its_frame() -> None:
    found = rotate.run({"angle": 45}, [written(("a", (60, 60)))])
    assert len(found.pictures) == 1
    assert (found.pictures[0].width, found.pictures[0].height) == (
        found.result["width"],
        found.result["height"],
    )


@pytest.mark.parametrize("name", NATIVE_TOOLS)
def test_an_empty_picture_or_text_is_never_answered_with_a_finding(name: str) -> None:
    nothing: dict[str, dict[str, Json]] = {
        "goal_cdl": {"text": "Read the text below and answer."},
        "grabcut_segment": {"bbox_2d": [20, 20, 90, 80]},
        "inter_gps_solve": {"text_forms": ["Triangle(A,B,C)", "Find(x)"]},
        "rotate": {"angle": 90},
        "sympy_math": {"equations": ["x = 1", "x = 2"], "unknown": "x"},
        "table_analyze": {"table": {"columns": ["", "n"], "rows": [["a", None]]}, "operation": "sum"},
        "text_cdl": {"text": "Read the text below and answer."},
        "zoom": {"bbox_2d": [20, 20, 90, 80]},
    }
    blank = picture_of(Image.new("RGB", (160, 120), "white"))
    tools = {name: load_tools()[name]}
    seen = execute(tools, call(name, nothing.get(name, {})), [blank])
    if name in ("zoom", "rotate"):  # a white crop of a white picture is the truth
        assert seen.status == "ok"
        assert (decode_rgb(seen.pictures[0]) == 255).all()
    elif seen.status == "ok":
        result = json.loads(seen.result)
        assert not any(
            result.get(key) for key in ("lines", "objects", "predicates", "goals", "values", "points")
        )
    else:
        assert seen.error_code in ("nothing_found", "tool_failed", "argument_value")
