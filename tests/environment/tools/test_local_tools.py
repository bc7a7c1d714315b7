"""What tools with weights of their own do before and after the model: prompts checked, boxes kept honest."""

from __future__ import annotations

import math

import pytest

from environment.errors import ArgumentValueError
from environment.execute import execute
from environment.providers.settings import WeightSettings
from environment.tools.local import sam
from environment.tools.local.grounding_dino import Detection, distinct, pixels_of, query_of, shared
from schemas import Json
from tests.builders import call
from tests.environment.tools.tool_pictures import noise


def test_a_query_is_put_as_the_model_was_trained_on_queries() -> None:
    assert query_of("Red  Bar") == "red bar."
    assert query_of("a cat. A dog.") == "a cat. a dog."


@pytest.mark.parametrize("words", [" ", ".", "?!", "..."])
def test_a_query_without_a_word_is_refused(words: str) -> None:
    with pytest.raises(ArgumentValueError, match="no word"):
        query_of(words)


def test_boxes_are_cut_to_the_picture_and_those_without_a_pixel_or_a_number_are_none() -> None:
    assert pixels_of((-3.0, 1.4, 90.0, 20.6), 80, 60) == (0, 1, 80, 21)
    assert pixels_of((10.0, 10.0, 10.2, 30.0), 80, 60) is None
    assert pixels_of((90.0, 0.0, 99.0, 9.0), 80, 60) is None
    assert pixels_of((0.0, 0.0, math.nan, 9.0), 80, 60) is None
    assert pixels_of((0.0, 0.0, math.inf, 9.0), 80, 60) is None


def test_of_boxes_that_are_nearly_one_the_surest_is_kept() -> None:
    sure, again = Detection("cat", (0, 0, 10, 10), 0.9), Detection("cat", (0, 0, 10, 9), 0.5)
    other = Detection("dog", (0, 0, 10, 7), 0.6)
    assert shared(sure.box, again.box) == pytest.approx(0.9)
    assert distinct([again, other, sure]) == [sure, other]


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"outside": [[1, 1]]},
        {"bbox_2d": [50, 10, 10, 50]},
        {"bbox_2d": [-1, 10, 10, 50]},
        {"bbox_2d": [500, 500, 600, 600]},
        {"points": [[500, 5]]},
        {"points": [[5, 5]], "outside": [[5, 500]]},
        {"points": []},
    ],
)
def test_sam_asks_for_a_place_in_the_picture_before_it_loads_anything(arguments: dict[str, Json]) -> None:
    tool = sam.Sam(sam.TOOL.spec("d"), WeightSettings("/no/such/weights"))
    seen = execute({"sam": tool}, call("sam", dict(arguments)), (noise(80, 60),))
    assert (seen.status, seen.error_code) == ("error", "argument_value")
    assert seen.text.endswith(".")
