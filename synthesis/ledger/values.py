"""Replies and observations as the bytes a ledger holds: canonical JSON, pictures as base64."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from schemas import Observation, Reply, canonical_json, from_plain, sha256_hex, to_plain

T = TypeVar("T")

REPLY = "reply"
OBSERVATION = "observation"
"""The kinds of entry."""


class ForeignValueError(ValueError):
    """Bytes that are not a value of the kind asked for, as a newer or another program may have written."""


def encode_reply(reply: Reply) -> bytes:
    """Return a reply's bytes; equal replies give equal bytes."""
    return canonical_json(to_plain(reply)).encode()


def decode_reply(value: bytes) -> Reply:
    """Return the reply that `encode_reply` wrote; raises ForeignValueError for anything else."""
    return _built(Reply, _plain(value))


def encode_observation(observation: Observation) -> bytes:
    """Return an observation's bytes, the pictures' own bytes in base64."""
    plain = to_plain(observation)
    for picture in plain["pictures"]:
        picture["data"] = base64.b64encode(picture["data"]).decode("ascii")
    return canonical_json(plain).encode()


def decode_observation(value: bytes) -> Observation:
    """Return the observation that `encode_observation` wrote, byte for byte; raises ForeignValueError."""
    plain = _plain(value)
    try:
        for picture in plain["pictures"]:
            picture["data"] = base64.b64decode(picture["data"], validate=True)
    except (KeyError, TypeError, ValueError) as fault:
        raise ForeignValueError(f"not an observation: {fault!r}") from fault
    observation = _built(Observation, plain)
    for kept in observation.pictures:
        if sha256_hex(kept.data) != kept.sha256:
            raise ForeignValueError(f"a picture's bytes do not have its digest {kept.sha256[:16]}")
    return observation


DECODERS: Mapping[str, Callable[[bytes], Reply | Observation]] = {
    REPLY: decode_reply,
    OBSERVATION: decode_observation,
}
"""How the value of each kind is read."""


def _plain(value: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(value)
    except (ValueError, RecursionError) as fault:
        raise ForeignValueError(f"not JSON: {fault}") from fault
    if not isinstance(plain, dict):
        raise ForeignValueError(f"not a JSON object: {type(plain).__name__}")
    return plain


def _built(kind: type[T], plain: dict[str, Any]) -> T:
    try:
        return from_plain(kind, plain)
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise ForeignValueError(f"not a {kind.__name__}: {fault}") from fault
