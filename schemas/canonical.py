"""Canonical JSON and the content ids made from it: the same bytes and the same id in every process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

ID_HEX_DIGITS = 16
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: Json) -> str:
    """Serialise a JSON value with sorted keys, no blanks and plain UTF-8.

    Raises ValueError for NaN and infinities, which JSON cannot hold, and TypeError for anything not JSON.
    """
    return _ENCODER.encode(value)


def sha256_hex(data: bytes | str) -> str:
    """Return the SHA-256 of bytes (or of a text's UTF-8) as 64 lower-case hex digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def digest(value: Json) -> str:
    """Return the SHA-256 of a value's canonical JSON as 64 hex digits."""
    return sha256_hex(canonical_json(value))


def content_id(prefix: str, value: Json) -> str:
    """Return `<prefix>-<16 hex>` over the canonical JSON of what makes the thing itself."""
    return f"{prefix}-{digest(value)[:ID_HEX_DIGITS]}"
