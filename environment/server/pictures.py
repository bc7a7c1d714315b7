"""Pictures of a request: the bytes in it, or files of one folder; nothing else on this machine or beyond."""

from __future__ import annotations

import base64
import binascii
import io
import re
from pathlib import Path

from PIL import ExifTags, Image

from environment.server.refusals import RequestError
from schemas import Picture
from schemas.picture import DECODERS, MAX_BYTES, MAX_PIXELS, MEDIA_TYPES

_DATA_URL = re.compile(r"data:image/[\w.+-]+;base64,")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{62,}={0,2}")
"""A picture written in base64 without a prefix, of 64 characters or more; any other text is a path."""


def picture_of_text(text: str, root: Path | None) -> Picture:
    """Return the picture that a request gives as a data URL, as bare base64, or as a path below `root`.

    Raises RequestError for anything else, other URLs among it.
    """
    if head := _DATA_URL.match(text):
        return picture_of_bytes(_decoded(text[head.end() :]))
    if _URL.match(text):
        raise RequestError(400, "a picture is a data URL of base64 (data:image/png;base64,...), no other URL")
    # Base64 of a JPEG begins with /9j/, like a path: what decodes is taken for what it is.
    if len(text) % 4 == 0 and _BASE64.fullmatch(text):
        try:
            return picture_of_bytes(_decoded(text))
        except RequestError:
            if root is None:
                raise
    if root is None:
        raise RequestError(
            400, "a picture's path is refused: send the picture as a data URL, or set serve.picture_root"
        )
    return picture_of_bytes(_file_below(root, text))


def picture_of_bytes(data: bytes) -> Picture:
    """Return encoded bytes as a picture, its size read from its header.

    Raises RequestError for what is no picture, too large, or rotated by EXIF: trainers and tools would see
    different pictures.
    """
    if len(data) > MAX_BYTES:
        raise RequestError(413, f"a picture has {len(data)} bytes; at most {MAX_BYTES} are taken")
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS) as image:
            width, height = image.size
            media_type = MEDIA_TYPES[str(image.format)]
            turned = image.getexif().get(ExifTags.Base.Orientation, 1) in range(2, 9)
    except Image.DecompressionBombError as error:
        raise RequestError(413, f"a picture is too large: {error}") from error
    except Exception as error:  # decoders raise a dozen types on junk
        raise RequestError(400, f"a picture ({len(data)} bytes) is none that can be read") from error
    if width * height > MAX_PIXELS:
        raise RequestError(413, f"a picture is {width} x {height} pixels; at most {MAX_PIXELS} are taken")
    if turned:
        raise RequestError(400, "a picture is rotated by its EXIF tag: send it upright")
    return Picture.of(data, width=width, height=height, media_type=media_type)


def base64_of(picture: Picture) -> str:
    """Return a picture's bytes as base64."""
    return base64.b64encode(picture.data).decode()


def _decoded(text: str) -> bytes:
    if len(text) > MAX_BYTES * 4 // 3 + 4:
        raise RequestError(413, f"a picture has more than {MAX_BYTES} bytes")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError(400, f"a picture's base64 does not decode: {error}") from error


def _file_below(root: Path, text: str) -> bytes:
    outside = RequestError(400, f"{text[:200]!r} is no picture below serve.picture_root")
    try:
        # Resolved before it is compared: `..` and symbolic links lead out of a folder that a prefix is in.
        path = (root / text).resolve(strict=True)
        if not path.is_relative_to(root.resolve(strict=True)) or not path.is_file():
            raise outside
        if path.stat().st_size > MAX_BYTES:
            raise RequestError(413, f"{text[:200]!r} has more than {MAX_BYTES} bytes")
        return path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        raise outside from error
