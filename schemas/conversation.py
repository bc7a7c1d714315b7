"""What goes to a teacher and what comes back: a request for one turn, and one reply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from schemas.canonical import digest
from schemas.rollout import Step
from schemas.task import Prompt


@dataclass(frozen=True)
class Block:
    """A piece of a message: text, or a picture named by its digest."""

    kind: str
    """`text` or `picture`."""
    text: str = ""
    picture: str = ""
    """SHA-256 of the picture; its bytes lie in the prompt or in an observation."""


@dataclass(frozen=True)
class NativeCall:
    """A tool call in the endpoint's own field (`tool_calls`)."""

    id: str
    name: str
    arguments: str
    """The arguments as the endpoint wrote them: a JSON text, possibly broken."""


@dataclass(frozen=True)
class Message:
    """One chat message in neutral form."""

    role: str
    """`system`, `user`, `assistant`, `tool` or `function`."""
    content: tuple[Block, ...]
    calls: tuple[NativeCall, ...] = ()
    call_id: str = ""
    """For role `tool`: the call it answers."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of it, pictures by their own digests, as 64 hex digits."""
        return digest(
            [
                self.role,
                [[block.kind, block.text, block.picture] for block in self.content],
                [[call.id, call.name, call.arguments] for call in self.calls],
                self.call_id,
            ]
        )

    def __hash__(self) -> int:
        # Worked out once; a conversation's messages are looked up at each of its turns.
        return hash(self.digest)


@dataclass(frozen=True)
class Request:
    """Everything a teacher may know when asked for its next turn."""

    prompt: Prompt
    messages: tuple[Message, ...]
    """The conversation so far, rendered in the teacher's dialect."""
    steps: tuple[Step, ...]
    """The same conversation as structure."""
    attempt: int
    """0-based attempt; attempts of one task are independent draws."""
    turns_left: int
    """Assistant turns left, this one included."""
    native_tools: bool
    """Whether tools go in the request's own field (dialect `openai`) or stand in the system text."""


@dataclass(frozen=True)
class Reply:
    """One assistant turn as the teacher wrote it."""

    text: str
    calls: tuple[NativeCall, ...] = ()
    reasoning: str = ""
    """Reasoning given in a field of its own by thinking models; empty where none was given."""
    finish: str = "stop"
    """`stop`, `tool_calls` or `length`."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None
    """What it cost when it was bought; None where no price is known, which is not the same as free."""
    seconds: float = 0.0
    cached_tokens: int = 0
    """Prompt tokens that the endpoint had in its cache."""
    reasoning_tokens: int = 0
    """Completion tokens that were thought and, with some vendors, not shown."""
    picture_tokens: int = 0
    """Prompt tokens that stand for pictures, where the endpoint counts them apart."""
    refused: tuple[str, ...] = ()
    """Decoding fields that the endpoint refuses, in name order: this reply was drawn without them."""
