"""Signature: what is needed to recognise a task again, without its text or its pictures."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PictureSignature:
    """What is needed to recognise one picture."""

    pixels_sha256: str
    """SHA-256 over width, height and decoded RGB pixels: the same after any lossless re-encoding."""
    phashes: bytes = field(repr=False)
    """Perceptual hashes, 32 bytes a view: the whole picture, then crops of it; empty for a flat picture."""
    detail: bytes = field(repr=False)
    """A perceptual hash of 128 bytes, fine enough to tell two filled-in forms apart; empty for a flat one."""


@dataclass(frozen=True)
class Signature:
    """One task, recognisable; an index of benchmarks is a folder of these."""

    task_id: str
    schema_version: int
    dataset: str
    rendered: bool
    """Scenes and plots of one renderer look alike: picture and question must both match."""
    text_sha256: str
    """SHA-256 of the normalised question, context and choices."""
    text_minhash: bytes = field(repr=False)
    """128 bytes: the lowest byte of each MinHash value over the text's 4-character shingles."""
    numbers: tuple[str, ...]
    """Every number of the text, sorted: texts with different numbers are different questions."""
    pictures: tuple[PictureSignature, ...]
