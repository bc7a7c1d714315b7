"""A chart seen so that values grow upwards in one coordinate, whichever way its bars point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from environment.tools.boxes import Box
from environment.tools.lines import Line


class Span(NamedTuple):
    """A box in a view: `p` along the categories in reading direction, `v` along growing values, in pixels."""

    p0: float
    v0: float
    p1: float
    v1: float

    @property
    def p(self) -> float:
        """Centre along the categories."""
        return (self.p0 + self.p1) / 2

    @property
    def v(self) -> float:
        """Centre along the values."""
        return (self.v0 + self.v1) / 2

    @property
    def thickness(self) -> float:
        """Extent along the categories."""
        return self.p1 - self.p0


@dataclass(frozen=True)
class View:
    """How picture coordinates map: vertical charts count from the bottom edge, horizontal from the left."""

    vertical: bool
    height: int

    def span(self, box: Box) -> Span:
        """Map a box in pixels of the picture."""
        x0, y0, x1, y1 = box
        return Span(x0, self.height - y1, x1, self.height - y0) if self.vertical else Span(y0, x0, y1, x1)

    def box(self, span: Span) -> Box:
        """Map back to whole pixels of the picture."""
        p0, v0, p1, v1 = (round(c) for c in span)
        return (p0, self.height - v1, p1, self.height - v0) if self.vertical else (v0, p0, v1, p1)


class Text(NamedTuple):
    """A line of text and where it stands in a view."""

    text: str
    span: Span
    box: Box


def texts_in(view: View, lines: Sequence[Line]) -> list[Text]:
    """Place lines of text in a view."""
    return [Text(line.text, view.span(line.box), line.box) for line in lines]


def is_slanted(text: Text) -> bool:
    """Whether a text runs up at about 45 degrees: its box is about as tall as wide."""
    x0, y0, x1, y1 = text.box
    return len(text.text) > 3 and y1 - y0 > 30 and y1 - y0 > 0.7 * (x1 - x0) and not is_upright(text)


def are_slanted(row: Sequence[Text], line_height: float) -> bool:
    """Whether the texts of a row run up at about 45 degrees; short ones show it by their height alone."""
    if sum(map(is_slanted, row)) * 2 > len(row):
        return True
    tall = [
        t for t in row if not is_upright(t) and len(t.text) > 2 and t.box[3] - t.box[1] > 1.4 * line_height
    ]
    return len(tall) * 2 > len(row)


def is_upright(text: Text) -> bool:
    """Whether a text is written bottom to top, as axis titles are and category labels may be."""
    x0, y0, x1, y1 = text.box
    return len(text.text) > 2 and y1 - y0 > 1.7 * (x1 - x0)
