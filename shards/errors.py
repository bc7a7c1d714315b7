"""Errors of the shard room: what could not become a row, and what to do about it."""

from __future__ import annotations

from schemas import DeadLetter


class ShardRowError(ValueError):
    """A task or rollout that cannot become a row; `letter` is its entry among the dead letters."""

    def __init__(self, dataset: str, row: str, reason: str, detail: str) -> None:
        super().__init__(f"{dataset}: {row}: {detail}")
        self.letter = DeadLetter(dataset=dataset, row=row, reason=reason, detail=detail, stage="shard")
