"""Text lines as OCR returns them, and where they stand to one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from teachers.programmatic.questions import squeezed


@dataclass(frozen=True)
class Line:
    """One printed text with its box in pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def middle_x(self) -> float:
        """Horizontal centre."""
        return (self.left + self.right) / 2

    @property
    def middle_y(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    def on_row_of(self, other: Line) -> bool:
        """Whether both stand on one printed line."""
        return abs(self.middle_y - other.middle_y) < 0.5 * min(self.height, other.height)


def lines_in(result: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return the lines of a `rapidocr` result in reading order."""
    return tuple(Line(str(item["text"]).strip(), *map(float, item["box"])) for item in result["lines"])


def right_of(lines: Sequence[Line], key: Line) -> Line | None:
    """Return the next line to the right on the same printed line, or None."""
    beside = [
        line for line in lines if line is not key and line.on_row_of(key) and line.left >= key.right - 4
    ]
    return min(beside, key=lambda line: line.left, default=None)


def below(lines: Sequence[Line], key: Line) -> Line | None:
    """Return the nearest line under a key that starts or is centred where the key is, or None."""
    reach = 2.5 * key.height
    under = [
        line
        for line in lines
        if 0 <= line.top - key.bottom + 0.3 * key.height <= reach
        and (abs(line.left - key.left) < key.height or abs(line.middle_x - key.middle_x) < key.height)
    ]
    return min(under, key=lambda line: line.top, default=None)


def printed(lines: Sequence[Line], text: str) -> tuple[Line, ...]:
    """Return the lines that say exactly `text`, blanks and case aside."""
    return tuple(line for line in lines if squeezed(line.text) == squeezed(text))
