"""What a Vega-Lite drawing holds, read from its SVG: every text with its place, every bar with its box."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_STEP = re.compile(r"(translate|rotate)\(([^)]*)\)")
_BAR = re.compile(r"M(?P<x>[\d.e-]+),(?P<y>[\d.e-]+)h(?P<w>[\d.e-]+)v(?P<h>[\d.e-]+)h")
_LETTER_WIDTH = 0.55
"""Mean width of a letter over its type size."""


class Written(NamedTuple):
    """A text and the middle of where it stands, in pixels of the drawing."""

    text: str
    x: float
    y: float


class DrawnBar(NamedTuple):
    """A bar's box in pixels of the drawing and its fill as the drawing names it."""

    x0: float
    y0: float
    x1: float
    y1: float
    fill: str


class _Place(NamedTuple):
    x: float
    y: float
    angle: float

    def moved(self, transform: str) -> _Place:
        x, y, angle = self
        for name, arguments in _STEP.findall(transform):
            numbers = [float(n) for n in re.split(r"[ ,]+", arguments.strip())]
            if name == "rotate":
                angle += numbers[0]
                continue
            dx, dy = numbers[0], numbers[1] if len(numbers) > 1 else 0.0
            turn = math.radians(angle)
            x += dx * math.cos(turn) - dy * math.sin(turn)
            y += dx * math.sin(turn) + dy * math.cos(turn)
        return _Place(x, y, angle)


def texts_of(svg: str) -> list[Written]:
    """Return every text drawn, in the drawing's order; the middle is estimated from the type size."""
    found: list[Written] = []
    for element, place, _ in _elements(ElementTree.fromstring(svg)):
        if element.tag != f"{_SVG}text" or not (element.text or "").strip():
            continue
        text = str(element.text).strip()
        size = float(element.get("font-size", "10px").removesuffix("px"))
        half = _LETTER_WIDTH * size * len(text) / 2
        along = {"middle": 0.0, "end": -half}.get(element.get("text-anchor", "start"), half)
        middle = place.moved(f"translate({along},{-0.35 * size})")
        found.append(Written(text, middle.x, middle.y))
    return found


def bars_of(svg: str) -> list[DrawnBar]:
    """Return every bar of a bar chart."""
    found: list[DrawnBar] = []
    for element, place, role in _elements(ElementTree.fromstring(svg)):
        shape = _BAR.match(element.get("d", "")) if "mark-rect" in role else None
        if shape is not None:
            x, y = place.x + float(shape["x"]), place.y + float(shape["y"])
            found.append(
                DrawnBar(x, y, x + float(shape["w"]), y + float(shape["h"]), element.get("fill", ""))
            )
    return found


def _elements(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, _Place, str]]:
    """Yield drawn elements with the place of their origin and the class of the group around them."""
    waiting = [(root, _Place(0, 0, 0), "")]
    while waiting:
        element, place, role = waiting.pop()
        if element.get("display") == "none":
            continue
        here = place.moved(element.get("transform", ""))
        yield element, here, role
        inner = element.get("class", role)
        waiting.extend((child, here, inner) for child in reversed(element))
