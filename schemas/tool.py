"""What a tool is to everyone who does not run it: name, schemas, provider, versions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from schemas.canonical import Json, digest


class Determinism(StrEnum):
    """How a replayed call is compared with the recorded one."""

    EXACT = "exact"
    """Same arguments and pictures give the same bytes on any machine."""
    TOLERANT = "tolerant"
    """Numbers may differ in the last digits between machines; compared with a tolerance."""
    RECORDED = "recorded"
    """Cannot be run again (a remote model); only the recorded result exists."""


@dataclass(frozen=True)
class ToolSpec:
    """One tool as the prompt, the server and the shard row describe it."""

    name: str
    """Flat snake_case, legal as a function name in every API."""
    family: str
    """`perception`, `chart`, `diagram` or `math`."""
    group: str
    provider: str
    """`native`, `transformers` or `endpoint`."""
    description: str
    """One line, told to the model."""
    arguments_schema: str
    """JSON Schema of the arguments object, as a JSON string."""
    result_schema: str
    """JSON Schema of the result object, as a JSON string."""
    version: str
    """Version of the provider code (and of the library behind it)."""
    weights_digest: str
    """SHA-256 over the weight files, empty where there are none."""
    determinism: Determinism
    trained_on: tuple[str, ...] = ()
    """Datasets whose training rows the weights saw; a row solved by such a tool is partly recall."""
    paper_tool: bool = False
    """True for a row of the paper's Appendix B; CPU-native additions are never passed off as one."""

    @property
    def needs_picture(self) -> bool:
        """Whether the tool works on one of the episode's pictures, by its argument `picture`."""
        return "picture" in json.loads(self.arguments_schema)["properties"]

    def as_function(self) -> dict[str, Json]:
        """Return the OpenAI function schema, the form every chat template understands."""
        return {
            "type": "function",
            "function": {
                "name": self.name,
                "description": self.description,
                "parameters": json.loads(self.arguments_schema),
            },
        }


def tools_digest(specs: tuple[ToolSpec, ...]) -> str:
    """Return one digest over what a model is offered: names, schemas, versions and weights, in name order."""
    return digest(
        [
            [s.name, s.version, s.weights_digest, s.arguments_schema, s.result_schema, s.description]
            for s in sorted(specs, key=lambda s: s.name)
        ]
    )
