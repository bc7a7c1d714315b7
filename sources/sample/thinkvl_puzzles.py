"""Small drawn puzzles that take a look and a thought; each maker computes its own answer."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from sources.sample.canvas import Canvas, Point

SIZE = 420
INK = "#2b2d33"
PAINTS = {"red": "#d03b34", "blue": "#2f66c4", "green": "#2f9150", "orange": "#ec8a23", "purple": "#7d47a8"}


@dataclass(frozen=True)
class Puzzle:
    """A picture, its question, and the answer: a number, true or false, or the text of one choice."""

    picture: Image.Image
    question: str
    answer: str | int | bool
    choices: tuple[str, ...] = ()


def clock(rng: random.Random) -> Puzzle:
    """An analogue clock to the nearest five minutes."""
    hour, minute = rng.randint(1, 12), 5 * rng.randint(1, 11)
    canvas, middle = _sheet(), (210.0, 210.0)
    canvas.circle(middle, 180, fill="#fdfdfb", outline=INK, width=8)
    for mark in range(1, 13):
        canvas.text(_polar(middle, 146, 30 * mark), str(mark), 30, INK, "sans-bold")
    canvas.line([middle, _polar(middle, 84, 30 * hour + minute / 2)], INK, 11)
    canvas.line([middle, _polar(middle, 124, 6 * minute)], INK, 6)
    canvas.circle(middle, 10, fill=INK)
    times = [f"{hour}:{minute:02d}"]
    # As read with the hands mixed up, mirrored, and an hour or two off.
    mixed = (max(1, minute // 5), hour % 12 * 5)
    for h, m in (mixed, (hour, 60 - minute), (hour % 12 + 1, minute), ((hour + 1) % 12 + 1, minute), (12, 0)):
        if (shown := f"{h}:{m:02d}") not in times and len(times) < 4:
            times.append(shown)
    return Puzzle(canvas.finish(), "What time does the clock show?", times[0], _shuffled(times, rng))


def count(rng: random.Random) -> Puzzle:
    """Circles and squares of several colours; one colour of one shape is counted."""
    canvas = _sheet()
    cells = rng.sample([(column, row) for column in range(5) for row in range(5)], 14)
    color = rng.choice(list(PAINTS))
    shapes = [(rng.choice(("circle", "square")), rng.choice([color, *PAINTS])) for _ in cells]
    for (column, row), (shape, paint) in zip(cells, shapes, strict=True):
        x, y = 50 + 80 * column, 50 + 80 * row
        if shape == "circle":
            canvas.circle((x, y), 27, fill=PAINTS[paint])
        else:
            canvas.rectangle((x - 25, y - 25, x + 25, y + 25), fill=PAINTS[paint])
    shape = rng.choice(("circle", "square"))
    return Puzzle(canvas.finish(), f"How many {color} {shape}s are there?", shapes.count((shape, color)))


def scales(rng: random.Random) -> Puzzle:
    """A balance that leans to the heavier side, or stands level."""
    left, right = rng.sample(list(PAINTS), 2)
    lean = rng.choice((-16, -16, 0, 16, 16))
    canvas = _sheet()
    canvas.polygon([(210, 150), (184, 370), (236, 370)], fill="#8a8f98")
    canvas.rectangle((120, 366, 300, 384), fill="#5d626b", radius=6)
    for name, side in ((left, -1), (right, 1)):
        angle = math.radians(lean)
        x, y = 210 + 150 * side * math.cos(angle), 150 + 150 * side * math.sin(angle)
        canvas.line([(210, 150), (x, y)], INK, 8)
        canvas.line([(x - 44, y + 92), (x, y), (x + 44, y + 92)], INK, 2)
        canvas.rectangle((x - 56, y + 92, x + 56, y + 102), fill=INK, radius=4)
        canvas.rectangle((x - 26, y + 42, x + 26, y + 92), fill=PAINTS[name], radius=5)
    canvas.circle((210, 150), 11, fill=INK)
    heavy, light = rng.choice(((left, right), (right, left)))
    down = right if lean > 0 else left if lean < 0 else ""
    return Puzzle(canvas.finish(), f"Is the {heavy} block heavier than the {light} block?", down == heavy)


def pattern(rng: random.Random) -> Puzzle:
    """Groups of dots that grow by the same number each time."""
    first, step = rng.randint(1, 3), rng.randint(1, 3)
    canvas = _sheet()
    for index in range(4):
        left, top = 22 + 196 * (index % 2), 22 + 196 * (index // 2)
        canvas.rectangle((left, top, left + 180, top + 180), outline=INK, width=2, radius=10)
        canvas.text((left + 20, top + 20), str(index + 1), 18, "#85888f")
        if index == 3:
            canvas.text((left + 90, top + 94), "?", 84, "#85888f", "sans-bold")
            continue
        for dot in range(first + step * index):
            canvas.circle((left + 42 + 48 * (dot % 3), top + 56 + 40 * (dot // 3)), 15, fill=PAINTS["blue"])
    return Puzzle(
        canvas.finish(),
        "The number of dots grows by the same step from box to box. How many dots belong in box 4?",
        first + 3 * step,
    )


def path(rng: random.Random) -> Puzzle:
    """Arrows lead from a start cell to one of four coloured corners."""
    canvas, cell = _sheet(), 80
    names = rng.sample(list(PAINTS), 4)
    corners = dict(zip(((0, 0), (4, 0), (0, 4), (4, 4)), names, strict=True))
    goal = rng.choice(list(corners))
    moves = [(1 if goal[0] else -1, 0)] * 2 + [(0, 1 if goal[1] else -1)] * 2
    rng.shuffle(moves)
    for (column, row), name in corners.items():
        canvas.rectangle(
            (10 + cell * column, 10 + cell * row, 90 + cell * column, 90 + cell * row), PAINTS[name]
        )
    for line in range(6):
        canvas.line([(10 + cell * line, 10), (10 + cell * line, 410)], "#b9bcc2", 2)
        canvas.line([(10, 10 + cell * line), (410, 10 + cell * line)], "#b9bcc2", 2)
    at = (2, 2)
    canvas.circle((210, 210), 20, fill=INK)
    for dx, dy in moves:
        x, y = 50 + cell * at[0], 50 + cell * at[1]
        canvas.arrow((x + 24 * dx, y + 24 * dy), (x + 58 * dx, y + 58 * dy), INK, 5, 20)
        at = (at[0] + dx, at[1] + dy)
    return Puzzle(
        canvas.finish(),
        "Start at the black dot and follow the arrows. What is the color of the corner that they lead to?",
        corners[at],
        _shuffled(names, rng),
    )


def dice(rng: random.Random) -> Puzzle:
    """Three dice and their sum."""
    canvas = _sheet()
    faces = [rng.randint(1, 6) for _ in range(3)]
    for (left, top), face in zip(((36, 44), (236, 44), (136, 236)), faces, strict=True):
        canvas.rectangle((left, top, left + 148, top + 148), "#fdfdfb", INK, 4, 22)
        for spot in _PIPS[face]:
            canvas.circle((left + 36 + 38 * (spot % 3), top + 36 + 38 * (spot // 3)), 13, fill=INK)
    return Puzzle(canvas.finish(), "What is the sum of the three dice?", sum(faces))


_PIPS = {1: (4,), 2: (0, 8), 3: (0, 4, 8), 4: (0, 2, 6, 8), 5: (0, 2, 4, 6, 8), 6: (0, 2, 3, 5, 6, 8)}
"""Places on a face of three by three."""


def _sheet() -> Canvas:
    return Canvas(SIZE, SIZE, "#f3f1ea")


def _polar(centre: Point, radius: float, degrees: float) -> Point:
    """Clockwise from twelve."""
    angle = math.radians(degrees - 90)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _shuffled(values: list[str], rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.sample(values, len(values)))


MAKERS: tuple[Callable[[random.Random], Puzzle], ...] = (clock, count, scales, pattern, path, dice)
"""Taken in turn."""
