"""What a whole run will need, from the tasks of it that were tried: totals with an interval.

The interval is Student's t over what each task took, for the sum over the tasks not yet tried (a prediction
interval), so it narrows as more of the run is done and closes when all of it is. It supposes that the tried
tasks are a random sample, and covers less than it says where few tasks take most of the money.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from scipy.special import stdtrit

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Spent:
    """What the attempts at one task took."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    """None where the price of one reply or more is not known."""


@dataclass(frozen=True)
class Range:
    """A total as expected, with the interval it lies in at `CONFIDENCE`."""

    low: float
    expected: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """What a number of tasks will take, what was tried among them."""

    tasks: int
    tried: int
    calls: Range
    prompt_tokens: Range
    completion_tokens: Range
    cost_usd: Range | None
    """None where a price is not known."""


def forecast(spent: Sequence[Spent], tasks: int) -> Forecast:
    """Return what `tasks` tasks take of which these were tried; raises ValueError for fewer than two."""
    if len(spent) < 2 <= tasks:
        raise ValueError(f"{len(spent)} of {tasks} tasks were tried: an interval needs two")
    costs = [one.cost_usd for one in spent if one.cost_usd is not None]
    return Forecast(
        tasks=tasks,
        tried=len(spent),
        calls=total([one.calls for one in spent], tasks),
        prompt_tokens=total([one.prompt_tokens for one in spent], tasks),
        completion_tokens=total([one.completion_tokens for one in spent], tasks),
        cost_usd=total(costs, tasks) if len(costs) == len(spent) else None,
    )


def total(seen: Sequence[float], tasks: int) -> Range:
    """Return the sum over `tasks` tasks of which some were seen; never below what those took."""
    n, left, known = len(seen), tasks - len(seen), math.fsum(seen)
    if left <= 0:
        return Range(known, known, known)
    expected = known + left * fmean(seen)
    quantile = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2))
    half = quantile * stdev(seen) * math.sqrt(left + left * left / n)
    return Range(max(known, expected - half), expected, expected + half)


def together(ranges: Sequence[Range]) -> Range:
    """Return the sum of independent totals: expectations add, and so do the squares of the half-widths."""
    expected = math.fsum(r.expected for r in ranges)
    down = math.sqrt(math.fsum((r.expected - r.low) ** 2 for r in ranges))
    up = math.sqrt(math.fsum((r.high - r.expected) ** 2 for r in ranges))
    return Range(expected - down, expected, expected + up)
