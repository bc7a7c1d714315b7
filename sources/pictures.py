"""One picture from bytes: known to be whole, its size checked first, its bytes left untouched.

Plain JPEG and PNG files are known whole by their structure (`sources.intact`), every other is decoded. The
stage `screen` decodes them all, for their hashes, and leaves out what then turns out to be no picture.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from schemas import Picture, sha256_hex
from schemas.picture import DECODERS, MAX_BYTES, MAX_PIXELS, MEDIA_TYPES
from sources.faults import Fault, RowError
from sources.intact import intact_jpeg, intact_png

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")

_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})


def read_picture(path: str, max_pixels: int = MAX_PIXELS) -> Picture:
    """Read and check a picture file; raises RowError naming the file's fault."""
    name = os.path.basename(path)
    try:
        # One open file by its number: three calls of the system where pathlib's stat and read make eight.
        file = os.open(path, os.O_RDONLY)
        try:
            size = os.fstat(file).st_size
            if size > MAX_BYTES:
                raise RowError(
                    Fault.PICTURE_TOO_LARGE, f"{name} has {size} bytes; at most {MAX_BYTES} are read"
                )
            data = os.read(file, size)
        finally:
            os.close(file)
    except FileNotFoundError:
        raise RowError(Fault.MISSING_PICTURE, f"{Path(path).parent.name}/{name} is not there") from None
    except OSError as error:
        raise RowError(Fault.BROKEN_PICTURE, f"{name} cannot be read: {error.strerror}") from error
    return checked_picture(data, name, max_pixels)


def checked_picture(data: bytes, name: str, max_pixels: int = MAX_PIXELS) -> Picture:
    """Make sure that a picture's file is whole and return it with its bytes as they are.

    An EXIF orientation other than 1 is applied and stored as PNG, with the source's digest kept, because
    trainers disagree on EXIF. Width and height are in pixels of what is stored. Raises RowError:
    `unknown_picture_format`, `picture_too_large` (from the header, before any pixel is decoded), or
    `broken_picture` (truncated or corrupt). `name` is for the messages.
    """
    if len(data) > MAX_BYTES:
        raise RowError(Fault.PICTURE_TOO_LARGE, f"{name} has {len(data)} bytes; at most {MAX_BYTES} are read")
    for intact, media_type in ((intact_jpeg, "image/jpeg"), (intact_png, "image/png")):
        if size := intact(data):
            _bounded(size.width, size.height, name, max_pixels)
            return Picture.of(data, width=size.width, height=size.height, media_type=media_type)
    Image.init()  # Else only some decoders are registered until a first picture needs another.
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS) as image:
            return _decoded(image, data, name, max_pixels)
    except RowError:
        raise
    except UnidentifiedImageError:
        if not data or data.startswith(_SIGNATURES):
            raise RowError(Fault.BROKEN_PICTURE, f"{name} has a broken header ({len(data)} bytes)") from None
        raise RowError(
            Fault.UNKNOWN_PICTURE_FORMAT, f"{name} ({len(data)} bytes) is none of {', '.join(DECODERS)}"
        ) from None
    except Image.DecompressionBombError as error:
        raise RowError(Fault.PICTURE_TOO_LARGE, f"{name}: {error}") from error
    # Decoders raise OSError, SyntaxError, ValueError, struct.error and more on corrupt input, without a
    # common type; whatever they raise, the picture is unusable and the run goes on.
    except Exception as error:
        raise RowError(
            Fault.BROKEN_PICTURE, f"{name} does not decode: {type(error).__name__}: {error}"
        ) from error


def _decoded(image: Image.Image, data: bytes, name: str, max_pixels: int) -> Picture:
    width, height = image.size
    _bounded(width, height, name, max_pixels)
    media_type = MEDIA_TYPES[str(image.format)]
    # Read before decoding: Pillow's TIFF reader turns the picture itself and then forgets the tag.
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    if orientation not in range(2, 9):
        # All of a JPEG's coded data is still decoded, into pixels an eighth the size that nobody keeps.
        image.draft("L", (1, 1))
        image.load()
        return Picture.of(data, width=width, height=height, media_type=media_type)
    image.load()
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in _PNG_MODES:
        upright = upright.convert("RGB")
    stored = io.BytesIO()
    upright.save(stored, "PNG")
    return Picture.of(
        stored.getvalue(),
        width=upright.width,
        height=upright.height,
        media_type="image/png",
        source_sha256=sha256_hex(data),
    )


def _bounded(width: int, height: int, name: str, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise RowError(
            Fault.PICTURE_TOO_LARGE,
            f"{name} is {width} x {height} pixels; at most {max_pixels} pixels are decoded",
        )
