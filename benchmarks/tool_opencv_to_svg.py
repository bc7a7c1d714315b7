"""opencv_to_svg: bars of another library's charts against the boxes and fills of their own drawing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from benchmarks.foreign_charts import SPLITS, charts
from benchmarks.foreign_measure import GROUPS, PER_KIND, picture_of, width_of
from benchmarks.foreign_svg import bars_of
from environment.errors import ToolError
from environment.tools import opencv_to_svg

SAME = 0.8
"""Intersection over union from which two boxes are one."""

Corners = tuple[float, float, float, float]


def foreign() -> Iterator[str]:
    """Yield the F1 of bars, and how many pies and line charts give as many sectors and lines as drawn."""
    for split in SPLITS:
        right = read = true = whole = parted = refused = calls = 0
        seconds = 0.0
        for chart in charts(split, PER_KIND):
            picture = picture_of(chart)
            calls += 1
            started = time.process_time()
            try:
                svg = str(opencv_to_svg.run({}, [picture]).result["svg"])
            except ToolError:
                refused += 1
                svg = "<svg/>"
            seconds += time.process_time() - started
            if chart.table.kind in GROUPS["bars"]:
                scale = picture.width / width_of(chart.svg)
                drawn = [(b.x0 * scale, b.y0 * scale, b.x1 * scale, b.y1 * scale) for b in bars_of(chart.svg)]
                found = _boxes(svg)
                right, read, true = right + _matched(drawn, found), read + len(found), true + len(drawn)
            else:
                kind, count = (
                    ("path", len(chart.table.labels))
                    if chart.table.kind == "pie"
                    else ("polyline", len(chart.table.series))
                )
                whole += len(_elements(svg, kind)) == count
                parted += 1
        yield f"{split}: bars: F1 {2 * right / (read + true):.3f} at IoU {SAME} ({right} of {true})"
        yield f"{split}: {whole} of {parted} pies and line charts have as many sectors or lines as drawn"
        yield f"{split}: {refused} of {calls} refused, {1000 * seconds / calls:.0f} ms of CPU a call"


def _elements(svg: str, kind: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(f"{{http://www.w3.org/2000/svg}}{kind}")


def _boxes(svg: str) -> list[Corners]:
    boxes: list[Corners] = []
    for rect in _elements(svg, "rect"):
        x, y, w, h = (float(rect.get(name, "nan")) for name in ("x", "y", "width", "height"))
        boxes.append((x, y, x + w, y + h))
    return boxes


def _matched(drawn: Sequence[Corners], found: Sequence[Corners]) -> int:
    left = list(found)
    count = 0
    for box in drawn:
        best = max(left, key=lambda other: _iou(box, other), default=None)
        if best is not None and _iou(box, best) >= SAME:
            left.remove(best)
            count += 1
    return count


def _iou(a: Corners, b: Corners) -> float:
    across = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    down = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - across * down
    return across * down / both if both else 0.0
