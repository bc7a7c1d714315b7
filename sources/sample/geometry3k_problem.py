"""What a geometry problem is, and the pieces that its makers share."""

import random
from dataclasses import dataclass

from sources.sample.geometry3k_figures import Figure

BLUE = "#0b6cb8"


@dataclass(frozen=True)
class Problem:
    """One problem: the text as typed in the data set, its figure, its truth and three wrong values."""

    text: str
    answer: float
    wrong: tuple[float, ...]
    figure: Figure
    text_forms: tuple[str, ...]
    diagram_forms: tuple[str, ...]
    graph: str
    goal: str
    decimals: int = 0
    dissolved: tuple[str, ...] = ()
    """The text forms with `$` filled in; empty where they are the same."""


def letters(rng: random.Random, count: int) -> list[str]:
    """Distinct vertex letters in a run or not, never O (a zero) or I (a stroke)."""
    return rng.sample("ABCDEFGHJKLMNPQRSTUVWXYZ", count)


def triple(rng: random.Random) -> tuple[int, int, int]:
    a, b, c = rng.choice(((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 12, 15)))
    times = rng.choice((1, 2)) if c < 26 else 1
    return a * times, b * times, c * times


def angle_is(angle: str, value: int | str) -> str:
    return f"Equals(MeasureOf(Angle({', '.join(angle)})), {value})"


def length_is(line: str, value: int | str) -> str:
    return f"Equals(LengthOf(Line({', '.join(line)})), {value})"


def right_angle(a: str, vertex: str, b: str) -> str:
    return f"Perpendicular(Line({a}, {vertex}), Line({vertex}, {b}))"
