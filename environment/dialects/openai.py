"""OpenAI: native `tool_calls`; what API teachers speak.

A reply's content beside its calls, or its reasoning field, is the thought. The final turn answers in
`<answer>` like everywhere. Pictures a tool made follow in a user message, since role `tool` holds text only
at most endpoints.
"""

from __future__ import annotations

from collections.abc import Sequence

from environment.dialects.dialect import text_message
from environment.errors import MalformedTurnError
from environment.grammar import Turn, call_of, decode_object, split_turn, untagged
from schemas import Block, Message, NativeCall, Reply, Step

NATIVE_TOOLS = True
RENDERED = True


def parse(reply: Reply) -> Turn:
    """Read a reply's native calls, or its answer; raises MalformedTurnError for several calls or neither."""
    if len(reply.calls) > 1:
        raise MalformedTurnError("Call one tool a turn, not several.")
    if not reply.calls:
        raw = split_turn(reply.text)
        if raw.answer is None:
            raise MalformedTurnError("Call tools through the tool_calls field, not in the text.")
        return Turn(raw.thought or untagged(reply.reasoning), answer=raw.answer)
    native = reply.calls[0]
    arguments = decode_object(native.arguments or "{}", "The arguments of the tool call")
    call = call_of({"name": native.name, "arguments": arguments}, "name", "arguments")
    return Turn(_thought(reply), call=call)


def render_steps(steps: Sequence[Step]) -> tuple[Message, ...]:
    """Write steps with `tool_calls` and role `tool`; call ids are positions, the same in every process."""
    messages: list[Message] = []
    for index, step in enumerate(steps):
        observation = step.observation
        if step.call is None or step.raw:
            messages.append(text_message("assistant", step.raw))
            if observation is not None:
                messages.append(text_message("user", observation.text))
            continue
        identity = f"call_{index}"
        native = NativeCall(identity, step.call.name, step.call.arguments)
        messages.append(Message("assistant", (Block("text", step.thought),), calls=(native,)))
        if observation is None:
            continue
        messages.append(Message("tool", (Block("text", observation.text),), call_id=identity))
        if observation.pictures:
            pictures = tuple(Block("picture", picture=p.sha256) for p in observation.pictures)
            messages.append(Message("user", (Block("text", "The picture the tool returned:"), *pictures)))
    return tuple(messages)


def _thought(reply: Reply) -> str:
    text = reply.text.strip()
    if text.startswith("<think>") and text.endswith("</think>"):
        text = text[len("<think>") : -len("</think>")]
    return untagged(text) or untagged(reply.reasoning)
