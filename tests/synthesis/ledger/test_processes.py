"""Several processes, and processes that are killed: what was acknowledged is kept."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synthesis.ledger import Ledger
from tests.synthesis.ledger.places import SHARED, new_place

CHILD = """
import sys
from synthesis.ledger import Ledger
place, name, count, every = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Ledger.open(place) as ledger:
    print("open", flush=True)
    for start in range(0, count, every):
        numbers = range(start, start + every)
        waits = [ledger.put(f"{name}-{n}", "reply", f"{name} said {n} ".encode() * 500) for n in numbers]
        for n, wait in zip(numbers, waits):
            wait.result()
            sys.stdout.write(f"{n}\\n")
        sys.stdout.flush()
"""


@pytest.fixture(params=SHARED)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_place(request.param, tmp_path)


def child(place: str, name: str, *, count: int, every: int) -> subprocess.Popen[str]:
    """A process that puts numbered entries and prints each number that was acknowledged."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, place, name, str(count), str(every)],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )


@pytest.mark.slow
def test_kill_nine_loses_nothing_that_was_acknowledged(place: str) -> None:
    moments = random.Random(9)
    total = 0
    for life in range(12):
        victim = child(place, f"life{life}", count=10**9, every=20)
        assert victim.stdout is not None
        assert victim.stdout.readline() == "open\n"
        time.sleep(moments.uniform(0.0, 0.4))
        victim.kill()
        said = victim.stdout.read().splitlines(keepends=True)
        victim.wait()
        acknowledged = [int(number) for number in said if number.endswith("\n")]
        total += len(acknowledged)
        with Ledger.open(place) as after:
            for n in acknowledged:
                assert after.get(f"life{life}-{n}") == f"life{life} said {n} ".encode() * 500
            assert after.stats().unreadable == 0
    assert total > 120


def test_several_processes_write_one_ledger(place: str) -> None:
    names = ["a", "b"]
    writers = [child(place, name, count=300, every=60) for name in names]
    for writer in writers:
        said, _ = writer.communicate(timeout=60)
        assert writer.returncode == 0
        assert len(said.splitlines()) == 301
    with Ledger.open(place) as after:
        assert after.stats().entries == {"reply": 600}
        assert all(after.get(f"{name}-{n}") for name in names for n in range(300))
