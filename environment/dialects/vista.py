"""VISTA: `{"tool", "task"}` in `<tool_call>`, results in role `function` (paper, figure 9); an export.

The paper names a tool and one of its tasks; the flat names of this project split into them by the table
below, and any other tool is its own task. Arguments, absent from figure 9, stand in the `arguments` key that
the paper's first case study shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from environment.dialects.dialect import observation_blocks, text_message
from environment.dialects.hermes import render_thought
from environment.errors import MalformedTurnError
from environment.grammar import Turn, call_of, decode_object, split_turn, untagged
from schemas import Call, Message, Reply, Step

NATIVE_TOOLS = False
RENDERED = True

TOOLS_WITH_TASKS = ("chartmoe", "unichart", "deplot", "chartdet", "chartocr", "chartassistant", "chartvlm")
"""Paper tools whose flat name here is `<tool>_<task>`."""


def parse(reply: Reply) -> Turn:
    """Read a reply in the paper's call form."""
    raw = split_turn(reply.text)
    thought = raw.thought or untagged(reply.reasoning)
    if raw.call is None:
        return Turn(thought, answer=raw.answer)
    value = decode_object(raw.call, "The tool call")
    tool, task = value.get("tool"), value.get("task")
    if not isinstance(tool, str) or not isinstance(task, str):
        raise MalformedTurnError('A tool call needs "tool" and "task", both names.')
    name = f"{tool}_{task}" if tool in TOOLS_WITH_TASKS else tool
    return Turn(thought, call=call_of({**value, "name": name}, "name", "arguments"))


def render_call(call: Call) -> str:
    """Write a call in the paper's form; arguments only where there are any."""
    head, _, rest = call.name.partition("_")
    tool, task = (head, rest) if head in TOOLS_WITH_TASKS else (call.name, call.name)
    body: dict[str, object] = {"tool": tool, "task": task}
    if arguments := json.loads(call.arguments):
        body["arguments"] = arguments
    return f"<tool_call>{json.dumps(body, ensure_ascii=False)}</tool_call>"


def render_steps(steps: Sequence[Step]) -> tuple[Message, ...]:
    """Write steps with tool results in role `function`."""
    messages: list[Message] = []
    for step in steps:
        text = (
            step.raw
            if step.raw or step.call is None
            else render_thought(step.thought) + render_call(step.call)
        )
        messages.append(text_message("assistant", text))
        if step.observation is not None:
            fenced = f"```output\n{step.observation.text}\n```"
            messages.append(Message("function", observation_blocks(step.observation, fenced)))
    return tuple(messages)
