"""The ledger before a teacher and before the tools: what was bought once is never asked for again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from environment.errors import ToolCrashedError, ToolMemoryError, ToolTimeoutError
from environment.registry import all_specs
from environment.turns import RunTool
from schemas import Call, Observation, Picture, Reply, Request, TeacherRef
from synthesis.budget import Budget
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

PASSING_TROUBLE = frozenset({ToolTimeoutError.code, ToolMemoryError.code, ToolCrashedError.code})
"""Outcomes of this machine's state rather than of the call: told to the model, not recorded."""


def ask_through(ledger: Ledger, teacher: Teacher, budget: Budget | None = None) -> AskTeacher:
    """Return a way to ask a teacher: the ledger first, and every new reply made durable before its use.

    With a budget, what is not in the ledger is asked only as long as there is money for it.
    """

    async def ask(request: Request) -> Reply:
        key = reply_key(request, teacher.ref)
        held = ledger.read(key, decode_reply)
        if held is not None:
            return held
        if budget is None:
            reply = await teacher.reply(request)
        else:
            async with budget.request():
                reply = await teacher.reply(request)
                budget.paid(reply)
        value = encode_reply(reply)
        kept = await ledger.keep(key, REPLY, value)
        return reply if kept == value else decode_reply(kept)

    return ask


def recorded_in(ledger: Ledger, teacher: TeacherRef) -> Callable[[Request], Reply | None]:
    """Return a way to look up what a teacher once said to a request."""
    return lambda request: ledger.read(reply_key(request, teacher), decode_reply)


def run_through(ledger: Ledger, run: RunTool) -> RunTool:
    """Return a way to run calls that reads the ledger first; a new result is durable before its use."""
    specs = {spec.name: spec for spec in all_specs()}

    async def run_tool(call: Call, pictures: Sequence[Picture]) -> Observation:
        if call.name not in specs:
            return await run(call, pictures)
        key = call_key(specs[call.name], call.arguments, [p.sha256 for p in pictures])
        held = ledger.read(key, decode_observation)
        if held is not None:
            return held
        observation = await run(call, pictures)
        if observation.error_code in PASSING_TROUBLE:
            return observation
        value = encode_observation(observation)
        kept = await ledger.keep(key, OBSERVATION, value)
        return observation if kept == value else decode_observation(kept)

    return run_tool
