"""Arrow schemas derived from the JSON Schema files, so that there is one source of truth.

`x-arrow` in a schema names a narrower type (`int32`, `float32`); `contentEncoding: base64` is binary;
an object with `additionalProperties` is a struct whose names are given at derivation (`keys`), since Arrow
maps are unknown to most trainers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from schemas.contract import load_schema

_PRIMITIVES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


@cache
def arrow_schema(record: str, keys: tuple[str, ...] = ()) -> pa.Schema:
    """Return the Arrow schema of a record kind, columns in the order of the schema file.

    `keys` are the names of open objects (tool names in `rl_row`). No metadata is attached.
    """
    root = load_schema(record)
    return pa.schema([_field(n, p, root, keys) for n, p in root["properties"].items()])


def _field(name: str, schema: dict[str, Any], root: dict[str, Any], keys: Sequence[str]) -> pa.Field:
    return pa.field(name, _type(schema, root, keys))


def _type(schema: dict[str, Any], root: dict[str, Any], keys: Sequence[str]) -> pa.DataType:
    if "$ref" in schema:
        return _type(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, keys)
    if "anyOf" in schema:
        return _type(next(s for s in schema["anyOf"] if s.get("type") != "null"), root, keys)
    if "x-arrow" in schema:
        return pa.type_for_alias(schema["x-arrow"])
    declared = schema.get("type", "string")
    kind = next(t for t in ([declared] if isinstance(declared, str) else declared) if t != "null")
    if kind == "array":
        return pa.list_(_type(schema["items"], root, keys))
    if kind == "object":
        if "properties" in schema:
            return pa.struct([_field(n, p, root, keys) for n, p in schema["properties"].items()])
        return pa.struct([_field(k, schema["additionalProperties"], root, keys) for k in keys])
    if schema.get("contentEncoding") == "base64":
        return pa.binary()
    return _PRIMITIVES[kind]
