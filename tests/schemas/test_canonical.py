"""Canonical JSON: one text for one value; content ids: one id in every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import (
    Family,
    Json,
    Metric,
    Purpose,
    SourceRef,
    Task,
    canonical_json,
    digest,
    rollout_id,
    sha256_hex,
    tools_digest,
)
from tests.builders import picture, task, tool_spec

ROOT = Path(__file__).resolve().parent.parent.parent

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def reversed_keys(value: Json) -> Json:
    """The same value with the keys of every object in the opposite order."""
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [reversed_keys(item) for item in value]
    return value


@given(VALUES)
def test_a_value_is_read_back_and_written_the_same_again(value: Json) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


@given(VALUES)
def test_the_order_of_keys_changes_nothing(value: Json) -> None:
    assert canonical_json(reversed_keys(value)) == canonical_json(value)
    assert digest(reversed_keys(value)) == digest(value)


@given(VALUES, VALUES)
def test_unequal_values_have_unequal_texts(one: Json, other: Json) -> None:
    if one != other:
        assert canonical_json(one) != canonical_json(other)


def test_the_text_has_sorted_keys_no_blanks_and_plain_letters() -> None:
    assert canonical_json({"b": [1, 2.5, None, True], "a": "größe"}) == '{"a":"größe","b":[1,2.5,null,true]}'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_json_cannot_hold_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json({"x": [number]})


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object()])
def test_what_is_no_json_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json([value])  # type: ignore[list-item]


def test_the_digest_is_sha_256_of_the_utf_8() -> None:
    assert sha256_hex("abc") == sha256_hex(b"abc")
    assert sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("ä") == sha256_hex('"ä"'.encode())


IDS = """
from schemas import content_id, rollout_id
from tests.builders import task, tool_spec
from environment.registry import environment_fingerprint
made = task(choices=("tall", "wide"), context="Größe")
environment = environment_fingerprint((tool_spec("zoom"), tool_spec("rapidocr")), 3)
print(made.task_id, rollout_id(made.task_id, "teacher", environment, 1), environment)
print(content_id("x", {name: len(name) for name in {"a", "bb", "ccc"}}))
"""


def test_ids_are_the_same_in_processes_with_other_hash_seeds() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", IDS],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert said[0].startswith(task(choices=("tall", "wide"), context="Größe").task_id)


def make(**changed: object) -> Task:
    """A task from the parts that its id covers, some of them changed."""
    parts: dict[str, object] = {
        "dataset": "chartqa",
        "split": "train",
        "question": "How many bars?",
        "context": "",
        "choices": (),
        "pictures": [picture(), picture(colour="red")],
    }
    return task(**{**parts, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"dataset": "docvqa"},
        {"split": "val"},
        {"question": "How many bars ?"},
        {"context": "A hint."},
        {"choices": ("7", "8")},
        {"pictures": [picture()]},
        {"pictures": [picture(colour="red"), picture()]},
        {"pictures": [picture(), picture(colour="blue")]},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_task_id_changes_with_each_thing_that_makes_the_task(changed: dict[str, object]) -> None:
    assert make(**changed).task_id != make().task_id
    assert make(**changed).task_id == make(**changed).task_id


def test_parts_that_meet_at_another_place_make_another_task() -> None:
    assert make(question="a", context="b").task_id != make(question="b", context="a").task_id
    assert make(choices=("a", "b")).task_id != make(choices=("ab",)).task_id


def test_the_task_id_does_not_depend_on_answers_metric_source_family_or_purpose() -> None:
    def of(answers: list[str], metric: Metric, source: SourceRef, family: Family, purpose: Purpose) -> str:
        return Task.of(
            dataset="chartqa",
            family=family,
            split="train",
            purpose=purpose,
            question="How many bars?",
            answers=answers,
            metric=metric,
            answer_format=make().answer_format,
            pictures=[picture(), picture(colour="red")],
            source=source,
        ).task_id

    one = of(["7"], Metric.EXACT, SourceRef("r1", "row 1", "MIT"), Family.CHART, Purpose.TRAIN)
    other = of(["8", "9"], Metric.ANLS, SourceRef("r2", "row 2", ""), Family.OTHER, Purpose.EVAL)
    assert one == other == make().task_id


def test_the_rollout_id_changes_with_each_of_its_four_parts() -> None:
    parts = ("chartqa-0123456789abcdef", "teacher", "environment")
    ids = {rollout_id(*parts, 0), rollout_id(*parts, 1)}
    ids |= {rollout_id("other", *parts[1:], 0), rollout_id(*parts[:2], "other", 0)}
    ids.add(rollout_id(parts[0], "other", parts[2], 0))
    assert len(ids) == 5
    assert all(i.startswith("rollout-") and len(i) == len("rollout-") + 16 for i in ids)


def test_the_tools_digest_ignores_order_and_sees_every_thing_a_model_is_offered() -> None:
    zoom, ocr = tool_spec("zoom"), tool_spec("rapidocr")
    assert tools_digest((zoom, ocr)) == tools_digest((ocr, zoom))
    changes = ("name", "version", "weights_digest", "arguments_schema", "result_schema", "description")
    digests = {tools_digest((replace(zoom, **dict[str, Any]({name: "other"})), ocr)) for name in changes}
    assert len(digests | {tools_digest((zoom, ocr)), tools_digest((zoom,))}) == len(changes) + 2
