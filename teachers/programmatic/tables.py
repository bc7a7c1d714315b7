"""A chart as a table of numbers, from the chart reader or from labels and values read by OCR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from teachers.programmatic.lines import Line
from teachers.programmatic.questions import number


@dataclass(frozen=True)
class Cell:
    """One number of a chart."""

    label: str
    series: str
    value: float


@dataclass(frozen=True)
class Table:
    """Row labels, series names with their colours, and the numbers that could be read."""

    labels: tuple[str, ...]
    series: tuple[str, ...]
    cells: tuple[Cell, ...]
    colors: Mapping[str, str]
    """Series name -> simple colour name, for the series that have a colour."""
    complete: bool = True
    """Whether every label has a number in every series."""

    def where(self, labels: Sequence[str] = (), series: Sequence[str] = ()) -> tuple[Cell, ...]:
        """Return the cells in the given rows and series; an empty filter takes all."""
        return tuple(
            c for c in self.cells if (not labels or c.label in labels) and (not series or c.series in series)
        )


def from_chart(result: Mapping[str, Any]) -> Table:
    """Build the table of an `opencv_chart_table` result; missing numbers stay missing."""
    series = tuple(str(c) for c in result["columns"][1:])
    cells = [
        Cell(str(row[0]), name, float(value))
        for row in result["rows"]
        for name, value in zip(series, row[1:], strict=False)
        if isinstance(value, int | float)
    ]
    labels = tuple(str(row[0]) for row in result["rows"])
    colors = {str(s["name"]): str(s["color"]) for s in result["series"] if s.get("color")}
    return Table(labels, series, tuple(cells), colors, complete=len(cells) == len(labels) * len(series))


def from_lines(lines: Sequence[Line]) -> Table | None:
    """Build a one-series table from printed values: each value above or beside its own label.

    None where labels and values do not pair up one to one.
    """
    for pairing in (_under, _beside):
        pairs = pairing(lines)
        if len(pairs) >= 3 and len({p[0].text for p in pairs}) == len(pairs):
            cells = tuple(Cell(label.text, "value", value) for label, value in pairs)
            return Table(tuple(c.label for c in cells), ("value",), cells, {})
    return None


def _under(lines: Sequence[Line]) -> list[tuple[Line, float]]:
    """Vertical bars: the lowest row of at least three labels, one value right above each."""
    pairs: list[tuple[Line, float]] = []
    for row in _rows_from_below(lines):
        values = [(line, number(line.text)) for line in lines if line.bottom < min(r.top for r in row)]
        pairs = []
        for label in row:
            reach = label.width / 2 + label.height
            above = [
                v for line, v in values if v is not None and abs(line.middle_x - label.middle_x) <= reach
            ]
            if len(above) != 1:
                break
            pairs.append((label, above[0]))
        else:
            return pairs
    return []


def _rows_from_below(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: -item.middle_y):
        if rows and abs(rows[-1][0].middle_y - line.middle_y) < line.height * 0.6:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(r, key=lambda item: item.left) for r in rows if len(r) >= 3]


def _beside(lines: Sequence[Line]) -> list[tuple[Line, float]]:
    """Horizontal bars: a column of words, one number to the right of each on the same height."""
    names = [line for line in lines if number(line.text) is None]
    pairs: list[tuple[Line, float]] = []
    for name in names:
        right = [
            v
            for line in lines
            if (v := number(line.text)) is not None
            and line.left > name.right
            and abs(line.middle_y - name.middle_y) < name.height * 0.6
        ]
        if len(right) == 1:
            pairs.append((name, right[0]))
    edge = {round(p[0].right / max(p[0].height, 1)) for p in pairs}
    return pairs if len(edge) <= 2 else []
