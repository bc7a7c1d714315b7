"""The tally of a run under way: what is done, what it took, and how much of each family was accepted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from schemas import Family
from synthesis.rollout import Attempted


@dataclass
class Tally:
    """Running sums over finished tasks; one thread adds, any may look."""

    tasks: int = 0
    """Tasks whose attempts have ended, the owed ones included."""
    owed: int = 0
    rollouts: int = 0
    calls: int = 0
    tokens: int = 0
    """Of prompts and completions."""
    cost_usd: float = 0.0
    """Of the replies whose price is known, whether bought now or before."""
    done: Counter[Family] = field(default_factory=Counter)
    accepted: Counter[Family] = field(default_factory=Counter)

    def add(self, family: Family, made: Attempted) -> None:
        """Count one task's attempts."""
        self.tasks += 1
        self.owed += made.owed
        self.done[family] += not made.owed
        self.accepted[family] += made.accepted
        for rollout in made.rollouts:
            self.rollouts += 1
            self.calls += rollout.usage.calls
            self.tokens += rollout.usage.prompt_tokens + rollout.usage.completion_tokens
            self.cost_usd += rollout.usage.cost_usd or 0.0
