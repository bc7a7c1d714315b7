"""A teacher that says what a test wrote down, and the prompts and settings around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from environment.turns import RunTool
from schemas import (
    Call,
    NativeCall,
    Observation,
    Picture,
    Prompt,
    Reply,
    Request,
    RolloutPurpose,
    TeacherKind,
    TeacherRef,
    prompt_of,
)
from synthesis.rollout import Setting
from teachers.teacher import TeacherError
from tests.builders import observation, task, tool_spec

Line = Reply | TeacherError


class ScriptedTeacher:
    """Replies with the next line of its script for the attempt, and remembers every request."""

    def __init__(self, lines: Callable[[Request], Line], dialect: str = "hermes") -> None:
        self.ref = TeacherRef(TeacherKind.RECORDED, "script", "script-1", "{}")
        self.dialect = dialect
        self.requests: list[Request] = []
        self._lines = lines

    async def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        line = self._lines(request)
        if isinstance(line, TeacherError):
            raise line
        return line

    async def aclose(self) -> None:
        """Nothing to let go of."""


def says(text: str, **usage: float) -> Reply:
    """A reply with its cost."""
    return Reply(text, **usage)  # type: ignore[arg-type]


def calls(name: str = "count_bars", arguments: str = "{}") -> Reply:
    """A hermes turn that calls a tool."""
    return Reply(f'<think>Look.</think><tool_call>{{"name": "{name}", "arguments": {arguments}}}</tool_call>')


def answers(answer: str = "7") -> Reply:
    """A turn that answers."""
    return Reply(f"<think>So.</think><answer>{answer}</answer>")


def native(name: str = "count_bars") -> Reply:
    """A native call."""
    return Reply("Look.", (NativeCall("x", name, "{}"),), finish="tool_calls")


def by_turn(*script: Line) -> Callable[[Request], Line]:
    """The same script in every attempt, one line a turn."""
    return lambda request: script[len(request.steps)]


def by_attempt(*scripts: Sequence[Line]) -> Callable[[Request], Line]:
    """A script for each attempt."""
    return lambda request: scripts[request.attempt][len(request.steps)]


def prompt() -> Prompt:
    """A chart question with one tool."""
    return prompt_of(task(), [tool_spec()])


async def counting(call: Call, pictures: Sequence[Picture]) -> Observation:
    """Always counts seven bars."""
    return observation()


def setting(
    teacher: ScriptedTeacher,
    purpose: RolloutPurpose = RolloutPurpose.TEACHER,
    attempts: int = 4,
    run_tool: RunTool = counting,
    max_turns: int = 3,
) -> Setting:
    """A stage that asks the teacher itself."""
    return Setting(teacher, teacher.reply, run_tool, purpose, attempts, max_turns)
