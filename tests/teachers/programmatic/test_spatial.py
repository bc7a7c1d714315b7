from __future__ import annotations

import pytest

from schemas import Family
from teachers.programmatic.plan import Abstain, Use
from teachers.programmatic.scene import Thing
from teachers.programmatic.spatial import read

SCENE = (
    Thing("cube", "red", "large", "metal", (100, 100)),
    Thing("sphere", "blue", "small", "rubber", (200, 150)),
    Thing("cylinder", "green", "small", "metal", (300, 120)),
    Thing("cube", "blue", "small", "rubber", (50, 200)),
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Subtract all green cylinders. How many cylinders are left?", "0"),
        ("Subtract 1 cubes. How many objects are left?", "3"),
        ("Add 3 red cubes. How many objects exist?", "7"),
        ("Add 3 red cubes. How many spheres are left?", "1"),
        ("Subtract all cubes. How many were subtracted if there are1cubes left?", "1"),
        ("How many blue things are there?", "2"),
        ("Is there a red ball?", "no"),
        ("What color is the large block?", "red"),
        ("There is a big thing; what is its shape?", "cube"),
        ("What material is the green cylinder made of?", "metal"),
        ("How many things are left of the small cylinder?", "3"),
        ("What is the color of the thing left of the large red cube?", "blue"),
        ("How many things are behind the blue sphere?", "2"),
        ("Are there more cubes than spheres?", "yes"),
        ("Is the red cube the same size as the blue sphere?", "no"),
        ("How many other things are the same color as the small sphere?", "1"),
        ("How many objects are either red cubes or blue spheres?", "2"),
        ("What number of objects are to the right of the red cube and in front of the green cylinder?", "1"),
    ],
)
def test_scene_questions_are_read(question, answer):
    assert read(question, SCENE)[0] == answer


@pytest.mark.parametrize(
    "question",
    [
        "What color is the cube?",
        "Subtract 3 spheres. How many spheres are left?",
        "Subtract all purple cubes. How many cubes are left?",
        "How many happy things are there?",
        "What color is the yellow sphere?",
    ],
)
def test_what_the_scene_does_not_determine_stays_open(question):
    assert read(question, SCENE) is None


def test_a_side_too_close_to_call_stays_open():
    close = (
        Thing("cube", "red", "large", "metal", (100, 100)),
        Thing("sphere", "blue", "small", "metal", (102, 90)),
    )
    assert read("How many things are left of the red cube?", close) is None


def test_the_detector_is_called_once_and_an_empty_scene_is_no_zero(ask, observed):
    question = "How many cubes are there?"
    assert isinstance(ask(Family.SPATIAL, question), Use)
    empty = observed("color_shape_detect", {"objects": [], "points": []})
    assert isinstance(ask(Family.SPATIAL, question, empty), Abstain)
