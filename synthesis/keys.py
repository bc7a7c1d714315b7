"""What a ledger entry is keyed by: the hash of everything that was asked, and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from schemas import Json, Request, Step, TeacherRef, ToolSpec, canonical_json, digest

REPLY_KEY_VERSION = 1
CALL_KEY_VERSION = 1
"""Raised when a key covers something else or a value changes form: old entries are then asked again."""


def reply_key(request: Request, teacher: TeacherRef) -> str:
    """Return the key of a teacher's reply, 64 hex digits.

    Covers the teacher's fingerprint, the digests of the rendered messages (their pictures by digest), the
    tools as they are offered, and the attempt. A teacher of dialect `structure` is shown no messages: its key
    covers the prompt and the steps themselves.
    """
    return digest(
        [
            "reply",
            REPLY_KEY_VERSION,
            teacher.fingerprint,
            [message.digest for message in request.messages] if request.messages else _structure(request),
            _offered(request.prompt.tools),
            request.native_tools,
            request.attempt,
        ]
    )


def call_key(tool: ToolSpec, arguments: str, pictures: Sequence[str]) -> str:
    """Return the key of a tool's result, 64 hex digits.

    `arguments` is the arguments object as JSON (any spelling of one object gives one key; what has no
    canonical form counts as spelled), `pictures` the SHA-256 digests of the pictures so far, in order.
    """
    asked: Json
    try:
        asked = canonical_json(json.loads(arguments)).encode().decode()
    except (ValueError, RecursionError):
        # Not JSON, or JSON that has no canonical UTF-8: NaN, half a surrogate pair, a number without end.
        asked = ["verbatim", json.dumps(arguments)]
    return digest(
        ["call", CALL_KEY_VERSION, tool.name, tool.version, tool.weights_digest, asked, list(pictures)]
    )


@lru_cache(256)
def _offered(tools: tuple[ToolSpec, ...]) -> str:
    return digest([tool.as_function() for tool in tools])


def _structure(request: Request) -> Json:
    prompt = request.prompt
    return [
        prompt.dataset,
        prompt.family.value,
        prompt.question,
        prompt.context,
        list(prompt.choices),
        prompt.answer_format.value,
        [picture.sha256 for picture in prompt.pictures],
        [_step(step) for step in request.steps],
        request.turns_left,
    ]


def _step(step: Step) -> Json:
    seen = step.observation
    return [
        step.thought,
        None if step.call is None else [step.call.name, step.call.arguments],
        None
        if seen is None
        else [seen.status, seen.error_code, seen.text, seen.result, [p.sha256 for p in seen.pictures]],
        step.problem,
        step.raw,
    ]
