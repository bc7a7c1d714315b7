"""Rows to Arrow columns, each value checked against the record's JSON Schema on the way.

`schemas.checked` walks one row at a time and costs more than writing it. This walks one column at a time,
holds the same rules (a test holds the two verdicts equal), and leaves the words about a bad row to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

import pyarrow as pa

from schemas import (
    BCRow,
    DeadLetter,
    RejectedRow,
    RLRow,
    SchemaViolationError,
    arrow_schema,
    checked,
    load_schema,
)

Row: TypeAlias = BCRow | RLRow | RejectedRow
Schema: TypeAlias = dict[str, Any]

_TYPES: dict[str, set[type]] = {
    "string": {str},
    "integer": {int},
    "number": {int, float},
    "boolean": {bool},
    "null": {type(None)},
}


def record_batch(kind: str, rows: Sequence[Row], keys: tuple[str, ...] = ()) -> pa.RecordBatch:
    """Return rows of one record kind as an Arrow batch; `keys` name the open structs' fields (tool names).

    Raises SchemaViolationError naming row, column and reason where a row does not fit.
    """
    root = load_schema(kind)
    try:
        columns = [
            _column(list(map(attrgetter(field.name), rows)), field.type, root["properties"][field.name], root)
            for field in arrow_schema(kind, keys)
        ]
    except (AttributeError, KeyError, ValueError, TypeError, OverflowError, pa.ArrowException) as error:
        raise _violation(kind, rows, error) from error
    return pa.RecordBatch.from_arrays(columns, schema=arrow_schema(kind, keys))


def fitting_batch(
    kind: str, rows: Sequence[Row], keys: tuple[str, ...] = ()
) -> tuple[pa.RecordBatch, tuple[DeadLetter, ...]]:
    """Return a batch of the rows that fit and a dead letter for each that does not."""
    try:
        return record_batch(kind, rows, keys), ()
    except SchemaViolationError:
        fitting, letters = [], []
        for row in rows:
            try:
                record_batch(kind, [row], keys)
                fitting.append(row)
            except SchemaViolationError as error:
                letters.append(DeadLetter(_dataset(row), row.id, "schema_violation", str(error), "shard"))
        return record_batch(kind, fitting, keys), tuple(letters)


def _column(values: Sequence[Any], kind: pa.DataType, schema: Schema, root: Schema) -> pa.Array:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if pa.types.is_list(kind):
        _check_types(values, {tuple, list}, "array")
        ends = [0, *accumulate(map(len, values))]
        items = _column(list(chain.from_iterable(values)), kind.value_type, schema["items"], root)
        return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), items, type=kind)
    if pa.types.is_struct(kind):
        return _struct(values, kind, schema, root)
    _check_leaf(values, schema)
    return pa.array(values, kind)


def _struct(values: Sequence[Any], kind: pa.StructType, schema: Schema, root: Schema) -> pa.Array:
    if "properties" in schema:
        children = [
            _column(list(map(attrgetter(f.name), values)), f.type, schema["properties"][f.name], root)
            for f in kind
        ]
    else:
        names = {f.name for f in kind}
        if any(value.keys() != names for value in values):
            raise ValueError(f"must have exactly the keys {sorted(names)}")
        children = [
            _column(list(map(itemgetter(f.name), values)), f.type, schema["additionalProperties"], root)
            for f in kind
        ]
    return pa.StructArray.from_arrays(children, fields=list(kind))


def _check_leaf(values: Sequence[Any], schema: Schema) -> None:
    declared = schema.get("type", "string")
    names = [declared] if isinstance(declared, str) else declared
    allowed: set[type] = (
        {bytes} if "contentEncoding" in schema else set().union(*(_TYPES[name] for name in names))
    )
    _check_types(values, allowed, " or ".join(names))
    if not schema.keys() & {"enum", "const", "pattern", "minimum", "maximum"}:
        return
    for value in set(values) - {None}:
        _check_value(value, schema)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _check_types(values: Sequence[Any], allowed: set[type], words: str) -> None:
    if strange := set(map(type, values)) - allowed:
        raise ValueError(f"must be {words}, not {', '.join(sorted(t.__name__ for t in strange))}")


def _check_value(value: Any, schema: Schema) -> None:  # noqa: ANN401 - any scalar
    if "enum" in schema and value not in schema["enum"]:
        raise ValueError(f"{value!r} is not one of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        raise ValueError(f"{value!r} is not {schema['const']!r}")
    if "pattern" in schema and not _pattern(schema["pattern"]).search(value):
        raise ValueError(f"{value!r} does not match {schema['pattern']}")
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise ValueError(f"{value!r} is out of range")


def _violation(kind: str, rows: Sequence[Row], error: Exception) -> SchemaViolationError:
    for row in rows:
        try:
            checked(kind, row)
        except SchemaViolationError as found:
            return SchemaViolationError(kind, [f"row {row.id}: {problem}" for problem in found.problems])
    return SchemaViolationError(kind, [f"rows {', '.join(row.id for row in rows[:3])}: {error}"])


def _dataset(row: Row) -> str:
    return row.data_source if isinstance(row, RLRow) else row.dataset
