"""How many requests may be under way at one endpoint: fewer when it refuses or slows, more when it keeps up.

Additive increase, multiplicative decrease (Chiu and Jain 1989), decided once a window of replies. A few
refusals among many are weather; a tenth of them is a limit that was met.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import deque
from dataclasses import dataclass

SMALLEST_WINDOW = 16
"""Replies below which nothing is decided."""
CROWDED_SHARE = 0.1
"""Share of a window's replies that say "too many" before the limit falls."""
CROWDED_FACTOR = 0.7
SLOW_TIMES = 4.0
"""Times the best median latency of the last windows that a window's median may take."""
SLOW_FACTOR = 0.9
WINDOWS_REMEMBERED = 20
STEPS_TO_THE_TOP = 16
"""Good windows in which the limit climbs from nothing to its most."""


@dataclass(frozen=True)
class Load:
    """What a governor sees of its endpoint now."""

    limit: int
    under_way: int
    waiting: int


class Governor:
    """Bounds the requests under way at one endpoint: `async with` holds a place. Belongs to one event loop.

    `most` is the bound it starts with and never exceeds.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._limit = float(most)
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._paused_until = 0.0
        self._wake: asyncio.TimerHandle | None = None
        self._latencies: list[float] = []
        self._crowded = 0
        self._asked_to_wait = 0.0
        self._medians: deque[float] = deque(maxlen=WINDOWS_REMEMBERED)

    @property
    def load(self) -> Load:
        """The present state, for a person to watch."""
        return Load(int(self._limit), self._under_way, len(self._waiting))

    def answered(self, seconds: float) -> None:
        """Tell of a reply, of whatever content, and how long it took."""
        self._latencies.append(seconds)
        self._decide()

    def crowded(self, retry_after_s: float = 0.0) -> None:
        """Tell of an answer that said "too many" (429, 503, 529, no answer in time), and its Retry-After."""
        self._crowded += 1
        self._asked_to_wait = max(self._asked_to_wait, retry_after_s)
        self._decide()

    async def __aenter__(self) -> None:
        """Take one of the places, for as long as a request is under way."""
        if not self._waiting and self._has_room():
            self._under_way += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._waiting.remove(turn)
            else:
                # Let in and cancelled at once: the place goes to the next.
                self._under_way -= 1
                self._let_in()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._under_way -= 1
        self._let_in()

    def _has_room(self) -> bool:
        return self._under_way < int(self._limit) and time.monotonic() >= self._paused_until

    def _let_in(self) -> None:
        while self._waiting and self._has_room():
            turn = self._waiting.popleft()
            if not turn.done():
                self._under_way += 1
                turn.set_result(None)

    def _pause(self, seconds: float) -> None:
        """Let nobody in for a while."""
        until = time.monotonic() + seconds
        if not seconds or until <= self._paused_until:
            return
        self._paused_until = until
        if self._wake is not None:
            self._wake.cancel()
        # A little late rather than a little early: an early wake would find the pause still on.
        self._wake = asyncio.get_running_loop().call_later(seconds + 0.01, self._let_in)

    def _decide(self) -> None:
        """Close the window if it is full."""
        seen = len(self._latencies) + self._crowded
        if seen < max(SMALLEST_WINDOW, int(self._limit)):
            return
        if self._crowded > CROWDED_SHARE * seen:
            self._limit = max(1.0, self._limit * CROWDED_FACTOR)
            self._pause(self._asked_to_wait)
        elif self._is_slow():
            self._limit = max(1.0, self._limit * SLOW_FACTOR)
        else:
            self._limit = min(float(self._most), self._limit + max(1.0, self._most / STEPS_TO_THE_TOP))
        self._latencies, self._crowded, self._asked_to_wait = [], 0, 0.0
        self._let_in()

    def _is_slow(self) -> bool:
        median = statistics.median(self._latencies)
        best = min(self._medians, default=median)
        self._medians.append(median)
        return median > SLOW_TIMES * best
