"""The circuit breaker before an endpoint: once nothing has come back for long, nobody stands in line."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 16
"""Failures in a row before an endpoint may count as gone."""
SILENCE_S = 120.0
"""Seconds without any answer before it does; about what a single request's retries take."""
LOOK_AGAIN_S = 10.0
"""Seconds after which one request is let through, to see whether it is back."""


class Breaker:
    """Open while an endpoint is gone. Belongs to one event loop; `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._since = 0.0
        self._looked = 0.0
        self._last = ""

    def worked(self) -> None:
        """Tell that the endpoint answered."""
        self._failures = 0

    def failed(self, reason: str) -> None:
        """Tell that an exchange failed in a way that another may not."""
        if not self._failures:
            self._since = self._clock()
        self._failures += 1
        self._last = reason

    def why_open(self) -> str:
        """Return why no request should be made now, or an empty text.

        While open, one caller every LOOK_AGAIN_S seconds gets an empty text: its request is the probe.
        """
        now = self._clock()
        silent = now - self._since
        if self._failures < FAILURES or silent < SILENCE_S:
            return ""
        if now - self._looked >= LOOK_AGAIN_S:
            self._looked = now
            return ""
        return f"nothing came back in {silent:.0f} s and {self._failures} tries, the last one: {self._last}"
