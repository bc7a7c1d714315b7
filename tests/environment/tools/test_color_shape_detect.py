"""color_shape_detect: objects of scenes and flat diagrams, fill colours, and refusal of anything else."""

import contextlib
import json
from collections import Counter
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from environment.errors import ArgumentValueError, NothingFoundError, ToolError
from environment.tool import ToolResult
from environment.tools import color_shape_detect
from environment.tools.color_shape_detect.colors import color_name
from environment.tools.pixels import decode_rgb
from schemas import Picture
from tests.environment.tools.tool_pictures import noise, particles, picture_of, scene


def run(picture: Picture, **arguments: object) -> ToolResult:
    found = color_shape_detect.run(arguments, [picture])
    jsonschema.validate(found.result, json.loads(color_shape_detect.spec.result_schema))
    return found


def kinds(found: ToolResult, *names: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(o[name] for name in names) for o in found.result["objects"])


def test_particles_are_counted_also_where_they_touch() -> None:
    found = run(particles())
    assert found.result["kind"] == "flat"
    assert kinds(found, "color", "shape") == {("red", "circle"): 3, ("blue", "square"): 1}
    square = next(o for o in found.result["objects"] if o["shape"] == "square")
    assert square["box"] == [280, 60, 340, 120]
    assert square["rgb"] == [30, 60, 220]
    assert square["area"] == pytest.approx(3600, rel=0.02)


def test_flat_shapes_are_named() -> None:
    image = Image.new("RGB", (600, 200), "white")
    draw = ImageDraw.Draw(image)
    draw.polygon([(60, 40), (20, 140), (110, 140)], fill=(0, 150, 0))
    draw.rectangle((160, 60, 300, 120), fill=(250, 140, 0))
    draw.ellipse((340, 40, 440, 140), fill=(120, 30, 170))
    draw.rectangle((480, 50, 560, 130), fill=(90, 90, 90))
    assert kinds(run(picture_of(image)), "shape", "color") == {
        ("triangle", "green"): 1,
        ("rectangle", "orange"): 1,
        ("circle", "purple"): 1,
        ("square", "gray"): 1,
    }


def test_letters_and_lines_are_no_objects() -> None:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).text((40, 40), "Figure 7", fill="black", font_size=20)
    ImageDraw.Draw(image).line((10, 150, 290, 150), fill="black", width=2)
    found = run(picture_of(image))
    assert found.result["objects"] == []
    assert found.text == "no objects found"


def test_a_scene_of_shaded_balls_is_seen_with_size_and_colour() -> None:
    found = run(scene())
    assert found.result["kind"] == "scene"
    assert kinds(found, "color", "shape") == {("red", "sphere"): 1, ("green", "sphere"): 1}
    red = next(o for o in found.result["objects"] if o["color"] == "red")
    assert red["center"] == pytest.approx([120, 120], abs=3)


def test_boxes_are_pixels_of_a_larger_original() -> None:
    large = Image.fromarray(decode_rgb(scene())).resize((1440, 960), Image.Resampling.BICUBIC)
    red = next(o for o in run(picture_of(large)).result["objects"] if o["color"] == "red")
    assert red["center"] == pytest.approx([360, 360], abs=9)


def test_noise_is_refused_instead_of_described() -> None:
    with pytest.raises(NothingFoundError, match="neither"):
        run(noise(300, 200))


@pytest.mark.realdata
def test_a_photograph_is_refused_instead_of_described(realdata: Path) -> None:
    path = next((realdata / "aokvqa").rglob("*.jpg"))
    with Image.open(path) as image:
        photograph = picture_of(image.convert("RGB"))
    with pytest.raises(NothingFoundError, match="use another tool"):
        run(photograph)


def test_the_fill_colour_is_told_though_letters_cross_the_point() -> None:
    image = Image.new("RGB", (300, 200), (150, 200, 250))
    draw = ImageDraw.Draw(image)
    draw.rectangle((150, 0, 300, 200), fill=(255, 220, 0))
    draw.text((40, 90), "TEXAS", fill="black", font_size=18)
    draw.line((150, 0, 150, 200), fill="black", width=2)
    found = run(picture_of(image), points=[[48, 99], [66, 99], [72, 100], [158, 100]])
    assert found.result["kind"] == "points"
    assert found.result["objects"] == []
    assert [p["rgb"] for p in found.result["points"]] == [[150, 200, 250]] * 3 + [[255, 220, 0]]
    assert [p["color"] for p in found.result["points"]] == ["blue"] * 3 + ["yellow"]


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"),
        ((255, 255, 255), "white"),
        ((87, 87, 87), "gray"),
        ((173, 35, 35), "red"),
        ((42, 75, 215), "blue"),
        ((29, 105, 20), "green"),
        ((129, 74, 25), "brown"),
        ((129, 38, 192), "purple"),
        ((41, 208, 208), "cyan"),
        ((255, 238, 51), "yellow"),
        ((255, 127, 14), "orange"),
        ((255, 192, 203), "pink"),
        ((0, 0, 255), "blue"),
    ],
)
def test_colours_have_the_names_people_give_them(rgb: tuple[int, int, int], name: str) -> None:
    assert color_name(rgb) == name


@pytest.mark.parametrize(
    "point", [[-1, 5], [400, 5], [5, 200], [float("nan"), 1], [float("inf"), 1], [True, 1], "ab"]
)
def test_points_off_the_picture_are_refused(point: object) -> None:
    with pytest.raises(ArgumentValueError, match="Point 0"):
        color_shape_detect.run({"points": [point]}, [particles()])


def test_two_runs_are_equal() -> None:
    assert run(scene()) == run(scene())


@pytest.mark.parametrize("mode", ["L", "P", "RGBA"])
def test_every_kind_of_pixels_is_seen(mode: str) -> None:
    image = Image.fromarray(decode_rgb(particles()))
    image = image.quantize(16) if mode == "P" else image.convert(mode)
    assert kinds(run(picture_of(image)), "shape") == {("circle",): 3, ("square",): 1}


def test_sixteen_bit_grey_is_seen() -> None:
    values = np.full((200, 300), 65535, np.uint16)
    values[50:110, 100:160] = 257 * 90
    assert kinds(run(picture_of(Image.fromarray(values))), "shape", "color") == {("square", "gray"): 1}


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_any_picture_gives_a_result_or_a_typed_error(width: int, height: int, seed: int, block: int) -> None:
    draw = np.random.default_rng(seed)
    small = draw.integers(0, 256, (1 + height // block, 1 + width // block, 3), dtype=np.uint8)
    pixels = np.kron(small, np.ones((block, block, 1), np.uint8))[:height, :width]
    try:
        found = run(picture_of(Image.fromarray(pixels)))
    except ToolError:
        return
    for o in found.result["objects"]:
        x0, y0, x1, y1 = o["box"]
        assert 0 <= x0 < x1 <= width
        assert 0 <= y0 < y1 <= height


@settings(deadline=None, max_examples=100)
@given(
    st.none() | st.text(max_size=2) | st.lists(st.lists(st.floats() | st.integers(), max_size=3), max_size=3)
)
def test_any_points_give_a_result_or_a_typed_error(points: object) -> None:
    with contextlib.suppress(ToolError):
        run(particles(), points=points)
