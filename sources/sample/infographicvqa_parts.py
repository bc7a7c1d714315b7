"""An infographic drawn from its facts: a banner, one part under the other, the source at the foot."""

import math

from PIL import Image

from sources.sample.canvas import Canvas, Color
from sources.sample.infographicvqa_facts import Bars, Big, Crowd, Infographic, Part, Ring, Steps
from sources.sample.infographicvqa_icons import draw_icon, person

WIDTH = 640
BANNER, FOOT, GAP = 124, 46, 26
PALE, DARK = "#d6d8dc", "#33363b"


def draw(graphic: Infographic) -> Image.Image:
    """Draw the whole column; its height follows from its parts."""
    height = BANNER + FOOT + sum(_height(part) + GAP for part in graphic.parts) + GAP
    canvas = Canvas(WIDTH, height, "#fbfaf6", scale=2)
    canvas.rectangle((0, 0, WIDTH, BANNER), fill=graphic.color)
    size = min(40.0, 40 * (WIDTH - 50) / canvas.text_width(graphic.title, 40, "sans-bold"))
    canvas.text((WIDTH / 2, 50), graphic.title, size, "white", "sans-bold")
    canvas.text((WIDTH / 2, 94), graphic.subtitle, 20, "white")
    y = BANNER + GAP
    for index, part in enumerate(graphic.parts):
        if index % 2:
            canvas.rectangle((0, y - GAP / 2, WIDTH, y + _height(part) + GAP / 2), fill="#eeece4")
        _draw_part(canvas, part, y, graphic)
        y += _height(part) + GAP
    canvas.rectangle((0, height - FOOT, WIDTH, height), fill=DARK)
    canvas.text((WIDTH / 2, height - FOOT / 2), f"Source: {graphic.source}", 16, "white")
    return canvas.finish()


def _height(part: Part) -> int:
    match part:
        case Big():
            return 96 * len(part.items)
        case Ring():
            return 190
        case Crowd():
            return 150
        case Bars():
            return 56 + 46 * len(part.bars)
        case Steps():
            return 56 + 62 * len(part.steps)


def _draw_part(canvas: Canvas, part: Part, y: float, graphic: Infographic) -> None:
    match part:
        case Big():
            _big(canvas, part, y, graphic)
        case Ring():
            _ring(canvas, part, y, graphic)
        case Crowd():
            _crowd(canvas, part, y, graphic)
        case Bars():
            _bars(canvas, part, y, graphic)
        case Steps():
            _steps(canvas, part, y, graphic)


def _big(canvas: Canvas, part: Big, y: float, graphic: Infographic) -> None:
    for index, (icon, figure, caption) in enumerate(part.items):
        middle = y + 96 * index + 48
        draw_icon(canvas, icon, (84, middle), graphic.accent)
        canvas.text((146, middle), figure, 46, graphic.color, "sans-bold", "lm")
        x = 160 + canvas.text_width(figure, 46, "sans-bold")
        size = min(20.0, 20 * (WIDTH - 24 - x) / canvas.text_width(caption, 20))
        canvas.text((x, middle + 4), caption, size, DARK, anchor="lm")


def _ring(canvas: Canvas, part: Ring, y: float, graphic: Infographic) -> None:
    centre = (140.0, y + 95)
    _wedge(canvas, centre, 360, PALE)
    _wedge(canvas, centre, 3.6 * part.percent, graphic.accent)
    canvas.circle(centre, 54, fill="#fbfaf6")
    canvas.text(centre, f"{part.percent}%", 32, graphic.color, "sans-bold")
    canvas.text((260, y + 95), part.caption, 22, DARK, anchor="lm")


def _wedge(canvas: Canvas, centre: tuple[float, float], degrees: float, color: Color) -> None:
    """A slice of the ring, clockwise from the top."""
    angles = [math.radians(degrees * i / 90 - 90) for i in range(91)]
    rim = [(centre[0] + 84 * math.cos(a), centre[1] + 84 * math.sin(a)) for a in angles]
    canvas.polygon([centre, *rim], fill=color)


def _crowd(canvas: Canvas, part: Crowd, y: float, graphic: Infographic) -> None:
    for index in range(10):
        color = graphic.accent if index < part.count else PALE
        person(canvas, (72 + 55.0 * index, y + 48), color, 1.3)
    canvas.text((WIDTH / 2, y + 124), f"{part.count} out of 10 {part.caption}", 22, DARK)


def _bars(canvas: Canvas, part: Bars, y: float, graphic: Infographic) -> None:
    canvas.text((WIDTH / 2, y + 22), part.heading, 24, graphic.color, "sans-bold")
    longest = max(value for _, value in part.bars)
    for index, (label, value) in enumerate(part.bars):
        middle = y + 74 + 46 * index
        length = 320 * value / longest
        canvas.text((170, middle), label, 19, DARK, anchor="rm")
        canvas.rectangle((184, middle - 14, 184 + length, middle + 14), fill=graphic.accent, radius=4)
        canvas.text((194 + length, middle), f"{value}%", 20, graphic.color, "sans-bold", "lm")


def _steps(canvas: Canvas, part: Steps, y: float, graphic: Infographic) -> None:
    canvas.text((WIDTH / 2, y + 22), part.heading, 24, graphic.color, "sans-bold")
    first, last = y + 84, y + 84 + 62 * (len(part.steps) - 1)
    canvas.line([(206, first), (206, last)], PALE, 6)
    for index, (year, event) in enumerate(part.steps):
        middle = first + 62 * index
        canvas.circle((206, middle), 12, fill=graphic.accent, outline="white", width=3)
        canvas.text((178, middle), year, 28, graphic.color, "sans-bold", "rm")
        canvas.text((236, middle), event, 21, DARK, anchor="lm")
