"""Frames: a policy gives boxes in the frame its processor shows it; tools want pixels of the picture itself.

Qwen2-VL and Qwen2.5-VL give pixels of the picture after their processor resized it, Qwen3-VL and InternVL
thousandths of its sides.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from environment.errors import ArgumentValueError
from schemas import Call, Frame, Observation, Picture, ToolSpec, canonical_json

MODES = ("original", "resized", "relative_1000")
MOST_PIXELS = 2**31
POINT_KEYS = ("center", "centroid")
"""Names under which a result holds a point [x, y]."""
_NUMBERS = re.compile(r"\[(-?\d+(?:\.\d+)?(?:, ?-?\d+(?:\.\d+)?){1,3})\]")


@dataclass(frozen=True)
class FrameRule:
    """How to tell, of a picture, in which frame the policy saw it."""

    mode: str = "original"
    """`original`: pixels of the picture; `resized`: pixels after the processor of Qwen2-VL and Qwen2.5-VL, by
    the three numbers below; `relative_1000`: thousandths of its sides."""
    factor: int = 28
    """The resized sides are multiples of this."""
    min_pixels: int = 3136
    max_pixels: int = 12845056
    """Bounds of the resized area, as the processor's own settings of these names."""

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"frame.mode must be one of {', '.join(MODES)}, not {self.mode!r}")
        numbers = (self.factor, self.min_pixels, self.max_pixels)
        if any(type(number) is not int for number in numbers):
            raise ValueError("frame.factor, min_pixels and max_pixels must be whole numbers")
        if not 0 < self.factor <= self.min_pixels <= self.max_pixels <= MOST_PIXELS:
            raise ValueError(f"frame must have 0 < factor <= min_pixels <= max_pixels <= {MOST_PIXELS}")

    def frame_of(self, picture: Picture) -> Frame:
        """Return the frame in which the policy saw a picture."""
        if self.mode == "relative_1000":
            return Frame(1000, 1000, "relative_1000")
        if self.mode == "resized":
            width, height = resized(
                picture.width, picture.height, self.factor, self.min_pixels, self.max_pixels
            )
            return Frame(width, height, "absolute")
        return Frame(picture.width, picture.height, "absolute")


def resized(width: int, height: int, factor: int, min_pixels: int, max_pixels: int) -> tuple[int, int]:
    """Return width and height after the resize of Qwen2-VL's image processor (`smart_resize`).

    Both sides become multiples of `factor`, the nearest ones unless the area leaves its bounds.
    """
    wide, high = max(factor, round(width / factor) * factor), max(factor, round(height / factor) * factor)
    if wide * high > max_pixels:
        shrink = math.sqrt(width * height / max_pixels)
        return _multiples(math.floor, width / shrink, height / shrink, factor)
    if wide * high < min_pixels:
        grow = math.sqrt(min_pixels / (width * height))
        return _multiples(math.ceil, width * grow, height * grow, factor)
    return wide, high


def _multiples(whole: Callable[[float], int], width: float, height: float, factor: int) -> tuple[int, int]:
    return max(factor, whole(width / factor) * factor), max(factor, whole(height / factor) * factor)


def to_original(call: Call, spec: ToolSpec, pictures: Sequence[Picture], rule: FrameRule) -> Call:
    """Return the call with its boxes and points in pixels of the picture it names.

    What is no box is left for the tool to refuse. Raises ArgumentValueError for what lies outside the frame.
    """
    picture = _picture_of(call, pictures)
    if rule.mode == "original" or picture is None:
        return call
    frame = rule.frame_of(picture)
    arguments = json.loads(call.arguments)
    for name, shape in json.loads(spec.arguments_schema)["properties"].items():
        if name not in arguments:
            continue
        if _lists_numbers(shape, 4):
            arguments[name] = _scaled_in(arguments[name], name, frame, picture)
        elif shape.get("type") == "array" and _lists_numbers(shape.get("items", {}), 2):
            points = arguments[name]
            if isinstance(points, list):
                arguments[name] = [_scaled_in(point, name, frame, picture) for point in points]
    return Call(call.name, canonical_json(arguments))


def to_frame(
    observation: Observation, call: Call, pictures: Sequence[Picture], rule: FrameRule
) -> Observation:
    """Return the observation with the boxes and centres of its result told in the policy's frame.

    They are found in the text by their numbers, written as a list. Other coordinates, such as those within
    an SVG, stay in pixels of the picture.
    """
    picture = _picture_of(call, pictures)
    if rule.mode == "original" or picture is None or not observation.result:
        return observation
    frame = rule.frame_of(picture)
    held = {tuple(map(float, box)) for box in _boxes(json.loads(observation.result))}

    def told(match: re.Match[str]) -> str:
        numbers = [float(n) for n in match[1].split(",")]
        if tuple(numbers) not in held:
            return match[0]
        sides = (frame.width / picture.width, frame.height / picture.height)
        return str([round(n * sides[i % 2]) for i, n in enumerate(numbers)])

    return replace(observation, text=_NUMBERS.sub(told, observation.text), frame=frame)


def _picture_of(call: Call, pictures: Sequence[Picture]) -> Picture | None:
    index = json.loads(call.arguments).get("picture", 0)
    whole = isinstance(index, int) and not isinstance(index, bool)
    return pictures[index] if whole and 0 <= index < len(pictures) else None


def _lists_numbers(shape: Any, count: int) -> bool:  # noqa: ANN401 - a part of a JSON Schema
    if not isinstance(shape, dict) or shape.get("type") != "array":
        return False
    numbers = shape.get("items", {}).get("type") in ("number", "integer")
    return numbers and shape.get("minItems") == shape.get("maxItems") == count


def _scaled_in(value: Any, name: str, frame: Frame, picture: Picture) -> Any:  # noqa: ANN401 - what a model wrote
    if not isinstance(value, list):
        return value
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in value):
        return value
    sides = ((frame.width, picture.width), (frame.height, picture.height))
    for index, number in enumerate(value):
        if not 0 <= number <= sides[index % 2][0]:
            raise ArgumentValueError(
                f"`{name}` must lie within the picture you see, {frame.width} wide and {frame.height} high."
            )
    return [number * sides[i % 2][1] / sides[i % 2][0] for i, number in enumerate(value)]


def _boxes(value: Any, key: str = "") -> Iterator[list[float]]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _boxes(inner, name)
    elif isinstance(value, list):
        numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
        if numbers and (len(value) == 4 or (len(value) == 2 and key in POINT_KEYS)):
            yield value
        else:
            for inner in value:
                yield from _boxes(inner, key)
