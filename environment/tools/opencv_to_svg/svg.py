"""A drawing as SVG text, bounded in size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from environment.tools.color_shape_detect.colors import RGB
from environment.tools.lines import Line
from environment.tools.opencv_to_svg.primitives import Drawing, Path, Rect, Sector, Straight

MOST = {"rect": 300, "polyline": 24, "path": 48, "line": 120, "text": 300}
"""Elements of a kind; what is over is left out and counted."""
MOST_POINTS = 300
LONGEST_TEXT = 200


def svg_of(drawing: Drawing, width: int, height: int) -> tuple[str, dict[str, int], int]:
    """Return the SVG in pixels of the picture, the elements of each kind in it, and how many were left out.

    Classes: `bar` (rect), `series` (polyline), `sector` (path), `axis` (line: axes, grid, frame); and text.
    """
    elements: dict[str, list[str]] = {
        "line": [_line(straight) for straight in drawing.straights],
        "rect": [_rect(rect) for rect in drawing.rects],
        "path": [_sector(sector) for sector in drawing.sectors],
        "polyline": [_polyline(path) for path in drawing.paths],
        "text": [_text(line) for line in drawing.texts],
    }
    kept = {kind: found[: MOST[kind]] for kind, found in elements.items()}
    left_out = sum(len(elements[kind]) - len(kept[kind]) for kind in elements)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
    )
    body = [element for kind in elements for element in kept[kind]]
    return "\n".join([head, *body, "</svg>"]), {kind: len(kept[kind]) for kind in elements}, left_out


def _rect(rect: Rect) -> str:
    x0, y0, x1, y1 = rect.box
    return (
        f'<rect class="bar" x="{x0}" y="{y0}" width="{x1 - x0}" height="{y1 - y0}" fill="{_hex(rect.rgb)}"/>'
    )


def _polyline(path: Path) -> str:
    points = " ".join(f"{x},{y}" for x, y in _thinned(path.points))
    return f'<polyline class="series" points="{points}" fill="none" stroke="{_hex(path.rgb)}"/>'


def _thinned(points: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    if len(points) <= MOST_POINTS:
        return points
    step = (len(points) - 1) / (MOST_POINTS - 1)
    return [points[round(at * step)] for at in range(MOST_POINTS)]


def _line(straight: Straight) -> str:
    (x1, y1), (x2, y2) = straight.start, straight.end
    return f'<line class="axis" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{_hex(straight.rgb)}"/>'


def _sector(sector: Sector) -> str:
    """Draw a sector from its start clockwise to its end; a ring's along its hole back."""
    span = (sector.end - sector.start) % 360 or 360.0
    large = int(span > 180)
    edge = [_point(sector, sector.radius, angle) for angle in (sector.start, sector.start + span)]
    outer = f"{sector.radius:.1f} {sector.radius:.1f} 0 {large} 1 {edge[1]}"
    if sector.hole:
        inner = [_point(sector, sector.hole, angle) for angle in (sector.start + span, sector.start)]
        back = f"A {sector.hole:.1f} {sector.hole:.1f} 0 {large} 0 {inner[1]}"
        shape = f"M {edge[0]} A {outer} L {inner[0]} {back} Z"
    else:
        x, y = sector.centre
        shape = f"M {x:.1f} {y:.1f} L {edge[0]} A {outer} Z"
    return f'<path class="sector" d="{shape}" fill="{_hex(sector.rgb)}"/>'


def _point(sector: Sector, radius: float, angle: float) -> str:
    x = sector.centre[0] + radius * math.sin(math.radians(angle))
    y = sector.centre[1] - radius * math.cos(math.radians(angle))
    return f"{x:.1f} {y:.1f}"


def _text(line: Line) -> str:
    """Set a text on its box; one much taller than wide is turned to run upwards."""
    x0, y0, x1, y1 = line.box
    words = escape(_printable(line.text[:LONGEST_TEXT]))
    if len(line.text) > 2 and y1 - y0 > 1.7 * (x1 - x0):
        return (
            f'<text x="{x1}" y="{y1}" font-size="{x1 - x0}" transform="rotate(-90 {x1} {y1})">{words}</text>'
        )
    return f'<text x="{x0}" y="{y1}" font-size="{y1 - y0}">{words}</text>'


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def _hex(rgb: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
