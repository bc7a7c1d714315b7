"""kill -9 half way through synthesize, then the same command again, over real HTTP."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines import ingest
from pipelines.counts import read_counts
from pipelines.layout import Layout
from synthesis.ledger import Ledger
from synthesis.ledger.values import REPLY
from tests.mock import Mock, mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts, write_params

TASKS = 120


@pytest.mark.slow
def test_a_killed_synthesis_asks_again_for_nothing_the_ledger_holds(tmp_path: Path) -> None:
    raw = write_mock_charts(tmp_path / "raw", TASKS)
    out = tmp_path / "data"
    with mock_teacher("--latency-ms", "150", *MOCK_TOOL) as mock:
        params = write_params(
            tmp_path / "params.yaml",
            {"chartqa": {"adapter": "chartqa", "path": str(raw)}},
            teacher=mock_policy(mock.base_url),
            synthesize={"attempts": 1},
        )
        common = ["--dataset", "chartqa", "--params", str(params), "--out", str(out)]
        ingest.main(common)
        kill_half_way([sys.executable, "-m", "pipelines.synthesize", *common], mock)
        finished = mock.stats()["finished"]
        held = replies_held(out)
        assert 0 < held < 2 * TASKS, "the kill did not fall in the middle of the run"

        mock.mark()
        subprocess.run([sys.executable, "-m", "pipelines.synthesize", *common], check=True)
        after = mock.stats()

    # A reply the server finished but the ledger lacks was still on its way at the kill: it alone may be
    # asked for again.
    assert after["repeated_finished"] <= finished - held
    assert after["calls_after_mark"] == 2 * TASKS - held
    counts = read_counts(Layout(out).rollouts("chartqa"))
    assert (counts.rows_in, counts.rows_out) == (TASKS, TASKS)


def kill_half_way(command: list[str], mock: Mock) -> None:
    """Start a command and kill it -9 when the mock has finished about half of the calls."""
    child = subprocess.Popen(command)
    end = time.monotonic() + 120
    while mock.stats()["finished"] < TASKS:
        assert child.poll() is None, "the stage ended before it could be killed"
        assert time.monotonic() < end, "the stage made no progress"
        time.sleep(0.02)
    child.kill()
    child.wait()
    while mock.stats()["in_flight"]:
        time.sleep(0.05)


def replies_held(out: Path) -> int:
    """Return how many replies the ledger holds."""
    with Ledger.open(Layout(out).ledger("chartqa")) as ledger:
        return ledger.stats().entries.get(REPLY, 0)
