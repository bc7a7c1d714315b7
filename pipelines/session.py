"""A session: the teachers, tools, ledger and engine of one process, and the conversations open in it."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from environment.registry import selection_of
from pipelines.backend import backend
from pipelines.budgeting import budget_of
from pipelines.connect import connect
from pipelines.judging import acceptance
from pipelines.params import TeacherParams
from pipelines.progress import Load, Watched, shown
from pipelines.runner import use_tools
from pipelines.shares import teacher_of
from pipelines.teaching import AT_ONCE, RollOutSettings
from schemas import Family, Purpose, RolloutPurpose, Task, prompt_of
from synthesis.bought import ask_through, run_through
from synthesis.engine import Engine, Work
from synthesis.ledger import Ledger
from synthesis.prompts import prompts_digest
from synthesis.rollout import Attempted, Setting, attempts
from synthesis.tally import Tally
from teachers.openai import OpenAITeacher

OPEN_PER_PLACE = 1.5
"""Conversations open for each request in flight, so that tool time does not idle the endpoint."""

GARBAGE_ALLOCATED = 20_000
"""Objects made between two collections of garbage; conversations make many and leave hardly a cycle."""


@dataclass(frozen=True)
class Finished:
    """One task whose attempts have ended."""

    family: Family
    made: Attempted


class Session:
    """Attempts tasks, many at a time. Opened after a fork, closed by whoever opened it."""

    def __init__(self, settings: RollOutSettings) -> None:
        """Connect teachers and tools and open the ledger."""
        self._settings = settings
        self._tally = Tally()
        with contextlib.ExitStack() as opened:
            self._ledger = opened.enter_context(Ledger.open(settings.ledger))
            in_flight = sum(teacher.in_flight for teacher in settings.teachers.values())
            self._engine = opened.enter_context(
                Engine[Finished](max(int(in_flight * OPEN_PER_PLACE), AT_ONCE))
            )
            tools = settings.params.tools
            use_tools(tools)
            self._pool = backend(tools)
            opened.callback(lambda: self._engine.run(self._pool.aclose()))
            if settings.wanted:
                self._engine.run(self._pool.start())
            self._budget = budget_of(settings.params.budget_usd, self._ledger, settings.other_ledgers)
            self._players = {
                name: self._setting(params, opened) for name, params in settings.teachers.items()
            }
            if settings.wanted:
                title = f"{settings.stage} {settings.dataset}"
                watched = Watched(title, settings.wanted, self._tally, self._load, time.monotonic())
                opened.enter_context(shown(watched))
            self._opened = opened.pop_all()
        # What was imported stays: no collection need look through it again.
        gc.freeze()
        gc.set_threshold(GARBAGE_ALLOCATED, *gc.get_threshold()[1:])

    def begin(self, tasks: Sequence[Task]) -> None:
        """Start the attempts at some tasks, waiting until there is room for all of them."""
        self._engine.submit(*(self._work(task) for task in tasks))

    def finished(self) -> Iterator[Finished]:
        """Yield what has ended so far, without waiting."""
        return self._tallied(self._engine.finished())

    def drain(self) -> Iterator[Finished]:
        """Yield what ends, until nothing is open."""
        return self._tallied(self._engine.drain())

    def close(self) -> None:
        """Let everything go, in the order opposite to its opening."""
        self._opened.close()

    def _tallied(self, ended: Iterator[Finished]) -> Iterator[Finished]:
        for finished in ended:
            self._tally.add(finished.family, finished.made)
            yield finished

    def _setting(self, params: TeacherParams, opened: contextlib.ExitStack) -> Setting:
        settings = self._settings
        teacher = self._engine.run(connect(params, prompts_digest(), self._ledger))
        opened.callback(lambda: self._engine.run(teacher.aclose()))
        return Setting(
            teacher=teacher,
            ask=ask_through(self._ledger, teacher, self._budget),
            run_tool=run_through(self._ledger, self._pool.run),
            purpose=settings.purpose,
            attempts=settings.attempts,
            max_turns=settings.params.synthesize.max_turns,
        )

    def _work(self, task: Task) -> Work[Finished]:
        settings = self._settings
        setting = self._players[teacher_of(task.task_id, task.family, settings.teachers)]
        if task.purpose is Purpose.EVAL and settings.purpose is RolloutPurpose.TEACHER:
            # Several attempts at an evaluation task would be pass@k under the name of accuracy.
            setting = replace(setting, attempts=1)
        prompt = prompt_of(task, selection_of(task.family, bool(task.pictures)).tools)
        accept = acceptance(task, settings.params.verify.tool_policy)

        async def work() -> Finished:
            return Finished(task.family, await attempts(setting, prompt, accept))

        return work

    def _load(self) -> Load:
        loads = [
            setting.teacher.governor.load
            for setting in self._players.values()
            if isinstance(setting.teacher, OpenAITeacher)
        ]
        return Load(sum(load.under_way for load in loads), sum(load.limit for load in loads))
