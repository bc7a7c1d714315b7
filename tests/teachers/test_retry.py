"""Waits between tries, and when to stop trying."""

from __future__ import annotations

import asyncio
import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teachers.retry import PassingTroubleError, RetryPolicy, retry_after_s, with_retries
from teachers.teacher import TeacherRefusedError, TeacherUnavailableError

QUICK = RetryPolicy(tries=3, first_wait_s=0.001, longest_wait_s=0.002, patience_s=1.0)


class Exchange:
    """Fails as told, then answers; counts how often it was asked."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.asked = 0

    async def __call__(self) -> str:
        self.asked += 1
        if self.faults:
            raise self.faults.pop(0)
        return "answer"


def test_trouble_that_passes_is_outlived() -> None:
    exchange = Exchange(PassingTroubleError("HTTP 500"), PassingTroubleError("HTTP 429"))
    assert asyncio.run(with_retries(exchange, QUICK)) == "answer"
    assert exchange.asked == 3


def test_trouble_that_stays_ends_with_its_last_reason() -> None:
    exchange = Exchange(*[PassingTroubleError(f"HTTP {n}") for n in (500, 502, 503, 504)])
    with pytest.raises(TeacherUnavailableError, match=r"3 tries, the last one: HTTP 503"):
        asyncio.run(with_retries(exchange, QUICK))


def test_a_refusal_is_not_asked_again() -> None:
    exchange = Exchange(TeacherRefusedError("HTTP 401"))
    with pytest.raises(TeacherRefusedError):
        asyncio.run(with_retries(exchange, QUICK))
    assert exchange.asked == 1


def test_a_wait_beyond_patience_is_not_begun() -> None:
    exchange = Exchange(PassingTroubleError("HTTP 429", retry_after_s=3600.0))
    with pytest.raises(TeacherUnavailableError, match="3600 s"):
        asyncio.run(with_retries(exchange, QUICK))


@given(st.integers(1, 60), st.floats(0, 300))
def test_a_wait_is_never_shorter_than_asked_for_nor_endless(failures: int, asked: float) -> None:
    policy = RetryPolicy()
    wait = policy.wait_s(failures, asked)
    assert asked <= wait <= max(asked, policy.longest_wait_s) + policy.longest_wait_s


def test_waits_differ_between_callers() -> None:
    assert len({RetryPolicy().wait_s(3, 1.0) for _ in range(20)}) > 10


def test_retry_after_is_read_as_a_number_or_a_date() -> None:
    assert retry_after_s({"retry-after": "1.5"}) == 1.5
    assert 50 < retry_after_s({"retry-after": formatdate(time.time() + 60, usegmt=True)}) <= 60
    assert [retry_after_s({"retry-after": odd}) for odd in ("-3", "nan", "soon", "")] == [0.0, 0.0, 0.0, 0.0]
    assert retry_after_s({}) == 0.0
