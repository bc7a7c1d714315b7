"""The whole sample, drawn once by the command itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def _draw(out: Path, hash_seed: str = "0") -> Path:
    command = [sys.executable, "-m", "sources.sample", "--out", str(out), "--seed", "0", "--all"]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True)
    return out


@pytest.fixture(scope="session")
def draw() -> Callable[[Path, str], Path]:
    """Run the command with `--all` in a process of its own: (folder, hash seed) -> folder."""
    return _draw


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All thirteen as `--all --seed 0` gives them."""
    return _draw(tmp_path_factory.mktemp("sample"))
