"""kill -9 at random moments of synthesize, then the same command again, over real HTTP."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines import ingest
from pipelines.counts import read_counts
from pipelines.layout import Layout
from synthesis.ledger import Ledger
from synthesis.ledger.survey import survey
from synthesis.ledger.values import REPLY
from tests.mock import Mock, mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts, write_params

KILLS = 50
TASKS = 600
CALLS = 2 * TASKS
IN_FLIGHT = 32
SPREAD = ("--latency-ms", "500", "--jitter-ms", "400")
"""Replies come one by one, as real ones do, and not all at the same moment."""
MOST_LOST = 0.4
"""Of the calls in flight, by one kill."""


@dataclass(frozen=True)
class Killed:
    """What stood where when a process had been killed."""

    finished: int
    """Replies the server sent to this process."""
    kept: int
    """Those of them that the ledger holds."""

    @property
    def lost(self) -> int:
        """Replies in socket buffers or in a group commit under way: they alone are asked for again."""
        return self.finished - self.kept


@pytest.mark.slow
def test_fifty_kills_lose_nothing_that_the_ledger_holds(tmp_path: Path) -> None:
    raw, out = write_mock_charts(tmp_path / "raw", TASKS), tmp_path / "data"
    chance = random.Random(50)
    with mock_teacher(*MOCK_TOOL, *SPREAD) as mock:
        params = write_params(
            tmp_path / "params.yaml",
            {"chartqa": {"adapter": "chartqa", "path": str(raw)}},
            teacher={**mock_policy(mock.base_url), "in_flight": IN_FLIGHT},
            synthesize={"attempts": 1},
        )
        common = ["--dataset", "chartqa", "--params", str(params), "--out", str(out)]
        ingest.main(common)
        command = [sys.executable, "-m", "pipelines.synthesize", *common]
        killed: list[Killed] = []
        for left in range(KILLS, 0, -1):
            # Some calls are left for the last run: every kill shall meet as many in flight as there may be.
            share = (CALLS - replies_held(out)) // (left + 10)
            killed.append(kill_after(chance.randint(1, 2 * share), command, mock, out))
        held = replies_held(out)
        before = mock.stats()["finished"]
        subprocess.run(command, check=True, timeout=300)
        after = mock.stats()

    lost = [one.lost for one in killed]
    print(f"\nreplies lost by each of {KILLS} kills, of {IN_FLIGHT} calls in flight: {lost}")
    print(f"most {max(lost)}, mean {sum(lost) / KILLS:.1f}; {after['finished']} calls made, {CALLS} needed")
    # A held reply asked for again would be finished and not newly kept: it would count as lost.
    assert min(lost) >= 0
    assert max(lost) <= MOST_LOST * IN_FLIGHT
    assert after["finished"] - before == CALLS - held
    assert after["finished"] == CALLS + sum(lost)
    assert after["finished_distinct"] == CALLS
    assert replies_held(out) == CALLS
    with Ledger.open(Layout(out).ledger("chartqa")) as ledger:
        assert survey(ledger).readable
    counts = read_counts(Layout(out).rollouts("chartqa"))
    assert (counts.rows_in, counts.rows_out) == (TASKS, TASKS)


def kill_after(replies: int, command: list[str], mock: Mock, out: Path) -> Killed:
    """Start a command and kill it -9 once the mock has sent it so many replies."""
    finished, held = mock.stats()["finished"], replies_held(out)
    child = subprocess.Popen(command)
    end = time.monotonic() + 120
    while mock.stats()["finished"] < finished + replies:
        assert child.poll() is None, "the stage ended before it could be killed"
        assert time.monotonic() < end, "the stage made no progress"
        time.sleep(0.002)
    child.kill()
    child.wait()
    while mock.stats()["in_flight"]:
        time.sleep(0.02)
    return Killed(mock.stats()["finished"] - finished, replies_held(out) - held)


def replies_held(out: Path) -> int:
    """Return how many replies the ledger holds."""
    with Ledger.open(Layout(out).ledger("chartqa")) as ledger:
        return ledger.stats().entries.get(REPLY, 0)
