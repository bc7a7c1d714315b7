"""What every dialect does: read one reply as a turn, write a conversation as messages."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from environment.grammar import Turn
from schemas import Block, Message, Observation, Reply, Step

NAMES = ("hermes", "openai", "structure", "vista")


class Dialect(Protocol):
    """One way of writing calls and tool results; the modules of this package satisfy it."""

    NATIVE_TOOLS: bool
    """Whether tool schemas go in a field of the request instead of the system text."""
    RENDERED: bool
    """Whether the conversation is written out at all; a program reads its structure instead."""

    def parse(self, reply: Reply) -> Turn:
        """Read a reply as a turn; raises MalformedTurnError with a sentence for the model."""
        ...

    def render_steps(self, steps: Sequence[Step]) -> tuple[Message, ...]:
        """Write the steps so far as messages, oldest first; pictures follow the text they belong to."""
        ...


def dialect_named(name: str) -> Dialect:
    """Return a dialect by name; raises ValueError naming those that exist."""
    if name not in NAMES:
        raise ValueError(f"no dialect {name!r}: choose one of {', '.join(NAMES)}")
    module: Dialect = import_module(f"environment.dialects.{name}")
    return module


def text_message(role: str, text: str) -> Message:
    """Return a message of one text block."""
    return Message(role, (Block("text", text),))


def observation_blocks(observation: Observation, text: str) -> tuple[Block, ...]:
    """Return a tool result's blocks: its text, wrapped as the dialect wants, then its pictures."""
    return (Block("text", text), *(Block("picture", picture=p.sha256) for p in observation.pictures))
