"""Rollout: one attempt at one task, kept as structure whether right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.canonical import content_id
from schemas.picture import Picture
from schemas.versions import ROLLOUT_VERSION


class RolloutPurpose(StrEnum):
    """Why the attempt was made."""

    TEACHER = "teacher"
    """Expert data: attempts go on until one is accepted."""
    PROBE = "probe"
    """A measurement of a sampled policy: always k attempts."""


class TeacherKind(StrEnum):
    """What acted in the rollout."""

    OPENAI = "openai"
    PROGRAMMATIC = "programmatic"
    RECORDED = "recorded"
    TRANSFORMERS = "transformers"


class Ended(StrEnum):
    """How a rollout ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    """The teacher abstained: its last turn said so, or answered nothing."""
    MAX_TURNS = "max_turns"
    TRUNCATED = "truncated"
    """A reply was cut by its length limit (`finish_reason=length`)."""
    MALFORMED = "malformed"
    """The last allowed turn did not fit the grammar."""
    TEACHER_ERROR = "teacher_error"
    BUDGET = "budget"


@dataclass(frozen=True)
class Call:
    """One tool call as it was asked for."""

    name: str
    arguments: str
    """The arguments object as canonical JSON; verbatim text where it was not JSON."""


@dataclass(frozen=True)
class Frame:
    """The frame in which the model saw the picture a box refers to."""

    width: int
    height: int
    mode: str
    """`absolute` (pixels of width x height) or `relative_1000` (0-1000)."""


@dataclass(frozen=True)
class Observation:
    """What a tool returned, or the one sentence that says why it could not."""

    status: str
    """`ok` or `error`."""
    error_code: str
    """Empty when ok; else an `environment.errors` code."""
    text: str
    """Exactly what the model is told, without the dialect's wrapping."""
    result: str
    """The tool's result as canonical JSON that fits the tool's result schema; empty on error."""
    pictures: tuple[Picture, ...] = ()
    """Pictures the tool made, PNG."""
    tool: str = ""
    tool_version: str = ""
    weights_digest: str = ""
    determinism: str = ""
    frame: Frame | None = None


@dataclass(frozen=True)
class Step:
    """One assistant turn: a thought, then a call with its observation, or the answer (both None/empty)."""

    thought: str
    call: Call | None
    observation: Observation | None
    problem: str = ""
    """Reason code of a malformed turn (`E1_schema`, ...), with the sentence told in `observation`."""
    raw: str = ""
    """The reply verbatim where it did not parse; empty otherwise."""


@dataclass(frozen=True)
class Usage:
    """What an attempt cost; seconds and money are those recorded when a reply was bought, not of a re-run."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0
    """None where the price of one reply or more is not known."""
    seconds: float = 0.0
    cached_tokens: int = 0
    """Prompt tokens that the endpoint had in its cache."""
    reasoning_tokens: int = 0
    """Completion tokens that were thought and, with some vendors, not shown."""


@dataclass(frozen=True)
class TeacherRef:
    """Who acted, precisely enough that another process gets the same fingerprint."""

    kind: TeacherKind
    name: str
    fingerprint: str
    """Digest over what `teachers.fingerprint` lists: model, decoding, prompts, dialect."""
    decoding: str
    """Decoding settings as canonical JSON; in a rollout those that its draws were made with, which lack what
    the endpoint refused. The fingerprint covers what was asked for."""


@dataclass(frozen=True)
class Rollout:
    """One attempt of a teacher or a probed policy at one task."""

    rollout_id: str
    schema_version: int
    task_id: str
    purpose: RolloutPurpose
    teacher: TeacherRef
    environment: str
    """Environment fingerprint: tools digest, protocol version, max turns."""
    tools: tuple[str, ...]
    """Names of the tools that were offered."""
    attempt: int
    """0-based."""
    steps: tuple[Step, ...]
    answer: str | None
    ended: Ended
    error: str
    """The teacher's or budget's message when `ended` is an error; else empty."""
    usage: Usage


def rollout_id(task_id: str, teacher: str, environment: str, attempt: int) -> str:
    """Return the id of an attempt: the hash of task id, both fingerprints and attempt number."""
    return content_id("rollout", [ROLLOUT_VERSION, task_id, teacher, environment, attempt])
