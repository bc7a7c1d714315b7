"""The parts of a chart as SVG in pixels of the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree import ElementTree

from environment.tools.detectors.colors import RGB
from environment.tools.detectors.parts import Part, Role


def svg_of(parts: Sequence[Part], colors: Sequence[RGB | None], width: int, height: int) -> str:
    """Return one SVG element a part: `polyline` for a line, `path` for a sector, `text` where a text was
    read, else `rect`. Its class is the detector's, and a fill or stroke is the colour it is drawn in."""
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(width),
            "height": str(height),
            "viewBox": f"0 0 {width} {height}",
        },
    )
    # Large parts first, so that what lies on them is drawn over them.
    for part, color in sorted(zip(parts, colors, strict=True), key=lambda at: -_area(at[0])):
        root.append(_drawn(part, color))
    ElementTree.indent(root, space="")
    return ElementTree.tostring(root, encoding="unicode")


def hex_of(color: RGB) -> str:
    """Return a colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def printable(text: str) -> str:
    """Return a text without what XML and a single line cannot hold."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _area(part: Part) -> float:
    x0, y0, x1, y1 = part.seen.box
    return (x1 - x0) * (y1 - y0)


def _drawn(part: Part, color: RGB | None) -> ElementTree.Element:
    kind, points = part.seen.kind, part.seen.points
    x0, y0, x1, y1 = part.pixel_box
    paint = hex_of(color) if color else "none"
    if part.role == Role.LINE and len(points) > 1:
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        return ElementTree.Element(
            "polyline", {"class": kind, "points": path, "fill": "none", "stroke": paint}
        )
    if part.role == Role.SECTOR and len(points) == 3:
        return ElementTree.Element("path", {"class": kind, "d": _sector(*points), "fill": paint})
    if words := printable(part.seen.text):
        upright = {"class": kind, "x": str(x0), "y": str(y1), "font-size": str(y1 - y0)}
        sideways = {
            "class": kind,
            "x": str(x1),
            "y": str(y1),
            "font-size": str(x1 - x0),
            "transform": f"rotate(-90 {x1} {y1})",
        }
        element = ElementTree.Element("text", sideways if _runs_upwards(part) else upright)
        element.text = words
        return element
    fill = paint if part.role in (Role.BAR, Role.LEGEND_PATCH) else "none"
    place = {"x": str(x0), "y": str(y0), "width": str(x1 - x0), "height": str(y1 - y0)}
    return ElementTree.Element("rect", {"class": kind, **place, "fill": fill})


def _runs_upwards(part: Part) -> bool:
    x0, y0, x1, y1 = part.seen.box
    return len(part.seen.text) > 2 and y1 - y0 > 1.7 * (x1 - x0)


def _sector(center: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> str:
    radius = math.dist(center, start)
    first = math.atan2(start[1] - center[1], start[0] - center[0])
    last = math.atan2(end[1] - center[1], end[0] - center[0])
    large = int((last - first) % math.tau > math.pi)
    (x, y), (x0, y0), (x1, y1) = center, start, end
    return f"M {x:g} {y:g} L {x0:g} {y0:g} A {radius:.1f} {radius:.1f} 0 {large} 1 {x1:g} {y1:g} Z"
