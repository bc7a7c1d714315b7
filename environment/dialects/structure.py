"""Structure: for a program that reads prompt and steps themselves; it replies in the hermes form."""

from __future__ import annotations

from collections.abc import Sequence

from environment.dialects.hermes import parse
from schemas import Message, Step

__all__ = ["NATIVE_TOOLS", "RENDERED", "parse", "render_steps"]

NATIVE_TOOLS = False
RENDERED = False


def render_steps(steps: Sequence[Step]) -> tuple[Message, ...]:
    """Write nothing: the request carries the steps."""
    return ()
