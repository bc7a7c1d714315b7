"""Points for tools: [x, y] in pixels of the picture a call names, checked before anything is looked at."""

from __future__ import annotations

from typing import TypeAlias

from environment.errors import ArgumentValueError
from schemas import Picture

Point: TypeAlias = tuple[float, float]

MOST_POINTS = 200


def points_argument(value: object, picture: Picture) -> list[Point]:
    """Return the points asked for; raises ArgumentValueError for any that is no point of the picture."""
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_POINTS:
        raise ArgumentValueError(f"`points` must be a list of 1 to {MOST_POINTS} points [x, y].")
    return [_point(item, number, picture) for number, item in enumerate(value)]


def _point(item: object, number: int, picture: Picture) -> Point:
    if not isinstance(item, list | tuple) or len(item) != 2:
        raise ArgumentValueError(f"Point {number} of `points` must be two numbers [x, y].")
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in item):
        raise ArgumentValueError(f"Point {number} of `points` must be two numbers [x, y].")
    x, y = item
    if not (0 <= x < picture.width and 0 <= y < picture.height):
        frame = f"{picture.width} x {picture.height} pixels"
        raise ArgumentValueError(f"Point {number} of `points` lies outside the picture of {frame}.")
    return float(x), float(y)
