"""Things that people hold before a phone; each painter is told what its picture must show."""

import math
import random

from sources.sample.canvas import Canvas, Shade

WIDTH, HEIGHT = 600, 800
SURFACES: tuple[tuple[Shade, Shade], ...] = (
    ((150, 118, 86), (112, 84, 58)),
    ((188, 186, 180), (150, 148, 142)),
    ((92, 98, 108), (66, 70, 80)),
    ((206, 196, 178), (170, 158, 138)),
)
CLOTH = {"blue": "#2a52a8", "red": "#b8292f", "yellow": "#e5c02a", "green": "#2f8a4a"}


def can(brand: str, lines: str, color: str, rng: random.Random) -> Canvas:
    """A tin with a paper label."""
    canvas = _table(rng)
    canvas.ellipse((300, 668), 150, 26, fill="#4a4238")
    canvas.rectangle((156, 210, 444, 650), fill="#b9bdc1")
    canvas.ellipse((300, 650), 144, 26, fill="#9a9ea3")
    canvas.rectangle((156, 252, 444, 620), fill=color)
    canvas.ellipse((300, 620), 144, 24, fill=color)
    canvas.ellipse((300, 252), 144, 24, fill="#b9bdc1")
    canvas.ellipse((300, 210), 144, 26, fill="#d7dadd")
    canvas.ellipse((300, 210), 126, 20, outline="#9a9ea3", width=3)
    canvas.text((300, 318), brand, _fitting(canvas, brand, 250, 34), "#f6edd6", "book-bold")
    canvas.ellipse((300, 462), 128, 96, fill="#f6edd6")
    _stacked(canvas, lines, (300, 462), 210, 44, color)
    for x, share in ((158, 0.5), (440, 0.5)):
        canvas.line([(x, 232), (x, 640)], "#6d7074", 4 * share)
    return canvas


def box(brand: str, lines: str, color: str, rng: random.Random) -> Canvas:
    """A carton seen from its front, with one side."""
    canvas = _table(rng)
    canvas.polygon([(450, 168), (512, 200), (512, 640), (450, 676)], fill="#8a8072")
    canvas.rectangle((112, 168, 450, 676), fill=color)
    canvas.rectangle((112, 168, 450, 262), fill="#f7f3e8")
    canvas.text((281, 215), brand, _fitting(canvas, brand, 300, 42), "#30302c", "sans-bold")
    _stacked(canvas, lines, (281, 376), 300, 76, "#fffdf5")
    canvas.circle((281, 566), 78, fill="#f7f3e8")
    for _ in range(46):
        angle, reach = rng.uniform(0, 2 * math.pi), rng.uniform(0, 58)
        spot = (281 + reach * math.cos(angle), 566 + reach * math.sin(angle))
        canvas.ellipse(spot, 11, 7, fill=rng.choice(("#d29a3a", "#e0b25a", "#b97f2a")))
    return canvas


def bottle(brand: str, lines: str, color: str, rng: random.Random) -> Canvas:
    """A bottle with a cap and a printed label."""
    canvas = _table(rng)
    canvas.ellipse((300, 724), 140, 20, fill="#3f3a34")
    canvas.rectangle((232, 96, 368, 186), fill="#f1f1ee", outline="#c9c9c4", width=3, radius=10)
    for x in range(242, 364, 12):
        canvas.line([(x, 104), (x, 178)], "#d4d4cf", 2)
    canvas.rectangle((166, 178, 434, 724), fill=color, radius=46)
    canvas.rectangle((166, 286, 434, 620), fill="#fbfaf5")
    canvas.rectangle((166, 286, 434, 352), fill="#23313f")
    canvas.text((300, 319), brand, _fitting(canvas, brand, 240, 38), "white", "sans-bold")
    _stacked(canvas, lines, (300, 446), 244, 46, "#1c1f22")
    for row in range(4):
        canvas.line([(196, 556 + 14 * row), (404 - 24 * row, 556 + 14 * row)], "#9aa0a6", 3)
    return canvas


def shirt(color: str, pattern: str, rng: random.Random) -> Canvas:
    """A T-shirt laid flat."""
    canvas = _table(rng, cloth=True)
    cloth = CLOTH[color]
    outline = [(214, 150), (386, 150), (560, 262), (500, 368), (428, 328), (434, 700), (166, 700)]
    outline += [(172, 328), (100, 368), (40, 262)]
    canvas.polygon(outline, fill=cloth)
    if pattern == "striped":
        for y in range(356, 700, 48):
            canvas.rectangle((173, y, 427, y + 20), fill="#f4f1ea")
    for x, y in ((210, 420), (360, 520), (260, 600)):
        canvas.line([(x, y), (x + 18, y + 70), (x + 8, y + 130)], "#4a4a52", 1.6)
    canvas.ellipse((300, 150), 72, 34, fill="#3a3a40")
    canvas.ellipse((300, 146), 62, 25, fill="#8f8d88")
    return canvas


def note(value: int, color: str, rng: random.Random) -> Canvas:
    """A banknote of no country, held in a hand."""
    canvas = _table(rng)
    canvas.rectangle((36, 266, 564, 514), fill=color)
    canvas.rectangle((50, 280, 550, 500), outline="#f1f0e2", width=4)
    for ring in range(5):
        canvas.ellipse((300, 390), 90 - 6 * ring, 84 - 6 * ring, outline="#e7e6d6", width=1.5)
    canvas.circle((300, 366), 32, fill="#e4e0cc")
    canvas.ellipse((300, 436), 52, 34, fill="#e4e0cc")
    for at in ((98, 316), (502, 316), (98, 464), (502, 464)):
        canvas.text(at, str(value), 50, "#20261f", "book-bold")
    canvas.text((300, 300), f"{value} DOLLARS", 22, "#20261f", "book-bold")
    canvas.ellipse((116, 560), 62, 96, fill="#d8a47c")
    canvas.ellipse((108, 520), 26, 34, fill="#ecc7a6")
    return canvas


def dial(number: int, rng: random.Random) -> Canvas:
    """An oven's display above its knobs."""
    canvas = Canvas(WIDTH, HEIGHT, "#34373b")
    canvas.fade((0, 0, WIDTH, HEIGHT), (196, 198, 200), (150, 152, 156))
    canvas.rectangle((110, 250, 490, 420), fill="#101412", radius=12)
    canvas.text((286, 336), str(number), 120, "#59e07c", "mono-bold")
    canvas.text((424, 290), "°F", 40, "#59e07c", "mono-bold")
    canvas.text((300, 470), "BAKE", 32, "#303336", "sans-bold")
    for x in (150, 300, 450):
        canvas.circle((x, 600), 62, fill="#26282b")
        canvas.circle((x, 600), 48, fill="#3d4044")
        angle = rng.uniform(0, 2 * math.pi)
        canvas.line([(x, 600), (x + 44 * math.cos(angle), 600 + 44 * math.sin(angle))], "#f0f0ee", 6)
    return canvas


def screen(lines: str, rng: random.Random) -> Canvas:
    """A small device with a bright display."""
    canvas = _table(rng)
    canvas.rectangle((84, 190, 516, 610), fill="#1b1d21", radius=34)
    canvas.rectangle((112, 222, 488, 550), fill="#dfe9f2", radius=6)
    _stacked(canvas, lines, (300, 386), 330, 74, "#16324a")
    canvas.circle((300, 580), 15, outline="#8a8f96", width=3)
    return canvas


def mug(color: str, rng: random.Random) -> Canvas:
    """A mug with its handle to the right."""
    canvas = _table(rng)
    canvas.ellipse((290, 650), 150, 24, fill="#3f3a34")
    canvas.circle((430, 460), 82, outline=CLOTH[color], width=32)
    canvas.rectangle((150, 300, 430, 650), fill=CLOTH[color], radius=26)
    canvas.ellipse((290, 304), 140, 34, fill=CLOTH[color])
    canvas.ellipse((290, 304), 126, 27, fill="#2a1b12")
    canvas.rectangle((172, 350, 192, 600), fill="#d9ded9", radius=10)
    return canvas


def _table(rng: random.Random, cloth: bool = False) -> Canvas:
    """A worktop, or a bed, with the grain or the folds that it has."""
    canvas = Canvas(WIDTH, HEIGHT, scale=2)
    far, near = rng.choice(SURFACES)
    canvas.fade((0, 0, WIDTH, HEIGHT), far, near)
    for _ in range(26):
        y, bend = rng.uniform(0, HEIGHT), rng.uniform(-60, 60)
        shade = (near[0] - 8, near[1] - 8, near[2] - 8)
        canvas.line([(0, y), (300, y + bend / 2), (WIDTH, y + bend)], shade, 8 if cloth else 2)
    return canvas


def _stacked(
    canvas: Canvas, lines: str, centre: tuple[float, float], width: float, size: float, color: str
) -> None:
    """Lines divided by `|`, all of the size at which the widest fits."""
    parts = lines.split("|")
    fitted = min(_fitting(canvas, part, width, size) for part in parts)
    for index, part in enumerate(parts):
        y = centre[1] + (index - (len(parts) - 1) / 2) * fitted * 1.25
        canvas.text((centre[0], y), part, fitted, color, "sans-bold")


def _fitting(canvas: Canvas, text: str, width: float, size: float) -> float:
    return min(size, size * width / canvas.text_width(text, size, "sans-bold"))
