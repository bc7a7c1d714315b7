"""The `*.schema.json` files: loading them, and checking a record against its own."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from schemas.codec import to_plain

RECORDS = (
    "task",
    "rollout",
    "verdict",
    "difficulty",
    "dead_letter",
    "bc_row",
    "rl_row",
    "rejected_row",
    "manifest",
)
"""Every record kind that has a schema file."""


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
    checker = (
        base.TYPE_CHECKER.redefine("string", lambda _, v: isinstance(v, str | bytes))
        # 1.0 is an integer in JSON Schema; in Arrow it is not, and Arrow is what we write.
        .redefine("integer", lambda _, v: isinstance(v, int) and not isinstance(v, bool))
    )
    kind = jsonschema.validators.extend(base, type_checker=checker)  # type: ignore[no-untyped-call]
    validator: Validator = kind(load_schema(record))
    return validator


def problems_of(record: str, plain: dict[str, Any]) -> list[str]:
    """Return what is wrong with a plain record, one sentence each; empty when it fits."""
    found = []
    for error in _validator(record).iter_errors(plain):
        place = ".".join(str(p) for p in error.absolute_path) or "(record)"
        found.append(f"{place}: {_short(error.message)}")
    return sorted(found)


def checked(record: str, value: object) -> dict[str, Any]:
    """Return the plain form of a record that fits its schema; raises SchemaViolationError otherwise."""
    plain: dict[str, Any] = to_plain(value)
    problems = problems_of(record, plain)
    if problems:
        raise SchemaViolationError(record, problems)
    return plain


def _short(message: str, limit: int = 200) -> str:
    return message if len(message) <= limit else message[:limit] + "..."
