"""The forms in which expert models reply, each read into a typed result or refused in a sentence."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from environment.errors import BadReplyError, NothingFoundError
from environment.tools.objects import closed
from schemas import Json

Found: TypeAlias = tuple[dict[str, Json], str]
"""Fields of the result beside `picture`, and the text for the model."""

_NO = re.compile(
    r"(i'?m sorry|i am sorry|sorry,|i can(no|')t|i am unable|i'm unable|as an ai\b)", re.IGNORECASE
)
_RULE = re.compile(r":?-{2,}:?")
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_HEADING = re.compile(r"(cons(?:truction)?|im(?:a)?g(?:e)?)[ _]?cdl", re.IGNORECASE)
_PREDICATE = re.compile(r"[A-Z][A-Za-z]*\((?:[^()\n]|\([^()\n]*\))+\)")
_SHAPES = ("Shape(", "Collinear(", "Cocircular(")


@dataclass(frozen=True)
class Form:
    """A JSON Schema of the result and the function that reads a reply into it."""

    schema: Json
    read: Callable[[str], Found]


def _object(properties: dict[str, Json]) -> Json:
    return closed({"picture": {"type": "integer", "minimum": 0}, **properties})


def read_text(reply: str) -> Found:
    """Take the reply as it is; raises NothingFoundError where the model only declines."""
    if _NO.match(reply):
        raise NothingFoundError("The model declined to answer: ask otherwise or use another tool.")
    return {"text": reply}, reply


def read_table(reply: str) -> Found:
    """Read a table with `|` between cells and rows on lines, the first the columns.

    Cells past the first column are numbers where they are written as one, else text, and null where empty.
    Raises BadReplyError without a head and a row, or where a row has another width than the head.
    """
    rows = [_cells(line.strip()) for line in reply.split("\n") if "|" in line]
    return _table([row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)])


def read_deplot(reply: str) -> Found:
    """Read DePlot's linear table: `<0x0A>` between rows, before them a row of `TITLE` and the title.

    Raises BadReplyError as `read_table` does, and for a row without cells.
    """
    return _titled(re.split(r"<0x0A>|\n", reply))


def read_unichart(reply: str) -> Found:
    """Read UniChart's linear table, ` & ` between rows; raises BadReplyError as `read_deplot` does.

    A `&` in a cell parts it from its row, so that the widths differ and the table is refused.
    """
    return _titled(re.split(r"\s&\s|\s&$|\n", reply))


def _titled(lines: Sequence[str]) -> Found:
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line.strip()]
    title = rows.pop(0)[1:] if rows and rows[0][0] == "TITLE" else []
    found, told = _table(rows)
    named = " ".join(" | ".join(title).split())
    return {"title": named, **found}, f"{named}\n{told}" if named else told


def _table(rows: Sequence[Sequence[str]]) -> Found:
    if len(rows) < 2 or len(rows[0]) < 2:
        raise BadReplyError("The model's reply holds no table: use another tool.")
    if any(len(row) != len(rows[0]) for row in rows):
        raise BadReplyError("The model's table has rows of different widths: use another tool.")
    cells: list[Json] = [[row[0], *(_cell(cell) for cell in row[1:])] for row in rows[1:]]
    told = "\n".join(" | ".join(row) for row in rows)
    return {"table": {"columns": list[Json](rows[0]), "rows": cells}}, told


def _cells(line: str) -> list[str]:
    # Only a line that opens with a bar closes with one; elsewhere the last bar stands before an empty cell.
    framed = line.removeprefix("|").removesuffix("|") if line.startswith("|") else line
    return [cell.strip() for cell in framed.split("|")]


def _cell(cell: str) -> Json:
    if not cell:
        return None
    if re.search(r"\d", cell) and _NUMBER.fullmatch(cell):
        number = float(cell.replace(",", ""))
        return number if math.isfinite(number) else cell
    return cell


def read_data(reply: str) -> Found:
    """Read a JSON object, fenced or bare; raises BadReplyError for anything else, also for NaN in it."""
    fenced = re.search(r"```(?:json)?\s*(.*?)```", reply, re.DOTALL)
    try:
        data: Json = json.loads(fenced[1] if fenced else reply, parse_constant=_no_constant)
        told = json.dumps(data, ensure_ascii=False, allow_nan=False)
        told.encode()
    except (ValueError, RecursionError) as error:
        raise BadReplyError(
            "The model's reply is not the JSON it was asked for: use another tool."
        ) from error
    if not isinstance(data, dict) or not data:
        raise BadReplyError("The model's reply holds no data: use another tool.")
    return {"data": data}, told


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _predicates(reply: str) -> tuple[list[Json], list[Json]]:
    """Return construction and image predicates; the last word counts, for the model calibrates its first."""
    parts: dict[str, list[Json]] = {"c": [], "i": []}
    headings = list(_HEADING.finditer(reply))
    ends = [*(heading.start() for heading in headings[1:]), len(reply)]
    for heading, end in zip(headings, ends, strict=False):  # one end more where there is no heading
        part = reply[heading.end() : end]
        # A part without predicates is a mention in a sentence, not a list.
        if found := list(dict.fromkeys(_PREDICATE.findall(part))):
            parts[heading[1][0].lower()] = list[Json](found)
    return parts["c"], parts["i"]


def read_cdl(reply: str) -> Found:
    """Read both predicate lists of DiagramFormalizer; raises BadReplyError where it gives no construction."""
    construction, image = _predicates(reply)
    if not construction or not all(str(p).startswith(_SHAPES) for p in construction):
        raise BadReplyError("The model's reply holds no construction predicates: use another tool.")
    told = f"construction_cdl: {', '.join(map(str, construction))}\nimage_cdl: {', '.join(map(str, image))}"
    return {"construction_cdl": construction, "image_cdl": image}, told


def read_image_cdl(reply: str) -> Found:
    """Read the predicates seen in a diagram; raises NothingFoundError where the model sees none."""
    read_cdl(reply)
    _, image = _predicates(reply)
    if not image:
        raise NothingFoundError("The model reads no measure or relation in this diagram.")
    return {"image_cdl": image}, "\n".join(map(str, image))


_PREDICATES: Json = {"type": "array", "items": {"type": "string", "minLength": 1}}
_ROWS: Json = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "array",
        "minItems": 2,
        "prefixItems": [{"type": "string"}],
        "items": {"type": ["number", "string", "null"]},
    },
}
TEXT = Form(_object({"text": {"type": "string", "minLength": 1}}), read_text)
_TABLE: Json = {
    "type": "object",
    "properties": {
        "columns": {"type": "array", "minItems": 2, "items": {"type": "string"}},
        "rows": _ROWS,
    },
    "required": ["columns", "rows"],
    "additionalProperties": False,
}
TABLE = Form(_object({"table": _TABLE}), read_table)
TITLED_TABLE = _object({"title": {"type": "string"}, "table": _TABLE})
"""The result of a chart model's linear table; the title is empty where the model writes none."""
DATA = Form(_object({"data": {"type": "object", "minProperties": 1}}), read_data)
CDL = Form(_object({"construction_cdl": _PREDICATES, "image_cdl": _PREDICATES}), read_cdl)
IMAGE_CDL = Form(_object({"image_cdl": _PREDICATES}), read_image_cdl)
