"""Records to plain values and back: what Arrow, JSON and the ledger hold."""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(record: object) -> Any:  # noqa: ANN401 - the plain form of a record is any JSON value (or bytes)
    """Turn a record into dicts, lists and scalars; bytes stay bytes, enums become their value."""
    if isinstance(record, Enum):
        return record.value
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: to_plain(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, list | tuple):
        return [to_plain(item) for item in record]
    if isinstance(record, dict):
        return {key: to_plain(value) for key, value in record.items()}
    return record


def from_plain(kind: type[T], plain: Any) -> T:  # noqa: ANN401
    """Build a record of `kind` from its plain form; unknown keys raise TypeError, missing ones too."""
    return typing.cast(T, _build(kind, plain))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:  # noqa: ANN401
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _build(next(a for a in typing.get_args(kind) if a is not type(None)), value)
    if origin is tuple:
        item = typing.get_args(kind)[0]
        return tuple(_build(item, v) for v in value)
    if origin is dict:
        item = typing.get_args(kind)[1]
        return {k: _build(item, v) for k, v in value.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _build(hints.get(name, object), v) for name, v in value.items()})
    return value
