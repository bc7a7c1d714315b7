"""Two folders of one name never answer for each other: `datasets` caches by the card alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from shards import bc_row
from tests.shards.shard_samples import REGISTRY, rollout, task, verdict, write_config

COUNT = "import sys; from datasets import load_dataset; print(len(load_dataset(sys.argv[1], split='train')))"


def _rows_read(folder: Path, cache: Path) -> int:
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", COUNT, str(folder)], capture_output=True, text=True, env=env, check=True
    )
    return int(done.stdout)


def test_a_folder_whose_rows_changed_is_read_anew_with_the_same_cache(tmp_path: Path) -> None:
    tasks = [task(n) for n in range(3)]
    rows = [bc_row(t, r, verdict(r), None, REGISTRY) for t, r in ((t, rollout(t)) for t in tasks)]
    write_config(tmp_path / "first" / "bc", "bc", rows[:2])
    write_config(tmp_path / "second" / "bc", "bc", rows)
    assert _rows_read(tmp_path / "first" / "bc", tmp_path / "cache") == 2
    assert _rows_read(tmp_path / "second" / "bc", tmp_path / "cache") == 3
