"""Boxes for tools: [x0, y0, x1, y1] in pixels of the picture a call names, checked before anything is cut."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

from environment.errors import ArgumentValueError
from schemas import Json, Picture

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are exclusive."""

MIN_INSIDE = 0.5
"""A box that reaches past the right or bottom edge is cut to the picture if this share of it lies inside."""

_FAR = 1e9
"""Beyond any picture; false for NaN and infinity, and safe for integers too long for a float."""


def box_argument(description: str) -> dict[str, Json]:
    """Return the JSON Schema of a box argument."""
    return {
        "type": "array",
        "items": {"type": "number"},
        "minItems": 4,
        "maxItems": 4,
        "description": description,
    }


BOX_RESULT: Mapping[str, Json] = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 4,
    "maxItems": 4,
}
"""JSON Schema of a box in a result."""


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share a pixel."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def covers(outer: Box, inner: Box) -> bool:
    """Whether a box lies whole within another."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def pixel_box(value: object, name: str, picture: Picture) -> Box:
    """Return the whole-pixel box that covers `value`, cut to the picture at its right and bottom edge.

    `name` is the argument's name, for the message. Raises ArgumentValueError for anything but four finite
    numbers that make a box of at least one pixel, at least half of which lies inside the picture.
    """
    frame = f"picture of {picture.width} x {picture.height} pixels"
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise ArgumentValueError(f"`{name}` must be a list of four numbers [x0, y0, x1, y1].")
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in value):
        raise ArgumentValueError(f"`{name}` must hold numbers only: [x0, y0, x1, y1] in pixels.")
    if not all(abs(n) < _FAR for n in value):
        raise ArgumentValueError(f"`{name}` must hold finite numbers within the {frame}.")
    x0, y0, x1, y1 = (float(n) for n in value)
    if min(x0, y0, x1, y1) < 0:
        raise ArgumentValueError(
            f"`{name}` has a negative coordinate: give pixels from 0 within the {frame}."
        )
    if x1 <= x0 or y1 <= y0:
        raise ArgumentValueError(
            f"`{name}` is empty or swapped: give [x0, y0, x1, y1] with x0 < x1 and y0 < y1."
        )
    if max(x1, y1) <= 1:
        raise ArgumentValueError(f"`{name}` is in pixels, not in fractions: give numbers within the {frame}.")
    inside = max(0.0, min(x1, picture.width) - x0) * max(0.0, min(y1, picture.height) - y0)
    if inside < MIN_INSIDE * (x1 - x0) * (y1 - y0):
        raise ArgumentValueError(f"`{name}` lies mostly outside the {frame}: give a box within it.")
    return (
        math.floor(x0),
        math.floor(y0),
        min(math.ceil(x1), picture.width),
        min(math.ceil(y1), picture.height),
    )
