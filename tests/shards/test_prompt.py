"""The student's prompt teaches no lookup from family to tool."""

from __future__ import annotations

import json
import subprocess
import sys

from schemas import AnswerFormat, Observation, Step
from shards.prompt import (
    choice_letter,
    prompt_messages,
    rollout_policy,
    student_tools,
    system_text,
    task_policy,
    user_message,
)
from tests.shards.shard_samples import REGISTRY, rollout, task

TASKS = [task(n) for n in range(40)]


def test_offered_tools_are_all_there_among_one_to_three_others() -> None:
    for t in TASKS:
        names = [s.name for s in student_tools(t.task_id, REGISTRY[:2], REGISTRY)]
        assert {s.name for s in REGISTRY[:2]} < set(names)
        assert 3 <= len(names) == len(set(names)) <= 5


def test_order_and_distractors_vary_between_tasks_and_do_not_hang_on_the_given_order() -> None:
    listed = {tuple(s.name for s in student_tools(t.task_id, REGISTRY[:2], REGISTRY)) for t in TASKS}
    assert len(listed) > 20
    assert {names[0] for names in listed} == {s.name for s in REGISTRY}
    for t in TASKS:
        assert student_tools(t.task_id, REGISTRY[:2], REGISTRY) == student_tools(
            t.task_id, REGISTRY[1::-1], REGISTRY[::-1]
        )


def test_another_process_lists_the_same_tools() -> None:
    task_id = TASKS[0].task_id
    code = f"from shards.prompt import seeded; print(seeded('order', {task_id!r}, 'zoom'))"
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    from shards.prompt import seeded

    assert int(fresh.stdout) == seeded("order", task_id, "zoom")


def test_the_system_text_lists_each_schema_once_as_json() -> None:
    text = system_text(REGISTRY[:2], "optional")
    listed = text.split("<tools>\n", 1)[1].split("</tools>")[0].strip().splitlines()
    # The first mention of the tags is a sentence; the schemas stand between the second pair.
    assert [json.loads(line)["function"]["name"] for line in listed if line.startswith("{")] == [
        s.name for s in REGISTRY[:2]
    ]
    assert "<tools>" not in system_text((), "optional")


def test_required_is_claimed_only_where_a_tool_was_called() -> None:
    policies = {task_policy(t.task_id) for t in TASKS}
    assert policies == {"required", "optional"}
    for t in TASKS:
        assert rollout_policy(rollout(t)) == task_policy(t.task_id)
        assert rollout_policy(rollout(t, steps=(Step("Clear.", None, None),))) == "optional"


def test_a_call_that_only_failed_does_not_obey_required() -> None:
    for t in TASKS:
        first, last = rollout(t).steps
        assert first.call is not None
        failed = Step("x", first.call, Observation("error", "nothing_found", "No chart.", ""))
        assert rollout_policy(rollout(t, steps=(failed, last))) == "optional"


def test_pictures_come_first_then_context_question_choices_and_form() -> None:
    t = task(7, context="A hint.", choices=("red", "blue"), answer_format=AnswerFormat.LETTER)
    kinds = [b.kind for b in user_message(t).content]
    assert kinds == ["picture", "text"]
    assert user_message(t).content[-1].text == (
        "A hint.\n\nHow many bars are taller than 7?\n(A) red\n(B) blue\n\n"
        "Answer with the letter of the right choice only."
    )


def test_every_answer_format_has_its_instruction() -> None:
    last_lines = {
        user_message(task(1, answer_format=f)).content[-1].text.splitlines()[-1] for f in AnswerFormat
    }
    assert len(last_lines) == len(AnswerFormat)


def test_no_reference_answer_reaches_the_prompt() -> None:
    plain, secret = task(1), task(1, answers=("SECRET",))
    assert prompt_messages(plain, REGISTRY, "required") == prompt_messages(secret, REGISTRY, "required")


def test_choices_beyond_z_go_on_with_two_letters() -> None:
    assert [choice_letter(i) for i in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
