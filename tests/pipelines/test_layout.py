"""Where a ledger lies: beside the outputs or where the setting says, never in a folder to be thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.layout import Layout, at_home


def test_a_ledger_lies_beside_the_outputs_unless_said_otherwise(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "data")
    assert layout.ledger("chartqa") == str(tmp_path / "data" / "ledger" / "chartqa.sqlite")
    assert layout.ledger("chartqa", "/mnt-1/shared") == "/mnt-1/shared/chartqa.sqlite"
    assert layout.ledger("chartqa", "gs://bucket/ledger/") == "gs://bucket/ledger/chartqa"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A temporary workspace as DVC makes it below a project's own folder."""
    made = tmp_path / "project" / ".dvc" / "tmp" / "exps" / "standalone" / "tmpab12"
    (made / ".dvc").mkdir(parents=True)
    return made


def test_a_temporary_experiment_uses_the_project_s_own_ledger(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "project" / "data" / "ledger" / "chartqa.sqlite"
    assert Layout(copy / "data").ledger("chartqa") == str(home)
    monkeypatch.chdir(copy)
    assert Layout(Path("data")).ledger("chartqa") == str(home)
    assert Layout(Path("data")).ledger("chartqa", "kept") == str(tmp_path / "project/kept/chartqa.sqlite")
    assert Layout(Path("data")).ledger("chartqa", str(tmp_path / "a")) == str(tmp_path / "a/chartqa.sqlite")
    assert Layout(Path("data")).sealed("chartqa") == Path("data/ledger_sealed/chartqa")


def test_a_project_below_the_repository_s_root_is_found_at_its_own_place(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "inner"
    copy = inner / ".dvc" / "tmp" / "exps" / "tmpab12" / "inner"
    (copy / ".dvc").mkdir(parents=True)
    assert at_home(copy / "data") == inner / "data"


@pytest.mark.parametrize("path", ["data", "exps/data", ".dvc/tmp/data", ".dvc/tmp/exps/no-copy/data"])
def test_any_other_path_stays(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert at_home(Path(path)) == Path(path)
    assert at_home(tmp_path / path) == tmp_path / path
