"""Pictures drawn for tests of duplicates and contamination, and what a leak does to them."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageEnhance

from schemas import Picture


def encoded(image: Image.Image, kind: str = "PNG", **options: int) -> Picture:
    """Encode an image as a picture."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    media_type = f"image/{kind.lower()}"
    return Picture.of(out.getvalue(), width=image.width, height=image.height, media_type=media_type)


def chart(seed: int, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """A bar chart with seeded bars and colours."""
    rng, image = random.Random(seed), Image.new("RGB", size, "white")
    draw, (width, height) = ImageDraw.Draw(image), size
    draw.line([(40, 20), (40, height - 30), (width - 20, height - 30)], fill="black", width=2)
    count = rng.randint(4, 9)
    step = (width - 80) // count
    for number in range(count):
        left, tall = 50 + number * step, rng.randint(20, height - 70)
        colour = tuple(rng.randrange(30, 220) for _ in range(3))
        draw.rectangle((left, height - 30 - tall, left + step - 12, height - 31), fill=colour)
    return image


def scene(seed: int, size: tuple[int, int] = (480, 320)) -> Image.Image:
    """A scene like CLEVR's: a grey floor, the same light, a few shaded balls."""
    rng, image = random.Random(seed), Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(3):
        x, y, r = rng.randrange(60, 420), rng.randrange(100, 260), rng.choice((10, 16))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=rng.choice(("red", "blue", "green", "gold")))
    return image


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """The image after JPEG."""
    return Image.open(io.BytesIO(encoded(image, "JPEG", quality=quality).data)).convert("RGB")


def scaled(image: Image.Image, factor: float) -> Image.Image:
    """The image at another size."""
    return image.resize((round(image.width * factor), round(image.height * factor)))


def brighter(image: Image.Image, factor: float) -> Image.Image:
    """The image with another brightness."""
    return ImageEnhance.Brightness(image).enhance(factor)


def cropped(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """What is left of the image when these shares of its sides are cut."""
    width, height = image.size
    box = (width * left, height * top, width * (1 - right), height * (1 - bottom))
    return image.crop(tuple(map(round, box)))  # type: ignore[arg-type]
