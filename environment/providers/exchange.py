"""One request to a server of tools and its whole reply, within one bound on time and one on size."""

from __future__ import annotations

import os
import random
import time

import httpx2

from environment.errors import BadReplyError, UnavailableError
from environment.providers.settings import ProviderSettings

TRIES = 4
FIRST_WAIT_S = 0.2
MAX_REPLY_BYTES = 2**20
PASSING = frozenset({408, 409, 425, 429})
"""Statuses worth another try, besides 500 and above."""


class _PassingTroubleError(Exception):
    """An exchange failed in a way that another may not; `wait_s` is what the server asked for."""

    def __init__(self, why: str, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.wait_s = wait_s


def post(settings: ProviderSettings, path: str, body: bytes, media_type: str) -> bytes:
    """Return the body of a server's reply to a POST at `path` below its address.

    Trouble that may pass is tried again, at most `TRIES` times in all and inside `timeout_s`. Raises
    UnavailableError where the server cannot be had or refuses, BadReplyError where it sends too much.
    """
    headers = {"content-type": media_type, **_authorization(settings)}
    deadline = time.monotonic() + settings.timeout_s
    for failures in range(1, TRIES + 1):
        try:
            return _exchange(settings, path, body, headers, deadline)
        except _PassingTroubleError as trouble:
            # Jitter lies on top of what was asked for: everyone was told the same number.
            backoff = FIRST_WAIT_S * 2.0 ** (failures - 1)
            wait_s = max(trouble.wait_s, backoff / 2) + random.random() * backoff / 2
            if failures == TRIES or time.monotonic() + wait_s >= deadline:
                raise UnavailableError(
                    f"{settings.model} cannot be had now ({trouble}): use another tool."
                ) from trouble
            time.sleep(wait_s)
    raise AssertionError("the last try either returns or raises")


def _exchange(
    settings: ProviderSettings, path: str, body: bytes, headers: dict[str, str], deadline: float
) -> bytes:
    url = settings.url.rstrip("/") + path
    timeout = httpx2.Timeout(max(deadline - time.monotonic(), 0.01))
    try:
        with httpx2.stream("POST", url, content=body, headers=headers, timeout=timeout) as response:
            status = response.status_code
            if status in PASSING or status >= 500:
                raise _PassingTroubleError(f"HTTP {status}", _asked_wait_s(response.headers))
            if status != httpx2.codes.OK:
                raise UnavailableError(
                    f"{settings.model} refuses the request (HTTP {status}): use another tool."
                )
            received = bytearray()
            for chunk in response.iter_bytes():
                received += chunk
                if len(received) > MAX_REPLY_BYTES:
                    raise BadReplyError(
                        f"{settings.model} sent more than {MAX_REPLY_BYTES} bytes: use another tool."
                    )
                # The client bounds each silence; bytes that drip in need a bound on the whole.
                if time.monotonic() > deadline:
                    raise _PassingTroubleError(f"no whole reply in {settings.timeout_s:g} s")
            return bytes(received)
    except httpx2.InvalidURL as error:
        raise UnavailableError(f"{settings.model} has no valid address: use another tool.") from error
    except (httpx2.HTTPError, OSError) as broken:
        raise _PassingTroubleError(type(broken).__name__) from broken


def _authorization(settings: ProviderSettings) -> dict[str, str]:
    if not settings.api_key_env:
        return {}
    key = os.environ.get(settings.api_key_env, "")
    if not key:
        raise UnavailableError(f"{settings.model} needs a key that is not set: use another tool.")
    return {"authorization": f"Bearer {key}"}


def _asked_wait_s(headers: httpx2.Headers) -> float:
    """Read how many seconds a server asks to wait; 0 for none, and for a date, which backoff serves too."""
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return 0.0
