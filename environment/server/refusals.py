"""Requests the server refuses: a status, and a sentence for whoever sent it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

COME_AGAIN_S = 1
"""What a refused client is told to wait, in seconds."""


class RequestError(Exception):
    """A request that is refused; the message is sent back."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class BusyError(RequestError):
    """The queue is full: come again."""

    def __init__(self, held: int) -> None:
        super().__init__(429, f"{held} calls are waiting or under way, and no more are taken: come again")


class StoppingError(RequestError):
    """The server finishes what it began and takes nothing new."""

    def __init__(self) -> None:
        super().__init__(503, "the server is stopping")


def checked(body: bytes, schema: str) -> dict[str, Any]:
    """Parse a JSON body and check it against a JSON Schema; raises RequestError (400) naming the fault."""
    try:
        value = json.loads(body, parse_constant=_no_number)
        if b"\\u" in body:
            # Half of a surrogate pair, which JSON can escape and UTF-8 cannot hold.
            json.dumps(value, ensure_ascii=False).encode()
        problem = next(iter(_validator(schema).iter_errors(value)), None)
        fault = "" if problem is None else problem.message[:200]
    except (ValueError, RecursionError) as error:
        raise RequestError(400, f"the body is not valid JSON: {str(error)[:200]}") from error
    if problem is not None:
        place = ".".join(str(p) for p in problem.absolute_path) or "the body"
        raise RequestError(400, f"{place}: {fault}")
    checked_value: dict[str, Any] = value
    return checked_value


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


@cache
def _validator(schema: str) -> Validator:
    return jsonschema.Draft202012Validator(json.loads(schema))
