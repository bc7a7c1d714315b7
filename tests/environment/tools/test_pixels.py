"""Decoding pictures of every kind to RGB, and encoding without loss."""

import io

import numpy as np
import pytest
from PIL import Image

from environment.errors import ArgumentValueError, ToolError
from environment.tools.pixels import decode_rgb, encode_png, picture_at
from schemas import Picture
from tests.environment.tools.tool_pictures import noise, picture_of


def test_sixteen_bit_grey_is_scaled_to_eight_bits() -> None:
    values = np.array([[0, 257 * 100, 65535]], np.uint16)
    assert decode_rgb(picture_of(Image.fromarray(values)))[0].tolist() == [[0] * 3, [100] * 3, [255] * 3]


def test_greyscale_becomes_three_equal_channels() -> None:
    assert decode_rgb(picture_of(Image.new("L", (2, 1), 77))).tolist() == [[[77] * 3, [77] * 3]]


def test_transparent_pixels_are_laid_on_white() -> None:
    image = Image.new("RGBA", (2, 1), (255, 0, 0, 0))
    image.putpixel((1, 0), (255, 0, 0, 255))
    assert decode_rgb(picture_of(image)).tolist() == [[[255, 255, 255], [255, 0, 0]]]


def test_a_palette_with_a_transparent_entry_is_laid_on_white() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([10, 20, 30, 200, 100, 50])
    image.putpixel((1, 0), 1)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=0)
    picture = Picture.of(buffer.getvalue(), width=2, height=1, media_type="image/png")
    assert decode_rgb(picture).tolist() == [[[255, 255, 255], [200, 100, 50]]]


def test_exif_orientation_is_not_applied() -> None:
    image = Image.new("RGB", (30, 10), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    picture = Picture.of(buffer.getvalue(), width=30, height=10, media_type="image/jpeg")
    assert decode_rgb(picture).shape == (10, 30, 3)


@pytest.mark.parametrize("cut", [0, 20, 60])
def test_truncated_bytes_are_a_typed_error(cut: int) -> None:
    whole = noise(40, 40)
    broken = Picture.of(whole.data[:cut], width=40, height=40, media_type="image/png")
    with pytest.raises(ToolError, match="cannot be decoded"):
        decode_rgb(broken)


def test_encoding_keeps_every_pixel_and_repeats_its_bytes() -> None:
    pixels = decode_rgb(noise(50, 30))
    first = encode_png(pixels)
    assert (decode_rgb(first) == pixels).all()
    assert first == encode_png(pixels.copy())
    assert (first.width, first.height) == (50, 30)


@pytest.mark.parametrize("index", [-1, 1, 0.5, float("nan"), True, "0", 10**400])
def test_a_picture_that_is_not_there_is_a_typed_error(index: object) -> None:
    with pytest.raises(ArgumentValueError, match="picture"):
        picture_at({"picture": index}, [noise(4, 4)])
