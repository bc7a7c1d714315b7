"""The decoding settings of a local model, and the seeds of its draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from schemas import Reply
from teachers.sampling import Sampling, draw_seed, sampling_of
from tests.conversations import first_turn, next_turn


def test_settings_have_the_names_an_endpoint_knows_them_by() -> None:
    read = sampling_of({"temperature": 1, "top_p": 0.9, "top_k": 5, "max_tokens": 7, "seed": 3})
    assert read == Sampling(temperature=1.0, top_p=0.9, top_k=5, max_tokens=7, seed=3)
    assert sampling_of({}) == Sampling()
    assert read.as_json()["repetition_penalty"] == 1.0


@pytest.mark.parametrize(
    ("decoding", "said"),
    [
        ({"max_completion_tokens": 7}, "decoding.max_completion_tokens: a local model knows only"),
        ({"temperature": "warm"}, "decoding.temperature: must be float, not 'warm'"),
        ({"temperature": -0.1}, "decoding.temperature: must be 0 or more"),
        ({"temperature": True}, "decoding.temperature: must be float"),
        ({"top_p": 0.0}, "decoding.top_p: must be above 0"),
        ({"top_p": 1.5}, "decoding.top_p: must be above 0 and at most 1"),
        ({"top_k": 2.5}, "decoding.top_k: must be int"),
        ({"max_tokens": 0}, "decoding.max_tokens: must be at least 1"),
        ({"repetition_penalty": 0}, "decoding.repetition_penalty: must be above 0"),
        ({"seed": None}, "decoding.seed: must be int"),
    ],
)
def test_what_does_not_fit_is_named(decoding: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        sampling_of(decoding)


def test_every_attempt_turn_task_and_seed_is_a_draw_of_its_own() -> None:
    first = first_turn("a", native_tools=False)
    requests = [
        first,
        replace(first, attempt=1),
        first_turn("b", native_tools=False),
        next_turn(first, Reply("<think>So.</think>")),
    ]
    seeds = [draw_seed(seed, request) for request in requests for seed in (0, 1)]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert draw_seed(0, first_turn("a", native_tools=False)) == seeds[0]
