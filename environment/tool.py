"""The tool contract: a spec, and a function from checked arguments and pictures to a result that fits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from schemas import Picture, ToolSpec

MIN_SIDE = 28
"""Smallest side in pixels of a picture an observation may hold; vision encoders reject smaller ones."""
MAX_ASPECT = 20.0
"""Largest ratio of the sides of such a picture."""


@dataclass(frozen=True)
class ToolResult:
    """What a tool found: an object that fits the result schema, the text for the model, new pictures."""

    result: Mapping[str, Any]
    text: str
    """What the model is told: compact, true to `result`, with nothing that `result` lacks."""
    pictures: tuple[Picture, ...] = field(default=())


class Tool(Protocol):
    """One tool. An instance may hold loaded weights; it holds no state between calls."""

    spec: ToolSpec

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        """Do the work for arguments that already fit `spec.arguments_schema`.

        `pictures` are the episode's pictures so far: the prompt's first, then those earlier observations
        returned, in order. Boxes are pixels of the picture named. Raises `environment.errors.ToolError`
        subclasses with one sentence for the model; never returns a made-up result.
        """
        ...
