"""The parts of a chart: what a detector saw, each with the role it plays, whatever the detector calls it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from environment.providers.detector import Element
from environment.tools.boxes import Box


class Role(StrEnum):
    """What a part is in a chart."""

    PLOT = "plot"
    AXES = "axes"
    """The plot with the labels around it."""
    X_AXIS = "x_axis"
    Y_AXIS = "y_axis"
    CHART_TITLE = "chart_title"
    X_TITLE = "x_title"
    Y_TITLE = "y_title"
    VALUE_TITLE = "value_title"
    CATEGORY_TITLE = "category_title"
    X_LABEL = "x_label"
    Y_LABEL = "y_label"
    LABEL_GROUP = "label_group"
    X_TICK = "x_tick"
    Y_TICK = "y_tick"
    LEGEND = "legend"
    LEGEND_TITLE = "legend_title"
    LEGEND_LABEL = "legend_label"
    LEGEND_PATCH = "legend_patch"
    VALUE_LABEL = "value_label"
    MARK_LABEL = "mark_label"
    BAR = "bar"
    LINE = "line"
    """`points` are its data points from left to right."""
    SECTOR = "sector"
    """`points` are the centre and the two ends of its arc, clockwise."""
    TEXT = "text"
    OTHER = "other"


MARKS = frozenset({Role.BAR, Role.LINE, Role.SECTOR})
TITLES = frozenset(
    {Role.CHART_TITLE, Role.X_TITLE, Role.Y_TITLE, Role.VALUE_TITLE, Role.CATEGORY_TITLE, Role.LEGEND_TITLE}
)


class Part(NamedTuple):
    """One part of a chart."""

    role: Role
    seen: Element

    @property
    def center(self) -> tuple[float, float]:
        """The middle of its box."""
        x0, y0, x1, y1 = self.seen.box
        return (x0 + x1) / 2, (y0 + y1) / 2

    @property
    def pixel_box(self) -> Box:
        """The whole pixels that its box covers."""
        x0, y0, x1, y1 = self.seen.box
        return math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1)


def parts_of(elements: Sequence[Element], roles: Mapping[str, Role]) -> tuple[Part, ...]:
    """Return each element with the role of its class; a bare text gets the role of the place it stands in."""
    parts = tuple(Part(roles[element.kind], element) for element in elements)
    return tuple(Part(_role_of_place(p, parts), p.seen) if p.role == Role.TEXT else p for p in parts)


def gap(a: Part, b: Part) -> float:
    """Return the distance between two boxes in pixels; 0 where they touch."""
    across = max(a.seen.box[0] - b.seen.box[2], b.seen.box[0] - a.seen.box[2], 0.0)
    down = max(a.seen.box[1] - b.seen.box[3], b.seen.box[1] - a.seen.box[3], 0.0)
    return math.hypot(across, down)


def nearest(part: Part, others: Sequence[Part]) -> Part | None:
    """Return the other part with the smallest gap, then the nearest middle, then the first; None of none."""
    return min(others, key=lambda o: (gap(part, o), math.dist(part.center, o.center)), default=None)


def inside(part: Part, outer: Part) -> bool:
    """Whether the middle of a part lies in another's box."""
    x, y = part.center
    x0, y0, x1, y1 = outer.seen.box
    return x0 <= x <= x1 and y0 <= y <= y1


def _role_of_place(text: Part, parts: Sequence[Part]) -> Role:
    if any(inside(text, part) for part in parts if part.role in TITLES):
        return Role.TEXT
    if any(inside(text, part) for part in parts if part.role == Role.LEGEND):
        return Role.LEGEND_LABEL
    plot = nearest(text, [part for part in parts if part.role == Role.PLOT])
    if plot is None:
        return Role.TEXT
    x, y = text.center
    x0, y0, x1, y1 = plot.seen.box
    over, beside = x0 <= x <= x1, y0 <= y <= y1
    if over and beside:
        return Role.VALUE_LABEL
    if over and y > y1:
        return Role.X_LABEL
    return Role.Y_LABEL if beside else Role.TEXT
