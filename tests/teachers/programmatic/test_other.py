from __future__ import annotations

from schemas import Family
from teachers.programmatic.plan import Abstain


def test_a_choice_printed_alone_is_the_answer(ask, ocr):
    text = ocr(("CHANEL", 10, 10, 90, 30))
    assert ask(Family.OTHER, "What store is it?", text, choices=("apple", "chanel")).text == "B"


def test_two_printed_choices_decide_nothing(ask, ocr):
    text = ocr(("CHANEL", 10, 10, 90, 30), ("Apple", 10, 40, 90, 60))
    assert isinstance(ask(Family.OTHER, "What store is it?", text, choices=("apple", "chanel")), Abstain)


def test_a_choice_inside_a_printed_line_counts_as_whole_words(ask, ocr):
    text = ocr(("MAPLE ST", 10, 10, 90, 30))
    assert ask(Family.OTHER, "What street is it?", text, choices=("oak", "maple")).text == "B"


def test_a_part_of_a_printed_word_is_no_choice(ask, ocr):
    text = ocr(("pineapple juice", 10, 10, 90, 30))
    assert isinstance(ask(Family.OTHER, "What is sold?", text, choices=("apple", "chanel")), Abstain)


def test_the_only_shape_tells_its_colour(ask, observed):
    shape = {"shape": "triangle", "color": "red"}
    one = observed("color_shape_detect", {"objects": [shape], "points": []})
    two = observed("color_shape_detect", {"objects": [shape, shape], "points": []})
    question = "What color is the triangle?"
    assert ask(Family.OTHER, question, one, choices=("blue", "red")).text == "B"
    assert isinstance(ask(Family.OTHER, question, two, choices=("blue", "red")), Abstain)
