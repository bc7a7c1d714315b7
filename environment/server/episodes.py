"""What the server remembers of trajectories: their pictures so far, within bounds, and until they finish."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from schemas import Picture

MAX_EPISODES = 8192
MAX_AGE_S = 3600.0
"""Since its last turn; a trajectory that takes longer is forgotten."""
MAX_BYTES = 4 * 2**30
"""Of all pictures held; beyond it the trajectories that rested longest are forgotten."""


class Memory:
    """One trajectory: its pictures in order, and a lock so that its turns come one after another."""

    def __init__(self, pictures: tuple[Picture, ...], now: float) -> None:
        self.pictures = pictures
        self.lock = asyncio.Lock()
        self.used = now

    @property
    def size(self) -> int:
        """Bytes of its pictures."""
        return sum(len(picture.data) for picture in self.pictures)


class Episodes:
    """The trajectories under way, by id; those that rested longest are forgotten first."""

    def __init__(
        self,
        number: int = MAX_EPISODES,
        age_s: float = MAX_AGE_S,
        size: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._number, self._age_s, self._size, self._clock = number, age_s, size, clock
        self._held: OrderedDict[str, Memory] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        """Trajectories remembered now."""
        return len(self._held)

    def get(self, identity: str) -> Memory | None:
        """Return a trajectory that is remembered, and count it as used now."""
        self._forget_old()
        memory = self._held.get(identity)
        if memory is not None:
            memory.used = self._clock()
            self._held.move_to_end(identity)
        return memory

    def begin(self, identity: str, pictures: tuple[Picture, ...]) -> Memory:
        """Remember a trajectory from here on, with the pictures its question shows."""
        self.forget(identity)
        memory = self._held[identity] = Memory(pictures, self._clock())
        self._bytes += memory.size
        self._forget_old()
        return memory

    def add(self, identity: str, memory: Memory, pictures: tuple[Picture, ...]) -> None:
        """Add the pictures an observation returned."""
        memory.pictures += pictures
        # It may have been forgotten, or begun again, while its call was under way.
        if self._held.get(identity) is memory:
            self._bytes += sum(len(picture.data) for picture in pictures)
            self._forget_old()

    def forget(self, identity: str) -> None:
        """Forget a trajectory that has finished; one that is not there is forgotten already."""
        if memory := self._held.pop(identity, None):
            self._bytes -= memory.size

    def _forget_old(self) -> None:
        oldest_allowed = self._clock() - self._age_s
        while self._held:
            identity, memory = next(iter(self._held.items()))
            full = len(self._held) > self._number or self._bytes > self._size
            if memory.used >= oldest_allowed and not full:
                return
            self.forget(identity)
