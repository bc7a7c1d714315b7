"""A picture drawn at several times its size and shrunk at the end, so that edges and letters are smooth."""

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from sources.sample.output import font

Point = tuple[float, float]
Shade = tuple[int, int, int]
Color = str | Shade


class Canvas:
    """All coordinates and lengths are in pixels of the finished picture; y grows downwards."""

    def __init__(self, width: int, height: int, background: Color = "white", scale: int = 3) -> None:
        self.size = (width, height)
        self.scale = scale
        self.image = Image.new("RGB", (width * scale, height * scale), background)
        self.pen = ImageDraw.Draw(self.image)

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale

    def line(self, points: Sequence[Point], color: Color, width: float = 1) -> None:
        """A polyline with round joints and ends."""
        self.pen.line([self._at(p) for p in points], fill=color, width=self._width(width), joint="curve")
        if width >= 2:
            for point in (points[0], points[-1]):
                self.circle(point, width / 2, fill=color)

    def polygon(
        self,
        points: Sequence[Point],
        fill: Color | None = None,
        outline: Color | None = None,
        width: float = 1,
    ) -> None:
        """A closed polygon."""
        if fill is not None:
            self.pen.polygon([self._at(p) for p in points], fill=fill)
        if outline is not None:
            self.line([*points, points[0], points[1]], outline, width)

    def rectangle(
        self,
        box: tuple[float, float, float, float],
        fill: Color | None = None,
        outline: Color | None = None,
        width: float = 1,
        radius: float = 0,
    ) -> None:
        """A rectangle (x0, y0, x1, y1), its corners rounded by `radius`."""
        corners = (*self._at(box[:2]), *self._at(box[2:]))
        stroke = self._width(width) if outline is not None else 0
        self.pen.rounded_rectangle(corners, radius * self.scale, fill=fill, outline=outline, width=stroke)

    def circle(
        self,
        centre: Point,
        radius: float,
        fill: Color | None = None,
        outline: Color | None = None,
        width: float = 1,
    ) -> None:
        """A circle."""
        self.ellipse(centre, radius, radius, fill, outline, width)

    def ellipse(
        self,
        centre: Point,
        across: float,
        down: float,
        fill: Color | None = None,
        outline: Color | None = None,
        width: float = 1,
    ) -> None:
        """An ellipse with half axes `across` and `down`."""
        x, y = self._at(centre)
        box = (x - across * self.scale, y - down * self.scale, x + across * self.scale, y + down * self.scale)
        self.pen.ellipse(
            box, fill=fill, outline=outline, width=self._width(width) if outline is not None else 0
        )

    def arc(
        self, centre: Point, radius: float, start: float, end: float, color: Color, width: float = 1
    ) -> None:
        """A circular arc from `start` to `end` degrees, clockwise from three o'clock as Pillow counts."""
        steps = max(4, int(abs(end - start) / 4))
        angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
        x, y = centre
        self.line([(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles], color, width)

    def arrow(self, start: Point, end: Point, color: Color, width: float = 1.5, head: float = 9) -> None:
        """A straight line with a filled head at `end`."""
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        back = (end[0] - head * math.cos(angle), end[1] - head * math.sin(angle))
        self.line([start, back], color, width)
        self.arrow_head(end, angle, color, head)

    def arrow_head(self, tip: Point, angle: float, color: Color, head: float = 9) -> None:
        """The filled head alone, pointing along `angle` (radians)."""
        wings = [
            (tip[0] - head * math.cos(angle + side), tip[1] - head * math.sin(angle + side))
            for side in (-0.42, 0.42)
        ]
        self.polygon([tip, *wings], fill=color)

    def text(
        self,
        at: Point,
        text: str,
        size: float = 14,
        color: Color = "black",
        face: str = "sans",
        anchor: str = "mm",
    ) -> None:
        """One or more lines of text; `anchor` as Pillow names it (mm = middle of the text at `at`)."""
        self.pen.text(
            self._at(at), text, fill=color, font=font(face, round(size * self.scale)), anchor=anchor
        )

    def text_upwards(
        self, at: Point, text: str, size: float = 14, color: Color = "black", face: str = "sans"
    ) -> None:
        """One line that reads from bottom to top, its middle at `at`."""
        letters = font(face, round(size * self.scale))
        left, top, right, bottom = letters.getbbox(text)
        mask = Image.new("L", (round(right - left), round(bottom - top)))
        ImageDraw.Draw(mask).text((-left, -top), text, fill=255, font=letters)
        mask = mask.transpose(Image.Transpose.ROTATE_90)
        x, y = self._at(at)
        self.image.paste(
            Image.new("RGB", mask.size, color), (round(x - mask.width / 2), round(y - mask.height / 2)), mask
        )

    def text_width(self, text: str, size: float, face: str = "sans") -> float:
        """How wide one line would be."""
        return float(font(face, round(size * self.scale)).getlength(text)) / self.scale

    def fade(self, box: tuple[float, float, float, float], top: Shade, bottom: Shade) -> None:
        """Fill a box with a run of colours from its top to its bottom."""
        x0, y0, x1, y1 = (round(value * self.scale) for value in box)
        for row in range(y0, y1):
            share = (row - y0) / max(1, y1 - y0)
            tone = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
            self.pen.line((x0, row, x1, row), fill=(tone[0], tone[1], tone[2]))

    def soften(self, radius: float) -> None:
        """Blur all that has been drawn so far, as what lies behind the plane of focus."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius * self.scale))
        self.pen = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        """The picture at its own size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def _width(self, width: float) -> int:
        return max(1, round(width * self.scale))
