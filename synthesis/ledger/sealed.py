"""Sealed segments: a ledger as files that never change, for DVC to keep and a colleague to replay.

    <folder>/<SHA-256 of the file>.frames   entries in key order, cut at SEGMENT_BYTES
    <folder>/manifest.json                  what there is; the segments in order

The same entries give the same files, whatever store they lay in and whatever order they were bought in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas import from_plain, sha256_hex, to_plain
from synthesis.ledger.files import write_durably
from synthesis.ledger.frames import MAGIC, Frame, pack, unpack
from synthesis.ledger.ledger import Ledger
from synthesis.ledger.store import Entry, LedgerError

SEALED_VERSION = 1
SEGMENT_BYTES = 32 << 20
"""A segment ends with the entry that takes it to this size."""
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Segment:
    """One sealed file."""

    sha256: str
    """Of its bytes; its name is this and `.frames`."""
    bytes: int
    entries: int

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.sha256}.frames"


@dataclass(frozen=True)
class Sealed:
    """The manifest of a folder of sealed segments."""

    version: int
    entries: dict[str, int]
    """By kind."""
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Imported:
    """What became of the entries of sealed segments."""

    added: int
    held: int
    """Those whose key the ledger held already; what it holds stays."""
    refused: dict[str, str]
    """Segment -> reason of those of which nothing was taken."""


def export_sealed(ledger: Ledger, folder: Path) -> Sealed:
    """Write a ledger's whole entries as sealed segments, in place of those that lie in the folder.

    What lies there and the ledger lacks is imported first, so that nothing that was paid for is lost from the
    folder; raises LedgerError, and leaves all as it is, where a segment that lies there is corrupt.
    """
    if (folder / MANIFEST).exists():
        refused = import_sealed(ledger, folder).refused
        if refused:
            told = "; ".join(f"{name}: {reason}" for name, reason in refused.items())
            raise LedgerError(f"{folder} is not written over, since what it holds cannot be read: {told}")
    kinds = Counter[str]()
    segments = tuple(_write(folder, frames) for frames in _portions(ledger.scan(), kinds))
    sealed = Sealed(SEALED_VERSION, dict(sorted(kinds.items())), segments)
    text = json.dumps(to_plain(sealed), indent=2) + "\n"
    # Segments, manifest, then the old segments' end: whenever this dies, the manifest there is true.
    write_durably(folder / MANIFEST, text.encode())
    for old in folder.glob("*.frames"):
        if old.name not in {segment.name for segment in segments}:
            old.unlink()
    return sealed


def import_sealed(ledger: Ledger, folder: Path) -> Imported:
    """Add the entries of sealed segments to a ledger; a corrupt segment is refused whole, and named.

    Raises LedgerError where the folder holds no manifest that can be read.
    """
    added, held = 0, 0
    refused: dict[str, str] = {}
    for segment in read_manifest(folder).segments:
        try:
            entries = _read(folder, segment)
        except LedgerError as fault:
            refused[segment.name] = str(fault)
            continue
        lacking = [entry for entry in entries if ledger.get(entry.key) is None]
        for wait in [ledger.put(entry.key, entry.kind, entry.value) for entry in lacking]:
            wait.result()
        added += len(lacking)
        held += len(entries) - len(lacking)
    return Imported(added, held, refused)


def read_manifest(folder: Path) -> Sealed:
    """Return what a folder of sealed segments says of itself; raises LedgerError where it is none."""
    path = folder / MANIFEST
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        version = plain["version"]
        if version == SEALED_VERSION:
            return from_plain(Sealed, plain)
    except FileNotFoundError as fault:
        raise LedgerError(f"{path}: no such file; `dvc pull` brings sealed segments") from fault
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise LedgerError(f"{path}: not a manifest of sealed segments ({fault!r})") from fault
    raise LedgerError(f"{path}: sealed as version {version}, this program reads version {SEALED_VERSION}")


def _portions(entries: Iterable[Entry], kinds: Counter[str]) -> Iterator[list[bytes]]:
    """Yield the frames of each segment, counting the entries by kind."""
    frames, size = list[bytes](), 0
    for entry in entries:
        kinds[entry.kind] += 1
        frames.append(pack(entry))
        size += len(frames[-1])
        if size >= SEGMENT_BYTES:
            yield frames
            frames, size = [], 0
    if frames:
        yield frames


def _write(folder: Path, frames: list[bytes]) -> Segment:
    data = b"".join([MAGIC, *frames])
    segment = Segment(sha256_hex(data), len(data), len(frames))
    path = folder / segment.name
    if not path.exists() or path.read_bytes() != data:
        write_durably(path, data)
    return segment


def _read(folder: Path, segment: Segment) -> list[Entry]:
    try:
        data = (folder / segment.name).read_bytes()
    except OSError as fault:
        raise LedgerError(f"cannot be read ({fault})") from fault
    if sha256_hex(data) != segment.sha256:
        raise LedgerError("its bytes are not those it is named after; `dvc checkout --force` restores it")
    entries = [found.entry for found in unpack(data) if isinstance(found, Frame)]
    if len(entries) != segment.entries:
        raise LedgerError(f"holds {len(entries)} entries, the manifest says {segment.entries}")
    return entries
