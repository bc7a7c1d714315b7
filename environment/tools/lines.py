"""Lines of text found in a picture: what every reader of text returns, and in which order.

The readers differ in how they read (`rapidocr`, `tesseract`); region, result and the text for the model are
the same, so that one may check another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from environment.tool import ToolResult
from environment.tools.boxes import BOX_RESULT, Box, box_argument, pixel_box
from environment.tools.pixels import PICTURE_ARGUMENT, Pixels, decode_rgb, picture_at
from schemas import Json, Picture, canonical_json

SAME_ROW = 0.5
"""Boxes that share this much of the lower one's height stand in one row."""


class Line(NamedTuple):
    """One piece of text with its box in the picture's own pixels."""

    text: str
    box: Box
    confidence: float


ARGUMENTS: Mapping[str, Json] = {
    "picture": PICTURE_ARGUMENT,
    "region": box_argument("Read only here: [x0, y0, x1, y1] in pixels of the picture."),
}
"""What every reader takes."""

LINES_SCHEMA = canonical_json(
    {
        "type": "object",
        "properties": {
            "picture": {"type": "integer", "minimum": 0},
            "region": BOX_RESULT,
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "text": {"type": "string", "minLength": 1},
                        "box": BOX_RESULT,
                        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                    },
                    "required": ["text", "box", "confidence"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["picture", "region", "lines"],
        "additionalProperties": False,
    }
)
"""What every reader returns."""


def read_region(
    arguments: Mapping[str, Any], pictures: Sequence[Picture], read: Callable[[Pixels], Sequence[Line]]
) -> ToolResult:
    """Return the lines that `read` finds, in reading order; no text at all is a result too.

    Boxes are pixels of the whole picture, also when `region` was given; `region` in the result is the box
    really read. Raises ArgumentValueError for a region that is no box of that picture.
    """
    index, picture = picture_at(arguments, pictures)
    asked = arguments.get("region")
    whole = (0, 0, picture.width, picture.height)
    region = whole if asked is None else pixel_box(asked, "region", picture)
    x0, y0, x1, y1 = region
    lines = [
        Line(text, (a + x0, b + y0, c + x0, d + y0), confidence)
        for text, (a, b, c, d), confidence in in_reading_order(read(decode_rgb(picture)[y0:y1, x0:x1]))
    ]
    told = "\n".join(f"{line.text} {list(line.box)}" for line in lines)
    return ToolResult(
        result={
            "picture": index,
            "region": list(region),
            "lines": [{"text": t, "box": list(box), "confidence": c} for t, box, c in lines],
        },
        text=told or "no text found",
    )


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Sort lines into rows by the overlap of their heights, rows from the top, each from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box[1] + line.box[3], line.box[0])):
        row = next((row for row in rows if _same_row(row[0].box, line.box)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [line for row in rows for line in sorted(row, key=lambda line: line.box[0])]


def _same_row(a: Box, b: Box) -> bool:
    heights = sorted((a[3] - a[1], b[3] - b[1]))
    if heights[1] > 2 * heights[0]:  # text written upwards, or a headline beside small print
        return False
    return min(a[3], b[3]) - max(a[1], b[1]) >= SAME_ROW * heights[0]
