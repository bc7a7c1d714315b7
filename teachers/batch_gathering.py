"""Requests on their way into a batch: a file that grows until it is full or nobody adds to it."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from teachers.batch_jobs import Job


@dataclass(frozen=True)
class BatchLimits:
    """What a file may hold, and how long is waited; the defaults are those of OpenAI's Batch API."""

    requests: int = 50_000
    size: int = 200_000_000
    """Bytes."""
    gather_s: float = 5.0
    """A file is submitted when it is full, or when nothing was added for so long: whoever asks now waits."""
    poll_s: float = 60.0
    """Longest wait between two looks at a batch."""


class Gathering:
    """One growing file of request lines; calls `full` once nothing was added for `gather_s`."""

    def __init__(
        self, part: Path, refused: tuple[str, ...], limits: BatchLimits, full: Callable[[], None]
    ) -> None:
        """Take where to write, and the decoding fields that these requests are sent without."""
        self._part = part
        self._refused = refused
        self._limits = limits
        self._full = full
        self._file = part.open("wb")
        self._keys: list[str] = []
        self._timer: asyncio.TimerHandle | None = None

    def takes(self, line: bytes, refused: tuple[str, ...]) -> bool:
        """Return whether a line may be added: there is room, and it was sent without the same fields."""
        room = self._file.tell() + len(line) <= self._limits.size and len(self._keys) < self._limits.requests
        return room and refused == self._refused

    def add(self, key: str, line: bytes) -> None:
        """Add a line and wait anew for company."""
        self._file.write(line)
        self._keys.append(key)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._limits.gather_s, self._full)

    def seal(self) -> tuple[Job, Path]:
        """End the file; returns the job it makes and where its lines lie."""
        self._close()
        return Job(uuid.uuid4().hex, tuple(self._keys), self._refused, time.time()), self._part

    def discard(self) -> None:
        """End the file and forget it: none of it was sent."""
        self._close()
        self._part.unlink()

    def _close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._file.close()
