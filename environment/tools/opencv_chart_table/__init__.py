"""`opencv_chart_table`: a chart picture to its table, by colour segments, tick labels and printed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from environment.tool import ToolResult
from environment.tools import rapidocr
from environment.tools.boxes import Box
from environment.tools.lines import Line
from environment.tools.objects import closed
from environment.tools.pixels import ONLY_A_PICTURE, OPENCV, Pixels, decode_rgb, encode_png, picture_at
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec", "text_reader"]

CHART_TYPES = ("vertical_bar", "horizontal_bar", "grouped_bar", "stacked_bar", "line", "pie")

_STRING: Json = {"type": "string"}
_SERIES: Json = {
    "type": "object",
    "properties": {
        "name": _STRING,
        "color": _STRING,
        "rgb": {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 3},
    },
    "required": ["name", "color", "rgb"],
    "additionalProperties": False,
}
_RESULT: dict[str, Json] = {
    "chart_type": {"enum": list(CHART_TYPES)},
    "title": _STRING,
    "x_title": _STRING,
    "y_title": _STRING,
    "columns": {"type": "array", "items": _STRING, "minItems": 2},
    "rows": {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "array",
            "prefixItems": [_STRING],
            "items": {"type": ["number", "null"]},
            "minItems": 2,
        },
    },
    "series": {"type": "array", "items": _SERIES, "minItems": 1},
}

spec = ToolSpec(
    name="opencv_chart_table",
    family="chart",
    group="chart_to_table",
    provider="native",
    description=(
        "Read a bar, line or pie chart into a table by its colours, tick labels and printed values; "
        "values without a printed label are measured, so about as exact as the axis."
    ),
    arguments_schema=ONLY_A_PICTURE,
    result_schema=canonical_json(closed(_RESULT)),
    version=f"2+{OPENCV}+{rapidocr.spec.version}",
    weights_digest=rapidocr.spec.weights_digest,
    determinism=Determinism.TOLERANT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return the chart's table: `columns` (labels first), `rows` of a label and a number or null a series.

    Raises NothingFoundError where no marks or no scale were found; no cell is ever made up.
    """
    from environment.tools.opencv_chart_table.read import read_chart

    _, picture = picture_at(arguments, pictures)
    pixels = decode_rgb(picture)
    lines, read = text_reader(picture, pixels)
    table = read_chart(pixels, lines, read)
    return ToolResult(table.as_result(), table.as_text())


def text_reader(picture: Picture, pixels: Pixels) -> tuple[list[Line], Callable[[Box], str]]:
    """Return the lines of text in a picture, and a function that reads the text in one box of it again."""

    def read(box: Box) -> str:
        x0, y0, x1, y1 = box
        part = pixels[max(0, y0 - 3) : max(0, y1 + 3), max(0, x0) : max(0, x1)]
        return " ".join(line.text for line in _lines(encode_png(part))) if part.size else ""

    return _lines(picture), read


def _lines(picture: Picture) -> list[Line]:
    found = rapidocr.run({}, [picture]).result["lines"]
    return [Line(line["text"], tuple(line["box"]), line["confidence"]) for line in found]
