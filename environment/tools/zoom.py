"""zoom: cut a box out of a picture, in its original pixels, and enlarge it when it is small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import PIL
from PIL import Image

from environment.errors import ArgumentValueError
from environment.tool import MAX_ASPECT, MIN_SIDE, ToolResult
from environment.tools.boxes import BOX_RESULT, Box, box_argument, pixel_box
from environment.tools.pixels import PICTURE_ARGUMENT, Pixels, decode_rgb, encode_png, picture_at
from schemas import Determinism, Picture, ToolSpec, canonical_json

LEGIBLE_SIDE = 448
"""A crop whose longer side is below half of this is enlarged towards it, by a whole factor."""

spec = ToolSpec(
    name="zoom",
    family="perception",
    group="crop",
    provider="native",
    description="Cut a box out of a picture and return it enlarged, to see or read small details.",
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "bbox_2d": box_argument("The box to look at: [x0, y0, x1, y1] in pixels of the picture."),
                "picture": PICTURE_ARGUMENT,
            },
            "required": ["bbox_2d"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "picture": {"type": "integer", "minimum": 0},
                "bbox_2d": BOX_RESULT,
                "new_picture": {"type": "integer", "minimum": 1},
                "width": {"type": "integer", "minimum": MIN_SIDE},
                "height": {"type": "integer", "minimum": MIN_SIDE},
                "scale": {"type": "integer", "minimum": 1},
            },
            "required": ["picture", "bbox_2d", "new_picture", "width", "height", "scale"],
            "additionalProperties": False,
        }
    ),
    version=f"1+pillow-{PIL.__version__}",
    weights_digest="",
    determinism=Determinism.EXACT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return the box as a new PNG picture; `bbox_2d` in the result is the box really cut.

    Pixel (x, y) of the new picture shows pixel (x0 + x / scale, y0 + y / scale) of the one it was cut from.
    Raises ArgumentValueError for a box that is no box of that picture, or longer than 20 times its width.
    """
    index, picture = picture_at(arguments, pictures)
    box = pixel_box(arguments.get("bbox_2d"), "bbox_2d", picture)
    width, height = box[2] - box[0], box[3] - box[1]
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise ArgumentValueError(
            f"`bbox_2d` covers {width} x {height} pixels: its sides may differ at most {MAX_ASPECT:g} times."
        )
    scale = _scale(width, height)
    crop = encode_png(_enlarged(decode_rgb(picture), box, scale))
    new = len(pictures)
    enlarged = f", enlarged {scale} times" if scale > 1 else ""
    told = (
        f"Picture {new}: box {list(box)} of picture {index}{enlarged}, {crop.width} x {crop.height} pixels."
    )
    return ToolResult(
        result={
            "picture": index,
            "bbox_2d": list(box),
            "new_picture": new,
            "width": crop.width,
            "height": crop.height,
            "scale": scale,
        },
        text=told,
        pictures=(crop,),
    )


def _scale(width: int, height: int) -> int:
    least = -(-MIN_SIDE // min(width, height))
    return max(least, LEGIBLE_SIDE // max(width, height), 1)


def _enlarged(pixels: Pixels, box: Box, scale: int) -> Pixels:
    x0, y0, x1, y1 = box
    crop = pixels[y0:y1, x0:x1]
    if scale == 1:
        return crop
    return np.asarray(
        Image.fromarray(crop).resize(((x1 - x0) * scale, (y1 - y0) * scale), Image.Resampling.LANCZOS)
    )
