"""Entries as frames of bytes, each with a checksum: what objects and sealed segments are made of.

    object = MAGIC frame*
    frame  = MARK  generation u32  bytes of key u16, kind u16, value u32 (big-endian)  SHA-256  key kind value

The SHA-256 is over everything of the frame but itself. A generation is 0, and one more for each time that an
unreadable value was bought again under its key.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from synthesis.ledger.store import Entry

MAGIC = b"vistaforge ledger 1\n"
_ANY_VERSION = re.compile(rb"vistaforge ledger \d+\n")
_MARK = b"\xf1\x1eVF"
"""Begins a frame, so that reading can go on behind a torn one."""
_HEAD = struct.Struct(">4sIHHI")
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Frame:
    """An entry as it lies in an object."""

    entry: Entry
    generation: int
    digest: bytes
    """SHA-256 of the frame."""


@dataclass(frozen=True)
class TornFrame:
    """Bytes that are not a frame as it was once written."""

    offset: int
    reason: str


def pack(entry: Entry, generation: int = 0) -> bytes:
    """Return an entry's frame; equal entries give equal bytes. Raises struct.error beyond a field's size."""
    key, kind = entry.key.encode(), entry.kind.encode()
    head = _HEAD.pack(_MARK, generation, len(key), len(kind), len(entry.value))
    body = key + kind + entry.value
    return head + hashlib.sha256(head + body).digest() + body


def version_of(data: bytes) -> bytes | None:
    """Return what an object says it is written as, MAGIC for this version; None for what is no ledger's."""
    said = _ANY_VERSION.match(data)
    return None if said is None else said[0]


def unpack(data: bytes) -> Iterator[Frame | TornFrame]:
    """Yield the frames behind an object's MAGIC in order; a torn stretch is told once and skipped."""
    at, torn = len(MAGIC), False
    while at < len(data):
        frame, end = _frame(data, at)
        if frame is not None:
            yield frame
            at, torn = end, False
            continue
        if not torn:
            yield TornFrame(at, "bytes that are no whole frame")
        following = data.find(_MARK, at + 1)
        at, torn = following if following >= 0 else len(data), True


def _frame(data: bytes, at: int) -> tuple[Frame | None, int]:
    """Return the whole frame that begins at an offset and the offset of its end, or None and 0."""
    body = at + _HEAD.size + _DIGEST
    if len(data) < body:
        return None, 0
    mark, generation, key_size, kind_size, value_size = _HEAD.unpack_from(data, at)
    end = body + key_size + kind_size + value_size
    if mark != _MARK or len(data) < end:
        return None, 0
    digest = data[at + _HEAD.size : body]
    if hashlib.sha256(data[at : at + _HEAD.size] + data[body:end]).digest() != digest:
        return None, 0
    try:
        key = data[body : body + key_size].decode()
        kind = data[body + key_size : body + key_size + kind_size].decode()
    except UnicodeDecodeError:
        return None, 0
    return Frame(Entry(key, kind, data[end - value_size : end]), generation, digest), end
