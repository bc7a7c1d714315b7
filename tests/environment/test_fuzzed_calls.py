"""Ten thousand calls with arguments that fit, nearly fit and do not fit: none crashes a tool or makes it lie.

Tools that need a server have one here that answers right only half of the time.
"""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from typing import Any

import jsonschema
import pytest
from PIL import Image, ImageDraw

from environment.execute import MAX_TEXT, execute
from environment.registry import NATIVE_TOOLS, SERVED, load_tools
from schemas import Call, Observation, Picture
from tests.environment.fuzz import arguments_for
from tests.environment.served_tools import Fickle, served_tools
from tests.environment.tools.tool_pictures import noise, particles, picture_of, written

CALLS = 10_000
SLOW = ("construction_cdl", "opencv_chart_table", "opencv_to_svg", "rapidocr", "tesseract")
"""Tools that read text: a call costs them a hundred times what it costs the others."""
SLOW_SHARE = 0.16
SERVED_SHARE = 0.2
TABLE: dict[str, Any] = {"columns": ["", "n", "m"], "rows": [["a", 0.1, 7], ["b", 1200, 5], ["c", 3, 2]]}
GOOD: dict[str, tuple[dict[str, Any], ...]] = {
    "color_shape_detect": ({}, {"points": [[60, 60], [7, 7]]}),
    **{name: ({}, {"picture": 1}) for name in SERVED},
    **{n: ({"question": "Which?"},) for n in ("chartmoe_answer", "g_llava_solve", "multimath_solve")},
    "easyocr": ({}, {"region": [0, 0, 60, 60]}),
    "construction_cdl": ({}, {"picture": 1}),
    "goal_cdl": (
        {"text": "AB is parallel to CD. Find the length of AB."},
        {"text": "In circle O, m∠A = 30. What is the measure of angle B and of angle C?"},
    ),
    "grabcut_segment": ({"bbox_2d": [20, 20, 90, 100]}, {"bbox_2d": [0, 0, 50, 30], "picture": 1}),
    "inter_gps_solve": (
        {"text_forms": ["Equals(2x,7)", "Find(x)"]},
        {
            "text_forms": ["Triangle(A,B,C)", "Find(LengthOf(Line(A,B)))"],
            "diagram_forms": [
                "Perpendicular(Line(A,C),Line(C,B))",
                "Equals(LengthOf(Line(A,C)),3)",
                "Equals(LengthOf(Line(C,B)),4)",
            ],
            "lines": ["AB", "BC", "CA"],
            "points": {"A": [0, 0], "B": [40, 30], "C": [0, 30]},
        },
    ),
    "opencv_chart_table": ({},),
    "opencv_to_svg": ({},),
    "rapidocr": ({}, {"region": [0, 0, 60, 60]}),
    "rotate": ({"angle": 90}, {"angle": 33.3, "picture": 1}),
    "sympy_math": (
        {"equations": ["2x + 1 = 7"], "unknown": "x"},
        {"equations": ["x^2 + y = 5", "x - y = 1"], "unknown": "x y"},
        {"equations": ["(x + 30)^2 = sqrt(x) + 50"], "unknown": "2x"},
        {"equations": [], "unknown": "sind(30) / 7"},
    ),
    "table_analyze": (
        {"table": TABLE, "operation": "max"},
        {"table": TABLE, "operation": "mean", "columns": ["m"]},
        {"table": TABLE, "operation": "rank", "columns": ["n"]},
        {"table": TABLE, "operation": "trend", "columns": ["m"]},
        {"table": TABLE, "operation": "sum", "columns": ["n"], "rows": ["a", "c"]},
        {"table": TABLE, "operation": "ratio", "columns": ["n"], "rows": ["b", "c"]},
    ),
    "tesseract": ({}, {"region": [0, 0, 60, 60]}),
    "text_cdl": (
        {"text": "AB is parallel to CD. Find the length of AB."},
        {"text": "In circle O, AB = 5 and m∠A = 30. Find x."},
        {"text": "Triangle ABC is similar to triangle DEF. Find the area of ABC."},
    ),
    "zoom": ({"bbox_2d": [20, 10, 70, 60]}, {"bbox_2d": [0, 0, 7, 5], "picture": 1}),
}
"""Calls with work to do, which the fuzzing starts from as often as from the schema alone."""


def pictures() -> tuple[Picture, ...]:
    """Small pictures of many kinds, two of them of a kind that does not decode."""
    bars = Image.new("RGB", (240, 180), "white")
    draw = ImageDraw.Draw(bars)
    for place, height in enumerate((60, 120, 90)):
        draw.rectangle((30 + 64 * place, 160 - height, 70 + 64 * place, 160), fill=(40, 90, 200))
    draw.line((10, 161, 230, 161), fill=(60, 60, 60))
    pie = Image.new("RGBA", (160, 160), (255, 255, 255, 0))
    for start, end, colour in ((0, 140, "red"), (140, 300, "green"), (300, 360, "blue")):
        ImageDraw.Draw(pie).pieslice((20, 20, 140, 140), start, end, fill=colour)
    whole = io.BytesIO()
    bars.save(whole, "PNG")
    return (
        picture_of(bars),
        picture_of(pie),
        particles(),
        noise(40, 60),
        noise(1, 1),
        noise(2, 120),
        picture_of(Image.new("L", (64, 48), 255)),
        picture_of(Image.new("CMYK", (64, 48)), "JPEG"),
        picture_of(Image.new("I;16", (50, 50), 4000)),
        picture_of(bars.convert("P"), "GIF"),
        written(("2010", (10, 20)), size=20, width=120, height=60),
        Picture.of(whole.getvalue()[:200], width=240, height=180, media_type="image/png"),
        Picture.of(b"no picture", width=64, height=64, media_type="image/png"),
    )


def check(seen: Observation, schema: dict[str, Any]) -> None:
    f"{seen.text}{seen.result}".encode()  # what has no UTF-8 could not be stored
    if seen.status == "ok":
        jsonschema.validate(json.loads(seen.result), schema)
        assert len(seen.text) <= MAX_TEXT + 60
        return
    assert (seen.status, seen.result, seen.pictures) == ("error", "", ())
    assert seen.text.startswith("Error: ")
    assert seen.text.rstrip("`").endswith((".", "?", "!"))


def drawn_name(draw: random.Random) -> str:
    """Return a tool's name; the quick ones come oftener than those whose calls cost more."""
    chance = draw.random()
    if chance < SLOW_SHARE:
        return draw.choice(SLOW)
    if chance < SLOW_SHARE + SERVED_SHARE:
        return draw.choice(sorted(SERVED))
    return draw.choice([name for name in NATIVE_TOOLS if name not in SLOW])


@pytest.mark.slow
def test_ten_thousand_fuzzed_calls_crash_nothing_and_no_wrong_reply_passes() -> None:
    draw = random.Random(20)
    shown = pictures()
    assert set(load_tools()) == set(NATIVE_TOOLS)
    outcomes: Counter[tuple[str, str]] = Counter()
    fickle = Fickle(draw)
    with served_tools(fickle, timeout_s=0.25) as served:
        tools = {**load_tools(), **served}
        for _ in range(CALLS):
            name = drawn_name(draw)
            spec = tools[name].spec
            arguments = arguments_for(json.loads(spec.arguments_schema), GOOD[name], draw)
            fickle.was_right = None
            seen = execute(tools, Call(name, arguments), draw.sample(shown, draw.choice([0, 1, 2, 2, 3])))
            outcomes[name, seen.error_code or "ok"] += 1
            assert seen.error_code != "crashed", (name, arguments, seen.text)
            check(seen, json.loads(spec.result_schema))
            if name in SERVED and seen.status == "ok":
                assert fickle.was_right, (name, arguments, seen.result)
    idle = [name for name in tools if not outcomes[name, "ok"]]
    assert idle == [], f"fuzzing that never gets through proves little: {sorted(outcomes.items())}"
    fooled = [name for name in SERVED if not outcomes[name, "bad_reply"]]
    assert fooled == [], f"replies that are never spoilt prove little: {sorted(outcomes.items())}"
