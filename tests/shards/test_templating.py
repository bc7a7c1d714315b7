"""Templates are files, and rows name the texts they were made with."""

from __future__ import annotations

import jinja2
import pytest

from schemas import digest
from shards import prompts_digest
from shards.templating import PROMPT_TEMPLATES, render


def test_a_name_that_was_not_given_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render("user.j2", question="?")


def test_the_digest_covers_the_text_of_both_prompt_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    before = prompts_digest()
    monkeypatch.setattr("shards.templating.PROMPT_TEMPLATES", PROMPT_TEMPLATES[:1])
    assert prompts_digest() != before != digest([])
