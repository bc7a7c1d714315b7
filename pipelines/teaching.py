"""RollOut: the transform that lets a teacher act on tasks, many conversations open in one DoFn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import apache_beam as beam

from pipelines.params import Params, TeacherParams
from pipelines.records import GroupRef, read_group
from pipelines.transforms import in_global_window
from schemas import Prompt, Purpose, Rollout, RolloutPurpose, Task, from_plain, prompt_of

if TYPE_CHECKING:
    from synthesis.engine import Engine
    from teachers.teacher import Teacher

OPEN_PER_PLACE = 1.5
"""Conversations open for each request in flight, so that tool time does not idle the endpoint."""


@dataclass(frozen=True)
class RollOutSettings:
    """What a RollOut needs; plain values only, since it travels to workers."""

    params: Params
    teacher: TeacherParams
    purpose: RolloutPurpose
    attempts: int
    ledger: Path


class RollOut(beam.PTransform):
    """Make the attempts at every task of the referenced row groups; yields rollouts as they finish.

    Tasks are read where they are used, so their pictures cross no shuffle.
    """

    def __init__(self, settings: RollOutSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, refs: beam.PCollection) -> beam.PCollection:
        """Take references to row groups of tasks, give rollouts."""
        return refs | beam.ParDo(_RollOut(self._settings))


class _RollOut(beam.DoFn):
    def __init__(self, settings: RollOutSettings) -> None:
        self._settings = settings

    def setup(self) -> None:
        # Imported and built in the worker: none of it can travel, and the launcher needs none of it.
        from environment.pool import ToolPool
        from pipelines.acceptance import acceptance
        from synthesis.bought import ask_through, execute_through
        from synthesis.engine import Engine
        from synthesis.ledger import Ledger
        from synthesis.rollout import Setting

        settings = self._settings
        self._ledger = Ledger.open(settings.ledger)
        self._pool = ToolPool(settings.params.tools.workers, settings.params.tools.timeout_s)
        self._engine: Engine[list[Rollout]] = Engine(int(settings.teacher.in_flight * OPEN_PER_PLACE) + 1)
        self._teacher = self._engine.run(_connect(settings.teacher))
        self._setting = Setting(
            teacher=self._teacher,
            ask=ask_through(self._ledger, self._teacher),
            execute=execute_through(self._ledger, self._pool.execute),
            purpose=settings.purpose,
            attempts=settings.attempts,
            max_turns=settings.params.synthesize.max_turns,
        )
        self._acceptance = partial(acceptance, settings.params.verify.tool_policy)

    def process(self, ref: GroupRef) -> Iterator[Rollout]:
        for plain in read_group(ref):
            self._start(from_plain(Task, plain))
            for rollouts in self._engine.finished():
                yield from rollouts

    def finish_bundle(self) -> Iterator[beam.utils.windowed_value.WindowedValue]:
        for rollouts in self._engine.drain():
            for rollout in rollouts:
                yield in_global_window(rollout)

    def teardown(self) -> None:
        self._engine.run(self._teacher.aclose())
        self._engine.close()
        self._pool.close()
        self._ledger.close()

    def _start(self, task: Task) -> None:
        from dataclasses import replace

        from environment.registry import selection_of
        from synthesis.rollout import attempts

        setting = self._setting
        if task.purpose.value not in self._settings.params.synthesize.purposes:
            return
        if task.purpose is Purpose.EVAL and setting.purpose is RolloutPurpose.TEACHER:
            # Several attempts at an evaluation task would be pass@k under the name of accuracy.
            setting = replace(setting, attempts=1)
        prompt: Prompt = prompt_of(task, selection_of(task.family).tools)
        self._engine.submit(partial(attempts, setting, prompt, self._acceptance(task)))


async def _connect(params: TeacherParams) -> Teacher:
    """Build a teacher on the event loop it will live on."""
    if params.kind == "programmatic":
        from teachers.programmatic import ProgrammaticTeacher

        return ProgrammaticTeacher()
    from synthesis.prompts import prompts_digest
    from teachers.openai import OpenAISettings, OpenAITeacher

    settings = OpenAISettings(
        base_url=params.base_url,
        model=params.model,
        api_key_env=params.api_key_env,
        decoding=params.decoding,
        native_tools=params.native_tools,
        in_flight=params.in_flight,
        read_timeout_s=params.timeout_s,
        total_timeout_s=2 * params.timeout_s,
    )
    return OpenAITeacher(settings, prompts_digest())
