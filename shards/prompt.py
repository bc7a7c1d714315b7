"""The student's prompt: no tool-selection prior, tools in seeded order among seeded distractors."""

from __future__ import annotations

import json
from collections.abc import Sequence

from schemas import Block, Message, Rollout, Task, ToolSpec, sha256_hex
from shards.templating import render

MAX_DISTRACTORS = 3
"""Tools beyond the offered ones that a prompt lists at most; 1 to 3 where the registry has them."""

REQUIRED = "required"
OPTIONAL = "optional"


def seeded(*parts: str) -> int:
    """Return a number below 2**64 that depends on the parts alone: the same in every process."""
    return int(sha256_hex("\x1f".join(parts))[:16], 16)


def student_tools(
    task_id: str, offered: Sequence[ToolSpec], registry: Sequence[ToolSpec]
) -> tuple[ToolSpec, ...]:
    """Return the tools a student's prompt lists: the offered ones and distractors, shuffled by task id."""
    names = {spec.name for spec in offered}
    others = sorted(
        (spec for spec in registry if spec.name not in names),
        key=lambda spec: seeded("distractor", task_id, spec.name),
    )
    count = 1 + seeded("distractors", task_id) % MAX_DISTRACTORS
    return tuple(
        sorted((*offered, *others[:count]), key=lambda spec: seeded("order", task_id, spec.name)),
    )


def task_policy(task_id: str) -> str:
    """Return `required` for half of the tasks and `optional` for the others, by task id."""
    return REQUIRED if seeded("policy", task_id) % 2 else OPTIONAL


def rollout_policy(rollout: Rollout) -> str:
    """Return the task's policy where the rollout obeys it; one without a successful call is `optional`."""
    called = any(s.call and s.observation and s.observation.status == "ok" for s in rollout.steps)
    return task_policy(rollout.task_id) if called else OPTIONAL


def choice_letter(index: int) -> str:
    """Return A to Z, then AA, AB, ... for a 0-based choice."""
    high, low = divmod(index, 26)
    return (choice_letter(high - 1) if high else "") + chr(ord("A") + low)


def system_text(tools: Sequence[ToolSpec], tool_policy: str) -> str:
    """Return the system turn; with no tools it states the protocol and leaves the schemas to the trainer."""
    schemas = [json.dumps(spec.as_function(), ensure_ascii=False) for spec in tools]
    return render("system.j2", tools=schemas, tool_policy=tool_policy).rstrip("\n")


def user_message(task: Task) -> Message:
    """Return the question turn: pictures first, then context, question, choices and the answer's form."""
    text = render(
        "user.j2",
        context=task.context,
        question=task.question,
        choices=[(choice_letter(i), choice) for i, choice in enumerate(task.choices)],
        answer_format=task.answer_format.value,
    )
    pictures = (Block("picture", picture=p.sha256) for p in task.pictures)
    return Message("user", (*pictures, Block("text", text)))


def prompt_messages(task: Task, tools: Sequence[ToolSpec], tool_policy: str) -> tuple[Message, Message]:
    """Return the system and the question turn; never reads the task's answers."""
    system = Message("system", (Block("text", system_text(tools, tool_policy)),))
    return system, user_message(task)
