"""What the tools with weights of their own share: a spec known from the settings, before anything loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from environment.providers.local import LIBRARY
from environment.providers.settings import WeightSettings
from environment.tool import Tool
from environment.tools.pixels import PICTURE_ARGUMENT
from schemas import Determinism, Json, ToolSpec, canonical_json


@dataclass(frozen=True)
class Weighted:
    """A tool under its name, before anyone says which weights it runs."""

    name: str
    family: str
    group: str
    provider: str
    """Its entry of `tools.weights` in the parameters."""
    model: str
    """The repository the paper's tool has."""
    description: str
    arguments: Mapping[str, Json]
    """JSON Schemas of the arguments beside `picture`."""
    required: tuple[str, ...]
    result: Json
    trained_on: tuple[str, ...]
    serve: MakeTool
    """Makes the Tool; loads nothing."""

    def spec(self, digest: str, dtype: str = "auto") -> ToolSpec:
        """Return the tool as run with the weights of that digest; the device is of no account."""
        arguments: Json = {
            "type": "object",
            "properties": {**self.arguments, "picture": dict(PICTURE_ARGUMENT)},
            "required": list(self.required),
            "additionalProperties": False,
        }
        return ToolSpec(
            name=self.name,
            family=self.family,
            group=self.group,
            provider="transformers",
            description=self.description,
            arguments_schema=canonical_json(arguments),
            result_schema=canonical_json(self.result),
            version=f"1+{LIBRARY}+{dtype}",
            weights_digest=digest,
            determinism=Determinism.TOLERANT,
            trained_on=self.trained_on,
            paper_tool=True,
        )


class MakeTool(Protocol):
    """From a spec and settings to a Tool."""

    def __call__(self, spec: ToolSpec, settings: WeightSettings) -> Tool:
        """Return the tool with its weights not yet loaded."""
        ...
