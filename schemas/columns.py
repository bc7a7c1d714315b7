"""Records to Arrow columns, each value checked against the record's JSON Schema on the way.

`schemas.checked` walks one record at a time and costs more than writing it. This walks one column at a time,
holds the same rules (a test holds the two verdicts equal), and leaves the words about a bad record to it.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence
from enum import Enum
from functools import cache
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

import pyarrow as pa

from schemas.arrow import arrow_schema
from schemas.contract import SchemaViolationError, checked, load_schema

Schema: TypeAlias = dict[str, Any]

_TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "null": type(None),
}
_RULES = {"enum", "const", "pattern", "minimum", "maximum", "minLength"}


def record_batch(record: str, values: Sequence[object], keys: tuple[str, ...] = ()) -> pa.RecordBatch:
    """Return records of one kind as an Arrow batch; `keys` name the open structs' fields (tool names).

    Raises SchemaViolationError naming record, column and reason where one does not fit.
    """
    root = load_schema(record)
    schema = arrow_schema(record, keys)
    try:
        columns = _children(values, schema, root, root)
    except (AttributeError, KeyError, ValueError, TypeError, OverflowError, pa.ArrowException) as error:
        raise _violation(record, values, error) from error
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def fitting(
    record: str, values: Sequence[object], keys: tuple[str, ...] = ()
) -> tuple[pa.RecordBatch, dict[int, SchemaViolationError]]:
    """Return a batch of the records that fit, and by its index what is wrong with each that does not."""
    try:
        return record_batch(record, values, keys), {}
    except SchemaViolationError:
        refused: dict[int, SchemaViolationError] = {}
        for index, value in enumerate(values):
            try:
                record_batch(record, [value], keys)
            except SchemaViolationError as error:
                refused[index] = error
        fit = [value for index, value in enumerate(values) if index not in refused]
        return record_batch(record, fit, keys), refused


def identity_of(value: Any) -> str:  # noqa: ANN401 - any record
    """Return a record's first field, which every kind is told apart by."""
    names = _field_names(type(value))
    return str(getattr(value, names[0])) if names else repr(value)


def _children(
    values: Sequence[Any], fields: pa.Schema | pa.StructType, schema: Schema, root: Schema
) -> list[pa.Array]:
    names = list(schema["properties"])
    for kind in set(map(type, values)):
        if _field_names(kind) != names:
            raise ValueError(f"must be an object with {', '.join(names)}, not {kind.__name__}")
    return [
        _column(list(map(attrgetter(f.name), values)), f.type, schema["properties"][f.name], root)
        for f in fields
    ]


def _field_names(kind: type) -> list[str]:
    return [f.name for f in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []


def _column(values: Sequence[Any], kind: pa.DataType, schema: Schema, root: Schema) -> pa.Array:
    if "anyOf" in schema:
        (some,) = (part for part in schema["anyOf"] if part.get("type") != "null")
        return _optional(values, kind, some, root)
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if pa.types.is_list(kind):
        return _list(values, kind, schema, root)
    if pa.types.is_struct(kind):
        return _struct(values, kind, schema, root)
    return _leaf(values, kind, schema)


def _optional(values: Sequence[Any], kind: pa.DataType, schema: Schema, root: Schema) -> pa.Array:
    present = [value for value in values if value is not None]
    column = _column(present, kind, schema, root)
    if len(present) == len(values):
        return column
    places = iter(range(len(present)))
    return column.take(pa.array([None if v is None else next(places) for v in values], pa.int64()))


def _list(values: Sequence[Any], kind: pa.ListType, schema: Schema, root: Schema) -> pa.Array:
    if strange := {t for t in map(type, values) if not issubclass(t, tuple | list)}:
        raise ValueError(f"must be array, not {_names(strange)}")
    lengths = list(map(len, values))
    if "minItems" in schema and min(lengths, default=math.inf) < schema["minItems"]:
        raise ValueError(f"must have {schema['minItems']} items or more")
    items = _column(list(chain.from_iterable(values)), kind.value_type, schema["items"], root)
    return pa.ListArray.from_arrays(pa.array([0, *accumulate(lengths)], pa.int32()), items, type=kind)


def _struct(values: Sequence[Any], kind: pa.StructType, schema: Schema, root: Schema) -> pa.Array:
    if "properties" in schema:
        return pa.StructArray.from_arrays(_children(values, kind, schema, root), fields=list(kind))
    names = {f.name for f in kind}
    if any(value.keys() != names for value in values):
        raise ValueError(f"must have exactly the keys {sorted(names)}")
    items = schema["additionalProperties"]
    children = [_column(list(map(itemgetter(f.name), values)), f.type, items, root) for f in kind]
    return pa.StructArray.from_arrays(children, fields=list(kind))


def _leaf(values: Sequence[Any], kind: pa.DataType, schema: Schema) -> pa.Array:
    found = set(map(type, values))
    if any(issubclass(t, Enum) for t in found):
        values = [value.value if isinstance(value, Enum) else value for value in values]
        found = set(map(type, values))
    allowed = _allowed(schema)
    if strange := {t for t in found if not _is_allowed(t, allowed)}:
        raise ValueError(f"must be {_names(allowed)}, not {_names(strange)}")
    if float in allowed and not all(math.isfinite(v) for v in values if v is not None):
        raise ValueError("must be a finite number")
    if schema.keys() & _RULES:
        for value in set(values) - {None}:
            _check_value(value, schema)
    return pa.array(values, kind)


def _allowed(schema: Schema) -> frozenset[type]:
    if "contentEncoding" in schema:
        return frozenset({bytes})
    declared = schema.get("type", "string")
    names = [declared] if isinstance(declared, str) else declared
    whole = {int} if "number" in names else set()
    return frozenset({*(_TYPES[name] for name in names), *whole})


def _is_allowed(kind: type, allowed: frozenset[type]) -> bool:
    # bool is a kind of int to Python, and no number to JSON.
    return kind in allowed or (kind is not bool and issubclass(kind, tuple(allowed)))


def _check_value(value: Any, schema: Schema) -> None:  # noqa: ANN401 - any scalar
    if "enum" in schema and value not in schema["enum"]:
        raise ValueError(f"{value!r} is not one of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        raise ValueError(f"{value!r} is not {schema['const']!r}")
    if "pattern" in schema and not _pattern(schema["pattern"]).search(value):
        raise ValueError(f"{value!r} does not match {schema['pattern']}")
    if "minLength" in schema and len(value) < schema["minLength"]:
        raise ValueError(f"{value!r} is too short")
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise ValueError(f"{value!r} is out of range")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _names(kinds: set[type] | frozenset[type]) -> str:
    return ", ".join(sorted(kind.__name__ for kind in kinds))


def _violation(record: str, values: Sequence[object], error: Exception) -> SchemaViolationError:
    for value in values:
        try:
            checked(record, value)
        except SchemaViolationError as found:
            return SchemaViolationError(record, [f"row {identity_of(value)}: {p}" for p in found.problems])
    return SchemaViolationError(record, [f"rows {', '.join(map(identity_of, values[:3]))}: {error}"])
