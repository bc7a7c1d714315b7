"""`table_analyze`: one computation on the cells of a table that an earlier step read, in exact arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from environment.tool import ToolResult
from environment.tools.objects import closed
from environment.tools.table_analyze.cells import Cell, grid_of, selected
from environment.tools.table_analyze.operations import OPERATIONS, Finding, shown
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec"]

MAX_ROWS = 200
MAX_COLUMNS = 40
LARGEST = 1e15
"""Numbers beyond it are no readings of a chart, and exact decimals of them would not be short."""
SIGNIFICANT_DIGITS = 12

_STRING: Json = {"type": "string"}
_NAMES: dict[str, Json] = {"type": "array", "items": _STRING, "minItems": 1, "maxItems": MAX_ROWS}
_CELL: Json = {
    "type": "object",
    "properties": {"row": _STRING, "column": _STRING, "value": {"type": "number"}},
    "required": ["row", "column", "value"],
    "additionalProperties": False,
}
_RANKED: Json = {
    "type": "object",
    "properties": {
        "place": {"type": "integer", "minimum": 1},
        "row": _STRING,
        "column": _STRING,
        "value": {"type": "number"},
    },
    "required": ["place", "row", "column", "value"],
    "additionalProperties": False,
}
_NUMBER: Json = {"type": ["number", "null"], "minimum": -LARGEST, "maximum": LARGEST}
_TABLE: Json = {
    "type": "object",
    "properties": {
        "columns": {"type": "array", "items": _STRING, "minItems": 2, "maxItems": MAX_COLUMNS},
        "rows": {
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_ROWS,
            "items": {
                "type": "array",
                "prefixItems": [{"type": ["string", "number"]}],
                "items": _NUMBER,
                "minItems": 2,
                "maxItems": MAX_COLUMNS,
            },
        },
    },
    "required": ["columns", "rows"],
    "additionalProperties": False,
    "description": "The table as it was read: `columns`, the labels' head first, and `rows`, a label first.",
}
_RESULT: dict[str, Json] = {
    "operation": {"enum": list(OPERATIONS)},
    "cells": {"type": "array", "items": _CELL, "minItems": 1},
    "value": {"type": ["number", "null"]},
    "exact": _STRING,
    "ranking": {"type": "array", "items": _RANKED},
    "direction": {"enum": ["", "rising", "falling", "constant", "mixed"]},
}

spec = ToolSpec(
    name="table_analyze",
    family="chart",
    group="table_analysis",
    provider="native",
    description=(
        "Compute on a table that an earlier step read: max, min, sum, mean, rank over the cells of the rows "
        "and columns named (all by default), difference or ratio of two cells, trend of one column."
    ),
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "table": _TABLE,
                "operation": {"enum": list(OPERATIONS)},
                "rows": {**_NAMES, "description": "Row labels, in order; all rows by default."},
                "columns": {
                    **_NAMES,
                    "description": "Column names, in order; all but the labels by default.",
                },
            },
            "required": ["table", "operation"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(closed(_RESULT)),
    version="1",
    weights_digest="",
    determinism=Determinism.EXACT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `value` (to 12 digits) and `exact` (a decimal or fraction) with the `cells` they rest on.

    `rank` fills `ranking` and has no value; `trend` gives last minus first and fills `direction`. Raises
    ArgumentValueError for names the table lacks, cells without a number, and the wrong count of cells.
    """
    grid = grid_of(arguments["table"])
    cells = selected(grid, arguments.get("rows"), arguments.get("columns"))
    operation = str(arguments["operation"])
    found: Finding = OPERATIONS[operation](cells)
    ranking: list[Json] = [{"place": place, **_told(cell)} for place, cell in found.ranking]
    return ToolResult(
        {
            "operation": operation,
            "cells": [_told(cell) for cell in found.cells],
            "value": None if found.value is None else _decimal(found.value),
            "exact": "" if found.value is None else shown(found.value),
            "ranking": ranking,
            "direction": found.direction,
        },
        found.text,
    )


def _told(cell: Cell) -> dict[str, Json]:
    return {"row": cell.row, "column": cell.column, "value": _decimal(cell.value)}


def _decimal(value: Fraction) -> float | None:
    try:
        number = float(f"{float(value):.{SIGNIFICANT_DIGITS}g}")
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
