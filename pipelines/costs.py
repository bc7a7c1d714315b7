"""Costs: tokens and money by stage, family and teacher, a rollout and an accepted trajectory."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from schemas import Dense, Family, Rollout, Usage, Verdict

ALL = "all"
"""Stands for every family and teacher in a stage's last line."""
HEADS = (
    *("stage", "family", "teacher", "rollouts", "accepted", "calls", "tokens", "USD"),
    *("tokens a rollout", "USD a rollout", "tokens an accepted", "USD an accepted"),
)


@dataclass(frozen=True)
class Cost:
    """What the finished rollouts of one stage, family and teacher took; owed ones stand in the ledger alone.

    Tokens and dollars are those recorded when a reply was bought, so a replay costs what the run did.
    """

    stage: str
    family: str
    teacher: str
    rollouts: int = 0
    accepted: int = 0
    """Rollouts fit for `bc`; of densify, those that hold a dense thought."""
    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    """Of the prompt tokens."""
    completion_tokens: int = 0
    usd: float | None = 0.0
    """None where the price of one reply or more is not known."""

    @property
    def tokens(self) -> int:
        """Prompt and completion tokens."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def tokens_per_rollout(self) -> float:
        """Mean over the rollouts."""
        return self.tokens / self.rollouts

    @property
    def usd_per_rollout(self) -> float | None:
        """Mean over the rollouts; None where the price is not known."""
        return None if self.usd is None else self.usd / self.rollouts

    @property
    def tokens_per_accepted(self) -> float:
        """All tokens over the accepted rollouts, for the others were paid too; infinite where none was."""
        return self.tokens / self.accepted if self.accepted else math.inf

    @property
    def usd_per_accepted(self) -> float | None:
        """All dollars over the accepted rollouts: infinite where none was, None where a price is unknown."""
        if self.usd is None:
            return None
        return self.usd / self.accepted if self.accepted else math.inf

    def plus(self, usage: Usage, accepted: bool) -> Cost:
        """Return the cost with one more rollout."""
        unknown = self.usd is None or usage.cost_usd is None
        return replace(
            self,
            rollouts=self.rollouts + 1,
            accepted=self.accepted + accepted,
            calls=self.calls + usage.calls,
            prompt_tokens=self.prompt_tokens + usage.prompt_tokens,
            cached_tokens=self.cached_tokens + usage.cached_tokens,
            completion_tokens=self.completion_tokens + usage.completion_tokens,
            usd=None if unknown else (self.usd or 0.0) + (usage.cost_usd or 0.0),
        )


@dataclass(frozen=True)
class Paid:
    """One rollout's part in the costs."""

    stage: str
    family: Family
    teacher: str
    usage: Usage
    accepted: bool


def paid_rollouts(
    stage: str, family: Family, rollouts: Iterable[Rollout], verdicts: Iterable[Verdict]
) -> Iterable[Paid]:
    """Yield what each rollout took, and whether it is fit for `bc`."""
    accepted = frozenset(verdict.rollout_id for verdict in verdicts if verdict.accepted)
    return (Paid(stage, family, r.teacher.name, r.usage, r.rollout_id in accepted) for r in rollouts)


def paid_thoughts(family: Family, denses: Iterable[Dense]) -> Iterable[Paid]:
    """Yield what rewriting each rollout's thoughts took; accepted is one that holds a dense thought."""
    for dense in denses:
        usages = [thought.usage for thought in dense.thoughts]
        prices = [usage.cost_usd for usage in usages]
        usage = Usage(
            calls=sum(u.calls for u in usages),
            prompt_tokens=sum(u.prompt_tokens for u in usages),
            completion_tokens=sum(u.completion_tokens for u in usages),
            cost_usd=None if None in prices else sum(price or 0.0 for price in prices),
            cached_tokens=sum(u.cached_tokens for u in usages),
        )
        accepted = any(thought.thought is not None for thought in dense.thoughts)
        yield Paid("densify", family, dense.teacher.name, usage, accepted)


def costs(paid: Iterable[Paid]) -> list[Cost]:
    """Return a line a stage, family and teacher in order, and behind each stage's its sum."""
    lines: dict[tuple[str, str, str], Cost] = {}
    sums: dict[str, Cost] = {}
    for one in paid:
        key = (one.stage, one.family.value, one.teacher)
        lines[key] = lines.get(key, Cost(*key)).plus(one.usage, one.accepted)
        sums[one.stage] = sums.get(one.stage, Cost(one.stage, ALL, ALL)).plus(one.usage, one.accepted)
    stages: dict[str, list[Cost]] = defaultdict(list)
    for cost in sorted(lines.values(), key=lambda c: (c.family, c.teacher)):
        stages[cost.stage].append(cost)
    return [cost for stage, total in sums.items() for cost in (*stages[stage], total)]


def cost_table(found: Sequence[Cost]) -> str:
    """Return the costs as a Markdown table; empty where no model was called."""
    if not any(cost.tokens for cost in found):
        return ""
    lines = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    lines += [f"| {' | '.join(cells(cost))} |" for cost in found]
    return "\n".join(lines)


def cells(c: Cost) -> tuple[str, ...]:
    """Return one line of the table, a text for each of HEADS."""
    counts = (str(c.rollouts), str(c.accepted), str(c.calls), str(c.tokens))
    each = (f"{c.tokens_per_rollout:.0f}", _usd(c.usd_per_rollout))
    accepted = (f"{c.tokens_per_accepted:.0f}", _usd(c.usd_per_accepted)) if c.accepted else ("none", "none")
    return (c.stage, c.family, c.teacher, *counts, _usd(c.usd), *each, *accepted)


def _usd(money: float | None) -> str:
    return "unknown" if money is None else f"{money:.6f}"
