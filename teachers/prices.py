"""What a reply costs: prices as data (`prices.yaml`), and the sum for one reply's tokens.

A model that the table does not name has no price: its cost is unknown, which is told and is not zero.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from schemas import Reply

PER = 1_000_000
"""Prices are in US dollars for so many tokens."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Price:
    """What a vendor charges for a million tokens, in US dollars; all 0 for an endpoint that bills nobody."""

    input: float
    output: float
    """Of completion tokens, the thinking among them."""
    cached_input: float | None = None
    """Of prompt tokens that were cached; None where they cost what others do."""
    picture: float | None = None
    """Of prompt tokens that stand for pictures; None where they cost what others do."""
    prompt_limit: int | None = None
    """Longest prompt, in tokens, that this price holds for; beyond it the cost is unknown."""


@dataclass(frozen=True)
class Listed:
    """One entry of the table."""

    price: Price
    batch: Price | None
    """Through the vendor's Batch API; None where there is none."""
    source: str
    read: str
    """Day the source was read, ISO 8601."""


def listed(model: str) -> Listed | None:
    """Return a model's entry, by the name the endpoint knows it by; None where the table has none."""
    return _table().get(model)


def price_for(model: str, own: Price | None = None, *, batch: bool = False) -> Price | None:
    """Return the price to reckon with: the user's own, else the table's; says so once where there is none."""
    if own is not None:
        return own
    entry = listed(model)
    price = None if entry is None else entry.batch if batch else entry.price
    if price is None:
        _say_unknown(model, batch)
    return price


def cost_usd(price: Price | None, reply: Reply) -> float | None:
    """Return what a reply costs, in US dollars.

    None where there is no price, the prompt is beyond its limit, or the endpoint told no tokens although
    they cost something. Cached tokens are charged as such before pictures are.
    """
    if price is None or (price.prompt_limit is not None and reply.prompt_tokens > price.prompt_limit):
        return None
    if not (reply.prompt_tokens or reply.completion_tokens):
        return 0.0 if price.input == price.output == 0 else None
    cached = min(reply.cached_tokens, reply.prompt_tokens)
    pictures = min(reply.picture_tokens, reply.prompt_tokens - cached)
    plain = reply.prompt_tokens - cached - pictures
    total = (
        plain * price.input
        + cached * (price.input if price.cached_input is None else price.cached_input)
        + pictures * (price.input if price.picture is None else price.picture)
        + reply.completion_tokens * price.output
    )
    return total / PER


def priced(price: Price | None, reply: Reply) -> Reply:
    """Return the reply with its cost."""
    return replace(reply, cost_usd=cost_usd(price, reply))


@cache
def _table() -> dict[str, Listed]:
    text = resources.files("teachers").joinpath("prices.yaml").read_text(encoding="utf-8")
    return {
        model: Listed(
            price=_price(entry["price"]),
            batch=_price(entry["batch"]) if "batch" in entry else None,
            source=source["source"],
            read=str(source["read"]),
        )
        for source in yaml.safe_load(text)
        for entry in source["prices"]
        for model in entry["models"]
    }


def _price(entry: dict[str, Any]) -> Price:
    return Price(**entry)


@cache
def _say_unknown(model: str, batch: bool) -> None:
    log.warning(
        "no %sprice is known for model %s, so costs are told as unknown: give the teacher a `price` in the "
        "parameters (US dollars per million tokens; {input: 0, output: 0} for an endpoint of your own)",
        "Batch API " if batch else "",
        model,
    )
