"""Small flat icons, each about sixty pixels across."""

import math

from sources.sample.canvas import Canvas, Point


def draw_icon(canvas: Canvas, name: str, at: Point, color: str) -> None:
    """Draw the icon `name` around `at`."""
    _ICONS[name](canvas, at, color)


def person(canvas: Canvas, at: Point, color: str, size: float = 1) -> None:
    """A head over rounded shoulders."""
    x, y = at
    canvas.circle((x, y - 16 * size), 9 * size, fill=color)
    box = (x - 14 * size, y - 4 * size, x + 14 * size, y + 28 * size)
    canvas.rectangle(box, fill=color, radius=11 * size)


def _cup(canvas: Canvas, at: Point, color: str) -> None:
    x, y = at
    canvas.circle((x + 18, y + 4), 11, outline=color, width=5)
    canvas.rectangle((x - 24, y - 14, x + 16, y + 24), fill=color, radius=9)
    for shift in (-14, -4, 6):
        canvas.line([(x + shift, y - 20), (x + shift + 4, y - 26), (x + shift, y - 32)], color, 3)


def _clock(canvas: Canvas, at: Point, color: str) -> None:
    x, y = at
    canvas.circle(at, 27, fill=color)
    canvas.circle(at, 21, fill="white")
    canvas.line([(x, y), (x, y - 15)], color, 4)
    canvas.line([(x, y), (x + 10, y + 6)], color, 4)


def _coin(canvas: Canvas, at: Point, color: str) -> None:
    canvas.circle(at, 27, fill=color)
    canvas.circle(at, 21, outline="white", width=2)
    canvas.text(at, "$", 28, "white", "sans-bold")


def _drop(canvas: Canvas, at: Point, color: str) -> None:
    x, y = at
    canvas.circle((x, y + 8), 19, fill=color)
    canvas.polygon([(x - 17, y), (x, y - 32), (x + 17, y)], fill=color)


def _tram(canvas: Canvas, at: Point, color: str) -> None:
    x, y = at
    canvas.line([(x - 12, y - 30), (x, y - 22), (x + 12, y - 30)], color, 3)
    canvas.rectangle((x - 20, y - 22, x + 20, y + 20), fill=color, radius=7)
    canvas.rectangle((x - 14, y - 14, x + 14, y + 2), fill="white", radius=3)
    for wheel in (-11, 11):
        canvas.circle((x + wheel, y + 12), 4, fill="white")
        canvas.line([(x + wheel, y + 20), (x + wheel * 1.5, y + 30)], color, 3)


def _moon(canvas: Canvas, at: Point, color: str) -> None:
    x, y = at
    rim = [
        (x + 25 * math.cos(math.radians(a)), y + 25 * math.sin(math.radians(a))) for a in range(-60, 241, 10)
    ]
    inner = [
        (x + 12 + 17 * math.cos(math.radians(a)), y - 10 + 17 * math.sin(math.radians(a)))
        for a in range(190, 20, -10)
    ]
    canvas.polygon([*rim[6:], *inner[:1], *inner], fill=color)


def _sun(canvas: Canvas, at: Point, color: str) -> None:
    x, y = at
    canvas.circle(at, 15, fill=color)
    for ray in range(8):
        angle = math.radians(45 * ray)
        near, far = ((x + r * math.cos(angle), y + r * math.sin(angle)) for r in (20, 29))
        canvas.line([near, far], color, 5)


def _leaf(canvas: Canvas, at: Point, color: str) -> None:
    x, y = at
    steps = [i / 20 for i in range(21)]
    upper = [(x - 26 + 52 * t, y + 20 - 40 * t - 18 * math.sin(math.pi * t)) for t in steps]
    lower = [(x - 26 + 52 * t, y + 20 - 40 * t + 18 * math.sin(math.pi * t)) for t in reversed(steps)]
    canvas.polygon([*upper, *lower], fill=color)
    canvas.line([(x - 32, y + 26), (x + 16, y - 12)], "white", 2.5)


_ICONS = {
    "cup": _cup,
    "clock": _clock,
    "coin": _coin,
    "drop": _drop,
    "tram": _tram,
    "moon": _moon,
    "sun": _sun,
    "leaf": _leaf,
    "person": person,
}
