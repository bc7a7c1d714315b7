"""A table read off a chart, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from environment.tools.color_shape_detect.colors import RGB, color_name
from schemas import Json


@dataclass(frozen=True)
class Series:
    """One column of values: its name and colour."""

    name: str
    rgb: RGB


@dataclass(frozen=True)
class Table:
    """What a chart says: rows of a label and one number a series (None where nothing is drawn)."""

    chart_type: str
    labels_head: str
    series: tuple[Series, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> list[str]:
        """Column heads, the labels' first."""
        return [self.labels_head, *(series.name for series in self.series)]

    def as_result(self) -> dict[str, Json]:
        """Return the result object of the tool."""
        return {
            "chart_type": self.chart_type,
            "title": self.title,
            "x_title": self.x_title,
            "y_title": self.y_title,
            "columns": self.columns,
            "rows": [[label, *values] for label, values in self.rows],
            "series": [{"name": s.name, "color": color_name(s.rgb), "rgb": list(s.rgb)} for s in self.series],
        }

    def as_text(self) -> str:
        """Return kind and titles, then the table with ` | ` between cells and one row a line."""
        head = [f"{self.chart_type}: {self.title}" if self.title else self.chart_type]
        head += [f"{name}: {text}" for name, text in (("x", self.x_title), ("y", self.y_title)) if text]
        body = [self.columns, *([label, *map(_cell, values)] for label, values in self.rows)]
        colours = ", ".join(f"{s.name} is {color_name(s.rgb)}" for s in self.series)
        return "\n".join([*head, *(" | ".join(row) for row in body), f"colors: {colours}"])


def name_series(colours: Sequence[RGB], names: Sequence[str]) -> tuple[Series, ...]:
    """Name each colour, by its colour where it has no name, with a number where a name would come twice."""
    series: list[Series] = []
    for rgb, name in zip(colours, names, strict=True):
        wanted, count = name or color_name(rgb), 1
        while any(other.name == wanted for other in series):
            count += 1
            wanted = f"{name or color_name(rgb)} {count}"
        series.append(Series(wanted, rgb))
    return tuple(series)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.10g}"
