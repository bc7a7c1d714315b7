"""Blocks: items a handful at a time, where each meeting costs more than the items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def blocks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in order in lists of `size`, the last one shorter; reads no further than the list."""
    rest = iter(items)
    while block := list(islice(rest, size)):
        yield block
