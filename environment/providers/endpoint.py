"""A model behind an OpenAI-compatible server, asked about one picture within one bound on time."""

from __future__ import annotations

import base64
import json
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2
import jsonschema

from environment.errors import BadReplyError, UnavailableError
from environment.providers.settings import ProviderSettings
from schemas import Json, Picture, canonical_json

TRIES = 4
FIRST_WAIT_S = 0.2
MAX_REPLY_BYTES = 2**20
MAX_TOKENS = 2048
PASSING = frozenset({408, 409, 425, 429})
"""Statuses worth another try, besides 500 and above."""
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


class _PassingTroubleError(Exception):
    """An exchange failed in a way that another may not; `wait_s` is what the server asked for."""

    def __init__(self, why: str, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.wait_s = wait_s


@dataclass(frozen=True)
class Endpoint:
    """A server of one model."""

    settings: ProviderSettings

    def ask(self, prompt: str, picture: Picture) -> str:
        """Return the model's whole reply to a prompt about a picture, decoded greedily.

        Raises UnavailableError where the server cannot be had within `timeout_s` or refuses, BadReplyError
        where what it sends is no completion, is empty, or was cut at its length limit.
        """
        content = self._post(self._body(prompt, picture))
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

    def _post(self, body: bytes) -> bytes:
        headers = self._headers()
        deadline = time.monotonic() + self.settings.timeout_s
        for failures in range(1, TRIES + 1):
            try:
                return self._exchange(body, headers, deadline)
            except _PassingTroubleError as trouble:
                # Jitter lies on top of what was asked for: everyone was told the same number.
                backoff = FIRST_WAIT_S * 2.0 ** (failures - 1)
                wait_s = max(trouble.wait_s, backoff / 2) + random.random() * backoff / 2
                if failures == TRIES or time.monotonic() + wait_s >= deadline:
                    raise UnavailableError(
                        f"{self.settings.model} cannot be had now ({trouble}): use another tool."
                    ) from trouble
                time.sleep(wait_s)
        raise AssertionError("the last try either returns or raises")

    def _exchange(self, body: bytes, headers: dict[str, str], deadline: float) -> bytes:
        url = self.settings.url.rstrip("/") + "/chat/completions"
        timeout = httpx2.Timeout(max(deadline - time.monotonic(), 0.01))
        try:
            with httpx2.stream("POST", url, content=body, headers=headers, timeout=timeout) as response:
                status = response.status_code
                if status in PASSING or status >= 500:
                    raise _PassingTroubleError(f"HTTP {status}", _asked_wait_s(response.headers))
                if status != httpx2.codes.OK:
                    raise UnavailableError(
                        f"{self.settings.model} refuses the request (HTTP {status}): use another tool."
                    )
                received = bytearray()
                for chunk in response.iter_bytes():
                    received += chunk
                    if len(received) > MAX_REPLY_BYTES:
                        raise BadReplyError(f"{self.settings.model} sent more than {MAX_REPLY_BYTES} bytes.")
                    # The client bounds each silence; bytes that drip in need a bound on the whole.
                    if time.monotonic() > deadline:
                        raise _PassingTroubleError(f"no whole reply in {self.settings.timeout_s:g} s")
                return bytes(received)
        except httpx2.InvalidURL as error:
            raise UnavailableError(
                f"{self.settings.model} has no valid address: use another tool."
            ) from error
        except (httpx2.HTTPError, OSError) as broken:
            raise _PassingTroubleError(type(broken).__name__) from broken

    def _headers(self) -> dict[str, str]:
        headers = {"content-type": "application/json"}
        if name := self.settings.api_key_env:
            key = os.environ.get(name, "")
            if not key:
                raise UnavailableError(
                    f"{self.settings.model} needs a key that is not set: use another tool."
                )
            headers["authorization"] = f"Bearer {key}"
        return headers


def _asked_wait_s(headers: httpx2.Headers) -> float:
    """Read how many seconds a server asks to wait; 0 for none, and for a date, which backoff serves too."""
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return 0.0
