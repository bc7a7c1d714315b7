"""DVC runs what a change touches, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.pipelines.small import write_docvqa

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tracked files, with one small dataset of its own and everything run once."""
    folder = tmp_path_factory.mktemp("checkout")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    write_docvqa(folder / "mine" / "first")
    configure(folder, "first")
    repro(folder)
    return folder


def configure(folder: Path, *names: str) -> None:
    """Write parameters with these datasets."""
    content = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    content["datasets"] = {name: {"adapter": "docvqa", "path": f"mine/{name}"} for name in names}
    (folder / "params.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def repro(folder: Path) -> list[str]:
    """Run `dvc repro report` and return the stages that ran."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "dvc", "repro", "report"], cwd=folder, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    return re.findall(r"Running stage '([^']+)'", done.stdout)


@pytest.mark.slow
def test_nothing_runs_twice(checkout: Path) -> None:
    assert repro(checkout) == []


@pytest.mark.slow
def test_a_changed_check_judges_again_and_asks_no_teacher(checkout: Path) -> None:
    check = checkout / "verification" / "checks" / "answer.py"
    check.write_text(check.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    ran = repro(checkout)
    assert "verify@first" in ran
    assert not [stage for stage in ran if stage.startswith(("ingest", "synthesize", "probe"))]


@pytest.mark.slow
def test_a_new_dataset_runs_alone(checkout: Path) -> None:
    write_docvqa(checkout / "mine" / "second")
    configure(checkout, "first", "second")
    ran = repro(checkout)
    assert {"ingest@second", "synthesize@second", "verify@second", "shard"} <= set(ran)
    assert not [stage for stage in ran if stage.startswith(("ingest@first", "synthesize@first"))]
