"""Geometry3K logic forms as trees, and the equation names of what they speak about."""

from __future__ import annotations

import re
from dataclasses import dataclass

CORNERS = {"Triangle": 3, "Square": 4, "Pentagon": 5, "Hexagon": 6, "Heptagon": 7, "Octagon": 8}
_FOUR_SIDED = frozenset({"Quadrilateral", "Parallelogram", "Rectangle", "Rhombus", "Trapezoid", "Kite"})
POLYGONS = _FOUR_SIDED | CORNERS.keys() | {"Polygon"}
_RATIOS = {"SinOf": "sin", "CosOf": "cos", "TanOf": "tan"}
_MEASURES = {"AreaOf": "area", "PerimeterOf": "perimeter", "MedianOf": "median", "HeightOf": "height"}
_ROUND = {"RadiusOf": "radius", "DiameterOf": "diameter", "CircumferenceOf": "circumference"}
_FUNCTIONS = ("sqrt", "sin", "cos", "tan", "pi")


@dataclass(frozen=True)
class Form:
    """A node of a logic form; a leaf has no arguments and may be an expression such as `2x+3`."""

    head: str
    args: tuple[Form, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A polygon with its corners in order, and what is said of it (`Right`, `Isosceles`, ...)."""

    shape: str
    corners: tuple[str, ...]
    qualities: frozenset[str]


def parse(text: str) -> Form:
    """Parse one logic form, e.g. `Equals(LengthOf(Line(A,B)),2x+3)`."""
    text = text.strip()
    m = re.fullmatch(r"([A-Z][A-Za-z]+)\((.*)\)", text)
    if m is None:
        return Form(text)
    return Form(m[1], tuple(parse(part) for part in _split(m[2])))


def figure_of(form: Form) -> Figure | None:
    """Return the polygon a form names, its qualities unwrapped; None for anything else or without corners."""
    qualities = set()
    while form.head in ("Right", "Isosceles", "Equilateral", "Regular") and len(form.args) == 1:
        qualities.add(form.head)
        form = form.args[0]
    corners = tuple(a.head for a in form.args)
    if form.head not in POLYGONS or (corners != ("$",) and len(corners) < 3):
        return None
    return Figure(form.head, corners, frozenset(qualities))


def length(a: str, b: str) -> str:
    """The unknown that stands for the length of a line."""
    return "".join(sorted((a, b)))


def angle(a: str, vertex: str, c: str) -> str:
    """The unknown that stands for an angle's measure in degrees."""
    one, two = sorted((a, c))
    return f"angle_{one}{vertex}{two}"


def arc(a: str, b: str) -> str:
    """The unknown that stands for a minor arc's measure in degrees."""
    return "arc_" + length(a, b)


def degrees(function: str, of: str) -> str:
    """A trigonometric function of an angle in degrees."""
    return f"{function}({of}*pi/180)"


def named(shape: str, corners: tuple[str, ...]) -> str:
    """The part of an unknown's name that tells its figure."""
    return "" if corners == ("$",) else "_" + "".join(sorted(corners))


def expression(form: Form, figures: tuple[Figure, ...]) -> str | None:
    """Write a quantity as an expression over unknowns; None where it names nothing that can be measured."""
    inner = form.args[0] if form.args else None
    if inner is None:
        return algebra(form.head)
    if form.head in ("LengthOf", "MeasureOf") or form.head in ("Line", "Angle", "Arc"):
        return _measured(inner if form.head in ("LengthOf", "MeasureOf") else form, figures)
    if form.head in _RATIOS:
        of = expression(inner, figures)
        return None if of is None else degrees(_RATIOS[form.head], of)
    if form.head in _ROUND or (form.head == "AreaOf" and inner.head == "Circle"):
        name = "".join(a.head for a in inner.args)
        return f"{_ROUND.get(form.head, 'area')}_{'circle' if name in ('', '$') else name}"
    if form.head in _MEASURES and (figure := figure_of(inner)) is not None:
        return _MEASURES[form.head] + named(figure.shape, figure.corners)
    return None


def algebra(text: str) -> str | None:
    """Write `2x+3` as `2*x+3`; None where it is not arithmetic."""
    text = text.replace("^", "**").replace(" ", "")
    text = re.sub(r"(?<=[\d)])(?=[a-zA-Z(])", "*", text)
    if not re.fullmatch(r"[\w.+\-*/()]+", text) or re.search(r"[A-Z]", text):
        return None
    rest = re.sub("|".join(_FUNCTIONS), "", text)
    return None if re.search(r"[a-z]{2,}|_", rest) else text


def _measured(form: Form, figures: tuple[Figure, ...]) -> str | None:
    points = [a.head for a in form.args]
    if not all(re.fullmatch(r"[A-Z]['’′]?", p) for p in points):
        return None
    if form.head == "Line" and len(points) == 2:
        return length(*points)
    if form.head == "Arc" and len(points) == 2:
        return arc(*points)
    if form.head == "Angle" and len(points) == 3:
        return angle(*points)
    if form.head == "Angle" and len(points) == 1:
        homes = {_corner_angle(f.corners, points[0]) for f in figures if points[0] in f.corners}
        return homes.pop() if len(homes) == 1 else None
    return None


def _corner_angle(corners: tuple[str, ...], vertex: str) -> str:
    at = corners.index(vertex)
    return angle(corners[at - 1], vertex, corners[(at + 1) % len(corners)])


def _split(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
