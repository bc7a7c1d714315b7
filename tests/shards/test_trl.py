"""TRL's SFT trainer reads a `bc` folder with no code of ours."""

from __future__ import annotations

import json
import math
import os
import subprocess
from pathlib import Path

import pytest

from shards import bc_row
from tests.lack import lacks
from tests.shards.shard_samples import REGISTRY, rollout, task, verdict, write_config

SCRIPT = Path(__file__).with_name("trl_batch.py")


@pytest.fixture
def trl_python() -> str:
    """The interpreter of an environment with TRL, which conflicts with our own packages."""
    python = os.environ.get("VISTAFORGE_TRL_PYTHON", "")
    if not python:
        lacks("VISTAFORGE_TRL_PYTHON names no interpreter with TRL: `make test-slow` makes one")
    return python


@pytest.mark.slow
def test_trl_trains_on_a_written_folder_and_only_on_assistant_text(trl_python: str, tmp_path: Path) -> None:
    tasks = [task(n) for n in (3, 4)]
    rows = [bc_row(t, r, verdict(r), None, REGISTRY) for t, r in ((t, rollout(t)) for t in tasks)]
    write_config(tmp_path / "bc", "bc", rows)
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf"), "PYTHONPATH": ""}
    done = subprocess.run(
        [trl_python, str(SCRIPT), str(tmp_path / "bc")], capture_output=True, text=True, env=env, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["rows"] == 2
    assert seen["pixel_values"] == [4, 3, 28, 28]
    assert seen["trained"] == sorted(
        "".join(f"{m.content}<|im_end|>" for m in row.messages_text if m.role == "assistant") for row in rows
    )
    assert math.isfinite(seen["loss"])
