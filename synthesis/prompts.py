"""What a teacher is told: templates as files, with one digest that stands in every fingerprint."""

from __future__ import annotations

import string
from functools import cache, lru_cache

from environment.registry import selection_digest, selection_of
from schemas import AnswerFormat, Block, Family, Message, Prompt, ToolSpec, canonical_json, digest
from synthesis.templating import render, source

TEMPLATES = ("teacher_system.j2", "teacher_user.j2")

ANSWER_FORMS = {
    AnswerFormat.LETTER: "Answer with the letter of one choice.",
    AnswerFormat.SHORT: "Answer with a word, a short phrase or a number, and nothing else.",
    AnswerFormat.INTEGER: "Answer with one whole number in digits.",
    AnswerFormat.LIST: "Answer with the name or names asked for, separated by commas.",
    AnswerFormat.SPAN: "Answer with the words exactly as they are printed.",
}
"""The sentence that asks for each answer format."""

_CALL_FORMS = {
    "hermes": '{"name": "<tool>", "arguments": {...}}',
    "vista": '{"tool": "<tool>", "task": "<task>", "arguments": {...}}',
}


def opening(prompt: Prompt, dialect: str, max_turns: int) -> tuple[Message, Message]:
    """Return the system and user messages that open a teacher's conversation.

    With dialect `openai` the tool schemas travel in the request's own field and are left out of the text.
    """
    return _system(prompt.family, prompt.tools, dialect, max_turns), question(prompt)


def question(prompt: Prompt) -> Message:
    """Return the user message that asks the question: pictures, then the text and the answer's form."""
    text = render(
        "teacher_user.j2",
        context=prompt.context,
        question=prompt.question,
        choices=list(zip(string.ascii_uppercase, prompt.choices, strict=False)),
        answer_form=ANSWER_FORMS[prompt.answer_format],
        pictures=prompt.pictures,
    )
    pictures = tuple(Block("picture", picture=p.sha256) for p in prompt.pictures)
    return Message("user", (*pictures, Block("text", text)))


@lru_cache(256)
def _system(family: Family, tools: tuple[ToolSpec, ...], dialect: str, max_turns: int) -> Message:
    """Return the message that all tasks of a family with the same tools share."""
    text = render(
        "teacher_system.j2",
        native_tools=dialect == "openai",
        call_form=_CALL_FORMS.get(dialect, ""),
        max_turns=max_turns,
        prior=selection_of(family).prior,
        tools=[canonical_json(spec.as_function()) for spec in tools],
    )
    return Message("system", (Block("text", text),))


@cache
def prompts_digest() -> str:
    """Return the digest of all that opening() writes: templates, answer forms and the selection priors."""
    forms = {k.value: v for k, v in ANSWER_FORMS.items()}
    return digest([[source(name) for name in TEMPLATES], forms, _CALL_FORMS, selection_digest()])
