"""Reading ahead: order, errors behind what came before them, and a thread that ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from sources.ahead import ahead


def test_items_come_in_order_and_all_of_them() -> None:
    assert list(ahead(iter(range(1000)), 3)) == list(range(1000))


def test_none_is_an_item_like_any_other() -> None:
    assert list(ahead([None, 1, None], 1)) == [None, 1, None]


def test_an_error_is_raised_behind_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield from (1, 2)
        raise ValueError("torn")

    items = ahead(broken(), 4)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(ValueError, match="torn"):
        next(items)


def test_no_more_than_the_bound_is_fetched_before_it_is_wanted() -> None:
    fetched = []

    def counted() -> Iterator[int]:
        for number in range(100):
            fetched.append(number)
            yield number

    items = ahead(counted(), 5)
    assert next(items) == 0
    time.sleep(0.1)
    assert len(fetched) <= 1 + 5 + 1
    items.close()


def test_a_reader_that_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    items = ahead(iter(range(10**9)), 2)
    assert next(items) == 0
    items.close()
    assert threading.active_count() == before
