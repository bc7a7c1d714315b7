"""What was bought once is never asked for again: teachers and tools behind a real ledger file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from environment.errors import (
    ArgumentNameError,
    NothingFoundError,
    ToolCrashedError,
    ToolError,
    ToolTimeoutError,
)
from environment.execute import execute, refusal
from environment.registry import load_tools
from schemas import Call, Observation, Picture, Reply, Rollout, RolloutPurpose, prompt_of
from synthesis import bought
from synthesis.bought import ask_through, run_through
from synthesis.ledger import Ledger
from synthesis.rollout import AskTeacher, Setting, attempts
from teachers.teacher import TeacherUnavailableError
from tests.builders import call, picture, task
from tests.conversations import first_turn
from tests.synthesis.scripted import ScriptedTeacher, answers, by_attempt, by_turn, calls

ZOOM = load_tools()["zoom"].spec
BOX = call("zoom", {"bbox_2d": [4, 4, 40, 40]})


class Counting:
    """Runs calls with the real tools, or refuses them with one error, and counts."""

    def __init__(self, error: ToolError | None = None) -> None:
        self.calls = 0
        self._error = error

    async def __call__(self, call: Call, pictures: Sequence[Picture]) -> Observation:
        self.calls += 1
        if self._error is not None:
            return refusal(self._error, ZOOM)
        return execute(load_tools(), call, pictures)


def rolled_out(ledger: Ledger, teacher: ScriptedTeacher, run: Counting) -> list[Rollout]:
    """Three attempts at a question about a picture, everything through the ledger."""
    setting = Setting(
        teacher, ask_through(ledger, teacher), run_through(ledger, run), RolloutPurpose.PROBE, 3, 3
    )
    made = asyncio.run(attempts(setting, prompt_of(task(), [ZOOM]), lambda rollout: False))
    return list(made.rollouts)


def running(ledger: Ledger, tools: Counting) -> Callable[[Call, Sequence[Picture]], Observation]:
    """Run calls through the ledger, for a caller who waits."""
    run = run_through(ledger, tools)

    async def once(call: Call, pictures: Sequence[Picture]) -> Observation:
        return await run(call, pictures)

    return lambda call, pictures: asyncio.run(once(call, pictures))


def asked(ask: AskTeacher) -> Reply:
    """Ask once."""

    async def once() -> Reply:
        return await ask(first_turn("a"))

    return asyncio.run(once())


def test_a_second_run_asks_no_teacher_and_no_tool_and_gives_the_same_rollouts(tmp_path: Path) -> None:
    look = calls("zoom", '{"bbox_2d": [4, 4, 40, 40]}')
    wider = calls("zoom", '{"bbox_2d": [0, 0, 60, 40]}')
    script = by_attempt((look, answers("7")), (wider, answers("8")), (look, wider, answers("7")))
    first, tools = ScriptedTeacher(script), Counting()
    with Ledger.open(tmp_path / "ledger") as ledger:
        paid = rolled_out(ledger, first, tools)
        # Attempts are draws of their own, so every reply is bought; the same crop of the same picture is not.
        assert len(first.requests) == 7
        assert ledger.stats().entries == {"reply": 7, "observation": 3}

    second, again = ScriptedTeacher(script), Counting()
    with Ledger.open(tmp_path / "ledger") as ledger:
        assert rolled_out(ledger, second, again) == paid
        assert (len(second.requests), again.calls) == (0, 0)
        assert ledger.stats().hits == 11


def test_a_run_that_was_cut_asks_only_for_what_is_missing(tmp_path: Path) -> None:
    cut = ScriptedTeacher(
        by_attempt((calls(), answers()), (calls(), TeacherUnavailableError("gone")), (answers(),))
    )
    with Ledger.open(tmp_path / "ledger") as ledger:
        rolled_out(ledger, cut, Counting())
    whole = ScriptedTeacher(by_turn(calls(), answers()))
    with Ledger.open(tmp_path / "ledger") as ledger:
        rollouts = rolled_out(ledger, whole, Counting())
    assert [(r.attempt, len(r.steps)) for r in whole.requests] == [(1, 1)]
    assert [r.answer for r in rollouts] == ["7", "7", "7"]


def test_a_reply_is_durable_before_it_is_used(tmp_path: Path) -> None:
    teacher = ScriptedTeacher(by_turn(replace(answers(), cost_usd=0.25, reasoning="So.")))
    with Ledger.open(tmp_path / "ledger") as ledger, Ledger.open(tmp_path / "ledger") as other:
        got = asked(ask_through(ledger, teacher))
        assert other.stats().entries == {"reply": 1}
    assert got == replace(answers(), cost_usd=0.25, reasoning="So.")


def test_a_teacher_s_failure_is_raised_and_not_recorded(tmp_path: Path) -> None:
    lines: list[Reply | TeacherUnavailableError] = [TeacherUnavailableError("503"), answers()]
    teacher = ScriptedTeacher(lambda request: lines.pop(0))
    with Ledger.open(tmp_path / "ledger") as ledger:
        ask = ask_through(ledger, teacher)
        with pytest.raises(TeacherUnavailableError):
            asked(ask)
        assert ledger.stats().entries == {}
        assert asked(ask) == answers()


def test_a_recorded_result_is_byte_for_byte_what_the_tool_gave(tmp_path: Path) -> None:
    pictures, tools = [picture(80, 60, "red")], Counting()
    fresh = execute(load_tools(), BOX, pictures)
    with Ledger.open(tmp_path / "ledger") as ledger:
        run = running(ledger, tools)
        assert run(BOX, pictures) == fresh
        assert run(BOX, pictures) == fresh
        assert run(BOX, pictures).pictures[0].data == fresh.pictures[0].data
    assert tools.calls == 1


@pytest.mark.parametrize(
    ("other", "pictures"),
    [
        (call("zoom", {"bbox_2d": [4, 4, 40, 41]}), [picture(80, 60, "red")]),
        (BOX, [picture(80, 60, "blue")]),
        (BOX, [picture(80, 60, "red"), picture()]),
    ],
)
def test_other_arguments_or_pictures_are_another_call(
    tmp_path: Path, other: Call, pictures: list[Picture]
) -> None:
    tools = Counting()
    with Ledger.open(tmp_path / "ledger") as ledger:
        run = running(ledger, tools)
        run(BOX, [picture(80, 60, "red")])
        run(other, pictures)
    assert tools.calls == 2


def test_a_new_version_of_a_tool_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = Counting()
    with Ledger.open(tmp_path / "ledger") as ledger:
        running(ledger, tools)(BOX, [picture()])
        monkeypatch.setattr(bought, "all_specs", lambda: (replace(ZOOM, version="next"),))
        running(ledger, tools)(BOX, [picture()])
    assert tools.calls == 2


@pytest.mark.parametrize("error", [ToolTimeoutError("It took too long."), ToolCrashedError("It died.")])
def test_trouble_of_this_machine_is_told_and_not_recorded(tmp_path: Path, error: ToolError) -> None:
    tools = Counting(error)
    with Ledger.open(tmp_path / "ledger") as ledger:
        run = running(ledger, tools)
        assert run(BOX, [picture()]) == run(BOX, [picture()]) == refusal(error, ZOOM)
        assert ledger.stats().entries == {}
    assert tools.calls == 2


@pytest.mark.parametrize("error", [NothingFoundError("No axis."), ArgumentNameError("No `colour`.")])
def test_a_refusal_that_the_call_itself_earned_is_recorded(tmp_path: Path, error: ToolError) -> None:
    tools = Counting(error)
    with Ledger.open(tmp_path / "ledger") as ledger:
        run = running(ledger, tools)
        assert run(BOX, [picture()]) == run(BOX, [picture()]) == refusal(error, ZOOM)
    assert tools.calls == 1


def test_a_call_of_no_known_tool_goes_straight_to_the_tools(tmp_path: Path) -> None:
    tools = Counting()
    with Ledger.open(tmp_path / "ledger") as ledger:
        assert running(ledger, tools)(call("telescope"), [picture()]).error_code == "unknown_tool"
        assert ledger.stats().entries == {}
    assert tools.calls == 1


@pytest.mark.parametrize(
    "arguments", ['{"bbox_2d": ', "[" * 100_000, '{"bbox_2d": "\\ud83d"}'], ids=["cut", "deep", "half"]
)
def test_arguments_that_are_no_good_json_are_refused_and_stop_nothing(tmp_path: Path, arguments: str) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        run = running(ledger, Counting())
        assert run(Call("zoom", arguments), [picture()]).status == "error"
        assert run(BOX, [picture()]).status == "ok"
