"""Dead letter: a raw row or record that could not go on, with the place and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.versions import DEAD_LETTER_VERSION


@dataclass(frozen=True)
class DeadLetter:
    """One refused row."""

    dataset: str
    row: str
    """Where it lies in the source, or the record's id."""
    reason: str
    """Short code, e.g. `missing_picture`, `broken_json`, `schema_violation`."""
    detail: str
    """One sentence: what is wrong, in which field, and what to do."""
    stage: str = "ingest"
    schema_version: int = DEAD_LETTER_VERSION
