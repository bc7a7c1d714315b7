"""A survey: what was paid for adds up, and whatever cannot be read is named."""

from __future__ import annotations

from pathlib import Path

from schemas import Observation, Reply
from synthesis.ledger import Ledger
from synthesis.ledger.survey import survey
from synthesis.ledger.values import OBSERVATION, REPLY, encode_observation, encode_reply
from tests.synthesis.ledger.places import run_sql


def test_tokens_and_money_add_up_over_replies(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        for n in range(3):
            reply = Reply(f"said {n}", prompt_tokens=100, completion_tokens=10 + n, cost_usd=0.25)
            ledger.put(f"r{n}", REPLY, encode_reply(reply))
        seen = Observation("ok", "", "seen", "{}")
        ledger.put("o", OBSERVATION, encode_observation(seen)).result()
        found = survey(ledger)
    assert found.entries == {"observation": 1, "reply": 3}
    assert found.value_bytes["observation"] == len(encode_observation(seen))
    assert (found.prompt_tokens, found.completion_tokens, found.cost_usd) == (300, 33, 0.75)
    assert found.readable


def test_what_cannot_be_read_is_named_with_its_reason(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        ledger.put("good", REPLY, encode_reply(Reply("said")))
        ledger.put("foreign", REPLY, b'{"words":1}')
        ledger.put("rumour", "rumour", b"{}")
        ledger.put("torn", REPLY, encode_reply(Reply("said"))).result()
        run_sql(str(tmp_path / "ledger"), "UPDATE entries SET value = x'00' WHERE key = 'torn'")
        found = survey(ledger)
    assert not found.readable
    assert list(found.torn) == ["key torn"]
    assert found.foreign.keys() == {"foreign", "rumour"}
    assert "not a Reply" in found.foreign["foreign"]
    assert "of kind 'rumour'" in found.foreign["rumour"]
