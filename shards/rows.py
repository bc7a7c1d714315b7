"""Shard rows from records: a task, its rollout and its verdict in the columns that trainers read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import metadata

from schemas import (
    BCRow,
    BlockMessage,
    CreateArguments,
    Dense,
    DenseMismatchError,
    Difficulty,
    ExtraInfo,
    Reason,
    RejectedRow,
    RewardModel,
    RLRow,
    Rollout,
    RowImage,
    Task,
    TextMessage,
    ToolArguments,
    ToolSpec,
    Verdict,
    canonical_json,
    to_plain,
    with_dense,
)
from schemas.versions import ROW_VERSION
from shards.errors import ShardRowError
from shards.prompt import REQUIRED, prompt_messages, rollout_policy, student_tools, task_policy
from shards.student import conversation, pictures_in_order
from shards.trajectory import trajectory_json
from shards.views import block_messages, row_images, text_messages


@cache
def generator_version() -> str:
    """Return the version of the installed distribution, which stands on every row."""
    return metadata.version("vistaforge")


def bc_row(
    task: Task,
    rollout: Rollout,
    verdict: Verdict,
    difficulty: Difficulty | None,
    registry: Sequence[ToolSpec],
    dense: Dense | None = None,
) -> BCRow:
    """Return the behaviour-cloning row of an accepted rollout; `registry` holds every available tool.

    The conversation says the dense thoughts where there are some, the trajectory holds both. Raises
    ShardRowError where the verdict is another rollout's or does not accept it, the rollout has no answer, it
    was offered a tool that the registry lacks, or the dense thoughts were written for other content.
    """
    _require_verdict(task, rollout, verdict)
    if not verdict.accepted or rollout.answer is None:
        raise ShardRowError(
            task.dataset,
            rollout.rollout_id,
            "not_accepted",
            "only an accepted, answered rollout may enter bc",
        )
    tools = student_tools(task.task_id, _offered(task, rollout, registry), registry)
    policy = rollout_policy(rollout)
    blocks, texts, images = _views(task, _spoken(task, rollout, dense), tools, policy)
    return BCRow(
        id=rollout.rollout_id,
        messages=blocks,
        messages_text=texts,
        images=images,
        trajectory=trajectory_json(task, rollout, dense),
        tools_json=tools_json(tools),
        answer=rollout.answer,
        answer_type=task.answer_format.value,
        reward=verdict.score,
        success=True,
        n_turns=sum(m.role == "assistant" for m in texts),
        n_images=len(images),
        source=source_of(task),
        license=task.source.licence,
        split=task.split,
        difficulty=hardness(difficulty),
        task_id=task.task_id,
        rollout_id=rollout.rollout_id,
        dataset=task.dataset,
        family=task.family.value,
        teacher_kind=rollout.teacher.kind.value,
        teacher=rollout.teacher.name,
        tool_policy=policy,
        schema_version=ROW_VERSION,
        generator_version=generator_version(),
    )


def rejected_row(task: Task, rollout: Rollout, verdict: Verdict, registry: Sequence[ToolSpec]) -> RejectedRow:
    """Return the row of a rollout that did not enter `bc`; malformed turns stand in it verbatim.

    Raises ShardRowError like `bc_row`, except that no acceptance or answer is asked for.
    """
    _require_verdict(task, rollout, verdict)
    tools = student_tools(task.task_id, _offered(task, rollout, registry), registry)
    lacks_call = any(f.reason == Reason.NO_TOOL_CALL for f in verdict.findings)
    blocks, texts, images = _views(task, rollout, tools, REQUIRED if lacks_call else rollout_policy(rollout))
    return RejectedRow(
        id=rollout.rollout_id,
        messages=blocks,
        messages_text=texts,
        images=images,
        trajectory=trajectory_json(task, rollout),
        tools_json=tools_json(tools),
        answer=rollout.answer,
        reward=verdict.score,
        reasons=tuple(sorted({f.reason.value for f in verdict.findings if f.fatal})),
        findings=canonical_json(to_plain(verdict.findings)),
        task_id=task.task_id,
        rollout_id=rollout.rollout_id,
        dataset=task.dataset,
        family=task.family.value,
        split=task.split,
        teacher_kind=rollout.teacher.kind.value,
        teacher=rollout.teacher.name,
        schema_version=ROW_VERSION,
        generator_version=generator_version(),
    )


def rl_row(
    task: Task,
    index: int,
    difficulty: Difficulty | None,
    offered: Sequence[ToolSpec],
    registry: Sequence[ToolSpec],
) -> RLRow:
    """Return the reinforcement-learning row of a task; `index` is its 0-based place in the config.

    The answer stands in `answer`, `solution` and `reward_model` alone, since `extra_info` is posted to tool
    servers. Raises ShardRowError where the task has no reference answer.
    """
    if not task.answers:
        raise ShardRowError(task.dataset, task.task_id, "no_reference", "an rl row needs a reference answer")
    tools = student_tools(task.task_id, offered, registry)
    policy = task_policy(task.task_id)
    with_tools, bare = prompt_messages(task, tools, policy), prompt_messages(task, (), policy)
    truth = {"metric": task.metric.value, "references": task.answers, "choices": task.choices}
    arguments = ToolArguments(CreateArguments(task.task_id))
    return RLRow(
        id=task.task_id,
        data_source=task.dataset,
        prompt=block_messages(bare),
        prompt_text=text_messages(bare),
        prompt_text_tools=text_messages(with_tools),
        images=row_images(pictures_in_order(task)),
        ability=task.family.value,
        reward_model=RewardModel("rule", canonical_json(truth)),
        extra_info=ExtraInfo(
            index=index,
            split=task.split,
            answer_type=task.answer_format.value,
            difficulty=hardness(difficulty),
            need_tools_kwargs=True,
            tool_selection=tuple(spec.name for spec in tools),
            tools_kwargs={spec.name: arguments for spec in registry},
        ),
        answer=task.answers[0],
        solution=task.answers[0],
        difficulty=hardness(difficulty),
        pass_rate=difficulty.pass_rate if difficulty else None,
        tools_json=tools_json(tools),
        info=_info(task, policy, difficulty),
        schema_version=ROW_VERSION,
        generator_version=generator_version(),
    )


def tools_json(tools: Sequence[ToolSpec]) -> str:
    """Return the OpenAI function schemas as a JSON list, in the order the system text lists them."""
    return canonical_json([spec.as_function() for spec in tools])


def hardness(difficulty: Difficulty | None) -> float | None:
    """Return 1 - pass rate, or None where nothing was probed."""
    return None if difficulty is None else 1.0 - difficulty.pass_rate


def source_of(task: Task) -> str:
    """Return `<dataset>@<revision>:<row>`, by which anyone finds the raw row again."""
    return f"{task.dataset}@{task.source.revision}:{task.source.row}"


def _info(task: Task, policy: str, difficulty: Difficulty | None) -> str:
    return canonical_json(
        {
            "task_id": task.task_id,
            "source": source_of(task),
            "license": task.source.licence,
            "pictures": [p.sha256 for p in task.pictures],
            "tool_policy": policy,
            "difficulty": to_plain(difficulty),
        }
    )


def _views(
    task: Task, rollout: Rollout, tools: Sequence[ToolSpec], policy: str
) -> tuple[tuple[BlockMessage, ...], tuple[TextMessage, ...], tuple[RowImage, ...]]:
    messages = conversation(task, rollout, tools, policy)
    return block_messages(messages), text_messages(messages), row_images(pictures_in_order(task, rollout))


def _spoken(task: Task, rollout: Rollout, dense: Dense | None) -> Rollout:
    if dense is None:
        return rollout
    try:
        return with_dense(rollout, dense)
    except DenseMismatchError as error:
        raise ShardRowError(task.dataset, rollout.rollout_id, "stale_dense", str(error)) from error


def _offered(task: Task, rollout: Rollout, registry: Sequence[ToolSpec]) -> tuple[ToolSpec, ...]:
    by_name = {spec.name: spec for spec in registry}
    if missing := sorted(set(rollout.tools) - by_name.keys()):
        detail = (
            f"the rollout was offered {', '.join(missing)}, unknown here: pass every tool of its environment"
        )
        raise ShardRowError(task.dataset, rollout.rollout_id, "unknown_tool", detail)
    return tuple(by_name[name] for name in rollout.tools)


def _require_verdict(task: Task, rollout: Rollout, verdict: Verdict) -> None:
    if verdict.rollout_id != rollout.rollout_id:
        detail = f"the verdict is of {verdict.rollout_id}: read the one of this rollout"
        raise ShardRowError(task.dataset, rollout.rollout_id, "wrong_verdict", detail)
