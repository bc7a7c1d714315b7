"""Pictures by their pixels and by perceptual hash: alike after resizing, recompression and small crops.

Two hashes of imagehash's phash, chosen by `benchmarks/decontamination.py`. One has 256 bits: at the usual 64,
crops and unrelated pictures overlap. Moving the frame by a tenth changes half of any DCT hash, so that crops
are met by hashing the index's pictures in 36 frames (`FRAMES`), and the suspect as it is. The other has 1024
bits, of the whole picture: two forms of one print with other words in them differ in it, and in nothing
coarser.
"""

from __future__ import annotations

import hashlib
import io

import numpy as np
import numpy.typing as npt
from PIL import Image

BITS = 256
HASH_SIDE = 16
WORDS = BITS // 64
DETAIL_BITS = 1024
DETAIL_SIDE = 32
DETAIL_WORDS = DETAIL_BITS // 64
THUMB = 256
"""Side in pixels of the grey square that all frames are cut from."""
FLAT = 8
"""Grey levels between the darkest and the lightest point of a picture that holds nothing to compare."""
SMALLEST = 32
"""A side in pixels below which a perceptual hash says more of the enlargement than of the picture."""

Hashes = npt.NDArray[np.uint64]
"""(n, 4): one 256-bit hash a row."""


def _frames() -> tuple[tuple[float, float, float, float], ...]:
    found = [(0.0, 0.0, 1.0, 1.0)]
    for side in (0.9, 0.95, 0.98):
        rest = 1 - side
        offsets = (0.0, rest / 2, rest)
        found += [(x, y, x + side, y + side) for x in offsets for y in offsets]
    for side in (0.9, 0.95):
        rest = 1 - side
        found += [(0.0, 0.0, 1.0, side), (0.0, rest, 1.0, 1.0), (0.0, 0.0, side, 1.0), (rest, 0.0, 1.0, 1.0)]
    return tuple(found)


FRAMES = _frames()
"""Boxes in shares of width and height: the whole, and what is left when 2, 5 or 10 % of the sides are cut."""


class UndecodableError(ValueError):
    """Bytes that no decoder makes a picture of, although their file is whole."""


def decoded(data: bytes) -> Image.Image:
    """Decode a picture to RGB; transparency is laid on white, 16 bits a channel become 8.

    Raises UndecodableError with the decoder's words.
    """
    try:
        return _decoded(data)
    # Decoders raise OSError, SyntaxError, ValueError, struct.error and more, without a common type.
    except Exception as error:
        raise UndecodableError(f"{type(error).__name__}: {error}") from error


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        if image.mode.startswith("I"):
            return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8)).convert("RGB")
        if "A" in image.mode or "transparency" in image.info:
            layered = image.convert("RGBA")
            return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
        return image.convert("RGB")


def pixels_sha256(image: Image.Image) -> str:
    """Return the SHA-256 over a decoded picture's size and pixels."""
    made = hashlib.sha256(f"{image.width}x{image.height}:".encode())
    made.update(image.tobytes())
    return made.hexdigest()


def perceived(image: Image.Image, *, frames: bool) -> tuple[bytes, bytes]:
    """Return two perceptual hashes of a decoded picture: 32 bytes a frame, and 128 bytes of detail.

    With `frames` of all 36 frames, else of the whole alone. Both are empty for a picture that is flat or has
    a side under 32 pixels: all such pictures would be alike.
    """
    if min(image.size) < SMALLEST:
        return b"", b""
    thumb = image.convert("L").resize((THUMB, THUMB), Image.Resampling.LANCZOS, reducing_gap=3.0)
    darkest, lightest = np.percentile(np.asarray(thumb), (0.1, 99.9))
    if lightest - darkest < FLAT:
        return b"", b""
    views = (
        thumb.crop((THUMB * left, THUMB * top, THUMB * right, THUMB * bottom))
        for left, top, right, bottom in (FRAMES if frames else FRAMES[:1])
    )
    return b"".join(_packed(view, HASH_SIDE) for view in views), _packed(thumb, DETAIL_SIDE)


def hashes_of(made: bytes) -> Hashes:
    """Return the 256-bit hashes that stand in bytes, one a row."""
    return np.frombuffer(made, np.uint64).reshape(-1, WORDS)


def detail_of(made: bytes) -> npt.NDArray[np.uint64]:
    """Return a 1024-bit hash as 16 words."""
    return np.frombuffer(made, np.uint64).reshape(DETAIL_WORDS)


def bit_distances(one: npt.NDArray[np.uint64], others: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return how many bits one hash (words,) differs by from each of many (n, words)."""
    counts: npt.NDArray[np.int64] = np.bitwise_count(others ^ one).sum(axis=-1, dtype=np.int64)
    return counts


def _packed(view: Image.Image, side: int) -> bytes:
    from imagehash import phash  # Brings scipy: only for those who hash.

    bits: npt.NDArray[np.bool_] = phash(view, hash_size=side).hash
    return np.packbits(bits).tobytes()
