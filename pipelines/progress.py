"""Progress a person can watch: a table kept up to date on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.table import Table

from synthesis.tally import Tally

REFRESHES_PER_S = 2.0
LOG_S = 30.0
"""Seconds between two lines where there is no terminal."""


@dataclass(frozen=True)
class Load:
    """Requests at the teachers' endpoints now, and how many there may be."""

    in_flight: int
    limit: int


@dataclass(frozen=True)
class Watched:
    """What a stage's progress is made from."""

    title: str
    total: int
    """Tasks that will be attempted."""
    tally: Tally
    load: Callable[[], Load]
    """Asked from another thread."""
    began: float
    """`time.monotonic()` at the start."""

    def parts(self) -> dict[str, str]:
        """Return the present state, name to value."""
        tally, load = self.tally, self.load()
        seconds = time.monotonic() - self.began
        left = _clock(seconds / tally.tasks * (self.total - tally.tasks)) if tally.tasks else "?"
        return {
            "tasks": f"{tally.tasks}/{self.total}",
            "owed": str(tally.owed),
            "in flight": f"{load.in_flight}/{load.limit}",
            "calls/s": f"{tally.calls / max(seconds, 1e-9):.1f}",
            "tokens": _short(tally.tokens),
            "USD": f"{tally.cost_usd:.2f}",
            "accepted": " ".join(
                f"{family.value} {tally.accepted[family] / done:.0%}"
                for family, done in sorted(tally.done.items())
                if done
            )
            or "-",
            "time": _clock(seconds),
            "left": left,
        }

    def line(self) -> str:
        """Return the present state as a line of a log."""
        return f"{self.title}: " + ", ".join(f"{name} {value}" for name, value in self.parts().items())

    def table(self) -> Table:
        """Return the present state for a terminal."""
        parts = self.parts()
        table = Table(*parts, title=self.title, title_justify="left")
        table.add_row(*parts.values())
        return table


@contextlib.contextmanager
def shown(watched: Watched, out: TextIO = sys.stderr) -> Iterator[None]:
    """Tell how a stage goes on while the block runs, and once more at its end."""
    console = Console(file=out)
    if console.is_terminal:
        with Live(get_renderable=watched.table, console=console, refresh_per_second=REFRESHES_PER_S):
            yield
        return
    ended = threading.Event()

    def tell() -> None:
        while not ended.wait(LOG_S):
            print(watched.line(), file=out, flush=True)

    thread = threading.Thread(target=tell, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        print(watched.line(), file=out, flush=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _short(number: int) -> str:
    for unit, size in (("G", 10**9), ("M", 10**6), ("k", 10**3)):
        if number >= size:
            return f"{number / size:.1f}{unit}"
    return str(number)
