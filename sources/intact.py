"""Whole files told by structure alone: what these walks accept, a decoder accepts, at a tenth of its cost.

They know the plain forms in which nearly all pictures are published and say nothing of any other: there, and
wherever a byte is odd, the decoder itself has to be asked (`sources.pictures`).
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

_ENTROPY_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_SEGMENT = struct.Struct(">BBH")
_JPEG_SIDE = 65500
"""Longest side that libjpeg decodes."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bit depths of each colour type."""
_PNG_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PNG_PLAIN = frozenset(
    {b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"tIME", b"tEXt"}
)
"""Chunks that say nothing of how the picture is turned; a `tEXt` is looked at."""
_TURNING_TEXT = (b"Raw profile type", b"XML:com.adobe.xmp", b"xmp")
_DEFLATE_RATIO = 1032
"""No deflate stream unpacks to more than this many times its bytes."""


@dataclass(frozen=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


class _OddError(Exception):
    """A form that the walk does not know, or a fault: the decoder tells which."""


def intact_jpeg(data: bytes) -> Size | None:
    """Return the size of a baseline JPEG that is whole and carries nothing that could turn it, else None.

    Every marker is walked from the first to the last byte, tables and frame are checked by the rules libjpeg
    fails on (ITU T.81, annex B). Coded data between whole markers never fails: libjpeg fills gaps with grey.
    """
    try:
        return _walk_jpeg(data)
    except (_OddError, IndexError, struct.error):
        return None


def intact_png(data: bytes) -> Size | None:
    """Return the size of a PNG whose chunks are whole, by order and checksum, and untwisted, else None.

    The pixels stay packed, so a writer's own fault inside a right checksum passes here (PNG, section 5).
    """
    try:
        return _walk_png(data)
    except (_OddError, IndexError, struct.error):
        return None


@dataclass(frozen=True)
class _Component:
    identity: int
    across: int
    down: int
    table: int


@dataclass(frozen=True)
class _Frame:
    size: Size
    components: tuple[_Component, ...]


def _walk_jpeg(data: bytes) -> Size:
    _must(data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9")
    quantities: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()
    frame: _Frame | None = None
    place = 2
    while True:
        start, marker, length = _SEGMENT.unpack_from(data, place)
        body = data[place + 4 : place + 2 + length]
        _must(start == 0xFF and length >= 2 and len(body) == length - 2)
        place += 2 + length
        if marker == 0xDB:
            quantities |= _quantisation(body)
        elif marker == 0xC4:
            codes |= _huffman(body)
        elif marker in (0xC0, 0xC1):
            _must(frame is None)
            frame = _frame(body)
        elif marker == 0xDA:
            _must(frame is not None and _scans(body, frame, quantities, codes))
            break
        else:
            _must(
                marker == 0xFE
                or (marker == 0xE0 and body[:5] == b"JFIF\0" and length >= 16)
                or (marker == 0xE2 and body[:12] == b"ICC_PROFILE\0" and length >= 16)
                or (marker == 0xEE and body[:5] == b"Adobe" and length >= 14)
                or (marker == 0xDD and length == 4)
            )
    assert frame is not None
    end = _ENTROPY_ENDS.search(data, place)
    _must(end is not None and end.start() == len(data) - 2)
    return frame.size


# Most encoders write the same few segments: each is understood once.
@lru_cache(256)
def _frame(body: bytes) -> _Frame:
    precision, height, width, count = struct.unpack_from(">BHHB", body)
    _must(precision == 8 and 0 < height <= _JPEG_SIDE and 0 < width <= _JPEG_SIDE)
    _must(count in (1, 3, 4) and len(body) == 6 + 3 * count)
    parts = (body[6 + 3 * n : 9 + 3 * n] for n in range(count))
    components = tuple(_Component(p[0], p[1] >> 4, p[1] & 15, p[2]) for p in parts)
    most_across = max(c.across for c in components)
    most_down = max(c.down for c in components)
    for one in components:
        _must(one.across in (1, 2, 4) and one.down in (1, 2, 4))
        _must(most_across % one.across == 0 and most_down % one.down == 0)
    _must(count == 1 or sum(c.across * c.down for c in components) <= 10)
    _must(len({c.identity for c in components}) == count)
    return _Frame(Size(width, height), components)


@lru_cache(256)
def _scans(body: bytes, frame: _Frame, quantities: frozenset[int], codes: frozenset[int]) -> bool:
    """Say whether the header is of one scan over all components, every table of which was set."""
    count = len(frame.components)
    if len(body) != 4 + 2 * count or body[0] != count or body[-3:] != b"\0\x3f\0":
        return False
    return all(
        body[1 + 2 * number] == component.identity
        and component.table in quantities
        and body[2 + 2 * number] >> 4 in codes
        and 16 + (body[2 + 2 * number] & 15) in codes
        for number, component in enumerate(frame.components)
    )


@lru_cache(256)
def _huffman(body: bytes) -> frozenset[int]:
    """Return the tables that a DHT segment sets, by class * 16 + number."""
    found, place = set(), 0
    while place < len(body):
        kind, counts = body[place], body[place + 1 : place + 17]
        total = sum(counts)
        symbols = body[place + 17 : place + 17 + total]
        _must(kind & 0xEF < 4 and len(counts) == 16 and 0 < total <= 256 and len(symbols) == total)
        _must(kind >= 16 or max(symbols) < 16)
        code = 0
        for bits, count in enumerate(counts, 1):
            code = 2 * code + count
            _must(code < 1 << bits)
        found.add(kind)
        place += 17 + total
    return frozenset(found)


@lru_cache(256)
def _quantisation(body: bytes) -> frozenset[int]:
    """Return the numbers of the tables that a DQT segment sets, all of 8 bits."""
    numbers = frozenset(body[::65])
    _must(len(body) % 65 == 0 and all(number < 4 for number in numbers))
    return numbers


def _walk_png(data: bytes) -> Size:
    _must(data[:8] == _PNG)
    place, packed = 8, 0
    kinds: list[bytes] = []
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        (stated,) = struct.unpack_from(">I", data, place + 8 + length)
        _must(zlib.crc32(memoryview(data)[place + 4 : place + 8 + length]) == stated)
        body = data[place + 8 : place + 8 + min(length, 32)]
        if kind == b"IDAT":
            _must(packed > 0 or _opens_deflate(body))
            packed += length
        elif kind in _PNG_PLAIN:
            _must(kind != b"tEXt" or not body.startswith(_TURNING_TEXT))
        else:
            _must(kind in (b"IHDR", b"IEND"))
        if not kinds or kinds[-1] != kind or kind != b"IDAT":
            kinds.append(kind)
        place += 12 + length
    _must(place == len(data) and len(kinds) == len(set(kinds) - {b"tEXt"}) + kinds.count(b"tEXt"))
    _must(kinds[0] == b"IHDR" and kinds[-1] == b"IEND" and b"IDAT" in kinds)
    return _png_size(data, packed, kinds)


def _png_size(data: bytes, packed: int, kinds: list[bytes]) -> Size:
    length, _, width, height, depth, colour, *methods = struct.unpack_from(">I4sIIBBBBB", data, 8)
    _must(length == 13 and width > 0 and height > 0 and methods[:2] == [0, 0] and methods[2] in (0, 1))
    _must(depth in _PNG_DEPTHS.get(colour, ()))
    _must(colour != 3 or (b"PLTE" in kinds and kinds.index(b"PLTE") < kinds.index(b"IDAT")))
    bits = width * _PNG_SAMPLES[colour] * depth
    _must(packed * _DEFLATE_RATIO >= height * (bits // 8))
    return Size(width, height)


def _opens_deflate(body: bytes) -> bool:
    first, second = body[0], body[1]
    return first & 15 == 8 and first >> 4 <= 7 and (first * 256 + second) % 31 == 0 and not second & 32


def _must(fits: bool) -> None:
    if not fits:
        raise _OddError
