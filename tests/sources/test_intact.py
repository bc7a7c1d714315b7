"""Whole files by structure: whatever the walks accept, Pillow decodes, with the same size and untwisted."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from schemas.picture import MAX_PIXELS
from sources.faults import Fault, RowError
from sources.intact import intact_jpeg, intact_png
from sources.pictures import checked_picture

SIZE = (45, 38)
JPEGS: dict[str, dict[str, object]] = {
    "plain": {},
    "chroma halved": {"subsampling": 2},
    "restart markers": {"restart_marker_blocks": 2},
    "tables of its own": {"optimize": True},
    "profile": {"icc_profile": b"no profile, and not our concern"},
    "comment": {"comment": b"words"},
}
JPEG_MODES = ("RGB", "L", "CMYK")
PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


@cache
def jpeg(mode: str, options: str) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(SIZE, 80).convert(mode).save(buffer, "JPEG", **JPEGS[options])
    return buffer.getvalue()


@cache
def png(mode: str) -> bytes:
    image = Image.new(mode, SIZE, 7) if mode == "I;16" else Image.effect_noise(SIZE, 80).convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def damaged(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    """Overwrite, insert or delete bytes at places given as shares of the file."""
    made = bytearray(data)
    for how, share, junk in changes:
        start = int(share * len(made))
        if how == "overwrite":
            made[start : start + len(junk)] = junk
        elif how == "insert":
            made[start:start] = junk
        else:
            del made[start : start + len(junk)]
    return bytes(made)


def header_first(share: float) -> float:
    """Three of four places lie in the first sixth of a file, where its tables are."""
    return share / 4.5 if share < 0.75 else share


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["overwrite", "insert", "delete"]),
        st.floats(0, 1, exclude_max=True).map(header_first),
        st.one_of(st.binary(min_size=1, max_size=8), st.sampled_from([b"\0", b"\xff", b"\xff\xd9", b"\x01"])),
    ),
    min_size=1,
    max_size=3,
)


def decodes_as(data: bytes, size: tuple[int, int]) -> None:
    """Fail unless Pillow decodes the bytes whole, to this size, with nothing that turns them.

    A size above the bound is refused before a decoder is asked, as Pillow itself would refuse it.
    """
    if size[0] * size[1] > MAX_PIXELS:
        with pytest.raises(RowError) as refused:
            checked_picture(data, "a picture")
        assert refused.value.fault == Fault.PICTURE_TOO_LARGE
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == size
            assert image.getexif().get(0x0112, 1) not in range(2, 9)
            image.load()


@pytest.mark.parametrize("options", JPEGS)
@pytest.mark.parametrize("mode", JPEG_MODES)
def test_plain_jpegs_are_accepted_with_their_size(mode: str, options: str) -> None:
    size = intact_jpeg(jpeg(mode, options))
    assert size is not None
    assert (size.width, size.height) == SIZE


@pytest.mark.parametrize("mode", PNG_MODES)
def test_plain_pngs_are_accepted_with_their_size(mode: str) -> None:
    size = intact_png(png(mode))
    assert size is not None
    assert (size.width, size.height) == SIZE


@settings(max_examples=600, deadline=None)
@given(mode=st.sampled_from(JPEG_MODES), options=st.sampled_from(sorted(JPEGS)), changes=CHANGES)
def test_a_damaged_jpeg_that_is_accepted_decodes(
    mode: str, options: str, changes: list[tuple[str, float, bytes]]
) -> None:
    data = damaged(jpeg(mode, options), changes)
    if size := intact_jpeg(data):
        decodes_as(data, (size.width, size.height))


def test_a_damaged_header_that_claims_a_giant_picture_is_too_large() -> None:
    data = bytearray(jpeg("L", "plain"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 60000, 60000)
    assert intact_jpeg(bytes(data)) is not None
    decodes_as(bytes(data), (60000, 60000))


@settings(max_examples=300, deadline=None)
@given(mode=st.sampled_from(PNG_MODES), changes=CHANGES)
def test_a_damaged_png_that_is_accepted_decodes(mode: str, changes: list[tuple[str, float, bytes]]) -> None:
    data = damaged(png(mode), changes)
    if size := intact_png(data):
        decodes_as(data, (size.width, size.height))


@pytest.mark.parametrize("mode", JPEG_MODES)
@pytest.mark.parametrize("share", [0.3, 0.8, 0.999])
def test_a_cut_file_is_never_accepted(mode: str, share: float) -> None:
    for data, walk in ((jpeg(mode, "plain"), intact_jpeg), (png("RGB"), intact_png)):
        assert walk(data[: int(len(data) * share)]) is None


def test_every_flipped_bit_of_a_png_is_noticed() -> None:
    data = bytearray(png("L"))
    for place in range(len(data)):
        data[place] ^= 4
        assert intact_png(bytes(data)) is None
        data[place] ^= 4


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_may_be_turned_is_left_to_the_decoder(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", SIZE).save(buffer, kind, exif=turned())
    assert intact_jpeg(buffer.getvalue()) is None
    assert intact_png(buffer.getvalue()) is None


@pytest.mark.parametrize("key", ["Raw profile type exif", "XML:com.adobe.xmp"])
def test_a_png_whose_text_may_turn_it_is_left_to_the_decoder(key: str) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text(key, "x")
    buffer = io.BytesIO()
    Image.new("RGB", SIZE).save(buffer, "PNG", pnginfo=said)
    assert intact_png(buffer.getvalue()) is None


def test_a_png_that_packs_too_little_for_its_size_is_refused() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    for side, fits in ((30, True), (3000, False)):
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        body = zlib.compress(b"\0" * (30 * 91))
        file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
        assert (intact_png(file) is not None) is fits


def test_a_progressive_jpeg_is_left_to_the_decoder() -> None:
    buffer = io.BytesIO()
    Image.effect_noise(SIZE, 80).save(buffer, "JPEG", progressive=True)
    assert intact_jpeg(buffer.getvalue()) is None
