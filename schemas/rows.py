"""Shard rows: what a trainer reads, with the columns proven on TRL, verl, LLaMA-Factory and ms-swift."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TextBlock:
    """A content block in TRL's form: these two keys only: a null `image` key corrupts Qwen templates."""

    type: str
    """`text` or `image`."""
    text: str | None
    """The text; None for an image placeholder."""


@dataclass(frozen=True)
class BlockMessage:
    """One turn for TRL."""

    role: str
    """`system`, `user` or `assistant`; a tool result is a user turn."""
    content: tuple[TextBlock, ...]


@dataclass(frozen=True)
class TextMessage:
    """The same turn for trainers that want a string with `<image>` placeholders."""

    role: str
    content: str


@dataclass(frozen=True)
class RowImage:
    """One picture in the order of the placeholders."""

    bytes: bytes = field(repr=False)
    path: str
    """`<sha256>.<ext>`, a name that does not exist locally."""


@dataclass(frozen=True)
class BCRow:
    """One accepted trajectory for behaviour cloning."""

    id: str
    messages: tuple[BlockMessage, ...]
    messages_text: tuple[TextMessage, ...]
    images: tuple[RowImage, ...]
    trajectory: str
    """The whole structured trajectory as canonical JSON, tool versions and picture digests included."""
    tools_json: str
    """JSON list of OpenAI function schemas, in the order the system text lists them."""
    answer: str
    answer_type: str
    reward: float
    success: bool
    n_turns: int
    n_images: int
    source: str
    license: str
    split: str
    difficulty: float | None
    """1 - pass rate of the probed policy; None where nothing was probed."""
    task_id: str
    rollout_id: str
    dataset: str
    family: str
    teacher_kind: str
    teacher: str
    tool_policy: str
    """`required` or `optional`: whether the system text demands a call; the conversation obeys it."""
    schema_version: int
    generator_version: str


@dataclass(frozen=True)
class RejectedRow:
    """One rollout that did not enter `bc`, with every reason."""

    id: str
    messages: tuple[BlockMessage, ...]
    messages_text: tuple[TextMessage, ...]
    images: tuple[RowImage, ...]
    trajectory: str
    tools_json: str
    answer: str | None
    """What the rollout answered; None where it did not."""
    reward: float
    reasons: tuple[str, ...]
    findings: str
    """The findings with their evidence, as a JSON string."""
    task_id: str
    rollout_id: str
    dataset: str
    family: str
    split: str
    teacher_kind: str
    teacher: str
    schema_version: int
    generator_version: str


@dataclass(frozen=True)
class RewardModel:
    """verl's reward field."""

    style: str
    ground_truth: str
    """JSON object with `metric`, `references` and `choices`: all that `reward.py` needs."""


@dataclass(frozen=True)
class CreateArguments:
    """verl's per-tool keyword arguments; the task's id, never its answer."""

    task_id: str


@dataclass(frozen=True)
class ToolArguments:
    """One tool's entry in `tools_kwargs`."""

    create_kwargs: CreateArguments


@dataclass(frozen=True)
class ExtraInfo:
    """What verl and verl-tool hand on to the tool server: no answer in it."""

    index: int
    split: str
    answer_type: str
    difficulty: float | None
    need_tools_kwargs: bool
    tool_selection: tuple[str, ...]
    tools_kwargs: dict[str, ToolArguments]
    """Keyed by tool name; the same names in every row of a shard."""


@dataclass(frozen=True)
class RLRow:
    """One task for reinforcement learning with a tool server."""

    id: str
    data_source: str
    prompt: tuple[BlockMessage, ...]
    prompt_text: tuple[TextMessage, ...]
    """System text without tool schemas, for trainers that add them (verl, TRL GRPO)."""
    prompt_text_tools: tuple[TextMessage, ...]
    """System text with tool schemas, for verl-tool."""
    images: tuple[RowImage, ...]
    ability: str
    reward_model: RewardModel
    extra_info: ExtraInfo
    answer: str
    solution: str
    difficulty: float | None
    pass_rate: float | None
    tools_json: str
    info: str
    """Lineage and difficulty evidence as a JSON string."""
    schema_version: int
    generator_version: str
