"""A conversation bought once is replayed from the ledger: no endpoint, no key, the same bytes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from schemas import Reply, Request
from synthesis.keys import reply_key
from synthesis.ledger import Ledger
from synthesis.ledger.values import REPLY, decode_reply, encode_reply
from teachers.openai import OpenAISettings, OpenAITeacher
from teachers.recorded import RecordedTeacher
from teachers.teacher import ReplyNotRecordedError, Teacher
from tests.conversations import first_turn, next_turn
from tests.mock import mock_teacher


async def hold(teacher: Teacher, ledger: Ledger | None) -> list[Reply]:
    """Hold six conversations of two turns, keeping every reply where there is a ledger to keep it in."""

    async def ask(request: Request) -> Reply:
        reply = await teacher.reply(request)
        if ledger is not None:
            value = encode_reply(reply)
            await ledger.keep(reply_key(request, teacher.ref), REPLY, value)
        return reply

    replies: list[Reply] = []
    for attempt in range(6):
        request = first_turn("a", attempt=attempt)
        replies.append(await ask(request))
        replies.append(await ask(next_turn(request, replies[-1])))
    await teacher.aclose()
    return replies


def test_a_bought_conversation_is_replayed_with_no_endpoint(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        with mock_teacher("--latency-ms", "1", "--p-wrong", "0.5") as mock:
            settings = OpenAISettings(mock.base_url, "mock-t1")
            bought = asyncio.run(hold(OpenAITeacher(settings, "prompts"), ledger))
        assert ledger.stats().entries == {"reply": 12}

    ref = OpenAITeacher(settings, "prompts").ref
    with Ledger.open(tmp_path / "ledger") as ledger:
        recorded = RecordedTeacher(ref, "openai", lambda r: ledger.read(reply_key(r, ref), decode_reply))
        assert asyncio.run(hold(recorded, None)) == bought
        with pytest.raises(ReplyNotRecordedError, match="attempt 6"):
            asyncio.run(recorded.reply(first_turn("a", attempt=6)))
