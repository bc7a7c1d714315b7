"""A whole synthesis replayed from an exported ledger: no endpoint, no key, the same files byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import cli, ingest, probe, synthesize
from pipelines.counts import read_counts
from pipelines.layout import Layout
from pipelines.runner import speaking
from tests.mock import mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts, write_params
from tests.synthesis.ledger.places import run_sql

TASKS = 40
STAGES = (ingest, synthesize, probe)
NO_KEY = "VISTA_KEY_THAT_IS_NOT_SET"


def policy(base_url: str) -> dict[str, object]:
    """A teacher that wants a key."""
    return {**mock_policy(base_url), "api_key_env": NO_KEY}


def configure(folder: Path, raw: Path, teacher: dict[str, object]) -> list[str]:
    """Write parameters in which the teacher is also probed; returns the arguments of each stage."""
    folder.mkdir(exist_ok=True)
    params = write_params(
        folder / "params.yaml",
        {"chartqa": {"adapter": "chartqa", "path": str(raw)}},
        teacher=teacher,
        synthesize={"attempts": 3},
        probe={"policy": teacher, "attempts": 2},
    )
    return ["--dataset", "chartqa", "--params", str(params), "--out", str(folder / "data")]


def files(folder: Path) -> dict[str, bytes]:
    """Every file below what synthesize and probe made."""
    layout = Layout(folder / "data")
    made = [layout.rollouts("chartqa"), layout.probes("chartqa")]
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for out in made
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def ledger(folder: Path, action: str) -> int:
    """Run `vistaforge ledger` in a folder."""
    return cli.main(
        ["ledger", action, "--params", str(folder / "params.yaml"), "--out", str(folder / "data")]
    )


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A synthesis and a probe that were paid for and exported; the endpoint is gone."""
    folder = tmp_path_factory.mktemp("paid")
    raw = write_mock_charts(folder / "raw", TASKS)
    with mock_teacher("--latency-ms", "5", "--p-wrong", "0.5", *MOCK_TOOL) as mock:
        for stage in STAGES:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(NO_KEY, "k-123")
                stage.main(configure(folder, raw, policy(mock.base_url)))
    assert ledger(folder, "export") == 0
    return folder, mock.base_url


def colleague(owner: Path, folder: Path) -> Path:
    """A new folder that holds the raw rows and the sealed segments alone."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "ledger_sealed").symlink_to(owner / "data" / "ledger_sealed")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["openai", "recorded"])
def test_a_colleague_with_no_key_and_no_endpoint_gets_the_same_files(
    paid: tuple[Path, str], tmp_path: Path, kind: str
) -> None:
    folder, base_url = paid
    there = colleague(folder, tmp_path / "there")
    settings = configure(there, folder / "raw", {**policy(base_url), "kind": kind})
    assert ledger(there, "import") == 0
    for stage in STAGES:
        stage.main(settings)
    assert len(files(there)) >= 4
    assert files(there) == files(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("recorded", "no reply of mock-t1 to this request is recorded"),
        ("openai", f"the environment variable {NO_KEY} is not set"),
    ],
)
def test_a_reply_that_is_missing_is_owed_with_a_sentence_and_nobody_is_asked(
    paid: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, told: str
) -> None:
    folder, _ = paid
    there = colleague(folder, tmp_path / "there")
    with mock_teacher() as mock:
        settings = configure(there, folder / "raw", {**policy(mock.base_url), "kind": kind})
        assert ledger(there, "import") == 0
        run_sql(Layout(there / "data").ledger("chartqa"), "DELETE FROM entries WHERE rowid % 9 = 0")
        ingest.main(settings)
        assert speaking(lambda: synthesize.main(settings)) == 2
        assert mock.stats()["total"] == 0
    said = capsys.readouterr().err
    assert told in said
    assert "tasks are owed" in said
    assert read_counts(Layout(there / "data").rollouts("chartqa")).rows_out > 0
