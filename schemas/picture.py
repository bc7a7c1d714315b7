"""A picture: bytes that are never re-encoded, and what identifies them."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.canonical import sha256_hex

MAX_PIXELS = 40_000_000
"""Of one picture, wherever one comes in: above the largest DocVQA page (5367 x 7184 = 39 million) and below
what exhausts a worker's memory."""

MAX_BYTES = 64 * 1024 * 1024
"""Of one encoded picture."""

MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
"""What Pillow may say a picture is. MPO is a JPEG with further pictures behind it."""

DECODERS = tuple(name for name in MEDIA_TYPES if name != "MPO")
"""The formats that are read; Pillow finds an MPO in its JPEG."""


@dataclass(frozen=True)
class Picture:
    """One picture, lossless, with its digest and its size in pixels."""

    data: bytes = field(repr=False)
    """The encoded file as it was read (EXIF-rotated sources are PNG, see `source_sha256`)."""
    sha256: str
    """SHA-256 of `data`, 64 hex digits."""
    width: int
    height: int
    media_type: str
    """`image/png`, `image/jpeg`, `image/webp`, `image/gif`, `image/bmp` or `image/tiff`."""
    source_sha256: str | None = None
    """Digest of the file as published where EXIF orientation made us store another; else None."""

    @classmethod
    def of(
        cls, data: bytes, *, width: int, height: int, media_type: str, source_sha256: str | None = None
    ) -> Picture:
        """Wrap encoded bytes, computing their digest."""
        return cls(data, sha256_hex(data), width, height, media_type, source_sha256)

    def __hash__(self) -> int:
        # The digest stands for the bytes, which a first hash would have to read through.
        return hash(self.sha256)
