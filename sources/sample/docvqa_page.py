"""A page of paper: words set line by line at 150 dots an inch, then scanned as an old copier would."""

import textwrap

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from sources.sample.output import font

WIDTH, HEIGHT = 1275, 1650
INK = 28


class Page:
    """A white page with a pen; positions in pixels from the upper left."""

    def __init__(self, face: str = "typewriter", size: int = 26) -> None:
        self.image = Image.new("L", (WIDTH, HEIGHT), 255)
        self.pen = ImageDraw.Draw(self.image)
        self.face, self.size = face, size

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: str | None = None,
        size: int | None = None,
        anchor: str = "ls",
    ) -> None:
        """One line on the baseline `y`; `anchor` as Pillow names it (ls left, ms middle, rs right)."""
        self.pen.text((x, y), text, fill=INK, font=font(face or self.face, size or self.size), anchor=anchor)

    def underlined(
        self, x: float, y: float, text: str, face: str | None = None, size: int | None = None
    ) -> None:
        """One line centred on `x` with a rule under it."""
        half = font(face or self.face, size or self.size).getlength(text) / 2
        self.text(x, y, text, face, size, "ms")
        self.line(x - half, y + 7, x + half, y + 7)

    def paragraph(
        self, x: float, y: float, text: str, columns: int = 66, gap: int = 36, indent: int = 0
    ) -> float:
        """A paragraph broken at `columns` letters; the baseline after it is returned."""
        for index, line in enumerate(textwrap.wrap(text, columns)):
            self.text(x + (indent if index == 0 else 0), y, line)
            y += gap
        return y

    def line(self, x0: float, y0: float, x1: float, y1: float, width: int = 2) -> None:
        """A rule."""
        self.pen.line((x0, y0, x1, y1), fill=INK, width=width)

    def box(self, x0: float, y0: float, x1: float, y1: float, width: int = 2) -> None:
        """A frame."""
        self.pen.rectangle((x0, y0, x1, y1), outline=INK, width=width)

    def signature(self, x: float, y: float, noise: np.random.Generator) -> None:
        """A scrawl with a flourish."""
        steps = np.linspace(0, 1, 120)
        loops = 5 + 3 * noise.random()
        xs = x + 210 * steps + 12 * np.cos(steps * loops * 6.3)
        ys = y - 20 * np.sin(steps * loops * 6.3) * (1 - 0.6 * steps) - 10 * np.sin(steps * 3.1)
        self.pen.line(
            [(float(a), float(b)) for a, b in zip(xs, ys, strict=True)], fill=60, width=3, joint="curve"
        )


def scan(page: Page, record: str, dark_edge: bool, noise: np.random.Generator) -> Image.Image:
    """The page as a greyscale scan: turned a little, blurred and grainy, with the archive's line below."""
    paper = float(noise.uniform(228, 250))
    image = page.image.filter(ImageFilter.GaussianBlur(0.7))
    image = image.rotate(float(noise.uniform(-0.7, 0.7)), Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(image, np.float32) * (paper / 255)
    rows, columns = pixels.shape
    coarse = noise.normal(0, 2.2, (rows // 50 + 2, columns // 50 + 2)).astype(np.float32)
    shade = np.asarray(Image.fromarray(coarse).resize((columns, rows), Image.Resampling.BICUBIC))
    grain = noise.standard_normal((rows, columns), np.float32) * 3
    pixels = pixels + shade + grain
    for _ in range(60):
        y, x = int(noise.integers(2, rows - 3)), int(noise.integers(2, columns - 3))
        size = int(noise.integers(1, 4))
        pixels[y : y + size, x : x + size] -= noise.uniform(40, 150)
    if dark_edge:
        pixels[:, : int(noise.integers(8, 22))] = 60
        pixels[: int(noise.integers(6, 16)), :] = 60
        pixels[:, -int(noise.integers(4, 10)) :] = 70
    scanned = Image.fromarray((np.clip(pixels, 0, 255) // 8 * 8 + 4).astype(np.uint8))
    mark = ImageDraw.Draw(scanned)
    mark.text(
        (WIDTH / 2, HEIGHT - 14), f"Source: sample archive, record {record}", 150, font("sans", 19), "ms"
    )
    return scanned
