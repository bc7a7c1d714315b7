"""Difficulty: evidence from a sampled policy's probes, never from a teacher's rollouts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difficulty:
    """How often one named policy solved one task, with what is needed to doubt it."""

    task_id: str
    schema_version: int
    policy: str
    """Name of the sampled policy."""
    policy_fingerprint: str
    environment: str
    decoding: str
    """Decoding settings as canonical JSON."""
    attempts: int
    correct: int
    pass_rate: float
    """correct / attempts."""
    interval_low: float
    interval_high: float
    """95 % Wilson score interval of the pass rate."""
    guess_floor: float
    """Chance of a blind guess: 1 / number of choices, 0.5 for yes/no, 0 for an open question."""
