"""A synthesis whose tool calls go to a tool server makes the very files that one with own tools makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import ingest, synthesize
from pipelines.cli import main
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


@pytest.mark.parametrize(
    ("serve", "sentence"),
    [
        ({"frame": {"mode": "polar"}}, "serve.frame: frame.mode must be one of original, resized"),
        ({"dialect": "openai"}, "serve.dialect: must be hermes or vista"),
        ({"queue": 0}, "serve.queue: must be at least 1"),
        ({"per_tool": 0}, "serve.per_tool: must be at least 1"),
        ({"hosts": "a"}, "serve.hosts: no such setting"),
        ({"host": "0.0.0.0", "port": 0}, "serve.host: 0.0.0.0 can be reached from other machines"),
    ],
)
def test_settings_the_server_cannot_start_with_are_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], serve: dict[str, object], sentence: str
) -> None:
    params = write_params(tmp_path / "params.yaml", {}, serve=serve)
    assert main(["serve", "--params", str(params)]) == 2
    assert sentence in capsys.readouterr().err


def test_a_token_that_is_not_set_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipelines.backend import backend
    from pipelines.params import Tools

    tools = Tools(server="http://127.0.0.1:5500", token_env="A_VARIABLE_THAT_IS_NOT_SET")
    assert speaking(lambda: backend(tools)) == 2
    assert "tools.token_env: the environment variable A_VARIABLE" in capsys.readouterr().err
