"""What the ledger costs an event loop: CPU of a put and its gets, time from put to durable, time of a miss.

    python -m benchmarks.ledger

128 conversations on one loop, each asking for a key that is not there, putting a 2 kB reply, waiting until it
is durable and reading it back. `closed` puts again at once, `paced` after 200 ms as a teacher would, `busy`
likewise with 1 ms of the loop's own CPU before each call, about what a conversation costs the engine. CPU is
this process's, less the same loop with no ledger. `bare` is the bound: an append-only file, one write and one
fdatasync a commit, an index in memory, safe for one process alone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Protocol

from synthesis.ledger import Entry, Ledger
from synthesis.ledger.frames import pack
from synthesis.ledger.sqlite import SqliteStore

IN_FLIGHT = 128
VALUE_BYTES = 2048
LATENCY_S = 0.2


@dataclass(frozen=True)
class Load:
    """How a conversation behaves between two puts."""

    name: str
    puts: int
    latency_s: float
    busy_s: float


@dataclass(frozen=True)
class Ran:
    """What a load took, seconds."""

    cpu: float
    wall: float
    durable: list[float]
    missed: list[float]

    def line(self, contender: str, load: Load, without: Ran) -> str:
        """Say how it went."""
        cpu = 1000 * (self.cpu - without.cpu) / load.puts
        waits = "  ".join(f"p{p} {1000 * at(self.durable, p):5.1f}" for p in (50, 95, 99))
        misses = "  ".join(f"p{p} {1e6 * at(self.missed, p):4.0f}" for p in (50, 99))
        return (
            f"{contender:<10} {load.name:<6} {load.puts / self.wall:6.0f} puts/s   CPU {cpu:.3f} ms "
            f"a put + gets   put to durable, ms: {waits}   a miss, us: {misses}"
        )


class Kept(Protocol):
    """What a contender can do."""

    def get(self, key: str) -> bytes | None:
        """Return a value."""

    def put(self, key: str, kind: str, value: bytes) -> Future[bytes]:
        """Store a value."""


class Bare:
    """The bound: what any ledger of this shape must do at least."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND)
        self._index: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._puts: SimpleQueue[tuple[Entry, Future[bytes]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def get(self, key: str) -> bytes | None:
        """Return a value."""
        place = self._index.get(key)
        return None if place is None else os.pread(self._file, place[1], place[0])

    def put(self, key: str, kind: str, value: bytes) -> Future[bytes]:
        """Store a value."""
        done: Future[bytes] = Future()
        self._puts.put((Entry(key, kind, value), done))
        return done

    def __enter__(self) -> Bare:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._puts.put(None)
        self._thread.join()
        os.close(self._file)

    def _write(self) -> None:
        while (first := self._puts.get()) is not None:
            time.sleep(SqliteStore.gather_s)
            batch = [first]
            while True:
                try:
                    following = self._puts.get_nowait()
                except Empty:
                    break
                if following is None:
                    self._puts.put(None)
                    break
                batch.append(following)
            packed = [pack(entry) for entry, _ in batch]
            os.write(self._file, b"".join(packed))
            os.fdatasync(self._file)
            for (entry, done), frame in zip(batch, packed, strict=True):
                self._end += len(frame)
                self._index[entry.key] = (self._end - len(entry.value), len(entry.value))
                done.set_result(entry.value)


async def converse(kept: Kept | None, load: Load) -> tuple[list[float], list[float]]:
    """Hold the conversations; returns the seconds from put to durable and those of each miss."""
    draw = random.Random(0)
    numbers: Iterator[int] = iter(range(load.puts))
    durable: list[float] = []
    missed: list[float] = []

    async def worker() -> None:
        for _ in numbers:
            key, value = f"{draw.getrandbits(256):064x}", draw.randbytes(VALUE_BYTES)
            await asyncio.sleep(load.latency_s * draw.uniform(0.9, 1.1))
            burn(load.busy_s)
            if kept is None:
                continue
            began = time.perf_counter()
            assert kept.get(key) is None
            asked = time.perf_counter()
            missed.append(asked - began)
            await kept.keep(key, "reply", value)
            durable.append(time.perf_counter() - asked)
            assert kept.get(key) == value

    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    return durable, missed


def burn(seconds: float) -> None:
    """Keep this thread busy, as serialising and parsing would."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


def ran(kept: AbstractContextManager[Kept | None], load: Load) -> Ran:
    """Run a load on one contender, its closing included."""
    cpu, wall = time.process_time(), time.perf_counter()
    with kept as held:
        durable, missed = asyncio.run(converse(held, load))
    return Ran(time.process_time() - cpu, time.perf_counter() - wall, sorted(durable), sorted(missed))


def at(times: list[float], percent: int) -> float:
    """Return a percentile of sorted times."""
    return times[len(times) * percent // 100]


def contenders(folder: Path) -> dict[str, Callable[[], AbstractContextManager[Kept]]]:
    """Return a maker of a fresh ledger for each contender."""
    return {
        "bare": lambda: Bare(folder / uuid.uuid4().hex),
        "sqlite": lambda: Ledger.open(folder / f"{uuid.uuid4().hex}.sqlite"),
        "file://": lambda: Ledger.open(f"file://{folder / uuid.uuid4().hex}"),
        "memory://": lambda: Ledger.open(f"memory://{uuid.uuid4().hex}"),
    }


def main() -> None:
    """Run every contender under every load."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--puts", type=int, default=4000, help="of each run; closed: five times these")
    parser.add_argument("--folder", type=Path, help="where the files lie (default: the temporary folder)")
    args = parser.parse_args()
    loads = [
        Load("closed", 5 * args.puts, 0.0, 0.0),
        Load("paced", args.puts, LATENCY_S, 0.0),
        Load("busy", args.puts, LATENCY_S, 0.001),
    ]
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        for load in loads:
            without = ran(nullcontext(None), load)
            for name, make in contenders(Path(folder)).items():
                print(ran(make(), load).line(name, load, without), flush=True)


if __name__ == "__main__":
    main()
