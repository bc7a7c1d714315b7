"""The same shards, byte for byte: into another folder, and under another runner mode."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipelines import run
from tests.pipelines.small import write_docvqa, write_params


def run_into(out: Path, *beam_args: str) -> dict[str, str]:
    """Run the whole road anew, ledger and all, and return the digest of every file below shards."""
    folder = out.parent
    raw = folder / "raw"
    if not raw.exists():
        write_docvqa(raw)
    params = write_params(folder / "params.yaml", {"docvqa": {"adapter": "docvqa", "path": str(raw)}})
    run.main(["--params", str(params), "--out", str(out), *beam_args])
    files = sorted(path for path in (out / "shards").rglob("*") if path.is_file())
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.slow
def test_two_runs_into_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    first = run_into(tmp_path / "first")
    assert len([name for name in first if name.endswith(".parquet")]) >= 4
    assert run_into(tmp_path / "second") == first


@pytest.mark.slow
def test_several_processes_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    one = run_into(tmp_path / "one")
    several = run_into(
        tmp_path / "several", "--direct_running_mode=multi_processing", "--direct_num_workers=2"
    )
    assert several == one
