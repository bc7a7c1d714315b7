"""A teacher that cannot be had fails the stage, with its reason, and the next run goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines import ingest, synthesize
from pipelines.counts import read_counts
from pipelines.layout import Layout
from pipelines.runner import speaking
from tests.mock import mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts, write_params


class Refusing(BaseHTTPRequestHandler):
    """Answers every request with 401."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        body = b'{"error": {"message": "no such key"}}'
        self.send_response(401)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def refusing() -> Iterator[str]:
    """The address of an endpoint that takes no key."""
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_a_refused_key_fails_the_stage_in_a_sentence_and_the_next_run_goes_on(
    refusing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = write_mock_charts(tmp_path / "raw", 3)
    datasets = {"chartqa": {"adapter": "chartqa", "path": str(raw)}}
    params, out = tmp_path / "params.yaml", tmp_path / "data"
    common = ["--dataset", "chartqa", "--params", str(params), "--out", str(out)]
    write_params(params, datasets, teacher=mock_policy(refusing))
    ingest.main(common)
    assert speaking(lambda: synthesize.main(common)) == 2
    said = capsys.readouterr().err
    assert "3 of 3 tasks are owed" in said
    assert "401" in said
    assert read_counts(Layout(out).rollouts("chartqa")).owed == {"teacher_error": 3}

    with mock_teacher("--latency-ms", "2", *MOCK_TOOL) as mock:
        write_params(params, datasets, teacher=mock_policy(mock.base_url))
        assert speaking(lambda: synthesize.main(common)) == 0
    assert read_counts(Layout(out).rollouts("chartqa")).owed == {}
