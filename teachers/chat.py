"""The chat-completions wire format: a request as the bytes of a body, and a body as a reply."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from schemas import Block, Json, Message, NativeCall, Picture, Reply, Request, ToolSpec

DataUrls = MutableMapping[Picture, bytes]
"""The data URL of each picture in use."""

CUT = ("length", "max_tokens")
"""Finish reasons of a reply that its length limit ended."""
_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
OWN_FIELDS = frozenset({"model", "messages", "tools", "stream", "n"})
"""Body fields that decoding settings may not name: they are the request itself."""


class NotACompletionError(ValueError):
    """A body that is not a chat completion: broken JSON, or no message in it."""


def data_urls() -> DataUrls:
    """Return an empty cache of data URLs; an entry lives as long as its task's picture does."""
    return WeakKeyDictionary()


def chat_body(request: Request, model: str, decoding: Mapping[str, Json], urls: DataUrls) -> bytes:
    """Serialise a request once, splicing in each picture's cached data URL.

    A `seed` among the decoding settings is a base: attempt i draws with seed + i. Raises ValueError for a
    picture block whose bytes lie neither in the prompt nor in an observation.
    """
    fields: dict[str, Json] = {"model": model, **decoding}
    seed = decoding.get("seed")
    if isinstance(seed, int):
        fields["seed"] = seed + request.attempt
    tools = request.prompt.tools if request.native_tools else ()
    pictures = {picture.sha256: picture for picture in _pictures(request)}
    pieces = [_json(fields)[:-1], _tools(tools), b',"messages":[']
    for message in request.messages:
        pieces += _message(message, pictures, urls)
        pieces.append(b",")
    if request.messages:
        pieces.pop()
    pieces.append(b"]}")
    # Joined once: a picture is most of a body, and each joining copies it.
    return b"".join(pieces)


def reply_of(body: bytes, seconds: float) -> Reply:
    """Read the first choice of a chat completion; raises NotACompletionError where there is none.

    Tokens not told count 0; the cost is left unknown (`teachers.prices`).
    """
    try:
        completion = json.loads(body)
        choice = completion["choices"][0]
        message = choice["message"]
        calls = tuple(_call(n, call) for n, call in enumerate(message.get("tool_calls") or ()))
        text = _text(message.get("content")) or _text(message.get("refusal"))
        reasoning = _text(message.get("reasoning_content")) or _text(message.get("reasoning"))
        cut = choice.get("finish_reason") in CUT
    except (ValueError, RecursionError) as fault:
        raise NotACompletionError(f"the body is not JSON ({fault}): {_start(body)}") from fault
    except (KeyError, IndexError, TypeError, AttributeError) as fault:
        raise NotACompletionError(f"the body holds no message ({fault!r}): {_start(body)}") from fault
    usage = completion.get("usage")
    return Reply(
        text=text,
        calls=calls,
        reasoning=reasoning,
        finish="length" if cut else "tool_calls" if calls else "stop",
        prompt_tokens=_count(usage, "prompt_tokens"),
        completion_tokens=_count(usage, "completion_tokens"),
        seconds=seconds,
        cached_tokens=_count(usage, "prompt_tokens_details", "cached_tokens"),
        reasoning_tokens=_count(usage, "completion_tokens_details", "reasoning_tokens"),
        picture_tokens=_count(usage, "prompt_tokens_details", "image_tokens"),
    )


def _pictures(request: Request) -> Iterator[Picture]:
    yield from request.prompt.pictures
    for step in request.steps:
        if step.observation is not None:
            yield from step.observation.pictures


@lru_cache(256)
def _tools(tools: tuple[ToolSpec, ...]) -> bytes:
    """Return the body's `tools` with a comma before it; a family's tasks all have the same."""
    return b',"tools":' + _json([tool.as_function() for tool in tools]) if tools else b""


def _message(message: Message, pictures: Mapping[str, Picture], urls: DataUrls) -> Sequence[bytes]:
    """Return a message in pieces, each picture's data URL one of them."""
    if not any(block.picture for block in message.content):
        return (_text_message(message),)
    pieces = [_json(_fields(message))[:-1], b',"content":[']
    for block in message.content:
        pieces += _part(block, pictures, urls)
        pieces.append(b",")
    pieces[-1] = b"]}"
    return pieces


# System messages are long and few, and each turn sends all messages again.
@lru_cache(1024)
def _text_message(message: Message) -> bytes:
    # A plain string is what every endpoint and chat template takes.
    return _json({**_fields(message), "content": "".join(block.text for block in message.content)})


def _fields(message: Message) -> dict[str, Json]:
    fields: dict[str, Json] = {"role": message.role}
    if message.call_id:
        fields["tool_call_id"] = message.call_id
    if message.calls:
        fields["tool_calls"] = [
            {"id": c.id, "type": "function", "function": {"name": c.name, "arguments": c.arguments}}
            for c in message.calls
        ]
    return fields


def _part(block: Block, pictures: Mapping[str, Picture], urls: DataUrls) -> Sequence[bytes]:
    if block.kind == "text":
        return (b'{"type":"text","text":', _json(block.text), b"}")
    picture = pictures.get(block.picture)
    if picture is None:
        raise ValueError(
            f"the conversation shows picture {block.picture[:16]}, which no one holds the bytes of"
        )
    url = urls.get(picture)
    if url is None:
        url = urls[picture] = b"data:%b;base64,%b" % (
            picture.media_type.encode(),
            base64.b64encode(picture.data),
        )
    return (b'{"type":"image_url","image_url":{"url":"', url, b'"}}')


def _json(value: Json) -> bytes:
    return _ENCODER.encode(value).encode("ascii")


def _call(place: int, call: Any) -> NativeCall:  # noqa: ANN401 - whatever the endpoint wrote
    function = call["function"]
    arguments = function.get("arguments")
    if not isinstance(arguments, str):
        # Some servers send the object itself instead of its text.
        arguments = json.dumps({} if arguments is None else arguments)
    return NativeCall(_text(call.get("id")) or f"call_{place}", _text(function["name"]), _whole(arguments))


def _text(content: Any) -> str:  # noqa: ANN401
    if isinstance(content, str):
        return _whole(content)
    if isinstance(content, list):
        return "".join(_text(part.get("text")) for part in content if isinstance(part, dict))
    return ""


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can smuggle in and UTF-8 cannot hold."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _count(usage: Any, *path: str) -> int:  # noqa: ANN401
    for name in path:
        usage = usage.get(name) if isinstance(usage, dict) else None
    return usage if isinstance(usage, int) and usage >= 0 else 0


def _start(body: bytes, limit: int = 120) -> str:
    return repr(body[:limit].decode("utf-8", "replace"))
