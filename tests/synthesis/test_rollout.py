"""The rollout loop: a teacher acts until it ends, and attempts are made until one is accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from environment.registry import environment_fingerprint
from schemas import (
    Call,
    Ended,
    Observation,
    Picture,
    Reply,
    Rollout,
    RolloutPurpose,
    Usage,
    checked,
    rollout_id,
)
from synthesis.rollout import attempts, roll_out
from teachers.teacher import TeacherRefusedError, TeacherUnavailableError
from tests.builders import observation, picture
from tests.synthesis.scripted import (
    ScriptedTeacher,
    answers,
    by_attempt,
    by_turn,
    calls,
    native,
    prompt,
    says,
    setting,
)

RIGHT = (calls(), answers("7"))
WRONG = (calls(), answers("8"))


def is_seven(rollout: Rollout) -> bool:
    """What a judge with gold 7 would say."""
    return rollout.answer == "7"


def made(teacher: ScriptedTeacher, **options: object) -> list[Rollout]:
    """All attempts at the prompt, judged by is_seven."""
    return list(asyncio.run(attempts(setting(teacher, **options), prompt(), is_seven)).rollouts)  # type: ignore[arg-type]


def one(teacher: ScriptedTeacher, attempt: int = 0, **options: object) -> Rollout:
    """One attempt at the prompt."""
    return asyncio.run(roll_out(setting(teacher, **options), prompt(), attempt))  # type: ignore[arg-type]


def test_a_rollout_holds_who_acted_where_and_every_step() -> None:
    teacher = ScriptedTeacher(by_turn(*RIGHT))
    rollout = one(teacher, attempt=2)
    environment = environment_fingerprint(prompt().tools, 3)
    assert rollout.rollout_id == rollout_id(prompt().task_id, "script-1", environment, 2)
    assert (rollout.teacher, rollout.environment, rollout.attempt) == (teacher.ref, environment, 2)
    assert (rollout.task_id, rollout.purpose, rollout.tools) == (prompt().task_id, "teacher", ("count_bars",))
    assert (rollout.ended, rollout.answer, rollout.error) == (Ended.ANSWERED, "7", "")
    assert [(s.thought, s.call, s.observation) for s in rollout.steps] == [
        ("Look.", Call("count_bars", "{}"), observation()),
        ("So.", None, None),
    ]
    checked("rollout", rollout)


def test_a_teacher_stops_at_the_first_accepted_attempt() -> None:
    teacher = ScriptedTeacher(by_attempt(WRONG, RIGHT, RIGHT, RIGHT))
    assert [(r.attempt, r.answer) for r in made(teacher)] == [(0, "8"), (1, "7")]
    assert len(teacher.requests) == 4


def test_a_teacher_that_is_never_right_uses_all_attempts_and_all_are_kept() -> None:
    rollouts = made(ScriptedTeacher(by_turn(*WRONG)), attempts=3)
    assert [r.attempt for r in rollouts] == [0, 1, 2]
    assert len({r.rollout_id for r in rollouts}) == 3


def test_a_probe_makes_all_attempts_even_after_a_right_one() -> None:
    rollouts = made(ScriptedTeacher(by_attempt(RIGHT, WRONG, RIGHT, WRONG)), purpose=RolloutPurpose.PROBE)
    assert [(r.attempt, r.answer) for r in rollouts] == [(0, "7"), (1, "8"), (2, "7"), (3, "8")]
    assert {r.purpose for r in rollouts} == {RolloutPurpose.PROBE}


def test_the_attempts_of_a_probe_are_open_at_the_same_time() -> None:
    async def probing() -> int:
        together = asyncio.Event()
        waiting: list[int] = []

        class Waiting(ScriptedTeacher):
            async def reply(self, request: object) -> Reply:
                waiting.append(1)
                if len(waiting) == 4:
                    together.set()
                await asyncio.wait_for(together.wait(), 30)
                return answers()

        teacher = Waiting(by_turn(answers()))
        return len((await attempts(setting(teacher, RolloutPurpose.PROBE), prompt(), is_seven)).rollouts)

    assert asyncio.run(probing()) == 4


@pytest.mark.parametrize("failure", [TeacherUnavailableError("503 again"), TeacherRefusedError("wrong key")])
def test_a_failing_teacher_ends_the_attempt_with_its_message_and_the_task_is_not_asked_again(
    failure: TeacherUnavailableError | TeacherRefusedError,
) -> None:
    teacher = ScriptedTeacher(by_turn(failure))
    (rollout,) = made(teacher)
    assert (rollout.ended, rollout.error, rollout.answer) == (Ended.TEACHER_ERROR, str(failure), None)
    assert (rollout.steps, rollout.usage) == ((), Usage())
    assert len(teacher.requests) == 1
    checked("rollout", rollout)


def test_what_was_done_before_a_teacher_failed_is_kept() -> None:
    first = replace(calls(), prompt_tokens=10, completion_tokens=5, cost_usd=0.5)
    (rollout,) = made(ScriptedTeacher(by_turn(first, TeacherUnavailableError("gone"))))
    assert rollout.ended is Ended.TEACHER_ERROR
    assert [s.call for s in rollout.steps] == [Call("count_bars", "{}")]
    assert rollout.usage == Usage(1, 10, 5, 0.5, 0.0)


def test_a_failure_in_a_later_attempt_keeps_the_earlier_ones() -> None:
    rollouts = made(ScriptedTeacher(by_attempt(WRONG, (TeacherUnavailableError("gone"),))))
    assert [r.ended for r in rollouts] == [Ended.ANSWERED, Ended.TEACHER_ERROR]


def test_a_fault_of_ours_is_raised_and_not_taken_for_the_teacher_s() -> None:
    async def broken(call: Call, pictures: Sequence[Picture]) -> Observation:
        raise ZeroDivisionError("a fault of ours")

    with pytest.raises(ZeroDivisionError):
        one(ScriptedTeacher(by_turn(*RIGHT)), run_tool=broken)


def test_usage_sums_over_the_turns() -> None:
    costs = {
        "prompt_tokens": 100,
        "completion_tokens": 10,
        "cost_usd": 0.25,
        "seconds": 1.5,
        "cached_tokens": 64,
    }
    more = {
        "prompt_tokens": 200,
        "completion_tokens": 20,
        "cost_usd": 0.5,
        "seconds": 0.5,
        "reasoning_tokens": 7,
    }
    teacher = ScriptedTeacher(by_turn(says(calls().text, **costs), says(answers().text, **more)))
    assert one(teacher).usage == Usage(2, 300, 30, 0.75, 2.0, cached_tokens=64, reasoning_tokens=7)


def test_one_reply_of_unknown_price_makes_the_attempt_s_cost_unknown() -> None:
    teacher = ScriptedTeacher(by_turn(replace(calls(), cost_usd=0.25), replace(answers(), cost_usd=None)))
    (rollout,) = made(teacher)
    assert rollout.usage.cost_usd is None
    checked("rollout", rollout)


def test_a_rollout_tells_the_decoding_its_draws_were_made_with_under_the_name_of_what_was_asked_for() -> None:
    refusing = by_turn(
        replace(calls(), refused=("seed",)), replace(answers(), refused=("seed", "temperature"))
    )
    teacher = ScriptedTeacher(refusing)
    teacher.ref = replace(teacher.ref, decoding='{"seed":0,"temperature":0.7,"top_p":0.9}')
    (rollout,) = made(teacher)
    assert rollout.teacher.decoding == '{"top_p":0.9}'
    assert rollout.teacher.fingerprint == teacher.ref.fingerprint
    assert rollout.rollout_id == made(ScriptedTeacher(by_turn(*RIGHT)))[0].rollout_id


@pytest.mark.parametrize(
    ("script", "ended", "answer"),
    [
        ((answers(""),), Ended.NO_ANSWER, None),
        ((calls(), calls(), calls()), Ended.MAX_TURNS, None),
        ((says("7"), says("7"), says("7")), Ended.MALFORMED, None),
        ((says("7"), answers("7")), Ended.ANSWERED, "7"),
        ((calls("telescope"), answers("7")), Ended.ANSWERED, "7"),
        ((Reply("<think>Well", finish="length"),), Ended.TRUNCATED, None),
    ],
)
def test_however_an_attempt_ends_it_is_a_record_that_fits(
    script: tuple[Reply, ...], ended: Ended, answer: str | None
) -> None:
    teacher = ScriptedTeacher(by_turn(*script))
    rollout = one(teacher)
    assert (rollout.ended, rollout.answer) == (ended, answer)
    assert len(rollout.steps) == len(teacher.requests) == len(script)
    checked("rollout", rollout)


def test_each_request_carries_the_conversation_so_far_in_the_teacher_s_dialect() -> None:
    teacher = ScriptedTeacher(by_turn(*RIGHT))
    one(teacher, attempt=3)
    first, second = teacher.requests
    assert [m.role for m in first.messages] == ["system", "user"]
    assert [m.role for m in second.messages] == ["system", "user", "assistant", "user"]
    assert second.messages[:2] == first.messages
    assert observation().text in second.messages[3].content[0].text
    assert [(r.turns_left, len(r.steps), r.attempt) for r in teacher.requests] == [(3, 0, 3), (2, 1, 3)]
    assert not first.native_tools


def test_a_teacher_of_native_tools_gets_them_in_their_own_field_and_role_tool_back() -> None:
    teacher = ScriptedTeacher(by_turn(native(), answers()), "openai")
    assert one(teacher).ended is Ended.ANSWERED
    assert [m.role for m in teacher.requests[1].messages] == ["system", "user", "assistant", "tool"]
    assert all(request.native_tools for request in teacher.requests)


def test_a_teacher_of_structure_is_sent_no_messages_but_the_steps() -> None:
    teacher = ScriptedTeacher(by_turn(*RIGHT), "structure")
    assert one(teacher).answer == "7"
    assert [r.messages for r in teacher.requests] == [(), ()]
    assert teacher.requests[1].steps[0].observation == observation()


def test_each_call_sees_the_pictures_of_the_calls_before_it() -> None:
    crop, seen = picture(32, 32, "red"), []

    async def crops(call: Call, pictures: Sequence[Picture]) -> Observation:
        seen.append(len(pictures))
        return observation(pictures=[crop])

    one(ScriptedTeacher(by_turn(calls(), calls(), answers())), run_tool=crops)
    assert seen == [1, 2]


def test_other_conversations_go_on_while_a_tool_runs() -> None:
    async def both() -> list[Rollout]:
        other_is_done = asyncio.Event()

        async def waits(call: Call, pictures: Sequence[Picture]) -> Observation:
            await asyncio.wait_for(other_is_done.wait(), 30)
            return observation()

        async def other() -> Rollout:
            made = await roll_out(setting(ScriptedTeacher(by_turn(answers()))), prompt(), 0)
            other_is_done.set()
            return made

        waiting = roll_out(setting(ScriptedTeacher(by_turn(*RIGHT)), run_tool=waits), prompt(), 0)
        return await asyncio.gather(waiting, other())

    assert [r.answer for r in asyncio.run(both())] == ["7", "7"]
