"""The four chart detector tools over real HTTP, from a picture to SVG and scene graph."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

import pytest

from environment.execute import execute
from environment.providers.detector import Element
from environment.providers.settings import ProviderSettings
from environment.registry import DETECTORS
from schemas import Observation, Picture
from tests.builders import call
from tests.endpoint import endpoint
from tests.environment.tools.detectors.charts_seen import (
    GROUPED_BARS,
    LINES_AND_SECTORS,
    grouped_bars,
    lines_and_sectors,
)
from tests.environment.tools.tool_pictures import picture_of

SVG = "{http://www.w3.org/2000/svg}"
BARS, KEYED = grouped_bars(), lines_and_sectors()
SEEN = {"chartdet": (BARS, GROUPED_BARS), "chartocr": (KEYED, LINES_AND_SECTORS)}


def sent_as(element: Element) -> dict[str, Any]:
    said: dict[str, Any] = {"class": element.kind, "box": element.box, "score": element.score}
    if element.text:
        said["text"] = element.text
    if element.points:
        said["points"] = element.points
    return said


def run(name: str, picture: Picture, elements: Sequence[Element]) -> Observation:
    body = {
        "width": picture.width,
        "height": picture.height,
        "elements": [sent_as(element) for element in elements],
    }
    with endpoint(lambda method, path, sent: (200, json.dumps(body).encode())) as url:
        tool = DETECTORS[name].served(ProviderSettings(url, "boxer", timeout_s=5.0))
        return execute({name: tool}, call(name, {}), (picture,))


@pytest.mark.parametrize("provider", SEEN)
def test_every_part_is_one_element_of_the_svg_with_its_class_in_place(provider: str) -> None:
    picture, elements = SEEN[provider]
    seen = run(f"{provider}_to_svg", picture, elements)
    assert seen.status == "ok", seen.text
    result = json.loads(seen.result)
    root = ElementTree.fromstring(result["svg"])
    assert root.get("viewBox") == f"0 0 {picture.width} {picture.height}"
    assert sorted(child.get("class", "") for child in root) == sorted(e.kind for e in elements)
    assert sum(result["counts"].values()) == len(elements)
    assert (seen.text, result["left_out"]) == (result["svg"], 0)


def test_bars_are_filled_lines_stroked_sectors_closed_and_texts_written() -> None:
    bars = ElementTree.fromstring(json.loads(run("chartdet_to_svg", BARS, GROUPED_BARS).result)["svg"])
    fills = [rect.get("fill") for rect in bars.iter(f"{SVG}rect") if rect.get("class") == "bar"]
    assert sorted(map(str, fills)) == ["#285ac8", "#d22828"]
    assert {text.text for text in bars.iter(f"{SVG}text")} >= {"Sales", "2010", "North"}
    keyed = ElementTree.fromstring(json.loads(run("chartocr_to_svg", KEYED, LINES_AND_SECTORS).result)["svg"])
    (line,) = keyed.iter(f"{SVG}polyline")
    assert (line.get("points"), line.get("stroke")) == ("20,150 70,120 120,60", "#1e963c")
    (sector,) = keyed.iter(f"{SVG}path")
    assert sector.get("d") == "M 210 110 L 260 110 A 50.0 50.0 0 0 1 210 160 Z"


def test_text_that_runs_upwards_is_turned() -> None:
    seen = run("chartdet_to_svg", BARS, [Element("y_title", (10, 50, 24, 150), 1, "Euro")])
    (text,) = ElementTree.fromstring(json.loads(seen.result)["svg"])
    assert text.get("transform") == "rotate(-90 24 150)"


@pytest.mark.parametrize("said", ['a < b & "c"', "nul\x00l", "two\nlines", "日本", "2010"])
def test_any_text_makes_svg_that_can_be_read(said: str) -> None:
    seen = run("chartocr_to_svg", KEYED, [Element("text", (1, 1, 9, 9), 1, said)])
    (text,) = ElementTree.fromstring(json.loads(seen.result)["svg"])
    assert text.text == " ".join(said.replace("\x00", "").split())


@pytest.mark.parametrize("provider", SEEN)
def test_a_scene_graph_has_a_node_for_every_part_and_says_all_of_it_to_the_model(provider: str) -> None:
    picture, elements = SEEN[provider]
    seen = run(f"{provider}_to_scene_graph", picture, elements)
    assert seen.status == "ok", seen.text
    result = json.loads(seen.result)
    assert [(node["class"], node.get("text", "")) for node in result["nodes"]] == [
        (element.kind, element.text) for element in elements
    ]
    assert {edge["relation"] for edge in result["edges"]} >= {"belongs_to", "label_of", "title_of"}
    assert len(seen.text.splitlines()) == len(result["nodes"]) + len(result["edges"])


def test_a_node_says_box_text_points_and_colour() -> None:
    seen = run("chartocr_to_scene_graph", KEYED, [LINES_AND_SECTORS[5]])
    assert json.loads(seen.result)["nodes"] == [
        {
            "class": "line",
            "role": "line",
            "box": [20, 60, 120, 150],
            "score": 0.9,
            "points": [[20, 150], [70, 120], [120, 60]],
            "color": "#1e963c",
        }
    ]
    assert seen.text == "0: line [20, 60, 120, 150] points 20,150 70,120 120,60 #1e963c"


def test_a_text_is_told_as_it_was_read() -> None:
    seen = run("chartdet_to_scene_graph", BARS, GROUPED_BARS)
    assert '"2010"' in seen.text
    assert "°" not in seen.text + seen.result


def test_what_the_detector_is_unsure_of_is_left_out_and_counted() -> None:
    unsure = Element("bar", (0, 0, 5, 5), 0.49)
    seen = run("chartdet_to_svg", BARS, (*GROUPED_BARS, unsure))
    assert json.loads(seen.result)["left_out"] == 1
    assert seen.text.endswith("\n1 less certain elements are left out.")
    none = run("chartdet_to_svg", BARS, [unsure])
    assert (none.status, none.error_code) == ("error", "nothing_found")


@pytest.mark.parametrize("name", [name for name in DETECTORS if name != "easyocr"])
def test_a_class_of_another_detector_is_refused(name: str) -> None:
    picture, elements = SEEN["chartocr" if name.startswith("chartdet") else "chartdet"]
    assert run(name, picture, elements).error_code == "bad_reply"


def test_a_picture_that_does_not_decode_is_told_before_anyone_is_asked() -> None:
    asked: list[str] = []
    broken = Picture.of(BARS.data[:200], width=400, height=300, media_type="image/png")
    with endpoint(lambda method, path, sent: (asked.append(path), (200, b"{}"))[1]) as url:
        tool = DETECTORS["chartdet_to_svg"].served(ProviderSettings(url, "boxer"))
        seen = execute({"chartdet_to_svg": tool}, call("chartdet_to_svg", {}), (broken,))
    assert (seen.error_code, asked) == ("tool_failed", [])


def test_the_service_is_sent_the_pixels_that_every_tool_sees() -> None:
    from PIL import Image

    clear = picture_of(Image.new("RGBA", (60, 40), (0, 0, 0, 0)))
    bodies: list[bytes] = []

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        bodies.append(sent)
        return 200, b'{"width": 60, "height": 40, "elements": []}'

    with endpoint(handle) as url:
        tool = DETECTORS["chartdet_to_svg"].served(ProviderSettings(url, "boxer"))
        execute({"chartdet_to_svg": tool}, call("chartdet_to_svg", {}), (clear,))
    assert bodies == [picture_of(Image.new("RGB", (60, 40), "white")).data]


@pytest.mark.parametrize("name", DETECTORS)
def test_a_spec_tells_models_apart_and_not_addresses(name: str) -> None:
    known = DETECTORS[name]
    one, other = (known.served(ProviderSettings(url, "m")).spec for url in ("http://a", "http://b"))
    assert one == other == known.spec("m")
    assert known.spec("n").weights_digest != one.weights_digest
    assert (one.determinism.value, one.provider, one.paper_tool) == ("recorded", "endpoint", True)
