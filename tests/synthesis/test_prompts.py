"""What a teacher is told: everything of the task but its answer, from templates with one digest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.dialects import dialect_named
from environment.registry import selection_of
from schemas import AnswerFormat, Family, Metric, Task, canonical_json, prompt_of
from synthesis import prompts, templating
from synthesis.prompts import ANSWER_FORMS, TEMPLATES, opening, prompts_digest
from synthesis.thoughts import THOUGHT_TEMPLATES
from tests.builders import picture, task, tool_spec

ROOT = Path(__file__).resolve().parent.parent.parent

WRITTEN = ("hermes", "openai", "vista")
TOOLS = (tool_spec("zoom"), tool_spec("count_bars"))
GOLD = "Ouagadougou"


@pytest.fixture
def fresh_digest() -> Iterator[None]:
    """A digest that is made again during the test, and forgotten after it."""
    prompts_digest.cache_clear()
    yield
    prompts_digest.cache_clear()


def told(made: Task, dialect: str = "hermes", max_turns: int = 3) -> tuple[str, str]:
    """The system text and the user text about a task."""
    system, user = opening(prompt_of(made, TOOLS), dialect, max_turns)
    assert (system.role, user.role) == ("system", "user")
    return tuple("".join(b.text for b in m.content) for m in (system, user))  # type: ignore[return-value]


TASKS = [
    task("Which capital is this?", (GOLD, "ouagadougou"), Metric.ANLS, answer_format=AnswerFormat.SPAN),
    task("Which capitals are these?", (GOLD,), Metric.SET_EQUALITY, answer_format=AnswerFormat.LIST),
    task("What is shown?", (GOLD,) * 10, Metric.VQA_ACCURACY, context="A photograph.", family=Family.OTHER),
    task("Which?", (GOLD,), Metric.RELAXED_ACCURACY, pictures=[]),
]


@pytest.mark.parametrize("made", TASKS, ids=lambda made: made.metric.value)
@pytest.mark.parametrize("dialect", WRITTEN)
def test_the_gold_answer_stands_in_no_message(made: Task, dialect: str) -> None:
    assert all(GOLD.casefold() not in text.casefold() for text in told(made, dialect))


@pytest.mark.parametrize("dialect", WRITTEN)
def test_tasks_that_differ_in_their_answer_alone_are_told_the_same(dialect: str) -> None:
    choices = ("tall", "wide")
    one, other = (task("Which?", (letter,), Metric.CHOICE, choices=choices) for letter in "AB")
    assert told(one, dialect) == told(other, dialect)


def test_question_context_choices_and_the_form_of_the_answer_are_told() -> None:
    made = task("How is it?", ("B",), choices=("tall & thin", "wide"), context="A <hint>.")
    assert told(made)[1].splitlines() == [
        "A <hint>.",
        "",
        "How is it?",
        "",
        "(A) tall & thin",
        "(B) wide",
        "",
        "",
        "Answer with the letter of one choice.",
        "Picture 0 is 64 x 48 pixels.",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_a_question_is_told_letter_by_letter_whatever_it_holds(question: str) -> None:
    assert question.strip() in told(task(question))[1]


def test_every_answer_format_has_a_sentence_of_its_own() -> None:
    assert set(ANSWER_FORMS) == set(AnswerFormat)
    assert len(set(ANSWER_FORMS.values())) == len(AnswerFormat)
    for form, sentence in ANSWER_FORMS.items():
        assert sentence in told(task(answer_format=form))[1]


def test_pictures_come_before_the_text_in_order_with_their_sizes() -> None:
    shown = [picture(), picture(100, 80, "red")]
    _, user = opening(prompt_of(task(pictures=shown), TOOLS), "hermes", 3)
    assert [(b.kind, b.picture) for b in user.content[:-1]] == [("picture", p.sha256) for p in shown]
    assert "Picture 0 is 64 x 48 pixels.\nPicture 1 is 100 x 80 pixels." in user.content[-1].text
    assert "Picture 0" not in told(task(pictures=[]))[1]


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("dialect", WRITTEN)
def test_every_family_is_told_its_own_prior(family: Family, dialect: str) -> None:
    system = told(task(family=family), dialect)[0]
    assert selection_of(family).prior in system
    assert not any(selection_of(other).prior in system for other in Family if other is not family)


@pytest.mark.parametrize(("dialect", "in_text"), [("hermes", True), ("vista", True), ("openai", False)])
def test_tools_stand_in_the_text_unless_they_travel_in_a_field_of_their_own(
    dialect: str, in_text: bool
) -> None:
    system = told(task(), dialect)[0]
    assert dialect_named(dialect).NATIVE_TOOLS is not in_text
    for spec in TOOLS:
        assert (canonical_json(spec.as_function()) in system.splitlines()) is in_text
    assert ("<tool_call>" in system) is in_text


def test_the_call_form_is_the_dialect_s_own() -> None:
    assert '<tool_call>{"name": "<tool>", "arguments": {...}}</tool_call>' in told(task(), "hermes")[0]
    assert '"tool": "<tool>", "task": "<task>"' in told(task(), "vista")[0]


@pytest.mark.parametrize("turns", [1, 5])
def test_the_turns_are_told(turns: int) -> None:
    assert f"You have {turns} turns in all" in told(task(), max_turns=turns)[0]


def test_a_template_that_names_a_value_nobody_gives_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "source", lambda name: "{{ answers }}")
    templating._template.cache_clear()
    try:
        with pytest.raises(jinja2.UndefinedError, match="answers"):
            told(task())
    finally:
        templating._template.cache_clear()


@pytest.mark.parametrize("changed", TEMPLATES)
@pytest.mark.usefixtures("fresh_digest")
def test_the_digest_changes_with_each_template(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, source = prompts_digest(), prompts.source
    monkeypatch.setattr(prompts, "source", lambda name: source(name) + (" Now." if name == changed else ""))
    prompts_digest.cache_clear()
    assert prompts_digest() != before


@pytest.mark.usefixtures("fresh_digest")
def test_the_digest_changes_with_an_answer_form_a_call_form_and_a_prior(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    digests = {prompts_digest()}
    changes = (
        ("ANSWER_FORMS", {**ANSWER_FORMS, AnswerFormat.SHORT: "Be short."}),
        ("_CALL_FORMS", {**prompts._CALL_FORMS, "hermes": "{}"}),
        ("selection_digest", lambda: "another selection"),
    )
    for name, value in changes:
        with monkeypatch.context() as patch:
            patch.setattr(prompts, name, value)
            prompts_digest.cache_clear()
            digests.add(prompts_digest())
    assert len(digests) == 4


def test_every_template_on_disk_is_covered_by_a_digest() -> None:
    covered = {*TEMPLATES, *THOUGHT_TEMPLATES}
    assert {path.name for path in (ROOT / "synthesis" / "templates").iterdir()} == covered


def test_the_digest_is_the_same_in_processes_with_other_hash_seeds() -> None:
    code = "from synthesis.prompts import prompts_digest; print(prompts_digest())"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert said == {prompts_digest()}
