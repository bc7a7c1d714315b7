"""Readers against charts of another library: characters of every text drawn, cells of every table drawn.

A cell is right when it stands in the row and column of its own names and its value is within 5 %.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.foreign_charts import SPLITS, ForeignChart, charts
from benchmarks.foreign_svg import Written, texts_of
from benchmarks.foreign_tables import KINDS, ForeignTable
from environment.errors import ToolError
from environment.tool import Tool
from environment.tools.lines import Line
from environment.tools.pixels import decode_rgb
from schemas import Picture
from verification.scorers.anls import edit_distance

WITHIN = 0.05
PER_KIND = 2
"""Charts of every kind in every style."""
_SLACK = 3
"""Pixels by which the estimated middle of a text may miss the box it was read in."""

GROUPS = {
    "bars": ("vertical_bar", "horizontal_bar", "grouped_bar", "stacked_bar"),
    "lines": ("line",),
    "pies": ("pie",),
}


@dataclass
class Count:
    """Cells of some charts: right, read and true."""

    right: int = 0
    read: int = 0
    true: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.read + other.read, self.true + other.true)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.read + self.true) if self.read + self.true else 1.0


def measure_text(tool: Tool) -> Iterator[str]:
    """Yield the share of drawn characters that a reader of text reads right; extra ones count as wrong."""
    for split in SPLITS:
        wrong = total = pictures = 0
        seconds = 0.0
        for chart in charts(split, PER_KIND):
            picture = picture_of(chart)
            started = time.process_time()
            found = tool.run({}, [picture]).result["lines"]
            seconds += time.process_time() - started
            lines = [Line(line["text"], tuple(line["box"]), line["confidence"]) for line in found]
            texts = texts_of(chart.svg)
            wrong += wrong_characters(texts, lines, picture.width / width_of(chart.svg))
            total += sum(len(plain(text.text)) for text in texts)
            pictures += 1
        yield (
            f"{split}: character accuracy {1 - wrong / total:.4f} of {total} on {pictures} charts, "
            f"{1000 * seconds / pictures:.0f} ms of CPU a call"
        )


def measure_cells(tool: Tool) -> Iterator[str]:
    """Yield the cell F1 of a reader of tables, by kind and by group of kinds."""
    for split in SPLITS:
        counts: dict[str, Count] = defaultdict(Count)
        refused = pictures = 0
        seconds = 0.0
        for chart in charts(split, PER_KIND):
            picture = picture_of(chart)
            started = time.process_time()
            counted = cells_of(tool, picture, chart.table)
            seconds += time.process_time() - started
            refused += not counted.read
            counts[chart.table.kind] += counted
            pictures += 1
        for group, kinds in GROUPS.items():
            several = sum((counts[kind] for kind in kinds), Count())
            yield f"{split}: {group}: F1 {several.f1:.3f} ({several.right} of {several.true} cells right)"
        yield f"{split}: " + ", ".join(f"{kind} {counts[kind].f1:.3f}" for kind in KINDS)
        yield (
            f"{split}: {refused} of {pictures} charts give no table, "
            f"{1000 * seconds / pictures:.0f} ms of CPU a call"
        )


def picture_of(chart: ForeignChart) -> Picture:
    """Return a chart as a tool is handed it."""
    height, width = decode_rgb(Picture.of(chart.png, width=1, height=1, media_type="image/png")).shape[:2]
    return Picture.of(chart.png, width=width, height=height, media_type="image/png")


def width_of(svg: str) -> float:
    """Return the width of a drawing in its own pixels."""
    found = re.search(r'\bwidth="([\d.]+)"', svg)
    assert found is not None, "every drawing of Vega-Lite names its width"
    return float(found[1])


def cells_of(tool: Tool, picture: Picture, table: ForeignTable) -> Count:
    """Count the cells a tool reads; a refusal reads none."""
    true = {
        (name_of(label), name_of(name)): table.values[s][r]
        for s, name in enumerate(table.series)
        for r, label in enumerate(table.labels)
    }
    try:
        result = tool.run({}, [picture]).result
    except ToolError:
        return Count(true=len(true))
    names = [name_of(name) for name in result["columns"][1:]]
    if len(table.series) == len(names) == 1:  # a column of its own needs no name
        names = [name_of(table.series[0])]
    read = {
        (name_of(row[0]), name): value
        for row in result["rows"]
        for name, value in zip(names, row[1:], strict=True)
        if value is not None
    }
    right = sum(near(read[place], value) for place, value in true.items() if place in read)
    return Count(right, len(read), len(true))


def near(value: float, true: float) -> bool:
    """Whether a value is within 5 % of the true one."""
    return abs(value - true) <= WITHIN * abs(true)


def plain(text: str) -> str:
    """Return a text without its spaces, which no reader tells for sure."""
    return "".join(text.split())


def name_of(text: str) -> str:
    """Return a name as names are compared: without spaces and case."""
    return plain(text).lower()


def wrong_characters(texts: Sequence[Written], lines: Sequence[Line], scale: float) -> int:
    """Count the edits between what is drawn and what was read where it stands.

    Texts read as one line are compared with it together, in their own order along the line.
    """
    parts: dict[int, list[Written]] = defaultdict(list)
    wrong = 0
    for text in texts:
        around = [n for n, line in enumerate(lines) if _holds(line, text, scale)]
        if around:
            parts[min(around, key=lambda n: _area(lines[n]))].append(text)
        else:
            wrong += len(plain(text.text))
    for n, line in enumerate(lines):
        drawn = sorted(parts[n], key=lambda text: text.x)
        wrong += edit_distance("".join(plain(text.text) for text in drawn), plain(line.text))
    return wrong


def _holds(line: Line, text: Written, scale: float) -> bool:
    x0, y0, x1, y1 = line.box
    x, y = text.x * scale, text.y * scale
    return x0 - _SLACK <= x <= x1 + _SLACK and y0 - _SLACK <= y <= y1 + _SLACK


def _area(line: Line) -> int:
    return (line.box[2] - line.box[0]) * (line.box[3] - line.box[1])
