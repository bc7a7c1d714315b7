"""A tool server as a process of its own, for tests that speak real HTTP to it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import yaml

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """Where it listens, and its process."""

    url: str
    process: subprocess.Popen[str]

    def post(self, path: str, body: object, **headers: str) -> httpx2.Response:
        """Send JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx2.post(self.url + path, content=data, headers=headers, timeout=30)

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """Ask for a page."""
        return httpx2.get(self.url + path, headers=headers, timeout=30)

    def stop(self) -> None:
        """Tell it to stop, and let it finish."""
        self.process.send_signal(signal.SIGTERM)


@contextlib.contextmanager
def tool_server(
    *,
    unruly: bool = False,
    env: Mapping[str, str] | None = None,
    workers: int = 2,
    timeout_s: float = 20,
    providers: Mapping[str, Mapping[str, object]] | None = None,
    **settings: Any,  # noqa: ANN401
) -> Iterator[Server]:
    """Run a server with these settings until the test is done."""
    with tempfile.TemporaryDirectory() as folder:
        params = Path(folder) / "params.yaml"
        content = {
            "datasets": {},
            "tools": {
                "workers": workers,
                "timeout_s": timeout_s,
                "providers": {name: dict(known) for name, known in (providers or {}).items()},
            },
            "serve": {"port": 0, **settings},
        }
        params.write_text(yaml.safe_dump(content))
        module = ["tests.unruly_server"] if unruly else ["pipelines.serve", "--params"]
        process = subprocess.Popen(
            [sys.executable, "-m", *module, str(params)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert said.startswith("vistaforge: tools at "), said
            yield Server(said.split()[-1], process)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
