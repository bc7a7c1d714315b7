"""How long an engine that costs nothing would take with the latencies that the mock endpoint will show."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

JITTER_MS = 20.0
"""The mock's own default, uniform on both sides."""


@dataclass(frozen=True)
class Latency:
    """The mock's latency: a base, and a share of the calls that take a multiple of it."""

    base_ms: float
    tail_share: float = 0.0
    tail_factor: float = 1.0

    @property
    def flags(self) -> tuple[str, ...]:
        """The mock's flags for it."""
        tail = ("--tail-share", str(self.tail_share), "--tail-factor", str(self.tail_factor))
        return ("--latency-ms", str(self.base_ms), "--jitter-ms", str(JITTER_MS), *tail)

    def seconds(self, draw: str, turn: int) -> float:
        """Return what the mock (seed 0) will take for a first attempt at a turn of a draw."""
        u = _uniform("lat", draw, turn)
        delay = max(0.0, self.base_ms + JITTER_MS * (2 * u - 1)) / 1000
        slow = self.tail_share and _uniform("tail", draw, turn) < self.tail_share
        return delay * self.tail_factor if slow else delay


def ideal_s(draws: Iterable[str], turns: int, places: int, seconds: Callable[[str, int], float]) -> float:
    """Return the time in which `places` conversations at once get through all draws, in their order.

    Each place holds one conversation after the other; tools take no time. Greedy, so within one conversation
    of the least possible.
    """
    free = [0.0] * places
    for draw in draws:
        heapq.heapreplace(free, free[0] + sum(seconds(draw, turn) for turn in range(turns)))
    return max(free)


def _uniform(what: str, draw: str, turn: int) -> float:
    digest = blake2b(digest_size=16)
    for part in (what, "0", draw, str(turn), "0"):
        digest.update(part.encode() + b"\0")
    return int.from_bytes(digest.digest()[:8], "little") / 2**64
