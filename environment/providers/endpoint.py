"""A model behind an OpenAI-compatible server, asked about one picture within one bound on time."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

import jsonschema

from environment.errors import BadReplyError
from environment.providers.exchange import post
from environment.providers.settings import ProviderSettings
from schemas import Json, Picture, canonical_json

MAX_TOKENS = 2048
REPLY_SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "properties": {
        "choices": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "message": {
                        "type": "object",
                        "properties": {"content": {"type": "string"}},
                        "required": ["content"],
                    },
                    "finish_reason": {"type": ["string", "null"]},
                },
                "required": ["message"],
            },
        }
    },
    "required": ["choices"],
}
"""What is read of a chat completion."""


@dataclass(frozen=True)
class Endpoint:
    """A server of one model."""

    settings: ProviderSettings

    def ask(self, prompt: str, picture: Picture) -> str:
        """Return the model's whole reply to a prompt about a picture, decoded greedily.

        Raises UnavailableError where the server cannot be had within `timeout_s` or refuses, BadReplyError
        where what it sends is no completion, is empty, or was cut at its length limit.
        """
        content = post(self.settings, "/chat/completions", self._body(prompt, picture), "application/json")
        try:
            reply = json.loads(content)
            jsonschema.validate(reply, REPLY_SCHEMA)
            reply["choices"][0]["message"]["content"].encode()  # half a pair fits JSON and not UTF-8
        except (ValueError, RecursionError, jsonschema.ValidationError) as error:
            raise BadReplyError(
                f"{self.settings.model} sent something that is no chat completion."
            ) from error
        choice = reply["choices"][0]
        if choice.get("finish_reason") == "length":
            raise BadReplyError(f"The reply of {self.settings.model} was cut at {MAX_TOKENS} tokens.")
        text: str = choice["message"]["content"].strip()
        if not text:
            raise BadReplyError(f"{self.settings.model} sent an empty reply.")
        return text

    def _body(self, prompt: str, picture: Picture) -> bytes:
        url = f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"
        parts: list[Json] = [
            {"type": "image_url", "image_url": {"url": url}},
            {"type": "text", "text": prompt},
        ]
        return canonical_json(
            {
                "model": self.settings.model,
                "messages": [{"role": "user", "content": parts}],
                "temperature": 0,
                "max_tokens": MAX_TOKENS,
            }
        ).encode()
