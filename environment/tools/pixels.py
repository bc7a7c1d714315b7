"""Pixels for tools: which picture a call names, its pixels as RGB, and new pictures as PNG."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from environment.errors import ArgumentValueError, ToolError
from environment.tools.objects import closed
from schemas import Json, Picture, canonical_json

Pixels: TypeAlias = NDArray[np.uint8]
"""Red, green and blue, shape (height, width, 3), 0 to 255."""
Mask: TypeAlias = NDArray[np.bool_]
"""Which pixels of a picture are meant, shape (height, width)."""

PICTURE_ARGUMENT: Mapping[str, Json] = {
    "type": "integer",
    "minimum": 0,
    "description": "Which picture: 0 is the first one, the default.",
}
"""JSON Schema of the optional argument `picture` that every tool over pictures takes."""

ONLY_A_PICTURE = canonical_json(closed({}, {"picture": PICTURE_ARGUMENT}))
"""Arguments of a tool that takes nothing else."""

OPENCV = f"opencv-{version('opencv-python-headless')}"
"""Part of the version of a tool whose result hangs on it."""

_SIXTEEN_TO_EIGHT = 257
"""65535 / 255: full scale of 16 bits over full scale of 8."""


def picture_at(arguments: Mapping[str, object], pictures: Sequence[Picture]) -> tuple[int, Picture]:
    """Return index and picture that the argument `picture` (default 0) names.

    Raises ArgumentValueError where there is no such picture.
    """
    asked = arguments.get("picture", 0)
    if not pictures:
        raise ArgumentValueError(
            "There is no picture in this conversation, so this tool cannot be used here."
        )
    last = len(pictures) - 1
    valid = "picture 0 is the only one" if last == 0 else f"give 0 to {last}"
    if isinstance(asked, bool) or not isinstance(asked, int | float) or asked != asked or asked % 1:
        raise ArgumentValueError(f"`picture` must be a whole number: {valid}.")
    if not 0 <= asked <= last:
        raise ArgumentValueError(f"There is no picture of that number: {valid}.")
    return int(asked), pictures[int(asked)]


def decode_rgb(picture: Picture) -> Pixels:
    """Decode a picture to RGB as stored: first frame, EXIF orientation not applied, alpha laid on white.

    16-bit greyscale is scaled to 8 bits. Raises ToolError for bytes that do not decode and for pixel kinds
    without a defined white (32-bit integer, float).
    """
    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            image.load()
            return _rgb(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ToolError(f"The picture cannot be decoded ({error}); use another picture.") from error


def _rgb(image: Image.Image) -> Pixels:
    if image.mode.startswith("I;16"):
        wide = np.asarray(image).astype(np.uint32)
        grey = ((wide + _SIXTEEN_TO_EIGHT // 2) // _SIXTEEN_TO_EIGHT).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.mode in ("I", "F"):
        raise ToolError("The picture has 32-bit pixels, which this tool cannot read; use another picture.")
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        coloured = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)
    return np.array(image.convert("RGB"))


def encode_png(pixels: Pixels) -> Picture:
    """Encode RGB pixels as a PNG picture; the same pixels give the same bytes under one Pillow version."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "PNG", compress_level=6)
    height, width = pixels.shape[:2]
    return Picture.of(buffer.getvalue(), width=width, height=height, media_type="image/png")
