"""Screening: whether a task may be trained on, and if not, what it repeats or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.reason import Reason


@dataclass(frozen=True)
class ScreenFinding:
    """One reason to leave a task out, with what it matched."""

    reason: Reason
    """`contaminated`, `duplicate`, `broken_picture` or `gold_suspect`."""
    kind: str
    """How it matched: by picture, by text or by both; empty for the last two."""
    matched_id: str
    """The benchmark's task, or the train task that stays; empty for the last two."""
    distance: float
    """0 (the same) to 1: share of differing hash bits, or 1 - Jaccard similarity of the texts."""
    evidence: str
    """One sentence with the values seen."""


@dataclass(frozen=True)
class Screening:
    """The outcome for one task; no finding means clean."""

    task_id: str
    schema_version: int
    rules: str
    """Digest of thresholds and index, so that a changed benchmark screens again."""
    findings: tuple[ScreenFinding, ...]
