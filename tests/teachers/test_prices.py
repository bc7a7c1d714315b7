"""Prices: the table is whole and sourced, the sum is right, and what is unknown is never zero."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from importlib import resources

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas import Reply
from teachers.prices import Price, cost_usd, listed, price_for, priced

PRICE = Price(input=2.0, output=8.0, cached_input=0.5)
FREE = Price(input=0.0, output=0.0)
REPLY = Reply("red", prompt_tokens=1_000_000, completion_tokens=500_000)

counts = st.integers(0, 10**7)
replies = st.builds(
    Reply,
    st.just("red"),
    prompt_tokens=counts,
    completion_tokens=counts,
    cached_tokens=counts,
    picture_tokens=counts,
)


def test_every_entry_names_its_source_and_the_day_it_was_read() -> None:
    models = []
    for source in yaml.safe_load(resources.files("teachers").joinpath("prices.yaml").read_text()):
        assert source["source"]
        for entry in source["prices"]:
            models += entry["models"]
            for model in entry["models"]:
                found = listed(model)
                assert found is not None
                assert date.fromisoformat(found.read) <= date.today()
                assert 0 < found.price.input < found.price.output
                assert found.batch is None or 0 < found.batch.input < found.price.input
                assert (found.price.cached_input or 0) < found.price.input
    assert len(models) == len(set(models)) > 20


def test_gpt_5_costs_what_its_vendor_s_page_says() -> None:
    assert price_for("gpt-5-2025-08-07") == Price(input=1.25, output=10, cached_input=0.125)
    assert price_for("gpt-5", batch=True) == Price(input=0.625, output=5, cached_input=0.0625)
    assert cost_usd(price_for("gpt-5"), REPLY) == 1.25 + 5.0


def test_cached_and_picture_tokens_are_charged_at_their_own_price() -> None:
    half = replace(REPLY, completion_tokens=0, cached_tokens=500_000)
    assert cost_usd(PRICE, half) == 1.0 + 0.25
    assert cost_usd(replace(PRICE, cached_input=None), half) == 2.0
    pictures = replace(REPLY, completion_tokens=0, picture_tokens=250_000)
    assert cost_usd(replace(PRICE, picture=4.0), pictures) == 1.5 + 1.0
    assert cost_usd(PRICE, pictures) == 2.0


@given(replies)
def test_a_cost_lies_between_the_cheapest_and_the_dearest_way_to_charge_the_tokens(reply: Reply) -> None:
    price = replace(PRICE, picture=3.0)
    cost = cost_usd(price, reply)
    if not (reply.prompt_tokens or reply.completion_tokens):
        assert cost is None
        return
    assert cost is not None
    output = reply.completion_tokens * 8.0 / 1e6
    assert reply.prompt_tokens * 0.5 / 1e6 - 1e-9 <= cost - output <= reply.prompt_tokens * 3.0 / 1e6 + 1e-9


def test_what_is_not_known_is_none_and_not_zero() -> None:
    assert cost_usd(None, REPLY) is None
    assert cost_usd(PRICE, Reply("red")) is None, "an endpoint that tells no tokens"
    assert cost_usd(replace(PRICE, prompt_limit=999_999), REPLY) is None
    assert cost_usd(replace(PRICE, prompt_limit=1_000_000), REPLY) is not None
    assert priced(None, REPLY).cost_usd is None


def test_an_endpoint_said_to_be_free_costs_nothing() -> None:
    assert cost_usd(FREE, REPLY) == 0.0
    assert cost_usd(FREE, Reply("red")) == 0.0


def test_one_s_own_price_stands_before_the_table_s() -> None:
    assert price_for("gpt-5", FREE) == FREE


def test_an_unknown_model_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert price_for("a-model-of-mine") is None
        assert price_for("a-model-of-mine") is None
        assert price_for("qwen/qwen3-vl-235b-a22b-thinking", batch=True) is None
    assert ["a-model-of-mine" in r.getMessage() for r in caplog.records] == [True, False]
    assert "Batch API" in caplog.records[1].getMessage()
