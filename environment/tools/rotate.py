"""rotate: turn a picture by an angle, with the map that takes points of the new picture back to the old."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import PIL
from PIL import Image

from environment.errors import ArgumentValueError
from environment.tool import MAX_ASPECT, MIN_SIDE, ToolResult
from environment.tools.pixels import PICTURE_ARGUMENT, Pixels, decode_rgb, encode_png, picture_at
from schemas import Determinism, Picture, ToolSpec, canonical_json
from schemas.picture import MAX_PIXELS

Affine: TypeAlias = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): point (x, y) of the new picture shows (a x + b y + c, d x + e y + f) of the old one."""

spec = ToolSpec(
    name="rotate",
    family="perception",
    group="crop",
    provider="native",
    description=(
        "Turn a picture clockwise by an angle in degrees and return it whole, to read text that stands "
        "sideways or upside down."
    ),
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "angle": {
                    "type": "number",
                    "minimum": -360,
                    "maximum": 360,
                    "description": "Degrees clockwise; negative turns the other way.",
                },
                "picture": PICTURE_ARGUMENT,
            },
            "required": ["angle"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "picture": {"type": "integer", "minimum": 0},
                "angle": {"type": "number"},
                "new_picture": {"type": "integer", "minimum": 1},
                "width": {"type": "integer", "minimum": MIN_SIDE},
                "height": {"type": "integer", "minimum": MIN_SIDE},
                "to_original": {
                    "type": "array",
                    "items": {"type": "number"},
                    "minItems": 6,
                    "maxItems": 6,
                    "description": "[a, b, c, d, e, f]: (x, y) here is (a x + b y + c, d x + e y + f) there.",
                },
            },
            "required": ["picture", "angle", "new_picture", "width", "height", "to_original"],
            "additionalProperties": False,
        }
    ),
    version=f"1+pillow-{PIL.__version__}",
    weights_digest="",
    determinism=Determinism.EXACT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return the whole picture turned, as a new PNG picture; corners that nothing covers are white.

    Quarter turns move the very pixels. Boxes found on the new picture are in its own frame: `to_original`
    maps its points back. Raises ArgumentValueError for an angle that is no finite number up to a full turn,
    and for pictures too small, too thin or too large to be returned.
    """
    index, picture = picture_at(arguments, pictures)
    angle = _angle(arguments.get("angle"))
    size, matrix = turned_frame(picture.width, picture.height, angle)
    _check(size)
    turned = encode_png(_turned(decode_rgb(picture), angle, size, matrix))
    new = len(pictures)
    back = [round(number, 6) + 0.0 for number in matrix]
    told = (
        f"Picture {new}: picture {index} turned clockwise by {angle:g} degrees, "
        f"{turned.width} x {turned.height} pixels. "
        f"Point (x, y) on it is ({_told(back[:3])}, {_told(back[3:])}) on picture {index}."
    )
    return ToolResult(
        result={
            "picture": index,
            "angle": angle,
            "new_picture": new,
            "width": turned.width,
            "height": turned.height,
            "to_original": back,
        },
        text=told,
        pictures=(turned,),
    )


def turned_frame(width: int, height: int, angle: float) -> tuple[tuple[int, int], Affine]:
    """Return the size of the smallest frame around the turned picture and the map back from it.

    Points count from the left upper corner of the left upper pixel.
    """
    turn = math.radians(angle)
    cos, sin = (round(math.cos(turn), 15), round(math.sin(turn), 15))
    new_width = math.ceil(abs(width * cos) + abs(height * sin) - 1e-6)
    new_height = math.ceil(abs(width * sin) + abs(height * cos) - 1e-6)
    x0 = width / 2 - (cos * new_width + sin * new_height) / 2
    y0 = height / 2 - (-sin * new_width + cos * new_height) / 2
    return (new_width, new_height), (cos, sin, x0, -sin, cos, y0)


def _angle(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 360:
        raise ArgumentValueError("`angle` must be a number of degrees from -360 to 360.")
    return float(value)


def _check(size: tuple[int, int]) -> None:
    small, large = sorted(size)
    if small < MIN_SIDE or large > MAX_ASPECT * small:
        raise ArgumentValueError(
            f"The turned picture would be {size[0]} x {size[1]} pixels, too small or too thin to look at: "
            "zoom into it instead."
        )
    if small * large > MAX_PIXELS:
        raise ArgumentValueError(
            "The picture is too large to be turned: zoom into the part that matters first."
        )


def _turned(pixels: Pixels, angle: float, size: tuple[int, int], matrix: Affine) -> Pixels:
    if angle % 90 == 0:
        return np.rot90(pixels, -round(angle / 90))
    image = Image.fromarray(pixels)
    turned = image.transform(
        size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)
    )
    return np.asarray(turned)


def _told(row: Sequence[float]) -> str:
    terms = [(row[0], " x"), (row[1], " y"), (row[2], "")]
    parts = [f"{factor:.4g}{name}" for factor, name in terms if factor]
    return " + ".join(parts).replace("+ -", "- ") or "0"
