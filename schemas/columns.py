"""Records to Arrow columns, each value checked against the record's JSON Schema on the way.

`schemas.checked` walks one record at a time and costs more than writing it. This walks one column at a time,
by a plan worked out once a kind, holds the same rules (a test holds the two verdicts equal), and leaves the
words about a bad record to it.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Any, Protocol, TypeAlias

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
_Rule: TypeAlias = Callable[[Any], None]
"""Raises ValueError for a value that breaks it."""


def record_batch(record: str, values: Sequence[object], keys: tuple[str, ...] = ()) -> pa.RecordBatch:
    """Return records of one kind as an Arrow batch; `keys` name the open structs' fields (tool names).

    Raises SchemaViolationError naming record, column and reason where one does not fit.
    """
    try:
        columns = _plan(record, keys).arrays(values)
    except (AttributeError, KeyError, ValueError, TypeError, OverflowError, pa.ArrowException) as error:
        raise _violation(record, values, error) from error
    return pa.RecordBatch.from_arrays(columns, schema=arrow_schema(record, keys))


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
    names = _field_names(value.__class__)
    return str(getattr(value, names[0])) if names else repr(value)


@cache
def _plan(record: str, keys: tuple[str, ...]) -> _Record:
    """Work out once how a kind of record becomes columns."""
    root = load_schema(record)
    schema = arrow_schema(record, keys)
    return _Record(tuple(schema.names), _columns(schema, root, root))


class _Column(Protocol):
    def array(self, values: Sequence[Any]) -> pa.Array:
        """Return the values as one array; raises ValueError for one that does not fit."""
        ...


@dataclass(frozen=True)
class _Record:
    """Dataclasses of one kind, field by field."""

    names: tuple[str, ...]
    columns: tuple[_Column, ...]

    def arrays(self, values: Sequence[Any]) -> list[pa.Array]:
        for kind in set(map(type, values)):
            if _field_names(kind) != self.names:
                raise ValueError(f"must be an object with {', '.join(self.names)}, not {kind.__name__}")
        return [
            column.array(list(map(attrgetter(name), values)))
            for name, column in zip(self.names, self.columns, strict=True)
        ]


@dataclass(frozen=True)
class _Struct:
    record: _Record
    fields: tuple[pa.Field, ...]

    def array(self, values: Sequence[Any]) -> pa.Array:
        return pa.StructArray.from_arrays(self.record.arrays(values), fields=self.fields)


@dataclass(frozen=True)
class _Mapping:
    """Dictionaries that all have the same keys."""

    names: tuple[str, ...]
    columns: tuple[_Column, ...]
    fields: tuple[pa.Field, ...]

    def array(self, values: Sequence[Any]) -> pa.Array:
        if any(value.keys() != set(self.names) for value in values):
            raise ValueError(f"must have exactly the keys {sorted(self.names)}")
        children = [
            column.array(list(map(itemgetter(name), values)))
            for name, column in zip(self.names, self.columns, strict=True)
        ]
        return pa.StructArray.from_arrays(children, fields=self.fields)


@dataclass(frozen=True)
class _Optional:
    column: _Column

    def array(self, values: Sequence[Any]) -> pa.Array:
        present = [value for value in values if value is not None]
        column = self.column.array(present)
        if len(present) == len(values):
            return column
        places = iter(range(len(present)))
        return column.take(pa.array([None if v is None else next(places) for v in values], pa.int64()))


@dataclass(frozen=True)
class _List:
    kind: pa.ListType
    items: _Column
    least: int

    def array(self, values: Sequence[Any]) -> pa.Array:
        if strange := {t for t in set(map(type, values)) if not issubclass(t, tuple | list)}:
            raise ValueError(f"must be array, not {_names(strange)}")
        lengths = list(map(len, values))
        if min(lengths, default=self.least) < self.least:
            raise ValueError(f"must have {self.least} items or more")
        items = self.items.array(list(chain.from_iterable(values)))
        return pa.ListArray.from_arrays(
            pa.array([0, *accumulate(lengths)], pa.int32()), items, type=self.kind
        )


@dataclass(frozen=True)
class _Leaf:
    kind: pa.DataType
    allowed: frozenset[type]
    rules: tuple[_Rule, ...]

    def array(self, values: Sequence[Any]) -> pa.Array:
        found = set(map(type, values))
        if not found <= self.allowed:
            values, found = _unwrapped(values, found)
            if strange := {t for t in found if not _is_allowed(t, self.allowed)}:
                raise ValueError(f"must be {_names(self.allowed)}, not {_names(strange)}")
        if float in self.allowed and not all(math.isfinite(v) for v in values if v is not None):
            raise ValueError("must be a finite number")
        if self.rules:
            for value in set(values) - {None}:
                for rule in self.rules:
                    rule(value)
        return _binary(values) if bytes in self.allowed else pa.array(values, self.kind)


def _columns(fields: pa.Schema | pa.StructType, schema: Schema, root: Schema) -> tuple[_Column, ...]:
    return tuple(_column(f.type, schema["properties"][f.name], root) for f in fields)


def _column(kind: pa.DataType, schema: Schema, root: Schema) -> _Column:
    if "anyOf" in schema:
        (some,) = (part for part in schema["anyOf"] if part.get("type") != "null")
        return _Optional(_column(kind, some, root))
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if pa.types.is_list(kind):
        return _List(kind, _column(kind.value_type, schema["items"], root), schema.get("minItems", 0))
    if not pa.types.is_struct(kind):
        return _Leaf(kind, _allowed(schema), _rules(schema))
    fields = tuple(kind)
    names = tuple(f.name for f in fields)
    if "properties" in schema:
        return _Struct(_Record(names, _columns(kind, schema, root)), fields)
    items = schema["additionalProperties"]
    return _Mapping(names, tuple(_column(f.type, items, root) for f in fields), fields)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _binary(values: Sequence[bytes]) -> pa.Array:
    """Copy the bytes once; pa.array would grow its buffer and copy them again and again."""
    ends = pa.array([0, *accumulate(map(len, values))], pa.int32())
    buffers = [None, ends.buffers()[1], pa.py_buffer(b"".join(values))]
    return pa.Array.from_buffers(pa.binary(), len(values), buffers)


def _unwrapped(values: Sequence[Any], found: set[type]) -> tuple[Sequence[Any], set[type]]:
    """Take enum members for their values."""
    if any(issubclass(t, Enum) for t in found):
        # `_value_`: the property `value` takes three times as long.
        values = [value._value_ if isinstance(value, Enum) else value for value in values]
        found = set(map(type, values))
    return values, found


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


def _rules(schema: Schema) -> tuple[_Rule, ...]:
    """Return the checks of single values that a schema asks for; each raises ValueError."""
    limits = {**schema, **({"pattern": re.compile(schema["pattern"])} if "pattern" in schema else {})}
    return tuple(partial(check, limit=limits[name]) for name, check in _RULES.items() if name in limits)


def _one_of(value: Any, limit: Sequence[Any]) -> None:  # noqa: ANN401 - any scalar
    if value not in limit:
        raise ValueError(f"{value!r} is not one of {limit}")


def _equal(value: Any, limit: Any) -> None:  # noqa: ANN401
    if value != limit:
        raise ValueError(f"{value!r} is not {limit!r}")


def _matching(value: str, limit: re.Pattern[str]) -> None:
    if not limit.search(value):
        raise ValueError(f"{value!r} does not match {limit.pattern}")


def _long_enough(value: str, limit: int) -> None:
    if len(value) < limit:
        raise ValueError(f"{value!r} is too short")


def _at_least(value: float, limit: float) -> None:
    if not value >= limit:
        raise ValueError(f"{value!r} is out of range")


def _at_most(value: float, limit: float) -> None:
    if not value <= limit:
        raise ValueError(f"{value!r} is out of range")


_RULES: dict[str, Callable[..., None]] = {
    "enum": _one_of,
    "const": _equal,
    "pattern": _matching,
    "minLength": _long_enough,
    "minimum": _at_least,
    "maximum": _at_most,
}


def _names(kinds: set[type] | frozenset[type]) -> str:
    return ", ".join(sorted(kind.__name__ for kind in kinds))


def _violation(record: str, values: Sequence[object], error: Exception) -> SchemaViolationError:
    for value in values:
        try:
            checked(record, value)
        except SchemaViolationError as found:
            return SchemaViolationError(record, [f"row {identity_of(value)}: {p}" for p in found.problems])
    return SchemaViolationError(record, [f"rows {', '.join(map(identity_of, values[:3]))}: {error}"])
