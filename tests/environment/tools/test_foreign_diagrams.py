"""The diagrams that the benchmark draws: what is said to be true of them is."""

from __future__ import annotations

import math

import pytest

from benchmarks.foreign_diagrams import SPLITS, diagrams, facts_of


@pytest.mark.parametrize("split", SPLITS)
def test_points_said_to_be_on_a_line_or_circle_are_drawn_there(split: str) -> None:
    for figure, picture in diagrams(split, 1):
        facts, places = facts_of(figure), figure.places
        for middle, a, b in facts["collinear"]:
            around = math.dist(places[a], places[middle]) + math.dist(places[middle], places[b])
            assert around == pytest.approx(math.dist(places[a], places[b]))
        for centre, rim in figure.circles:
            radii = {round(math.dist(places[p], places[centre]), 9) for p in rim}
            assert len(radii) == 1
        assert facts["lines"] >= {tuple(sorted((line[0], line[-1]))) for line in figure.lines}
        assert min(picture.width, picture.height) > 100


def test_the_same_diagrams_are_drawn_every_time() -> None:
    first, second = ([picture.sha256 for _, picture in diagrams("tuned", 1)] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)
