"""Counts: rows in = rows out + kept + rejected + owed, for every stage and dataset, or the run fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schemas import to_plain

FILE = "counts.json"


class UnbalancedError(AssertionError):
    """Rows that went in and came out nowhere."""


@dataclass(frozen=True)
class Counts:
    """What became of a stage's rows."""

    stage: str
    dataset: str
    unit: str
    """What is counted: raw rows, tasks, rollouts or thoughts."""
    rows_in: int
    rows_out: int
    rejected: Mapping[str, int] = field(default_factory=dict)
    """By reason."""
    owed: Mapping[str, int] = field(default_factory=dict)
    """Will be tried again, by reason."""
    kept: Mapping[str, int] = field(default_factory=dict)
    """Went on as they were, by reason; only where a stage may leave rows alone."""

    def check(self) -> None:
        """Raise UnbalancedError unless every row is accounted for."""
        left = sum(sum(by.values()) for by in (self.kept, self.rejected, self.owed))
        accounted = self.rows_out + left
        if accounted != self.rows_in:
            raise UnbalancedError(f"{self.line()}: {self.rows_in - accounted} rows are unaccounted for")

    def line(self) -> str:
        """Return the balance as one line for a terminal."""
        kept = f" + kept {sum(self.kept.values()):>5}{_by_reason(self.kept)}" if self.kept else ""
        return (
            f"{self.stage:<10} {self.dataset:<12} {self.unit:<8} in {self.rows_in:>6}"
            f" = out {self.rows_out:>6}{kept}"
            f" + rejected {sum(self.rejected.values()):>5}{_by_reason(self.rejected)}"
            f" + owed {sum(self.owed.values()):>4}{_by_reason(self.owed)}"
        )

    def settle(self, folder: Path) -> None:
        """Write `counts.json` beside the records, print the balance, and check it."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(
            json.dumps(to_plain(self), indent=2, sort_keys=True) + "\n", encoding="utf-8"
        )
        print(self.line(), flush=True)
        self.check()


def read_counts(folder: Path) -> Counts:
    """Return the counts a stage left in its folder; raises FileNotFoundError where the stage has not run."""
    return Counts(**json.loads((folder / FILE).read_text(encoding="utf-8")))


def _by_reason(reasons: Mapping[str, int]) -> str:
    if not reasons:
        return ""
    return " (" + ", ".join(f"{name} {n}" for name, n in sorted(reasons.items())) + ")"
