"""A command under watch: its wall time, its CPU before and after its first request, its memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.mock import BENCH, Mock

SAMPLES_A_SECOND = 10


@dataclass(frozen=True)
class Ran:
    """What one command took; memory is resident, in MB."""

    name: str
    wall_s: float
    window_s: float
    """From the first request to the last reply."""
    requests: int
    """What the endpoint was asked, retries included."""
    cpu_s: float
    start_cpu_s: float
    """CPU before the first request: imports and set-up."""
    tools_cpu_s: float
    start_mb: float
    peak_mb: float
    """Of the process that asks; at its first request and at most."""
    tools_mb: float

    def line(self, ideal_s: float, calls: int) -> str:
        """Say how it went, as ratios where they mean something; `calls` are those that the tasks need."""
        window, wall = ideal_s / self.window_s, ideal_s / self.wall_s
        return (
            f"{self.name:<20} of ideal: window {window:.2f}, wall {wall:.2f}"
            f"  CPU ms a call: {1000 * (self.cpu_s - self.start_cpu_s) / calls:.2f} after start-up, "
            f"{1000 * self.cpu_s / calls:.2f} whole, tools {1000 * self.tools_cpu_s / calls:.2f}"
            f"  RSS {self.peak_mb:.0f} MB (at start {self.start_mb:.0f}), tools {self.tools_mb:.0f}"
            f"  {self.requests} requests"
        )


def measured(name: str, command: Sequence[str], mock: Mock) -> Ran:
    """Run a command against a fresh mock; raises CalledProcessError where it fails."""
    # Without compiled modules a start takes seconds more; whoever sets this for a test does not mean that.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = os.pathsep.join([str(BENCH), str(Path.cwd())])
    began = time.monotonic()
    child = psutil.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watch = Watch(child)
    watch.start()
    status = child.wait()
    wall = time.monotonic() - began
    watch.join()
    if status:
        raise subprocess.CalledProcessError(status, list(command))
    stats = mock.stats()
    start_cpu, start_mb = watch.at(stats["first_request"])
    return Ran(
        name,
        wall,
        stats["window_s"],
        stats["total"],
        watch.cpu_s,
        start_cpu,
        watch.tools_cpu_s,
        start_mb,
        watch.peak_mb,
        watch.tools_mb,
    )


class Watch(threading.Thread):
    """Samples the CPU and memory of a process and its children until it ends."""

    def __init__(self, process: psutil.Popen) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._samples: list[tuple[float, float, float]] = []
        self._children: dict[int, float] = {}
        self.tools_mb = 0.0

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the process itself, as last sampled."""
        return self._samples[-1][1]

    @property
    def peak_mb(self) -> float:
        """Most memory of the process itself."""
        return max(mb for _, _, mb in self._samples)

    @property
    def tools_cpu_s(self) -> float:
        """CPU seconds of every child seen, as last sampled."""
        return sum(self._children.values())

    def at(self, moment: float) -> tuple[float, float]:
        """Return CPU seconds and memory of the process at a time of `time.time()`."""
        before = [sample for sample in self._samples if sample[0] <= moment] or self._samples[:1]
        return before[-1][1:]

    def run(self) -> None:
        """Sample until the process has ended."""
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            try:
                times, memory = self._process.cpu_times(), self._process.memory_info()
                children = self._process.children(recursive=True)
            except psutil.NoSuchProcess:
                return
            self._samples.append((time.time(), times.user + times.system, memory.rss / 1e6))
            self.tools_mb = max(self.tools_mb, sum(map(self._seen, children)))
            time.sleep(1 / SAMPLES_A_SECOND)

    def _seen(self, child: psutil.Process) -> float:
        try:
            times = child.cpu_times()
            self._children[child.pid] = times.user + times.system
            return float(child.memory_info().rss / 1e6)
        except psutil.NoSuchProcess:
            return 0.0
