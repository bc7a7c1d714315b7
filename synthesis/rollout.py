"""The rollout loop: a teacher acts in an episode until it ends; several attempts until one is accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from environment.dialects import dialect_named
from environment.registry import environment_fingerprint
from environment.turns import RunTool, Turns
from schemas import (
    Ended,
    Prompt,
    Reply,
    Request,
    Rollout,
    RolloutPurpose,
    Usage,
    rollout_id,
)
from schemas.versions import ROLLOUT_VERSION
from synthesis.prompts import opening
from synthesis.usage import with_reply
from teachers.refusals import as_drawn
from teachers.teacher import Teacher, TeacherError

Accept: TypeAlias = Callable[[Rollout], bool]
"""Says whether a rollout is good enough to stop; handed in, since only its maker knows the gold answer."""
AskTeacher: TypeAlias = Callable[[Request], Awaitable[Reply]]


@dataclass(frozen=True)
class Setting:
    """What stays the same for every attempt of a stage."""

    teacher: Teacher
    ask: AskTeacher
    """How a reply is got: the teacher itself, or the ledger before it."""
    run_tool: RunTool
    """How a call is run: off the event loop."""
    purpose: RolloutPurpose
    attempts: int
    """Most attempts for a teacher, exactly that many for a probe."""
    max_turns: int


async def roll_out(setting: Setting, prompt: Prompt, attempt: int) -> Rollout:
    """Make one attempt; a teacher's failure ends it as `teacher_error` with the message, never raises."""
    teacher = setting.teacher
    dialect = dialect_named(teacher.dialect)
    turns = Turns(dialect, setting.max_turns)
    turns.reset(prompt)
    start = opening(prompt, teacher.dialect, setting.max_turns) if dialect.RENDERED else ()
    usage, error, refused = Usage(), "", set[str]()
    while turns.ended is None:
        request = Request(
            prompt=prompt,
            messages=(*start, *dialect.render_steps(turns.steps)),
            steps=turns.steps,
            attempt=attempt,
            turns_left=turns.turns_left,
            native_tools=dialect.NATIVE_TOOLS,
        )
        try:
            reply = await setting.ask(request)
        except TeacherError as failure:
            error = str(failure)
            break
        usage = with_reply(usage, reply)
        refused.update(reply.refused)
        call = turns.take(reply)
        if call is not None:
            turns.observe(await setting.run_tool(call, turns.pictures))
    environment = environment_fingerprint(prompt.tools, setting.max_turns)
    return Rollout(
        rollout_id=rollout_id(prompt.task_id, teacher.ref.fingerprint, environment, attempt),
        schema_version=ROLLOUT_VERSION,
        task_id=prompt.task_id,
        purpose=setting.purpose,
        teacher=as_drawn(teacher.ref, refused),
        environment=environment,
        tools=tuple(spec.name for spec in prompt.tools),
        attempt=attempt,
        steps=turns.steps,
        answer=turns.answer,
        ended=turns.ended or Ended.TEACHER_ERROR,
        error=error,
        usage=usage,
    )


async def attempts(setting: Setting, prompt: Prompt, accept: Accept) -> list[Rollout]:
    """Make a task's attempts: a teacher stops at the first accepted one, a probe always makes all.

    A teacher whose endpoint failed is not asked again for this task: the task is owed.
    """
    if setting.purpose is RolloutPurpose.PROBE:
        return list(await asyncio.gather(*(roll_out(setting, prompt, n) for n in range(setting.attempts))))
    made: list[Rollout] = []
    for attempt in range(setting.attempts):
        rollout = await roll_out(setting, prompt, attempt)
        made.append(rollout)
        if attempt + 1 == setting.attempts or rollout.ended in (Ended.TEACHER_ERROR, Ended.BUDGET):
            break
        if accept(rollout):
            break
    return made
