"""Where the A-OKVQA scenes take place, who passes by, and what the camera does to them."""

import math
import random

import numpy as np
from PIL import Image, ImageFilter

from sources.sample.canvas import Canvas, Color, Point

WIDTH, HEIGHT = 640, 426
SKIN = ("#f0c8a4", "#c98f62", "#8a5a3a")
COLORS = {
    "red": "#c62f2c",
    "blue": "#2b59b5",
    "green": "#2f8a45",
    "yellow": "#f0c22b",
    "orange": "#e87b25",
    "purple": "#7a3f9d",
    "white": "#f2f1ec",
}


def photograph(canvas: Canvas, noise: np.random.Generator) -> Image.Image:
    """The scene as a camera gives it: a little soft, darker in the corners, warm or cold, with grain."""
    image = canvas.finish().filter(ImageFilter.GaussianBlur(0.55))
    pixels = np.asarray(image, np.float32)
    rows, columns = pixels.shape[:2]
    v, u = np.mgrid[0:rows, 0:columns].astype(np.float32)
    away = ((u / columns - 0.5) ** 2 + (v / rows - 0.45) ** 2) * 2
    pixels = pixels * (1.04 - 0.34 * away)[..., None]
    pixels *= np.array((1, 1, 1), np.float32) + noise.uniform(-0.03, 0.03, 3).astype(np.float32)
    coarse = noise.normal(0, 1.6, (rows // 6 + 1, columns // 6 + 1)).astype(np.float32)
    cloth = np.asarray(Image.fromarray(coarse).resize((columns, rows), Image.Resampling.BICUBIC))
    pixels = pixels + cloth[..., None] + noise.standard_normal(pixels.shape, np.float32) * 4
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def street(rng: random.Random) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.fade((0, 0, WIDTH, 220), (120, 172, 220), (218, 230, 236))
    x = 0.0
    while x < WIDTH:
        width, top = rng.uniform(60, 120), rng.uniform(10, 120)
        base = rng.choice(
            ((164, 132, 108), (178, 166, 148), (126, 112, 108), (150, 118, 92), (186, 178, 170))
        )
        canvas.fade((x, top, x + width, 300), base, (base[0] - 26, base[1] - 26, base[2] - 22))
        for wy in range(int(top) + 14, 280, 30):
            for wx in range(int(x) + 9, int(x + width) - 12, 22):
                canvas.rectangle(
                    (wx, wy, wx + 11, wy + 17), fill=rng.choice(("#3c4a55", "#56656f", "#8fa3ae", "#2c353d"))
                )
        x += width
    for tree in (30, 600):
        canvas.rectangle((tree - 4, 200, tree + 4, 320), fill="#5a4332")
        for _ in range(26):
            spot = (tree + rng.uniform(-34, 34), 190 + rng.uniform(-44, 36))
            canvas.circle(spot, rng.uniform(8, 16), fill=rng.choice(("#4d7a3b", "#5f8f48", "#3f6a33")))
    canvas.fade((0, 296, WIDTH, 322), (168, 164, 158), (150, 147, 142))
    canvas.fade((0, 320, WIDTH, HEIGHT), (104, 106, 110), (70, 72, 76))
    canvas.soften(2.2)
    for x in range(-20, 660, 110):
        canvas.polygon([(x, 404), (x + 60, 404), (x + 54, 410), (x - 8, 410)], fill="#d8d5c8")
    return canvas


def suburb(rng: random.Random) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.fade((0, 0, WIDTH, 250), (104, 164, 220), (222, 234, 240))
    for x in (40, 250, 470):
        wall = rng.choice(((222, 210, 186), (196, 176, 152), (214, 220, 222)))
        canvas.fade((x, 170, x + 150, 268), wall, (wall[0] - 30, wall[1] - 30, wall[2] - 30))
        canvas.polygon(
            [(x - 14, 172), (x + 75, 112), (x + 164, 172)], fill=rng.choice(("#7b4436", "#55585c", "#6a5646"))
        )
        for wx in (x + 18, x + 104):
            canvas.rectangle((wx, 194, wx + 28, 224), fill="#405362", outline="#f0ece2", width=2)
        canvas.rectangle((x + 62, 208, x + 88, 268), fill="#6b3f2a")
    for _ in range(160):
        spot = (rng.choice((18, 215, 430, 622)) + rng.uniform(-38, 38), rng.uniform(120, 240))
        canvas.circle(spot, rng.uniform(7, 16), fill=rng.choice(("#43752f", "#5a8c3f", "#37632a", "#6b9a4b")))
    canvas.fade((0, 262, WIDTH, 330), (104, 150, 74), (84, 126, 58))
    canvas.fade((0, 326, WIDTH, HEIGHT), (112, 113, 116), (78, 79, 83))
    canvas.line([(0, 372), (640, 366)], "#e0c24a", 4)
    canvas.soften(2.4)
    return canvas


def pitch(rng: random.Random) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT)
    _crowd(canvas, rng)
    canvas.rectangle((0, 150, WIDTH, 190), fill="#1f4c8c")
    for band in range(8):
        canvas.fade(
            (band * 80, 188, band * 80 + 80, HEIGHT),
            *(((74, 140, 62), (56, 116, 46)), ((84, 152, 70), (64, 126, 52)))[band % 2],
        )
    canvas.line([(0, 240), (640, 262)], "#eef2ea", 4)
    canvas.soften(2.6)
    return canvas


def court(rng: random.Random) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT)
    _crowd(canvas, rng)
    canvas.rectangle((0, 160, WIDTH, 206), fill="#2b2f38")
    canvas.fade((0, 204, WIDTH, HEIGHT), (206, 152, 92), (174, 116, 62))
    for y in range(214, 426, 16):
        canvas.line([(0, y), (640, y)], "#b98045", 1)
    canvas.arc((560, 330), 170, 120, 240, "#f1ece0", 4)
    canvas.rectangle((30, 40, 130, 110), fill="#f3f3f1", outline="#c0392b", width=4)
    canvas.ellipse((80, 118), 24, 6, outline="#d35400", width=4)
    canvas.soften(2.2)
    return canvas


def _crowd(canvas: Canvas, rng: random.Random) -> None:
    canvas.fade((0, 0, WIDTH, 170), (70, 74, 84), (96, 98, 106))
    for row in range(9):
        for seat in range(46):
            spot = (seat * 14.4 + (row % 2) * 7 + rng.uniform(-2, 2), 12 + row * 17)
            canvas.ellipse((spot[0], spot[1] + 9), 6, 7, fill=rng.choice(list(COLORS.values())))
            canvas.circle(spot, 4, fill=rng.choice(SKIN))


def passer_by(canvas: Canvas, foot: Point, rng: random.Random, scale: float) -> None:
    """A walking figure whose feet are at `foot`."""
    x, y = foot
    coat, skin = rng.choice(list(COLORS.values())), rng.choice(SKIN)
    for step in (-9, 9):
        canvas.line([(x, y - 46 * scale), (x + step * scale, y)], "#2c3140", 9 * scale)
    canvas.rectangle(
        (x - 14 * scale, y - 96 * scale, x + 14 * scale, y - 42 * scale), fill=coat, radius=7 * scale
    )
    canvas.line(
        [(x - 14 * scale, y - 88 * scale), (x - 20 * scale, y - 54 * scale)], dark(coat, 0.85), 7 * scale
    )
    canvas.line(
        [(x + 14 * scale, y - 88 * scale), (x + 20 * scale, y - 54 * scale)], dark(coat, 0.85), 7 * scale
    )
    canvas.circle((x, y - 108 * scale), 10 * scale, fill=skin)
    canvas.ellipse((x, y - 113 * scale), 10.5 * scale, 6.5 * scale, fill="#30241d")


def polar(centre: Point, radius: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def dark(color: str, factor: float) -> Color:
    red, green, blue = (round(int(color[i : i + 2], 16) * factor) for i in (1, 3, 5))
    return red, green, blue


def light_shade(color: str) -> Color:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red + (255 - red) * 2 // 5, green + (255 - green) * 2 // 5, blue + (255 - blue) * 2 // 5
