"""Stored values: what goes in comes out, and what is foreign is told apart."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Frame, NativeCall, Observation, Reply
from synthesis.ledger.values import (
    ForeignValueError,
    decode_observation,
    decode_reply,
    encode_observation,
    encode_reply,
)
from tests.conversations import picture_of

SEEN = Observation(
    "ok",
    "",
    "a crop",
    '{"picture":1}',
    (picture_of("red"), picture_of("blue")),
    tool="zoom",
    tool_version="1",
    determinism="exact",
    frame=Frame(32, 24, "absolute"),
)
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.builds(
        Reply,
        text=texts,
        calls=st.lists(st.builds(NativeCall, texts, texts, texts), max_size=3).map(tuple),
        reasoning=texts,
        finish=st.sampled_from(["stop", "tool_calls", "length"]),
        prompt_tokens=st.integers(0),
        cost_usd=st.none() | st.floats(0, 100),
        cached_tokens=st.integers(0),
        refused=st.lists(texts, max_size=3).map(tuple),
    )
)
def test_a_reply_comes_back_whole(reply: Reply) -> None:
    assert decode_reply(encode_reply(reply)) == reply
    assert encode_reply(decode_reply(encode_reply(reply))) == encode_reply(reply)


def test_a_reply_written_before_its_newer_fields_were_is_still_read() -> None:
    before = (
        b'{"calls":[],"completion_tokens":3,"cost_usd":0.5,"finish":"stop","prompt_tokens":9,"reasoning":"",'
    )
    reply = decode_reply(before + b'"seconds":1.0,"text":"red"}')
    assert reply == Reply("red", prompt_tokens=9, completion_tokens=3, cost_usd=0.5, seconds=1.0)


def test_an_observation_comes_back_with_its_pictures_bytes() -> None:
    again = decode_observation(encode_observation(SEEN))
    assert again == SEEN
    assert [p.data for p in again.pictures] == [picture_of("red").data, picture_of("blue").data]


def test_an_error_comes_back_as_the_same_error() -> None:
    told = Observation("error", "timeout", "The call took longer than 10 s.", "")
    assert decode_observation(encode_observation(told)) == told


@pytest.mark.parametrize("value", [b"", b"\xff", b"[]", b"3", b'{"words":"x"}', b"[" * 100_000])
def test_foreign_bytes_are_a_typed_error(value: bytes) -> None:
    with pytest.raises(ForeignValueError):
        decode_reply(value)
    with pytest.raises(ForeignValueError):
        decode_observation(value)


def test_a_reply_is_no_observation() -> None:
    with pytest.raises(ForeignValueError):
        decode_observation(encode_reply(Reply("x")))


def test_a_picture_that_lost_bytes_is_foreign() -> None:
    plain = json.loads(encode_observation(SEEN))
    plain["pictures"][0]["data"] = plain["pictures"][1]["data"]
    with pytest.raises(ForeignValueError, match="digest"):
        decode_observation(json.dumps(plain).encode())
