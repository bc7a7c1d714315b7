"""rapidocr: what is written, as it is written, where it is written, in the order a person reads it."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from environment.errors import ArgumentValueError, ToolError
from environment.tools import rapidocr
from environment.tools.pixels import decode_rgb
from schemas import Picture
from tests.environment.tools.tool_pictures import noise, picture_of, written


def texts(picture: Picture, **arguments: object) -> list[str]:
    found = rapidocr.run(arguments, [picture])
    jsonschema.validate(found.result, json.loads(rapidocr.spec.result_schema))
    return [line["text"] for line in found.result["lines"]]


def test_digits_stay_the_digits_that_are_written() -> None:
    numbers = ["2010", "100", "50", "1990", "3,400", "10%", "201", "7", "96", "1", "0", "20"]
    places = [(30 + 120 * (n % 4), 30 + 90 * (n // 4)) for n in range(len(numbers))]
    assert texts(written(*zip(numbers, places, strict=True), size=28)) == numbers


def test_years_of_an_axis_never_become_degrees() -> None:
    years = [str(year) for year in range(1990, 2040, 10)]
    assert texts(written(*((year, (20 + 90 * n, 150)) for n, year in enumerate(years)), size=20)) == years


def test_a_picture_without_text_is_a_result_and_no_error() -> None:
    found = rapidocr.run({}, [picture_of(Image.new("RGB", (300, 200), "white"))])
    assert found.result["lines"] == []
    assert found.text == "no text found"


def test_words_stand_in_reading_order() -> None:
    picture = written(
        ("third", (40, 200)), ("second", (300, 38)), ("first", (40, 40)), ("fourth", (300, 203))
    )
    assert texts(picture) == ["first", "second", "third", "fourth"]


def test_a_region_is_read_alone_and_its_boxes_lie_in_the_whole_picture() -> None:
    picture = written(("left", (40, 140)), ("right", (320, 140)))
    found = rapidocr.run({"region": [300, 100, 480, 220]}, [picture])
    (line,) = found.result["lines"]
    assert line["text"] == "right"
    x0, y0, x1, y1 = line["box"]
    ink = decode_rgb(picture)[y0:y1, x0:x1]
    assert 310 <= x0 <= 325
    assert (ink < 100).any(), "the box holds the writing"


def test_text_written_upwards_is_read() -> None:
    turned = Image.fromarray(decode_rgb(written(("Number of people", (60, 20)), height=80))).rotate(
        90, expand=True
    )
    assert texts(picture_of(turned)) == ["Number of people"]


def test_two_runs_are_equal() -> None:
    picture = written(("Sales 2010", (30, 30)), ("12.5 %", (300, 200)))
    assert rapidocr.run({}, [picture]) == rapidocr.run({}, [picture])


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 3), (1, 60), (30, 30)])
def test_tiny_and_thin_pictures_are_read_without_a_fault(size: tuple[int, int]) -> None:
    assert isinstance(texts(noise(*size)), list)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1"])
def test_every_kind_of_pixels_is_read(mode: str) -> None:
    image = Image.fromarray(decode_rgb(written(("Total 2010", (150, 120))))).convert(mode)
    assert texts(picture_of(image)) == ["Total 2010"]


@settings(deadline=None, max_examples=12)
@given(st.none() | st.text(max_size=2) | st.lists(st.floats() | st.integers(-9, 70), max_size=5))
def test_any_region_gives_a_result_or_a_typed_error(region: object) -> None:
    picture = noise(48, 40)
    try:
        found = rapidocr.run({"region": region}, [picture])
    except ToolError:
        return
    jsonschema.validate(found.result, json.loads(rapidocr.spec.result_schema))


def test_a_region_outside_is_refused() -> None:
    with pytest.raises(ArgumentValueError, match="region"):
        rapidocr.run({"region": [700, 0, 900, 100]}, [written(("a", (0, 0)))])


@pytest.mark.realdata
def test_a_real_chart_keeps_its_years_and_values(realdata: Path) -> None:
    path = (
        realdata / "chartqa" / "ChartQA Dataset" / "test" / "png" / "OECD_WOMEN_TEACHERS_BRA_CHE_000017.png"
    )
    with Image.open(path) as image:
        size = image.size
    picture = Picture.of(path.read_bytes(), width=size[0], height=size[1], media_type="image/png")
    found = texts(picture)
    assert [t for t in found if t.startswith("201") and len(t) == 4] == [str(y) for y in range(2010, 2017)]
    assert {"72", "70", "68", "66", "64", "62", "60", "58", "Brazil", "Switzerland"} <= set(found)
