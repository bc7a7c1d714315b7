"""The ledger before a teacher and before the tools: what was bought once is never asked for again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from environment.episode import Execute
from environment.errors import ToolCrashedError, ToolTimeoutError
from environment.registry import all_specs
from schemas import Call, Observation, Picture, Reply, Request, TeacherRef
from synthesis.keys import call_key, reply_key
from synthesis.ledger import Ledger
from synthesis.ledger.values import (
    OBSERVATION,
    REPLY,
    decode_observation,
    decode_reply,
    encode_observation,
    encode_reply,
)
from synthesis.rollout import AskTeacher
from teachers.teacher import Teacher

PASSING_TROUBLE = frozenset({ToolTimeoutError.code, ToolCrashedError.code})
"""Outcomes of this machine's state rather than of the call: told to the model, not recorded."""


def ask_through(ledger: Ledger, teacher: Teacher) -> AskTeacher:
    """Return a way to ask a teacher: the ledger first, and every new reply made durable before its use."""

    async def ask(request: Request) -> Reply:
        key = reply_key(request, teacher.ref)
        held = ledger.read(key, decode_reply)
        if held is not None:
            return held
        reply = await teacher.reply(request)
        return decode_reply(await asyncio.wrap_future(ledger.put(key, REPLY, encode_reply(reply))))

    return ask


def recorded_in(ledger: Ledger, teacher: TeacherRef) -> Callable[[Request], Reply | None]:
    """Return a way to look up what a teacher once said to a request."""
    return lambda request: ledger.read(reply_key(request, teacher), decode_reply)


def execute_through(ledger: Ledger, execute: Execute) -> Execute:
    """Return a way to run calls that reads the ledger first; blocks until a new result is durable."""
    specs = {spec.name: spec for spec in all_specs()}

    def run(call: Call, pictures: Sequence[Picture]) -> Observation:
        if call.name not in specs:
            return execute(call, pictures)
        key = call_key(specs[call.name], call.arguments, [p.sha256 for p in pictures])
        held = ledger.read(key, decode_observation)
        if held is not None:
            return held
        observation = execute(call, pictures)
        if observation.error_code in PASSING_TROUBLE:
            return observation
        return decode_observation(ledger.put(key, OBSERVATION, encode_observation(observation)).result())

    return run
