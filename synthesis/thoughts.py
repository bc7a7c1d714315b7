"""What a thinking teacher is told when it writes one thought: what was seen before it, and the turn's call.

Hindsight is impossible by type: a ThoughtRequest has no field for this turn's observation, for a later turn
or for an answer. Three choices go with that:

* The turn that answers is written blind. Its act is the final answer, and the answer of an accepted rollout
  is a reference in other words, so telling it would ask for a justification of the gold answer. The teacher
  thinks and answers itself; its thought is kept only where that answer is the rollout's (the guard compares).
* The original thought of the turn is not told either: the history and the call are all the evidence there
  is, and a short thought's slips and turns of phrase are not handed on.
* Earlier turns are told with their original thoughts, not with rewritten ones. So every thought of every
  rollout can be asked for at once, or in one batch, and a request depends on the rollout alone: a changed
  guard judges the replies that were bought, where rewritten histories would all have to be bought again. The
  price is that a dense thought may say once more what the dense one before it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from schemas import Block, Call, Message, Prompt, Request, Step, digest
from synthesis.prompts import ANSWER_FORMS, question
from synthesis.templating import render, source

THOUGHT_TEMPLATES = ("thought_system.j2", "thought_turn.j2", "thought_ask.j2")
_QUESTION_TEMPLATE = "teacher_user.j2"


@dataclass(frozen=True)
class ThoughtRequest:
    """All that may be known when the thought of one turn is written."""

    prompt: Prompt
    history: tuple[Step, ...]
    """The turns before this one, with their observations and original thoughts."""
    call: Call | None
    """The call this turn makes; None where it answers, and its answer is told to nobody."""


def thought_request(prompt: Prompt, steps: Sequence[Step], place: int) -> ThoughtRequest:
    """Return what may be known of the thought at 0-based `place`; raises IndexError where there is none."""
    return ThoughtRequest(prompt, tuple(steps[:place]), steps[place].call)


def as_request(thought: ThoughtRequest) -> Request:
    """Return the single-turn conversation that asks for a thought: one system and one user message.

    One user message holds the whole history, since chat templates of thinking models drop the thoughts of
    earlier assistant turns. The selection prior is left out: the student is not told it. So is the budget of
    a thought, which the guard holds: another budget judges the same replies.
    """
    system = render("thought_system.j2", tools=thought.prompt.tools)
    blocks = list(question(thought.prompt).content)
    for number, step in enumerate(thought.history, start=1):
        seen = step.observation
        blocks.append(_text("thought_turn.j2", number=number, step=step, told=seen.text if seen else ""))
        blocks += [Block("picture", picture=p.sha256) for p in (seen.pictures if seen else ())]
    blocks.append(_text("thought_ask.j2", number=len(thought.history) + 1, call=thought.call))
    return Request(
        prompt=thought.prompt,
        messages=(Message("system", (Block("text", system),)), Message("user", tuple(blocks))),
        steps=thought.history,
        attempt=0,
        turns_left=1,
        native_tools=False,
    )


@cache
def thoughts_digest() -> str:
    """Return the digest of all that `as_request` writes besides the records: templates and answer forms."""
    forms = {form.value: sentence for form, sentence in ANSWER_FORMS.items()}
    return digest([[source(name) for name in (*THOUGHT_TEMPLATES, _QUESTION_TEMPLATE)], forms])


def _text(template: str, **values: object) -> Block:
    # Where no picture stands between them, the blocks of a message are joined without a break.
    return Block("text", "\n\n" + render(template, **values))
