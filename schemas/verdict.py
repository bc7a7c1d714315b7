"""Verdict: what the checks say of a rollout, made from (task, rollout) alone."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.reason import ADVISORY, Reason


@dataclass(frozen=True)
class Finding:
    """One reason code with the evidence for it."""

    reason: Reason
    step: int
    """0-based step the finding is about; -1 for the rollout as a whole."""
    evidence: str
    """One sentence with the values seen."""
    repaired: bool = False
    """True when a later step put it right (E1-E3), which makes it advisory."""

    @property
    def fatal(self) -> bool:
        """Whether this finding alone keeps the rollout out of `bc`."""
        return self.reason not in ADVISORY and not self.repaired


@dataclass(frozen=True)
class Verdict:
    """Pass, or the reasons why not."""

    rollout_id: str
    task_id: str
    schema_version: int
    checks_version: str
    """Digest of the checks that were run, so that a changed check re-judges."""
    score: float
    """The dataset's official metric for the final answer, 0 to 1."""
    accepted: bool
    """No fatal finding: fit for `bc`, whose acceptance is stricter than the metric."""
    findings: tuple[Finding, ...]
