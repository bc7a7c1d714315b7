"""Records to plain values and back: what Arrow, JSON and the ledger hold."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")

Convert: TypeAlias = Callable[[Any], Any]

_SCALARS = frozenset({str, int, float, bool, bytes, type(None)})


def to_plain(record: object) -> Any:  # noqa: ANN401 - the plain form of a record is any JSON value (or bytes)
    """Turn a record into dicts, lists and scalars; bytes stay bytes, enums become their value."""
    kind: Any = type(record)
    if kind in _SCALARS:
        return record
    if isinstance(record, Enum):
        return record.value
    if isinstance(record, list | tuple):
        return [to_plain(item) for item in record]
    if isinstance(record, dict):
        return {key: to_plain(value) for key, value in record.items()}
    # Most fields are scalars, and a call for each takes longer than all else.
    return {
        name: value if type(value := getattr(record, name)) in _SCALARS else to_plain(value)
        for name in _field_names(kind)
    } or record


def from_plain(kind: type[T], plain: Any) -> T:  # noqa: ANN401
    """Build a record of `kind` from its plain form; unknown keys raise TypeError, missing ones too."""
    hint: Any = kind
    return typing.cast(T, _builder(hint)(plain))


@cache
def _field_names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type, which mypy takes for unhashable
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


@cache
def _builder(kind: Any) -> Convert:  # noqa: ANN401 - any type hint
    """Return what builds values of a type; worked out once, for records are read by the million."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        some = _builder(next(a for a in arguments if a is not type(None)))
        return lambda value: None if value is None else some(value)
    if origin is tuple:
        item = _builder(arguments[0])
        return tuple if item is _same else lambda value: tuple(map(item, value))
    if origin is dict:
        held = _builder(arguments[1])
        return lambda value: {key: held(inner) for key, inner in value.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _dataclass_builder(kind)
    return _same


def _dataclass_builder(kind: type) -> Convert:
    hints = typing.get_type_hints(kind)
    converted = {
        name: convert for name in _field_names(kind) if (convert := _builder(hints[name])) is not _same
    }

    def build(value: dict[str, Any]) -> Any:  # noqa: ANN401
        fields = dict(value)
        for name, convert in converted.items():
            if name in fields:
                fields[name] = convert(fields[name])
        return kind(**fields)

    return build


def _same(value: Any) -> Any:  # noqa: ANN401
    return value
