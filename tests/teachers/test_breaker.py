"""The breaker: closed in bad weather, open once an endpoint is gone, and closed again when it is back."""

from __future__ import annotations

import pytest

from teachers.breaker import FAILURES, LOOK_AGAIN_S, SILENCE_S, Breaker


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def gone(clock: Clock) -> Breaker:
    """A breaker whose endpoint failed often and long enough."""
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed("connection refused")
    clock.now += SILENCE_S
    return breaker


def test_it_is_closed_at_first() -> None:
    assert Breaker().why_open() == ""


def test_many_failures_in_a_short_time_do_not_open_it(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(10 * FAILURES):
        breaker.failed("500")
    assert breaker.why_open() == ""


def test_few_failures_over_a_long_time_do_not_open_it(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(FAILURES - 1):
        breaker.failed("500")
    clock.now += 100 * SILENCE_S
    assert breaker.why_open() == ""


def test_one_answer_among_the_failures_keeps_it_closed(clock: Clock) -> None:
    breaker = gone(clock)
    breaker.worked()
    breaker.failed("500")
    assert breaker.why_open() == ""


def test_it_opens_with_the_last_reason_and_lets_one_request_look_from_time_to_time(clock: Clock) -> None:
    breaker = gone(clock)
    assert breaker.why_open() == ""
    told = [breaker.why_open() for _ in range(5)]
    assert all("connection refused" in why and f"{FAILURES} tries" in why for why in told)
    clock.now += LOOK_AGAIN_S
    assert breaker.why_open() == ""
    assert breaker.why_open()


def test_it_closes_when_the_endpoint_is_back(clock: Clock) -> None:
    breaker = gone(clock)
    breaker.why_open()
    assert breaker.why_open()
    breaker.worked()
    assert breaker.why_open() == ""
