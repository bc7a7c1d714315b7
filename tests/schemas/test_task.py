"""A prompt tells everything of a task but its answer."""

from __future__ import annotations

import dataclasses
import json

from schemas import FATAL, Finding, Prompt, Reason, Task, prompt_of, to_plain
from schemas.reason import ADVISORY
from tests.builders import picture, task, tool_spec

GOLD = "Ouagadougou"
ALSO_GOLD = "Wagadugu"


def test_neither_the_text_nor_the_plain_form_of_a_prompt_holds_the_gold_answer() -> None:
    prompt = prompt_of(task("Which capital is shown?", (GOLD, ALSO_GOLD)), [tool_spec()])
    texts = (repr(prompt), repr(to_plain(prompt)))
    assert all(gold not in text for gold in (GOLD, ALSO_GOLD) for text in texts)


def test_a_prompt_has_no_field_that_could_hold_the_gold_answer() -> None:
    fields = {field.name for field in dataclasses.fields(Prompt)}
    assert fields - {"tools"} < {field.name for field in dataclasses.fields(Task)}
    assert not fields & {"answers", "metric", "source", "split", "purpose"}


def test_a_prompt_keeps_what_is_shown() -> None:
    made = task(
        "Which?", ("B",), choices=("tall", "wide"), context="A hint.", pictures=[picture(), picture(30, 40)]
    )
    prompt = prompt_of(made, [tool_spec("zoom"), tool_spec("rapidocr")])
    for name in (
        "task_id",
        "dataset",
        "family",
        "question",
        "context",
        "choices",
        "answer_format",
        "pictures",
    ):
        assert getattr(prompt, name) == getattr(made, name)
    assert [spec.name for spec in prompt.tools] == ["zoom", "rapidocr"]


def test_the_repr_of_a_task_shows_neither_its_answers_nor_its_bytes() -> None:
    made = task("Which capital is shown?", (GOLD,))
    assert GOLD not in repr(made)
    assert repr(made.pictures[0].data) not in repr(made)


def test_every_reason_is_fatal_or_advisory() -> None:
    assert set(Reason) == FATAL | ADVISORY
    assert not FATAL & ADVISORY
    assert {r.value[:2] for r in Reason if r.value.startswith("E")} == {f"E{n}" for n in range(1, 7)}
    assert {r.value[:2] for r in FATAL if r.value.startswith("E")} == {"E1", "E2", "E3"}


def test_a_repaired_or_an_advisory_finding_is_not_fatal() -> None:
    assert Finding(Reason.E1_SCHEMA, 0, "").fatal
    assert not Finding(Reason.E1_SCHEMA, 0, "", repaired=True).fatal
    assert not Finding(Reason.UNGROUNDED, 0, "").fatal


def test_a_tool_as_a_function_is_what_every_api_takes() -> None:
    spec = tool_spec("zoom")
    assert spec.as_function() == {
        "type": "function",
        "function": {
            "name": "zoom",
            "description": "Counts bars.",
            "parameters": json.loads(spec.arguments_schema),
        },
    }
