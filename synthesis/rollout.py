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
from synthesis.budget import BudgetSpentError
from synthesis.prompts import opening
from synthesis.usage import with_reply
from teachers.refusals import as_drawn
from teachers.teacher import Teacher, TeacherError

Accept: TypeAlias = Callable[[Rollout], bool]
"""Says whether a rollout is good enough to stop; handed in, since only its maker knows the gold answer."""
UNFINISHED = frozenset({Ended.TEACHER_ERROR, Ended.BUDGET})
"""Ends of an attempt that could not be made."""
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
    """Make one attempt; a teacher that cannot be had or paid ends it with its message and raises nothing."""
    teacher = setting.teacher
    dialect = dialect_named(teacher.dialect)
    turns = Turns(dialect, setting.max_turns)
    turns.reset(prompt)
    start = opening(prompt, teacher.dialect, setting.max_turns) if dialect.RENDERED else ()
    usage, error, refused = Usage(), "", set[str]()
    unfinished = Ended.TEACHER_ERROR
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
            unfinished = Ended.BUDGET if isinstance(failure, BudgetSpentError) else Ended.TEACHER_ERROR
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
        ended=turns.ended or unfinished,
        error=error,
        usage=usage,
    )


@dataclass(frozen=True)
class Attempted:
    """What came of one task."""

    rollouts: tuple[Rollout, ...]
    """In the order of the attempts."""
    accepted: bool
    """Whether one of a teacher's attempts was accepted; a probe's are measured, not accepted."""

    @property
    def owed(self) -> bool:
        """Whether the last attempt could not be made, so that the task will be tried again."""
        return self.rollouts[-1].ended in UNFINISHED


async def attempts(setting: Setting, prompt: Prompt, accept: Accept) -> Attempted:
    """Make a task's attempts: a teacher stops at the first accepted one, a probe always makes all.

    A teacher that could not be had or paid is not asked again for this task: the task is owed.
    """
    if setting.purpose is RolloutPurpose.PROBE:
        probed = await asyncio.gather(*(roll_out(setting, prompt, n) for n in range(setting.attempts)))
        return Attempted(tuple(probed), accepted=False)
    made: list[Rollout] = []
    accepted = False
    while len(made) < setting.attempts and not accepted:
        rollout = await roll_out(setting, prompt, len(made))
        made.append(rollout)
        if rollout.ended in UNFINISHED:
            break
        accepted = accept(rollout)
    return Attempted(tuple(made), accepted)
