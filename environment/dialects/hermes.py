"""Hermes: `{"name", "arguments"}` in `<tool_call>`, results in a user turn; what shards carry."""

from __future__ import annotations

import json
from collections.abc import Sequence

from environment.dialects.dialect import observation_blocks, text_message
from environment.grammar import Turn, call_of, decode_object, split_turn, untagged
from schemas import Call, Message, Observation, Reply, Step

NATIVE_TOOLS = False
RENDERED = True


def parse(reply: Reply) -> Turn:
    """Read a reply; reasoning given in a field of its own stands in for a missing think block."""
    raw = split_turn(reply.text)
    thought = raw.thought or untagged(reply.reasoning)
    if raw.call is None:
        return Turn(thought, answer=raw.answer)
    return Turn(thought, call=call_of(decode_object(raw.call, "The tool call"), "name", "arguments"))


def render_call(call: Call) -> str:
    """Write a call with its tags; arguments keep their canonical order."""
    body = json.dumps({"name": call.name, "arguments": json.loads(call.arguments)}, ensure_ascii=False)
    return f"<tool_call>\n{body}\n</tool_call>"


def render_thought(thought: str) -> str:
    """Write a thought in the form that Qwen 3.5 and later templates leave unchanged."""
    return f"<think>\n{thought}\n</think>\n\n"


def render_answer(answer: str) -> str:
    """Write an answer with its tags."""
    return f"<answer>{answer}</answer>"


def render_observation(text: str) -> str:
    """Write a tool result's text with its tags."""
    return f"<tool_response>\n{text}\n</tool_response>"


def render_steps(steps: Sequence[Step]) -> tuple[Message, ...]:
    """Write steps as alternating assistant and user turns."""
    messages: list[Message] = []
    for step in steps:
        messages.append(text_message("assistant", _assistant_text(step)))
        if step.observation is not None:
            messages.append(_result(step.observation))
    return tuple(messages)


def _assistant_text(step: Step) -> str:
    if step.raw or step.call is None:
        return step.raw
    return render_thought(step.thought) + render_call(step.call)


def _result(observation: Observation) -> Message:
    return Message("user", observation_blocks(observation, render_observation(observation.text)))
