"""A synthesis whose tool calls go to a tool server makes the very files that one with own tools makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import ingest, synthesize
from pipelines.layout import Layout
from pipelines.runner import speaking
from tests.pipelines.small import write_docvqa, write_params
from tests.tool_server import tool_server


def rollouts(folder: Path, raw: Path, server: str) -> dict[str, bytes]:
    """Synthesize in a folder and return the files of its rollouts."""
    folder.mkdir()
    params = write_params(
        folder / "params.yaml",
        {"docvqa": {"adapter": "docvqa", "path": str(raw)}},
        tools={"workers": 1, "server": server},
    )
    arguments = ["--dataset", "docvqa", "--params", str(params), "--out", str(folder / "data")]
    for stage in (ingest, synthesize):
        assert not stage.main(arguments)
    out = Layout(folder / "data").rollouts("docvqa")
    return {p.name: p.read_bytes() for p in sorted(out.rglob("*.parquet"))}


@pytest.mark.slow
def test_rollouts_through_the_server_are_the_same_files(tmp_path: Path) -> None:
    raw = write_docvqa(tmp_path / "raw")
    here = rollouts(tmp_path / "here", raw, "")
    with tool_server(workers=1, timeout_s=120) as server:
        there = rollouts(tmp_path / "there", raw, server.url)
        calls = [line for line in server.get("/metrics").text.splitlines() if "tool_calls_total{" in line]
    assert calls
    assert here
    assert there == here


def test_a_token_that_is_not_set_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipelines.backend import backend
    from pipelines.params import Tools

    tools = Tools(server="http://127.0.0.1:5500", token_env="A_VARIABLE_THAT_IS_NOT_SET")
    assert speaking(lambda: backend(tools)) == 2
    assert "tools.token_env: the environment variable A_VARIABLE" in capsys.readouterr().err
