"""The student's conversation: one rollout as system, user and assistant turns in the hermes dialect."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from environment.dialects import hermes
from schemas import Block, Message, Picture, Rollout, Step, Task, ToolSpec
from shards.errors import ShardRowError
from shards.prompt import prompt_messages


def conversation(
    task: Task, rollout: Rollout, tools: Sequence[ToolSpec], tool_policy: str
) -> tuple[Message, ...]:
    """Return the whole conversation; a malformed turn stands in it verbatim.

    Raises ShardRowError where the rollout is of another task, a call's arguments are not JSON, or two turns
    in a row have one role.
    """
    if rollout.task_id != task.task_id:
        raise _refused(task, rollout, f"the rollout answers {rollout.task_id}: read the task it names")
    try:
        turns = [turn for step in rollout.steps for turn in _turns(step, rollout.answer)]
    except ValueError as error:
        raise _refused(task, rollout, f"a call's arguments are not JSON ({error})") from error
    messages = (*prompt_messages(task, tools, tool_policy), *turns)
    for position, (before, after) in enumerate(pairwise(messages)):
        if before.role == after.role:
            detail = (
                f"turns {position} and {position + 1} are both {after.role}: a step lacks its observation"
            )
            raise _refused(task, rollout, detail)
    return messages


def pictures_in_order(task: Task, rollout: Rollout | None = None) -> tuple[Picture, ...]:
    """Return every picture the conversation shows, one per placeholder, in order."""
    steps = rollout.steps if rollout else ()
    made = (p for step in steps if step.observation for p in step.observation.pictures)
    return (*task.pictures, *made)


def _turns(step: Step, answer: str | None) -> tuple[Message, ...]:
    if step.call is None and step.observation is None and not (step.raw or step.problem):
        text = hermes.render_thought(step.thought) + hermes.render_answer(answer or "")
        return (Message("assistant", (Block("text", text),)),)
    return hermes.render_steps([step])


def _refused(task: Task, rollout: Rollout, detail: str) -> ShardRowError:
    return ShardRowError(task.dataset, rollout.rollout_id, "unrenderable", detail)
