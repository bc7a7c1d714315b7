"""The ledger, whatever store it stands on: what it acknowledges it keeps, what is torn is owed again."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from schemas import Reply
from synthesis.ledger import Ledger, LedgerError
from synthesis.ledger.values import REPLY, decode_reply, encode_reply
from tests.synthesis.ledger.places import DAMAGE, KINDS, damage, new_place


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_place(request.param, tmp_path)


def test_a_value_is_held_once_it_is_acknowledged(place: str) -> None:
    with Ledger.open(place) as ledger:
        assert ledger.get("k") is None
        assert ledger.put("k", REPLY, b"said").result() == b"said"
        assert ledger.get("k") == b"said"
    with Ledger.open(place) as again:
        assert again.get("k") == b"said"
        assert again.stats().entries == {"reply": 1}
        assert again.stats().value_bytes == {"reply": 4}
        assert again.stats().hits == 1


def test_a_ledger_exists_once_something_was_put(place: str) -> None:
    assert not Ledger.exists(place)
    with Ledger.open(place) as ledger:
        ledger.put("k", REPLY, b"said").result()
    assert Ledger.exists(place)


def test_closing_drains_what_was_put(place: str) -> None:
    with Ledger.open(place) as ledger:
        waits = [ledger.put(f"k{n}", REPLY, b"v") for n in range(2500)]
    assert all(wait.result() == b"v" for wait in waits)
    with Ledger.open(place) as again:
        assert again.stats().entries == {"reply": 2500}


def test_an_event_loop_waits_without_standing_still(place: str) -> None:
    async def put_all(ledger: Ledger) -> list[bytes]:
        return await asyncio.gather(*(ledger.keep(f"k{n}", REPLY, b"%d" % n) for n in range(300)))

    with Ledger.open(place) as ledger:
        began = time.monotonic()
        assert asyncio.run(put_all(ledger)) == [b"%d" % n for n in range(300)]
        assert time.monotonic() - began < 2.0  # one commit each would take longer


def test_a_waiter_that_is_cancelled_does_not_lose_what_was_paid_for(place: str) -> None:
    async def give_up(ledger: Ledger) -> None:
        wait = asyncio.ensure_future(ledger.keep("k", REPLY, b"paid"))
        await asyncio.sleep(0)
        wait.cancel()

    with Ledger.open(place) as ledger:
        asyncio.run(give_up(ledger))
        ledger.put("next", REPLY, b"v").result()
        assert ledger.get("k") == b"paid"


def test_the_first_reply_to_a_question_stays(place: str) -> None:
    with Ledger.open(place) as ours, Ledger.open(place) as theirs:
        assert theirs.put("k", REPLY, b"first").result() == b"first"
        assert ours.put("k", REPLY, b"second").result() == b"first"
        assert ours.get("k") == b"first"


def test_two_replies_in_one_commit_are_the_first_of_them(place: str) -> None:
    with Ledger.open(place) as ledger:
        waits = [ledger.put("k", REPLY, value) for value in (b"first", b"second")]
        assert [wait.result() for wait in waits] == [b"first", b"first"]


@pytest.mark.parametrize("how", DAMAGE)
def test_a_torn_entry_is_owed_again_and_counted(place: str, how: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.put("k", REPLY, b"a whole value").result()
    damage(place, how)
    with Ledger.open(place) as again:
        assert again.get("k") is None
        assert again.stats().unreadable == 1
        assert again.put("k", REPLY, b"asked again").result() == b"asked again"
        assert again.get("k") == b"asked again"
    with Ledger.open(place) as after:
        assert after.get("k") == b"asked again"


def test_a_foreign_value_is_owed_again_and_counted(place: str) -> None:
    mine = Reply("mine")
    with Ledger.open(place) as ledger:
        ledger.put("k", REPLY, b'{"words":"of another program"}').result()
        assert ledger.read("k", decode_reply) is None
        assert (ledger.stats().unreadable, ledger.stats().hits) == (1, 0)
        ledger.put("k", REPLY, encode_reply(mine)).result()
        assert ledger.read("k", decode_reply) == mine
        assert ledger.read("nothing", decode_reply) is None
        assert ledger.put("k", REPLY, b"a third").result() == encode_reply(mine)
    with Ledger.open(place) as after:
        assert after.read("k", decode_reply) == mine


def test_a_scan_yields_whole_entries_by_key_and_tells_the_torn(place: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.put("k", REPLY, b"a whole value").result()
        damage(place, "another value")
        for key in ("z", "", "a"):
            ledger.put(key, REPLY, key.encode()).result()
    with Ledger.open(place) as again:
        assert [(entry.key, entry.value) for entry in again.scan()] == [("", b""), ("a", b"a"), ("z", b"z")]
        assert len(again.torn) == 1


def test_entries_of_one_kind_are_found_without_the_others(place: str) -> None:
    with Ledger.open(place) as ledger:
        for key, kind in (("a", REPLY), ("b", "rumour"), ("c", REPLY)):
            ledger.put(key, kind, key.encode()).result()
        assert sorted(entry.value for entry in ledger.of_kind(REPLY)) == [b"a", b"c"]
        assert list(ledger.of_kind("gossip")) == []


def test_compacting_drops_the_torn_and_keeps_every_whole_entry(place: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.put("k", REPLY, b"a whole value").result()
        damage(place, "a cut value")
        ledger.put("foreign", REPLY, b"old").result()
    with Ledger.open(place) as ledger:
        assert ledger.read("foreign", decode_reply) is None
        ledger.put("foreign", REPLY, encode_reply(Reply("new"))).result()
        ledger.compact()
        assert ledger.put("after", REPLY, b"v").result() == b"v"
    with Ledger.open(place) as again:
        assert [entry.key for entry in again.scan()] == ["after", "foreign"]
        assert again.torn == {}
        assert again.read("foreign", decode_reply) == Reply("new")


def test_a_closed_ledger_takes_nothing(place: str) -> None:
    ledger = Ledger.open(place)
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.put("k", REPLY, b"v")
