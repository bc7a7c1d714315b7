from __future__ import annotations

import pytest

from schemas import Family
from teachers.programmatic.map_questions import needed, read
from teachers.programmatic.map_reading import MapReading, layout_of
from teachers.programmatic.plan import Abstain
from teachers.programmatic.states import BORDERS, STATES

LOW, MID, HIGH = "10 - 19", "20 - 29", "30 - 39"
OF = {"MN": LOW, "ND": HIGH, "SD": MID, "IA": LOW, "WI": MID}
READING = MapReading((LOW, MID, HIGH), OF, frozenset(STATES) - OF.keys())


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the legend range of Iowa?", LOW),
        ("Does Iowa have a lower value than North Dakota?", "Yes"),
        ("Does Iowa have a value in the range 30 - 39?", "No"),
        ("Among the states that border Minnesota, which state has the highest value?", "North Dakota"),
        ("Which states that border Minnesota have a value in the range 20 - 29?", "South Dakota, Wisconsin"),
    ],
)
def test_map_questions_are_read(question, answer):
    assert read(question, READING)[0] == answer


@pytest.mark.parametrize(
    "question",
    [
        "What is the legend range of Ohio?",
        "Which states have the highest value in the USA?",
        "Is the map old?",
    ],
)
def test_a_state_that_was_not_read_leaves_the_question_open(question):
    assert read(question, READING) is None


def test_only_the_states_a_question_needs_are_probed():
    assert needed("What is the value of Iowa?") == {"IA"}
    assert needed("Among the states that border Maine, which has the highest value?") == {"ME", "NH"}
    assert needed("Which states have the lowest value?") == set(STATES)


def test_borders_are_mutual():
    assert all(a in BORDERS[b] for a, neighbours in BORDERS.items() for b in neighbours)
    assert set(BORDERS) == set(STATES) - {"AK", "HI"}


def test_colours_lead_from_state_to_legend(ask, ocr, observed):
    text = ocr(
        ("Rain", 150, 0, 220, 20),
        ("IA", 100, 100, 112, 110),
        (LOW, 300, 200, 350, 210),
        (HIGH, 300, 220, 350, 230),
    )
    question = "What is the value of Iowa?"
    call = ask(Family.GEOSPATIAL, question, text)
    assert call.tool == "color_shape_detect"
    dark, light, white = [120, 0, 0], [250, 180, 160], [255, 255, 255]
    swatch = [white, light, light, light, white, white], [white, dark, dark, dark, white, white]
    points = [{"point": [0, 0], "color": "", "rgb": c} for c in [dark, white, dark, *swatch[0], *swatch[1]]]
    assert len(points) == len(call.arguments["points"])
    seen = observed("color_shape_detect", {"objects": [], "points": points})
    assert ask(Family.GEOSPATIAL, question, text, seen).text == HIGH


def test_paper_white_is_no_legend_colour(ask, ocr, observed):
    text = ocr(("IA", 100, 100, 112, 110), (LOW, 300, 200, 350, 210), (HIGH, 300, 220, 350, 230))
    white = {"point": [0, 0], "color": "white", "rgb": [255, 255, 255]}
    seen = observed("color_shape_detect", {"objects": [], "points": [white] * 15})
    assert isinstance(ask(Family.GEOSPATIAL, "What is the value of Iowa?", text, seen), Abstain)


def test_a_legend_in_a_row_is_read_from_the_left(ocr):
    from teachers.programmatic.lines import lines_in

    text = ocr(("IA", 100, 100, 112, 110), (HIGH, 300, 200, 350, 211), (LOW, 100, 201, 150, 210))
    layout = layout_of(lines_in(text.result), frozenset({"IA"}), placed=True)
    assert [e.text for e in layout.entries] == [LOW, HIGH]
