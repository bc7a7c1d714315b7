"""opencv_to_svg: the SVG holds the bars, lines, sectors and texts that were drawn, where they were drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree

import jsonschema
import matplotlib
import pytest
from PIL import Image, ImageDraw

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from environment.errors import NothingFoundError
from environment.tools import opencv_to_svg
from environment.tools.lines import Line
from environment.tools.opencv_to_svg.primitives import Drawing, Rect
from environment.tools.opencv_to_svg.svg import MOST, svg_of
from schemas import Json, Picture
from tests.environment.tools.tool_pictures import picture_of, written

NAMES = ["Austria", "Brazil", "Canada", "Denmark"]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(draw: Callable[[Axes], object]) -> Picture:
    figure, axes = plt.subplots(figsize=(6.0, 4.0), dpi=100)
    draw(axes)
    buffer = BytesIO()
    figure.savefig(buffer, format="png")
    plt.close(figure)
    return picture_of(Image.open(BytesIO(buffer.getvalue())).convert("RGB"))


def result_of(picture: Picture) -> dict[str, Json]:
    result = dict(opencv_to_svg.run({}, [picture]).result)
    jsonschema.validate(result, json.loads(opencv_to_svg.spec.result_schema))
    return result


def elements(result: dict[str, Json], kind: str) -> list[ElementTree.Element]:
    found = ElementTree.fromstring(str(result["svg"])).findall(f"{SVG}{kind}")
    counts = result["counts"]
    assert isinstance(counts, dict)
    assert counts[kind] == len(found)
    return found


def test_bars_are_rectangles_of_their_colour_where_they_stand() -> None:
    spots: list[tuple[float, ...]] = []

    def draw(axes: Axes) -> None:
        bars = axes.bar(NAMES, [12, 30, 21, 44], color=["#3366aa", "#aa3333", "#339955", "#885599"])
        axes.figure.canvas.draw()
        for bar in bars:
            (x0, y0), (x1, y1) = axes.transData.transform(bar.get_bbox().get_points())
            spots.append((x0, 400 - y1, x1 - x0, y1 - y0))

    rects = elements(result_of(drawn(draw)), "rect")
    assert [rect.get("fill") for rect in rects] == ["#3366aa", "#aa3333", "#339955", "#885599"]
    for rect, spot in zip(rects, spots, strict=True):
        box = [float(rect.get(name, "nan")) for name in ("x", "y", "width", "height")]
        assert box == pytest.approx(list(spot), abs=2)


def test_a_series_is_one_polyline_through_its_points() -> None:
    spots: list[tuple[float, float]] = []

    def draw(axes: Axes) -> None:
        values = [20, 70, 30, 50]
        axes.plot(["2016", "2017", "2018", "2019"], values, color="#d62728", linewidth=2)
        axes.set_ylim(0, 100)
        axes.figure.canvas.draw()
        for place, value in enumerate(values):
            x, y = axes.transData.transform((place, value))
            spots.append((x, 400 - y))

    (line,) = elements(result_of(drawn(draw)), "polyline")
    points = [tuple(map(float, point.split(","))) for point in line.get("points", "").split()]
    assert line.get("stroke") == "#d62728"
    for x, y in spots:
        assert min(abs(x - px) + abs(y - py) for px, py in points) <= 4


def test_a_pie_is_paths_whose_arcs_meet_and_go_round() -> None:
    picture = drawn(lambda axes: axes.pie([50, 30, 20], labels=["Yes", "No", "Unsure"], startangle=90))
    paths = elements(result_of(picture), "path")
    assert sorted(path.get("fill", "") for path in paths) == ["#1f77b4", "#2ca02c", "#ff7f0e"]
    starts, stops = set(), set()
    for path in paths:
        words = path.get("d", "").split()
        assert (words[0], words[3], words[6], words[-1]) == ("M", "L", "A", "Z")
        starts.add((float(words[4]), float(words[5])))
        stops.add((float(words[-3]), float(words[-2])))
    for x, y in stops:  # each sector ends where another starts, or a drawn gap beside it
        assert min(abs(x - other[0]) + abs(y - other[1]) for other in starts) <= 6


def test_a_ring_has_the_hole_that_was_drawn() -> None:
    ring: dict[str, float] = {"width": 0.5}
    picture = drawn(lambda axes: axes.pie([60, 40], labels=["Yes", "No"], wedgeprops=ring))
    path = elements(result_of(picture), "path")[0].get("d", "")
    outer, inner = (float(radius) for radius in re.findall(r"A ([\d.]+) ", path))
    assert inner == pytest.approx(outer / 2, rel=0.05)


def test_axes_are_lines_and_texts_stand_on_their_places() -> None:
    result = result_of(drawn(lambda axes: axes.bar(NAMES, [12, 30, 21, 44], color="#3366aa")))
    lines = elements(result, "line")
    spans = [abs(float(line.get("x2", 0)) - float(line.get("x1", 0))) for line in lines]
    assert max(spans) > 400, "the lower axis runs across the plot"
    texts = {text.text: text for text in elements(result, "text")}
    assert set(NAMES) <= set(texts)
    assert float(texts["Austria"].get("y", 0)) > 350


def test_text_that_is_markup_stays_text_and_what_is_over_the_bound_is_counted() -> None:
    lines = (Line("a < b & c", (0, 0, 40, 10), 1.0), Line("up", (0, 0, 10, 40), 1.0))
    rects = tuple(Rect((n, 0, n + 1, 5), (1, 2, 3)) for n in range(MOST["rect"] + 7))
    svg, counts, left_out = svg_of(Drawing(rects, (), (), (), lines), 400, 300)
    assert [text.text for text in ElementTree.fromstring(svg).findall(f"{SVG}text")] == ["a < b & c", "up"]
    assert (counts["rect"], left_out) == (MOST["rect"], 7)


def test_two_runs_are_equal_and_the_model_is_told_the_drawing() -> None:
    picture = drawn(lambda axes: axes.bar(NAMES, [12, 30, 21, 44], color="#3366aa"))
    first = opencv_to_svg.run({}, [picture])
    assert first == opencv_to_svg.run({}, [picture])
    assert first.text == first.result["svg"]


def test_a_picture_without_drawn_parts_gives_no_svg() -> None:
    with pytest.raises(NothingFoundError):
        opencv_to_svg.run({}, [written(("Minutes of the meeting", (40, 100)))])
    blank = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(blank).point((10, 10), fill="black")
    with pytest.raises(NothingFoundError):
        opencv_to_svg.run({}, [picture_of(blank)])
