"""An expert: a tool that asks a served model one question and reads its reply into a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from environment.providers.endpoint import Endpoint
from environment.providers.settings import ProviderSettings
from environment.tool import Tool, ToolResult
from environment.tools.experts.replies import Form
from environment.tools.pixels import PICTURE_ARGUMENT, decode_rgb, picture_at
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json, digest

QUESTION: Json = {
    "type": "string",
    "minLength": 1,
    "maxLength": 4000,
    "description": "What to ask, in words.",
}


@dataclass(frozen=True)
class Expert:
    """What a model is asked for under one tool name, before anyone says where it is served."""

    name: str
    family: str
    group: str
    provider: str
    """Its entry of `tools.providers` in the parameters."""
    description: str
    prompt: str
    """Sent with the picture; `{question}` is what the call asks."""
    form: Form
    trained_on: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether a call must say a question."""
        return "{question}" in self.prompt

    def spec(self, model: str) -> ToolSpec:
        """Return the tool as served by the model of that name: known from the settings alone, so that a
        recorded result is found again where the server is not."""
        properties: dict[str, Json] = {"picture": dict(PICTURE_ARGUMENT)}
        if self.asks:
            properties["question"] = QUESTION
        schema: dict[str, Json] = {
            "type": "object",
            "properties": properties,
            "required": ["question"] if self.asks else [],
            "additionalProperties": False,
        }
        return ToolSpec(
            name=self.name,
            family=self.family,
            group=self.group,
            provider="endpoint",
            description=self.description,
            arguments_schema=canonical_json(schema),
            result_schema=canonical_json(self.form.schema),
            version=f"1+prompt-{digest(self.prompt)[:12]}",
            weights_digest=digest(["endpoint", model]) if model else "",
            determinism=Determinism.RECORDED,
            trained_on=self.trained_on,
            paper_tool=True,
        )

    def served(self, settings: ProviderSettings) -> Tool:
        """Return the tool at its server."""
        return ServedExpert(self, settings)


class ServedExpert:
    """An expert at its server: a Tool."""

    def __init__(self, expert: Expert, settings: ProviderSettings) -> None:
        self.spec = expert.spec(settings.model)
        self._expert = expert
        self._endpoint = Endpoint(settings)

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        """Ask the model about one picture; raises UnavailableError, BadReplyError or NothingFoundError, and
        ToolError where the picture does not decode."""
        index, picture = picture_at(arguments, pictures)
        decode_rgb(picture)  # a model answers about what it was not shown as readily as about what it was
        # Replaced and not formatted: the prompts and the questions hold braces of their own.
        prompt = self._expert.prompt.replace("{question}", str(arguments.get("question", "")))
        found, told = self._expert.form.read(self._endpoint.ask(prompt, picture))
        return ToolResult({"picture": index, **found}, told)
