"""The ledger: what it acknowledges it keeps, whoever dies; what is torn is owed again; processes share it."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemas import Reply
from synthesis.ledger import Ledger
from synthesis.ledger_file import LedgerError
from synthesis.ledger_values import REPLY, decode_reply, encode_reply

CHILD = """
import sys
from synthesis.ledger import Ledger
path, name, count, every = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Ledger.open(path) as ledger:
    print("open", flush=True)
    for start in range(0, count, every):
        numbers = range(start, start + every)
        waits = [ledger.put(f"{name}-{n}", "reply", f"{name} said {n} ".encode() * 500) for n in numbers]
        for n, wait in zip(numbers, waits):
            wait.result()
            sys.stdout.write(f"{n}\\n")
        sys.stdout.flush()
"""


def child(path: Path, name: str, *, count: int, every: int) -> subprocess.Popen[str]:
    """A process that puts numbered entries and prints each number that was acknowledged."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), name, str(count), str(every)],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "chartqa.ledger"


def tear(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def test_a_value_is_held_once_it_is_acknowledged(path: Path) -> None:
    with Ledger.open(path) as ledger:
        assert ledger.get("k") is None
        assert ledger.put("k", REPLY, b"said").result() == b"said"
        assert ledger.get("k") == b"said"
    with Ledger.open(path) as again:
        assert again.get("k") == b"said"
        assert again.stats().entries == {"reply": 1}
        assert again.stats().value_bytes == {"reply": 4}
        assert again.stats().hits == 1


def test_closing_drains_what_was_put(path: Path) -> None:
    with Ledger.open(path) as ledger:
        waits = [ledger.put(f"k{n}", REPLY, b"v") for n in range(500)]
    assert all(wait.done() for wait in waits)
    with Ledger.open(path) as again:
        assert again.stats().entries == {"reply": 500}


def test_an_event_loop_waits_without_standing_still(path: Path) -> None:
    async def put_all(ledger: Ledger) -> list[bytes]:
        return await asyncio.gather(
            *(asyncio.wrap_future(ledger.put(f"k{n}", REPLY, b"%d" % n)) for n in range(300))
        )

    with Ledger.open(path) as ledger:
        began = time.monotonic()
        assert asyncio.run(put_all(ledger)) == [b"%d" % n for n in range(300)]
        assert time.monotonic() - began < 2.0  # one commit each would take longer


def test_a_waiter_that_is_cancelled_does_not_lose_what_was_paid_for(path: Path) -> None:
    async def give_up(ledger: Ledger) -> None:
        wait = asyncio.wrap_future(ledger.put("k", REPLY, b"paid"))
        wait.cancel()

    with Ledger.open(path) as ledger:
        asyncio.run(give_up(ledger))
        ledger.put("next", REPLY, b"v").result()
        assert ledger.get("k") == b"paid"


def test_the_first_reply_to_a_question_stays(path: Path) -> None:
    with Ledger.open(path) as ours, Ledger.open(path) as theirs:
        assert theirs.put("k", REPLY, b"first").result() == b"first"
        assert ours.put("k", REPLY, b"second").result() == b"first"
        assert ours.get("k") == b"first"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entries SET value = substr(value, 1, 7)",
        "UPDATE entries SET value = CAST('changed' AS BLOB)",
        "UPDATE entries SET value = 7",
        "UPDATE entries SET checksum = x'00'",
        "UPDATE entries SET kind = 'observation'",
        "UPDATE entries SET key = 'k2' WHERE key = 'k1'",
    ],
)
def test_a_torn_entry_is_owed_again_and_counted(path: Path, damage: str) -> None:
    with Ledger.open(path) as ledger:
        ledger.put("k1", REPLY, b"a whole value").result()
    tear(path, damage)
    key = "k2" if "k2" in damage else "k1"
    with Ledger.open(path) as again:
        assert again.get(key) is None
        assert again.stats().unreadable == 1
        assert again.put(key, REPLY, b"asked again").result() == b"asked again"
        assert again.get(key) == b"asked again"


def test_a_torn_entry_that_nobody_read_is_replaced_too(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.put("k", REPLY, b"a whole value").result()
        tear(path, "UPDATE entries SET value = x'00'")
        assert ledger.put("k", REPLY, b"whole").result() == b"whole"


def test_a_foreign_value_is_owed_again_and_counted(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.put("k", REPLY, b'{"words":"of another program"}').result()
        assert ledger.read("k", decode_reply) is None
        assert (ledger.stats().unreadable, ledger.stats().hits) == (1, 0)
        mine = Reply("mine")
        ledger.put("k", REPLY, encode_reply(mine)).result()
        assert ledger.read("k", decode_reply) == mine
        assert ledger.read("nothing", decode_reply) is None


def test_a_file_that_is_no_ledger_is_told_so(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, certainly" * 100)
    with pytest.raises(LedgerError, match=r"chartqa\.ledger: cannot be opened"):
        Ledger.open(path)


def test_a_ledger_of_another_version_is_left_alone(path: Path) -> None:
    Ledger.open(path).close()
    tear(path, "PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="version 99"):
        Ledger.open(path)


def test_a_failed_write_is_told_to_its_waiter_and_the_next_one_succeeds(path: Path) -> None:
    with Ledger.open(path) as ledger:
        tear(path, "ALTER TABLE entries RENAME TO hidden")
        with pytest.raises(LedgerError, match="was not written"):
            ledger.put("k", REPLY, b"v").result()
        tear(path, "ALTER TABLE hidden RENAME TO entries")
        assert ledger.put("k", REPLY, b"v").result() == b"v"


def test_a_closed_ledger_takes_nothing(path: Path) -> None:
    ledger = Ledger.open(path)
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.put("k", REPLY, b"v")


def test_kill_nine_loses_nothing_that_was_acknowledged(path: Path) -> None:
    moments = random.Random(9)
    for life in range(8):
        victim = child(path, f"life{life}", count=10**9, every=20)
        assert victim.stdout is not None
        assert victim.stdout.readline() == "open\n"
        time.sleep(moments.uniform(0.0, 0.25))
        victim.kill()
        said = victim.stdout.read().splitlines(keepends=True)
        victim.wait()
        acknowledged = [int(number) for number in said if number.endswith("\n")]
        with Ledger.open(path) as after:
            for n in acknowledged:
                assert after.get(f"life{life}-{n}") == f"life{life} said {n} ".encode() * 500
            assert after.stats().unreadable == 0
    with Ledger.open(path) as after:
        assert after.stats().entries["reply"] > 100


def test_several_processes_write_one_ledger(path: Path) -> None:
    names = ["a", "b", "c"]
    writers = [child(path, name, count=600, every=30) for name in names]
    for writer in writers:
        said, _ = writer.communicate(timeout=60)
        assert writer.returncode == 0
        assert len(said.splitlines()) == 601
    with Ledger.open(path) as after:
        assert after.stats().entries == {"reply": 1800}
        assert all(after.get(f"{name}-{n}") for name in names for n in range(600))
