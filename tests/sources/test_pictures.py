"""Pictures: bytes kept, size checked first, every kind of damage named."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from schemas import Picture, sha256_hex
from schemas.picture import MAX_BYTES, MAX_PIXELS
from sources.faults import Fault, RowError
from sources.pictures import checked_picture, read_picture


def noisy(kind: str, exif: Image.Exif | None = None) -> bytes:
    """A 40 x 30 picture whose left upper quarter is red."""
    image = Image.effect_noise((40, 30), 80).convert("RGB")
    image.paste((255, 0, 0), (0, 0, 20, 15))
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"exif": exif} if exif else {}))
    return buffer.getvalue()


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_bits_grey_levels_and_alpha_are_kept_byte_for_byte(mode: str) -> None:
    stored = io.BytesIO()
    Image.new(mode, (30, 20)).save(stored, "PNG")
    picture = checked_picture(stored.getvalue(), "a.png")
    assert (picture.data, picture.width, picture.height) == (stored.getvalue(), 30, 20)
    assert Image.open(io.BytesIO(picture.data)).mode == mode


def fault_of(data: bytes) -> Fault:
    with pytest.raises(RowError) as caught:
        checked_picture(data, "a.png")
    return caught.value.fault


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/gif"),
     ("BMP", "image/bmp"), ("TIFF", "image/tiff")],
)  # fmt: skip
def test_bytes_of_an_upright_picture_are_untouched(kind: str, media_type: str) -> None:
    data = noisy(kind)
    assert checked_picture(data, "a") == Picture(data, sha256_hex(data), 40, 30, media_type, None)


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_picture_is_stored_upright_with_its_source_digest(kind: str, orientation: int) -> None:
    data = noisy(kind, turned(orientation))
    picture = checked_picture(data, "a")
    assert picture.media_type == "image/png"
    assert picture.source_sha256 == sha256_hex(data)
    assert picture.sha256 == sha256_hex(picture.data)
    assert (picture.width, picture.height) == ((40, 30) if orientation < 5 else (30, 40))
    stored = Image.open(io.BytesIO(picture.data))
    assert stored.size == (picture.width, picture.height)
    assert stored.getexif().get(0x0112, 1) == 1
    corners = {2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    right, low = corners[orientation]
    pixel = stored.convert("RGB").getpixel(
        (picture.width - 6 if right else 5, picture.height - 6 if low else 5)
    )
    assert isinstance(pixel, tuple)
    assert pixel[0] > 180
    assert pixel[1] < 80


@pytest.mark.parametrize("orientation", [1, 0, 9])
def test_an_orientation_that_turns_nothing_leaves_the_bytes(orientation: int) -> None:
    data = noisy("JPEG", turned(orientation))
    picture = checked_picture(data, "a")
    assert (picture.data, picture.source_sha256) == (data, None)


def test_a_turned_cmyk_photograph_becomes_rgb() -> None:
    buffer = io.BytesIO()
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(buffer, "JPEG", exif=turned(6))
    stored = Image.open(io.BytesIO(checked_picture(buffer.getvalue(), "a").data))
    assert (stored.mode, stored.size) == ("RGB", (30, 40))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("share", [0.6, 0.9])
def test_a_truncated_picture_is_broken(kind: str, share: float) -> None:
    data = noisy(kind)
    assert fault_of(data[: int(len(data) * share)]) is Fault.BROKEN_PICTURE


@pytest.mark.parametrize(
    "data", [b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"]
)
def test_what_is_no_picture_has_an_unknown_format(data: bytes) -> None:
    assert fault_of(data) is Fault.UNKNOWN_PICTURE_FORMAT


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF"])
def test_a_file_cut_within_its_header_is_broken_and_not_of_unknown_format(kind: str) -> None:
    assert fault_of(noisy(kind)[:11]) is Fault.BROKEN_PICTURE
    assert fault_of(b"") is Fault.BROKEN_PICTURE


@pytest.mark.parametrize("size", [(100_000, 100_000), (20_000, 2_001), (2_000_000_000, 1)])
def test_a_huge_picture_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert fault_of(huge_png(*size)) is Fault.PICTURE_TOO_LARGE


def test_the_largest_allowed_picture_is_decoded_and_so_found_empty() -> None:
    assert MAX_PIXELS == 20_000 * 2_000
    assert fault_of(huge_png(20_000, 2_000)) is Fault.BROKEN_PICTURE


def test_the_pixel_bound_can_be_lowered() -> None:
    with pytest.raises(RowError, match="40 x 30 pixels; at most 1199"):
        checked_picture(noisy("PNG"), "a", max_pixels=1199)


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(RowError, match=r"a\.png is not there") as caught:
        read_picture(str(tmp_path / "a.png"))
    assert caught.value.fault is Fault.MISSING_PICTURE


def test_a_file_of_absurd_length_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as sparse:
        sparse.truncate(MAX_BYTES + 1)
    with pytest.raises(RowError) as caught:
        read_picture(str(tmp_path / "a.png"))
    assert caught.value.fault is Fault.PICTURE_TOO_LARGE


JPEGS = {
    "baseline": {},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_blocks": 2},
    "subsampled": {"subsampling": 2},
}


@settings(max_examples=200, deadline=None)
@given(
    mode=st.sampled_from(["RGB", "L", "CMYK"]),
    options=st.sampled_from(sorted(JPEGS)),
    cut=st.floats(0.1, 1),
    place=st.floats(0, 1, exclude_max=True),
    junk=st.binary(max_size=12),
)
def test_a_jpeg_is_refused_exactly_when_its_full_decode_fails(
    mode: str, options: str, cut: float, place: float, junk: bytes
) -> None:
    buffer = io.BytesIO()
    Image.effect_noise((70, 50), 80).convert(mode).save(buffer, "JPEG", **JPEGS[options])
    data = bytearray(buffer.getvalue())
    start = int(place * len(data))
    data[start : start + len(junk)] = junk
    damaged = bytes(data[: int(cut * len(data))])
    try:
        checked_picture(damaged, "a", max_pixels=10**6)
    except RowError as error:
        if error.fault is Fault.PICTURE_TOO_LARGE:
            return
        with (
            pytest.raises((OSError, SyntaxError, ValueError, struct.error)),
            Image.open(io.BytesIO(damaged)) as image,
        ):
            image.load()
    else:
        with Image.open(io.BytesIO(damaged)) as image:
            image.load()


@settings(max_examples=100, deadline=None)
@given(
    kind=st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"]),
    place=st.floats(0, 1, exclude_max=True),
    junk=st.binary(min_size=1, max_size=12),
)
def test_a_damaged_picture_never_raises_anything_untyped(kind: str, place: float, junk: bytes) -> None:
    data = bytearray(noisy(kind))
    start = int(place * len(data))
    data[start : start + len(junk)] = junk
    try:
        picture = checked_picture(bytes(data), "a")
    except RowError:
        return
    assert picture.width * picture.height <= MAX_PIXELS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "missing_picture"),
        (b"\x89PNG\r\n\x1a\n cut", "broken_picture"),
        (huge_png(90_000, 90_000), "picture_too_large"),
        (b"GIF? no.", "unknown_picture_format"),
    ],
)
def test_a_bad_picture_costs_the_rows_that_show_it(
    content: bytes | None, reason: str, raw: Callable[[str], Path], read: Callable[..., tuple[list, list]]
) -> None:
    root = raw("geometry3k")
    file = root / "train/11/img_diagram.png"
    file.unlink() if content is None else file.write_bytes(content)
    tasks, letters = read("geometry3k", root)
    assert [(x.row, x.reason) for x in letters] == [("train/11/data.json", reason)]
    assert len(tasks) == 1
