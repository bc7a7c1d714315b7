"""The server's own form of a call and of an observation: lossless JSON, pictures as base64 of their bytes."""

from __future__ import annotations

import base64
from typing import Any

from environment.server.pictures import base64_of, picture_of_text
from environment.server.refusals import RequestError, checked
from schemas import Call, Json, Observation, Picture, canonical_json, from_plain, to_plain

DIGEST_HEADER = "X-Tools-Digest"
"""With it a client says which tools it expects; a server with others refuses the request."""

_PICTURE: Json = {
    "type": "object",
    "properties": {
        "data": {"type": "string"},
        "sha256": {"type": "string"},
        "source_sha256": {"type": ["string", "null"]},
    },
    "required": ["data", "sha256"],
}
_RUN = canonical_json(
    {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "arguments": {"type": "string"},
            "pictures": {"type": "array", "items": _PICTURE},
        },
        "required": ["name", "arguments", "pictures"],
        "additionalProperties": False,
    }
)


def call_to_body(call: Call, pictures: tuple[Picture, ...]) -> bytes:
    """Return the request of `POST /run`: name, arguments as JSON text, pictures with their digests."""
    value: Json = {
        "name": call.name,
        "arguments": call.arguments,
        "pictures": [
            {"data": base64_of(p), "sha256": p.sha256, "source_sha256": p.source_sha256} for p in pictures
        ],
    }
    return canonical_json(value).encode()


def call_of_body(body: bytes) -> tuple[Call, tuple[Picture, ...]]:
    """Read such a request; raises RequestError where it does not fit or a picture is not what it says."""
    value = checked(body, _RUN)
    pictures = []
    for index, held in enumerate(value["pictures"]):
        picture = picture_of_text(f"data:image/any;base64,{held['data']}", None)
        if picture.sha256 != held["sha256"]:
            raise RequestError(400, f"pictures.{index}: its bytes have another SHA-256 than it says")
        pictures.append(
            Picture(
                picture.data,
                picture.sha256,
                picture.width,
                picture.height,
                picture.media_type,
                held.get("source_sha256"),
            )
        )
    return Call(value["name"], value["arguments"]), tuple(pictures)


def observation_to_plain(observation: Observation) -> dict[str, Any]:
    """Return an observation as JSON values."""
    plain: dict[str, Any] = to_plain(observation)
    for picture in plain["pictures"]:
        picture["data"] = base64.b64encode(picture["data"]).decode()
    return plain


def observation_of_plain(plain: dict[str, Any]) -> Observation:
    """Read such an observation; raises ValueError where a picture's bytes are not what their digest says."""
    pictures = [{**p, "data": base64.b64decode(p["data"], validate=True)} for p in plain["pictures"]]
    observation = from_plain(Observation, {**plain, "pictures": pictures})
    for p in observation.pictures:
        if Picture.of(p.data, width=p.width, height=p.height, media_type=p.media_type).sha256 != p.sha256:
            raise ValueError(f"a picture's bytes are not those of {p.sha256}")
    return observation
