"""The `*.schema.json` files: loading them, and checking a record against its own."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator

from schemas.codec import to_plain

RECORDS = (
    "task",
    "rollout",
    "verdict",
    "dense",
    "difficulty",
    "dead_letter",
    "signature",
    "screening",
    "bc_row",
    "rl_row",
    "rejected_row",
    "manifest",
)
"""Every record kind that has a schema file."""


_INTEGERS = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "float32": (-(2**24), 2**24),
    "float64": (-(2**53), 2**53),
}
"""Smallest and largest integer that a column holds without rounding."""


class SchemaViolationError(ValueError):
    """A record that does not fit its schema; `problems` lists field and reason."""

    def __init__(self, record: str, problems: list[str]) -> None:
        super().__init__(f"{record} does not fit {record}.schema.json: " + "; ".join(problems))
        self.record = record
        self.problems = problems


@cache
def load_schema(record: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record kind; raises FileNotFoundError for an unknown kind."""
    text = resources.files("schemas").joinpath(f"{record}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(record: str) -> Validator:
    base = jsonschema.Draft202012Validator
    base.check_schema(load_schema(record))
    # 1.0 is an integer in JSON Schema; in Arrow it is not, and Arrow is what we write.
    whole = base.TYPE_CHECKER.redefine("integer", lambda _, v: isinstance(v, int) and not isinstance(v, bool))
    kind = jsonschema.validators.extend(base, {"type": _storable}, type_checker=whole)  # type: ignore[no-untyped-call]
    validator: Validator = kind(load_schema(record))
    return validator


def _storable(
    validator: Any,  # noqa: ANN401 - jsonschema's keyword signature
    types: Any,  # noqa: ANN401
    value: object,
    schema: dict[str, Any],
) -> Iterator[ValidationError]:
    """JSON Schema's `type`, with bytes where base64 stands and without what Arrow's column cannot hold."""
    if schema.get("contentEncoding") == "base64":
        if not isinstance(value, bytes):
            yield ValidationError(f"{value!r} is not bytes")
        return
    yield from jsonschema.Draft202012Validator.VALIDATORS["type"](validator, types, value, schema)
    if isinstance(value, str) and not _is_utf8(value):
        yield ValidationError(f"{value!r} holds unpaired surrogates, which UTF-8 cannot")
    elif isinstance(value, float) and not math.isfinite(value):
        yield ValidationError(f"{value!r} is not a number that JSON can hold")
    elif isinstance(value, int):
        column = schema.get("x-arrow") or ("float64" if "number" in types else "int64")
        lowest, highest = _INTEGERS[column]
        if not lowest <= value <= highest:
            yield ValidationError(f"the integer does not fit a column of {column}")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def problems_of(record: str, plain: dict[str, Any]) -> list[str]:
    """Return what is wrong with a plain record, one sentence each; empty when it fits."""
    found = []
    for error in _validator(record).iter_errors(plain):
        for leaf in _leaves(error):
            place = ".".join(str(p) for p in leaf.absolute_path) or "(record)"
            found.append(f"{place}: {_short(leaf.message)}")
    return sorted(found)


def checked(record: str, value: object) -> dict[str, Any]:
    """Return the plain form of a record that fits its schema; raises SchemaViolationError otherwise."""
    plain: dict[str, Any] = to_plain(value)
    problems = problems_of(record, plain)
    if problems:
        raise SchemaViolationError(record, problems)
    return plain


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield what is wrong inside an optional object, instead of that neither it nor null fits."""
    if not error.context:
        yield error
    for inner in error.context or ():
        if inner.validator_value != "null":
            yield from _leaves(inner)


def _short(message: str, limit: int = 200) -> str:
    return message if len(message) <= limit else message[:limit] + "..."
