"""Small pictures for the tools' tests, drawn here so that every test says what is on them."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from schemas import Picture


def picture_of(image: Image.Image, kind: str = "PNG") -> Picture:
    """Encode an image as a picture."""
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return Picture.of(
        buffer.getvalue(), width=image.width, height=image.height, media_type=f"image/{kind.lower()}"
    )


def noise(width: int, height: int) -> Picture:
    """A picture whose every pixel differs from its neighbours."""
    values = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return picture_of(Image.fromarray(values))


def written(
    *texts: tuple[str, tuple[int, int]], size: int = 32, width: int = 480, height: int = 320
) -> Picture:
    """Black text on white, each at its left upper corner."""
    image = Image.new("RGB", (width, height), "white")
    font = ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf", size)
    for text, place in texts:
        ImageDraw.Draw(image).text(place, text, fill="black", font=font)
    return picture_of(image)


def particles() -> Picture:
    """Three red discs, two of them touching, and a blue square on white."""
    image = Image.new("RGB", (400, 200), "white")
    draw = ImageDraw.Draw(image)
    for x, y in ((60, 60), (150, 120), (185, 120)):
        draw.ellipse((x - 20, y - 20, x + 20, y + 20), fill=(220, 30, 30))
    draw.rectangle((280, 60, 339, 119), fill=(30, 60, 220))
    return picture_of(image)


def scene() -> Picture:
    """A shaded red ball and a shaded green ball on a floor that darkens towards the back, with grain."""
    rows, columns = np.mgrid[0:320, 0:480].astype(np.float64)
    pixels = np.repeat((90 + 50 * rows / 320)[:, :, None], 3, axis=2)
    pixels += np.random.default_rng(3).normal(0, 1.5, pixels.shape)
    for x, y, radius, color in ((120, 120, 28, (173, 35, 35)), (320, 220, 45, (29, 105, 20))):
        away = np.hypot(columns - x, rows - y) / radius
        light = 1 - 0.4 * np.clip(((columns - x) - (rows - y)) / radius / -2 + 0.5, 0, 1)
        pixels[away < 1] = (light[:, :, None] * np.array(color))[away < 1]
    return picture_of(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))
