"""Asking again after trouble that passes: how often, how long between, and when to give up."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

from teachers.teacher import TeacherUnavailableError

T = TypeVar("T")


class PassingTroubleError(Exception):
    """One exchange failed in a way that another may not.

    `retry_after_s` is what the endpoint asked for, `crowded` says that it had too much to do, and `alive`
    that it nevertheless answered as it should.
    """

    def __init__(
        self, reason: str, retry_after_s: float = 0.0, *, crowded: bool = False, alive: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s
        self.crowded = crowded
        self.alive = alive


@dataclass(frozen=True)
class RetryPolicy:
    """Exponential waits with jitter; the defaults ride out about two minutes of a broken endpoint."""

    tries: int = 9
    """Exchanges in all, the first included; at least 1."""
    first_wait_s: float = 0.5
    """Wait after the first failure; each further one doubles it."""
    longest_wait_s: float = 30.0
    patience_s: float = 300.0
    """A `Retry-After` beyond this is not waited for: the endpoint has said it will not serve us now."""

    def wait_s(self, failures: int, retry_after_s: float) -> float:
        """Return seconds to wait after so many failures: no less than asked for, not the same for all."""
        backoff = min(self.longest_wait_s, self.first_wait_s * 2.0 ** (failures - 1))
        # Jitter lies on top of Retry-After: everyone was told the same number.
        return max(retry_after_s, backoff / 2) + random.random() * backoff / 2


async def with_retries(exchange: Callable[[], Awaitable[T]], policy: RetryPolicy) -> T:
    """Return what `exchange` returns, trying again on PassingTroubleError.

    Raises TeacherUnavailableError with the last reason once the tries or the patience are used up;
    any other exception passes through at once.
    """
    for failures in range(1, policy.tries + 1):
        try:
            return await exchange()
        except PassingTroubleError as trouble:
            if trouble.retry_after_s > policy.patience_s:
                raise TeacherUnavailableError(
                    f"the endpoint asks to wait {trouble.retry_after_s:.0f} s ({trouble})"
                ) from trouble
            if failures == policy.tries:
                raise TeacherUnavailableError(
                    f"no reply in {failures} tries, the last one: {trouble}"
                ) from trouble
            await asyncio.sleep(policy.wait_s(failures, trouble.retry_after_s))
    raise ValueError(f"a retry policy needs at least one try, not {policy.tries}")


def retry_after_s(headers: Mapping[str, str]) -> float:
    """Read how many seconds an endpoint asks to wait (RFC 9110, 10.2.3: a number or a date); else 0."""
    asked = headers.get("retry-after", "")
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0
