"""The whole sample, drawn by the command itself in two processes at once."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def _draw(out: Path, hash_seed: str) -> Path:
    command = [sys.executable, "-m", "sources.sample", "--out", str(out), "--seed", "0", "--all"]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True)
    return out


@pytest.fixture(scope="session")
def drawn_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """All thirteen as `--all --seed 0` gives them, under two hash seeds."""
    folders = [tmp_path_factory.mktemp("sample") for _ in range(2)]
    with ThreadPoolExecutor(2) as processes:
        first, second = processes.map(_draw, folders, ("0", "4711"))
    return first, second


@pytest.fixture(scope="session")
def sample(drawn_twice: tuple[Path, Path]) -> Path:
    """One of the two."""
    return drawn_twice[0]
