"""The mock endpoint of the bench folder as a process of its own: a real HTTP server with seeded faults."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.lack import lacks

BENCH = Path(
    os.environ.get("VISTAFORGE_BENCH", Path(__file__).resolve().parent.parent.parent / "shared" / "bench")
)


@dataclass(frozen=True)
class Mock:
    """A running mock; its model `mock-t<K>` makes K tool calls, then answers."""

    origin: str

    @property
    def base_url(self) -> str:
        """The address to give a client."""
        return f"{self.origin}/v1"

    def stats(self) -> dict[str, Any]:
        """Counts since the start: calls, finished calls, faults, repeats of finished calls after a mark."""
        with urllib.request.urlopen(f"{self.origin}/stats", timeout=10) as answer:
            counted: dict[str, Any] = json.load(answer)
            return counted

    def mark(self) -> None:
        """Begin a new generation: calls finished before it count as repeated when asked again."""
        urllib.request.urlopen(f"{self.origin}/mark", data=b"", timeout=10).close()


@contextlib.contextmanager
def mock_teacher(*flags: str) -> Iterator[Mock]:
    """Serve the mock on a free port of the loopback."""
    script = BENCH / "mock_teacher.py"
    if not script.is_file():
        lacks(f"no mock teacher at {script}: set VISTAFORGE_BENCH to run this test")
    port = free_port()
    command = [sys.executable, str(script), "--port", str(port), *flags]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        assert said.startswith("listening"), f"the mock did not start: {said!r}"
        yield Mock(f"http://127.0.0.1:{port}")
    finally:
        server.kill()
        server.wait()


def free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(ready: str, seconds: float, server: subprocess.Popen[bytes]) -> None:
    """Wait for a URL to answer; raises RuntimeError when the server died and TimeoutError when it is late."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode} before it answered")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(ready, timeout=2).close()
            return
        time.sleep(0.5)
    raise TimeoutError(f"{ready} did not answer within {seconds:g} s")
