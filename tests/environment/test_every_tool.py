"""The contract that every tool keeps: same call, same result; no arguments make one raise or lie.

Tools that need a server have one here, on the loopback, that answers as their contract has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from environment.execute import MAX_TEXT, execute
from environment.registry import NATIVE_TOOLS, SERVED, load_tools
from environment.tool import Tool
from schemas import Call, Json, Observation, Picture
from tests.builders import call
from tests.environment.served_tools import right, served_tools
from tests.environment.tools.tool_pictures import noise, picture_of

BOXES: tuple[tuple[str, list[Json]], ...] = (
    ("out of range", [500, 500, 600, 600]),
    ("degenerate", [10, 10, 10, 40]),
    ("negative", [-10, 5, 30, 40]),
    ("swapped", [60, 50, 10, 5]),
    ("huge", [0, 0, 1e300, 1e300]),
    ("fractions", [0.1, 0.1, 0.9, 0.9]),
    ("too few", [1, 2, 3]),
    ("no numbers", ["1", "2", "30", "40"]),
)
GOOD: dict[str, dict[str, Json]] = {
    "chartmoe_answer": {"question": "Which year?"},
    "g_llava_solve": {"question": "How long is AB?"},
    "goal_cdl": {"text": "AB is parallel to CD. Find the length of AB."},
    "grabcut_segment": {"bbox_2d": [20, 10, 70, 60]},
    "inter_gps_solve": {
        "text_forms": ["Right(Triangle(A,B,C))", "Find(LengthOf(Line(A,B)))"],
        "diagram_forms": [
            "Perpendicular(Line(A,C),Line(C,B))",
            "Equals(LengthOf(Line(A,C)),3)",
            "Equals(LengthOf(Line(C,B)),4)",
        ],
        "lines": ["AB", "BC", "CA"],
        "points": {"A": [0, 0], "B": [40, 30], "C": [0, 30]},
    },
    "multimath_solve": {"question": "How long is AB?"},
    "rotate": {"angle": 20},
    "sympy_math": {"equations": ["2x = 7"], "unknown": "x"},
    "table_analyze": {"table": {"columns": ["", "n"], "rows": [["a", 0.1], ["b", 0.2]]}, "operation": "sum"},
    "text_cdl": {"text": "AB is parallel to CD. Find the length of AB."},
    "zoom": {"bbox_2d": [20, 10, 70, 60]},
}
"""Arguments with which a tool that wants some has work to do."""


def bars() -> Picture:
    """A chart that is small: three bars on a line."""
    image = Image.new("RGB", (120, 90), "white")
    draw = ImageDraw.Draw(image)
    for place, height in enumerate((30, 60, 45)):
        draw.rectangle((15 + 32 * place, 80 - height, 35 + 32 * place, 80), fill=(40, 90, 200))
    draw.line((5, 81, 115, 81), fill=(60, 60, 60))
    return picture_of(image)


BARS = bars()
EVERY: dict[str, Tool] = {name: load_tools()[name] for name in NATIVE_TOOLS}
"""All tools by name; those that need a server are added while theirs runs."""
NAMES = (*NATIVE_TOOLS, *SERVED)
SPECS = {**{n: EVERY[n].spec for n in NATIVE_TOOLS}, **{n: known.spec(n) for n, known in SERVED.items()}}
OVER_PICTURES = [name for name in NAMES if SPECS[name].needs_picture]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    with served_tools(right) as tools:
        EVERY.update(tools)
        yield


def run(name: str, arguments: Json, pictures: tuple[Picture, ...] = (BARS,)) -> Observation:
    return execute({name: EVERY[name]}, call(name, arguments), pictures)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_call_twice_is_the_same_observation(name: str) -> None:
    arguments = GOOD.get(name, {})
    seen = run(name, arguments)
    assert seen == run(name, arguments)
    assert seen.status == "ok" or (name in NATIVE_TOOLS and seen.error_code == "nothing_found")
    assert (seen.tool_version, seen.weights_digest) == (SPECS[name].version, SPECS[name].weights_digest)
    assert seen.determinism == SPECS[name].determinism.value


@pytest.mark.parametrize("kind", [kind for kind, _ in BOXES])
@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("zoom", "bbox_2d"),
        ("grabcut_segment", "bbox_2d"),
        ("rapidocr", "region"),
        ("tesseract", "region"),
        ("easyocr", "region"),
    ],
)
def test_a_box_that_is_none_is_a_typed_error_in_a_sentence(name: str, argument: str, kind: str) -> None:
    seen = run(name, {argument: dict(BOXES)[kind]})
    assert (seen.status, seen.error_code, seen.pictures) == ("error", "argument_value", ())
    assert seen.text.endswith(".")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(("name", "argument"), [("zoom", "bbox_2d"), ("grabcut_segment", "bbox_2d")])
def test_numbers_that_json_has_no_word_for_are_refused(name: str, argument: str, text: str) -> None:
    arguments = f'{{"{argument}": [0, 0, {text}, 10]}}'
    seen = execute({name: load_tools()[name]}, Call(name, arguments), [BARS])
    assert seen.error_code == "argument_value"


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_no_tool_sees_a_number_that_json_has_no_word_for(text: str) -> None:
    arguments = json.dumps(GOOD["inter_gps_solve"]).replace('"A": [0, 0]', f'"A": [{text}, 0]')
    assert text in arguments
    seen = execute(EVERY, Call("inter_gps_solve", arguments), [])
    assert seen.error_code == "argument_value"
    assert "is no number" in seen.text


@pytest.mark.parametrize("name", OVER_PICTURES)
def test_a_picture_that_does_not_decode_gives_no_result(name: str) -> None:
    broken = Picture.of(BARS.data[:60], width=BARS.width, height=BARS.height, media_type="image/png")
    seen = run(name, GOOD.get(name, {}), (broken,))
    assert (seen.status, seen.error_code) == ("error", "tool_failed")


@pytest.mark.parametrize("point", ["[-1, 5]", "[500, 5]", "[1e300, 5]", "[NaN, 5]", "[5]", '["1", "2"]'])
def test_a_point_that_is_none_is_a_typed_error_in_a_sentence(point: str) -> None:
    tools = {"color_shape_detect": load_tools()["color_shape_detect"]}
    seen = execute(tools, Call("color_shape_detect", f'{{"points": [[5, 5], {point}]}}'), [BARS])
    assert (seen.status, seen.error_code) == ("error", "argument_value")
    assert seen.text.endswith(".")


@pytest.mark.parametrize("angle", ["NaN", "Infinity", "1e300", '"left"', "null"])
def test_an_angle_that_is_none_is_a_typed_error_in_a_sentence(angle: str) -> None:
    seen = execute({"rotate": load_tools()["rotate"]}, Call("rotate", f'{{"angle": {angle}}}'), [BARS])
    assert (seen.status, seen.error_code, seen.pictures) == ("error", "argument_value", ())
    assert seen.text.endswith(".")


def test_what_a_tool_says_at_length_is_cut_with_a_marker_and_its_result_is_whole() -> None:
    points: list[Json] = [[x / 7, y / 7] for x in range(20, 40) for y in range(20, 30)]
    seen = run("color_shape_detect", {"points": points})
    assert seen.status == "ok"
    shown, marker = seen.text[:MAX_TEXT], seen.text[MAX_TEXT:]
    assert re.fullmatch(r"\n\[cut: \d+ more characters\]", marker)
    assert shown.count("\n") < len(json.loads(seen.result)["points"]) == 200


@pytest.mark.parametrize("name", OVER_PICTURES)
def test_a_picture_that_is_not_there_is_refused(name: str) -> None:
    seen = run(name, {**GOOD.get(name, {}), "picture": 3})
    assert seen.error_code == "argument_value"
    assert "picture" in seen.text


@pytest.mark.parametrize("name", OVER_PICTURES)
@pytest.mark.parametrize("size", [(1, 1), (2, 60), (60, 2)])
def test_odd_pictures_crash_no_tool(name: str, size: tuple[int, int]) -> None:
    for odd in (noise(*size), picture_of(Image.fromarray(np.zeros((size[1], size[0]), np.uint8)))):
        assert run(name, GOOD.get(name, {}), (odd,)).error_code != "crashed"


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_arguments_crash_a_tool(name: str, data: st.DataObject) -> None:
    properties = sorted(json.loads(SPECS[name].arguments_schema)["properties"])
    chosen: dict[str, Any] = {**GOOD.get(name, {})}
    for key in data.draw(st.lists(st.sampled_from([*properties, "unknown"]), min_size=1, max_size=3)):
        chosen[key] = data.draw(JUNK)
    arguments = json.dumps(chosen)
    seen = execute({name: EVERY[name]}, Call(name, arguments), [BARS])
    assert seen.error_code != "crashed", seen.text
    assert seen.status == "ok" or seen.text.startswith("Error: ")
