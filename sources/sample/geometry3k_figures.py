"""Textbook figures: named points drawn with vertex letters, given values and angle marks."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

from PIL import Image

from sources.sample.canvas import Canvas, Point

MARGIN = 34
MAGENTA = "#e5197f"


@dataclass(frozen=True)
class Figure:
    """A figure in its own units, y upwards; lengths are true to scale, as in nearly all textbooks."""

    points: dict[str, Point]
    lines: tuple[str, ...] = ()
    """Segments by their two end letters."""
    circles: tuple[tuple[str, float], ...] = ()
    """(centre, radius)."""
    hidden: str = ""
    """Points whose letter is not printed."""
    sides: dict[str, str] = field(default_factory=dict)
    """Segment -> the text beside it."""
    angles: dict[str, str] = field(default_factory=dict)
    """Angle by three letters, vertex in the middle -> the text inside it ("" draws the mark alone)."""
    squares: tuple[str, ...] = ()
    """Right angles by three letters."""
    dots: str = ""
    """Points drawn as a dot."""
    arrows: tuple[str, ...] = ()
    """Segments that go on past both ends."""
    flipped: tuple[str, ...] = ()
    """Sides whose text stands on the inner side."""
    ink: str = "black"


def render(figure: Figure, width: int) -> tuple[Image.Image, dict[str, Point]]:
    """Draw the figure `width` pixels wide (RGBA); also where each point came to lie, in pixels."""
    place, size, unit = _fit(figure, width)
    canvas = Canvas(*size, scale=4)
    middle = (size[0] / 2, size[1] / 2)
    for centre, radius in figure.circles:
        canvas.circle(place[centre], radius * unit, outline=figure.ink, width=2)
    for line in figure.lines:
        canvas.line([place[line[0]], place[line[1]]], figure.ink, 2)
    for line in figure.arrows:
        _endless(canvas, place[line[0]], place[line[1]], figure.ink)
    for corner in figure.squares:
        _square(canvas, *(place[letter] for letter in corner))
    for angle, text in figure.angles.items():
        _angle(canvas, (place[angle[0]], place[angle[1]], place[angle[2]]), text)
    for side, text in figure.sides.items():
        _beside(canvas, (place[side[0]], place[side[1]]), middle, text, side in figure.flipped)
    for letter in figure.dots:
        canvas.circle(place[letter], 3.5, fill=figure.ink)
    for letter in place:
        if letter not in figure.hidden:
            canvas.text(_label_spot(letter, place, figure, middle), letter, 17, face="sans-italic")
    return canvas.finish().convert("RGBA"), place


def _fit(figure: Figure, width: int) -> tuple[dict[str, Point], tuple[int, int], float]:
    xs = [x for x, _ in figure.points.values()]
    ys = [y for _, y in figure.points.values()]
    for centre, radius in figure.circles:
        x, y = figure.points[centre]
        xs += [x - radius, x + radius]
        ys += [y - radius, y + radius]
    unit = (width - 2 * MARGIN) / (max(xs) - min(xs))
    height = round((max(ys) - min(ys)) * unit + 2 * MARGIN)
    place = {
        letter: (MARGIN + (x - min(xs)) * unit, height - MARGIN - (y - min(ys)) * unit)
        for letter, (x, y) in figure.points.items()
    }
    return place, (width, height), unit


def _toward(start: Point, end: Point, length: float) -> Point:
    reach = math.dist(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * length / reach, start[1] + (end[1] - start[1]) * length / reach


def _label_spot(letter: str, place: dict[str, Point], figure: Figure, middle: Point) -> Point:
    """Away from the lines that meet at the point; away from the picture's middle where none does."""
    at = place[letter]
    ends = [line.replace(letter, "")[:1] for line in (*figure.lines, *figure.arrows) if letter in line]
    pull_x = pull_y = 0.0
    for end in ends:
        x, y = _toward((0, 0), (place[end][0] - at[0], place[end][1] - at[1]), 1)
        pull_x, pull_y = pull_x + x, pull_y + y
    if math.hypot(pull_x, pull_y) < 0.4:
        outward = (middle[0] - at[0], middle[1] - at[1] + 0.01)
        pull_x, pull_y = (0.35, 1.0) if letter in figure.dots else (0.55, 0.85) if figure.arrows else outward
    return _toward(at, (at[0] - pull_x * 100, at[1] - pull_y * 100), 17)


def _beside(canvas: Canvas, side: tuple[Point, Point], middle: Point, text: str, flipped: bool) -> None:
    """Text at the middle of a side, away from the figure's middle unless it is flipped."""
    a, b = side
    half = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    along = math.atan2(b[1] - a[1], b[0] - a[0])
    normal = (-math.sin(along), math.cos(along))
    outward = (half[0] - middle[0]) * normal[0] + (half[1] - middle[1]) * normal[1]
    sign = 1 if (outward >= 0) != flipped else -1
    room = 12 + abs(normal[0]) * canvas.text_width(text, 16) / 2
    _math_text(canvas, (half[0] + normal[0] * room * sign, half[1] + normal[1] * room * sign), text)


def _math_text(canvas: Canvas, at: Point, text: str) -> None:
    """Numbers upright, letters slanted, as books set them."""
    parts = ["".join(run) for run in _runs(text)]
    faces = ["sans-italic" if part.isalpha() else "sans" for part in parts]
    widths = [canvas.text_width(part, 16, face) for part, face in zip(parts, faces, strict=True)]
    x = at[0] - sum(widths) / 2
    for part, face, width in zip(parts, faces, widths, strict=True):
        canvas.text((x, at[1]), part, 16, face=face, anchor="lm")
        x += width


def _runs(text: str) -> list[list[str]]:
    runs: list[list[str]] = [[text[0]]]
    for before, letter in pairwise(text):
        if before.isalpha() == letter.isalpha():
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return runs


def _angle(canvas: Canvas, corner: tuple[Point, Point, Point], text: str) -> None:
    """The mark of an angle and the text inside it; `corner` has the vertex in the middle."""
    a, vertex, b = corner
    start = math.degrees(math.atan2(a[1] - vertex[1], a[0] - vertex[0]))
    end = math.degrees(math.atan2(b[1] - vertex[1], b[0] - vertex[0]))
    if (end - start) % 360 > 180:
        start, end = end, start
    sweep = (end - start) % 360
    canvas.arc(vertex, 17, start, start + sweep, MAGENTA, 1.2)
    if text:
        half = math.radians(start + sweep / 2)
        reach = 24 + 9 / max(0.25, math.sin(math.radians(min(sweep, 90)) / 2))
        reach = min(reach, 62)
        _math_text(canvas, (vertex[0] + reach * math.cos(half), vertex[1] + reach * math.sin(half)), text)


def _square(canvas: Canvas, a: Point, vertex: Point, b: Point) -> None:
    first, second = _toward(vertex, a, 12), _toward(vertex, b, 12)
    corner = (first[0] + second[0] - vertex[0], first[1] + second[1] - vertex[1])
    canvas.line([first, corner, second], MAGENTA, 1.4)


def _endless(canvas: Canvas, a: Point, b: Point, ink: str) -> None:
    for tip, other in ((a, b), (b, a)):
        canvas.line([tip, other], ink, 2)
        canvas.arrow_head(tip, math.atan2(tip[1] - other[1], tip[0] - other[0]), ink, 10)
