"""verl-tool's protocol: a batch of assistant turns in, a batch of observations out, in the same order.

Source: TIGER-AI-Lab/verl-tool, `verl_tool/servers/serve.py` (the server's side) and
`verl_tool/agent_loop/verltool_agent_loop.py` (the client's side, whose ways are named where they matter).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from environment.dialects import Dialect, dialect_named
from environment.errors import ArgumentValueError, MalformedTurnError, UnknownToolError, reason_of
from environment.execute import refusal
from environment.server.app import Page, body_of
from environment.server.desk import Desk
from environment.server.episodes import Episodes, Memory
from environment.server.frames import FrameRule, to_frame, to_original
from environment.server.pictures import base64_of, picture_of_text
from environment.server.refusals import RequestError, checked
from schemas import Call, Json, Observation, Picture, Reply, Step, canonical_json

MAX_ACTIONS = 4096
"""Turns of one request."""
PICTURE_HEAD = "data:image/jpeg;base64,"
"""What stands before a picture's base64: the head that the client's own encoder writes, though pictures are
PNG; its decoder goes by the bytes."""
PLACEHOLDER = "<image>"
_LITERAL = re.compile(r"<( *)(image|video|audio)>")

_EXTRA: Json = {
    "type": ["object", "null"],
    "properties": {
        "images": {"type": ["array", "null"], "items": {"type": "string"}},
        "frame": {"type": "object"},
    },
}
_SCHEMA = canonical_json(
    {
        "type": "object",
        "properties": {
            # One id as a bare text is what the client sends when it closes a trajectory.
            "trajectory_ids": {
                "type": ["array", "string"],
                "items": {"type": ["string", "integer"]},
                "maxItems": MAX_ACTIONS,
            },
            "actions": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MAX_ACTIONS},
            "finish": {"type": "array", "items": {"type": "boolean"}},
            "is_last_step": {"type": "array", "items": {"type": "boolean"}},
            "extra_fields": {"type": ["array", "null"], "items": _EXTRA},
        },
        "required": ["trajectory_ids", "actions"],
    }
)


@dataclass(frozen=True)
class Asked:
    """One turn of a request."""

    identity: str
    action: str
    finish: bool
    images: tuple[str, ...]
    frame: FrameRule


@dataclass(frozen=True)
class Answered:
    """What one turn gets: the observation, whether the trajectory is done, whether the turn was valid."""

    observation: str | dict[str, Any]
    done: bool
    valid: bool


def get_observation(
    desk: Desk, dialect_name: str, frame: FrameRule, picture_root: str, episodes: Episodes
) -> Page:
    """Return the page `/get_observation`."""
    dialect = dialect_named(dialect_name)
    root = Path(picture_root) if picture_root else None

    async def page(request: Request) -> Response:
        desk.check_open()
        asked = asked_of(await body_of(request), frame)
        with desk.admitted(sum(not one.finish for one in asked)):
            # Begun before any runs: a picture that is refused leaves no half of a batch done.
            memories = [_memory(one, episodes, root) for one in asked]
            turns = zip(asked, memories, strict=True)
            answers = await asyncio.gather(
                *(_answer(one, memory, desk, dialect, episodes) for one, memory in turns)
            )
        return JSONResponse(
            {
                "observations": [a.observation for a in answers],
                "dones": [a.done for a in answers],
                "valids": [a.valid for a in answers],
            }
        )

    return page


def asked_of(body: bytes, frame: FrameRule) -> list[Asked]:
    """Read a request; raises RequestError where its lists differ in length or a field does not fit."""
    value = checked(body, _SCHEMA)
    ids = value["trajectory_ids"]
    identities = [ids] if isinstance(ids, str) else [str(one) for one in ids]
    count = len(identities)
    lists: dict[str, list[Any]] = {"finish": [False] * count, "extra_fields": [None] * count}
    lists |= {
        name: value[name]
        for name in ("actions", "finish", "is_last_step", "extra_fields")
        if value.get(name) is not None
    }
    for name, held in lists.items():
        if len(held) != count:
            raise RequestError(400, f"{name} has {len(held)} entries, trajectory_ids {count}")
    turns = zip(identities, lists["actions"], lists["finish"], lists["extra_fields"], strict=True)
    return [
        Asked(
            identity, action, finish, tuple((extra or {}).get("images") or ()), _frame_of(extra or {}, frame)
        )
        for identity, action, finish, extra in turns
    ]


def _frame_of(extra: dict[str, Any], default: FrameRule) -> FrameRule:
    if "frame" not in extra:
        return default
    try:
        return FrameRule(**extra["frame"])
    except (TypeError, ValueError) as error:
        raise RequestError(400, f"extra_fields.frame: {error}") from error


def _memory(asked: Asked, episodes: Episodes, root: Path | None) -> Memory | None:
    if asked.finish:
        return None
    known = episodes.get(asked.identity)
    if known is not None:
        return known
    return episodes.begin(asked.identity, tuple(picture_of_text(text, root) for text in asked.images))


async def _answer(
    asked: Asked, memory: Memory | None, desk: Desk, dialect: Dialect, episodes: Episodes
) -> Answered:
    if memory is None:
        episodes.forget(asked.identity)
        return Answered("", done=True, valid=True)
    async with memory.lock:
        text = closed(asked.action)
        try:
            turn = dialect.parse(Reply(text))
        except MalformedTurnError as error:
            step = Step("", None, refusal(error), raw=text or " ")
            return Answered(_told(step, dialect), done=False, valid=False)
        if turn.call is None:
            episodes.forget(asked.identity)
            return Answered("", done=True, valid=True)
        seen = await _run(turn.call, memory.pictures, desk, asked.frame)
        episodes.add(asked.identity, memory, seen.pictures)
    fault = seen.status != "ok" and reason_of(seen.error_code) is not None
    return Answered(_told(Step(turn.thought, turn.call, seen), dialect), done=False, valid=not fault)


def closed(action: str) -> str:
    """Return an action with the closing tag that the client cuts off where it stopped generating."""
    for tag in ("tool_call", "answer"):
        if f"<{tag}>" in action and f"</{tag}>" not in action:
            return f"{action}</{tag}>"
    return action


async def _run(call: Call, pictures: tuple[Picture, ...], desk: Desk, frame: FrameRule) -> Observation:
    spec = desk.specs.get(call.name)
    if spec is None:
        offered = ", ".join(sorted(desk.specs))
        return refusal(UnknownToolError(f"There is no tool {call.name!r} here; offered: {offered}."))
    try:
        asked = to_original(call, spec, pictures, frame)
    except ArgumentValueError as error:
        return refusal(error, spec)
    return to_frame(await desk.run(asked, pictures), asked, pictures, frame)


def _told(step: Step, dialect: Dialect) -> str | dict[str, Any]:
    """Return the observation as rows show it: the dialect's text, then a placeholder for each picture."""
    observation = step.observation
    assert observation is not None
    result = dialect.render_steps((step,))[-1]
    text = "".join(_LITERAL.sub(r"< \1\2>", block.text) for block in result.content if block.kind == "text")
    if not observation.pictures:
        return text
    return {
        "obs": text + PLACEHOLDER * len(observation.pictures),
        "image": [PICTURE_HEAD + base64_of(picture) for picture in observation.pictures],
    }
