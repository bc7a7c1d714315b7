"""Small literal records for tests: each takes what a test is about and fills in the rest."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from schemas import (
    AnswerFormat,
    Call,
    Determinism,
    Ended,
    Family,
    Json,
    Metric,
    Observation,
    Picture,
    Purpose,
    Rollout,
    RolloutPurpose,
    SourceRef,
    Step,
    Task,
    TeacherKind,
    TeacherRef,
    ToolSpec,
    Usage,
    canonical_json,
    rollout_id,
)
from schemas.versions import ROLLOUT_VERSION


def picture(width: int = 64, height: int = 48, colour: str = "white") -> Picture:
    """A PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return Picture.of(out.getvalue(), width=width, height=height, media_type="image/png")


def task(
    question: str = "How many bars are there?",
    answers: Sequence[str] = ("7",),
    metric: Metric = Metric.EXACT,
    *,
    choices: Sequence[str] = (),
    answer_format: AnswerFormat | None = None,
    pictures: Sequence[Picture] | None = None,
    dataset: str = "chartqa",
    family: Family = Family.CHART,
    split: str = "train",
    purpose: Purpose = Purpose.TRAIN,
    context: str = "",
) -> Task:
    """A training task about one white picture."""
    return Task.of(
        dataset=dataset,
        family=family,
        split=split,
        purpose=purpose,
        question=question,
        answers=answers,
        metric=metric,
        answer_format=answer_format or (AnswerFormat.LETTER if choices else AnswerFormat.SHORT),
        pictures=[picture()] if pictures is None else pictures,
        source=SourceRef("sample", "train#0", "CC0-1.0"),
        choices=choices,
        context=context,
    )


def tool_spec(
    name: str = "count_bars",
    arguments: Json = None,
    result: Json = None,
    determinism: Determinism = Determinism.EXACT,
) -> ToolSpec:
    """A tool that takes `{"picture"?: int}` and gives `{"count": int}`."""
    takes: Json = {
        "type": "object",
        "properties": {"picture": {"type": "integer", "minimum": 0}},
        "required": [],
        "additionalProperties": False,
    }
    gives: Json = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}
    return ToolSpec(
        name=name,
        family="chart",
        group="test",
        provider="native",
        description="Counts bars.",
        arguments_schema=canonical_json(takes if arguments is None else arguments),
        result_schema=canonical_json(gives if result is None else result),
        version="1",
        weights_digest="",
        determinism=determinism,
    )


def call(name: str = "count_bars", arguments: Json = None) -> Call:
    """A call with canonical arguments."""
    return Call(name, canonical_json({} if arguments is None else arguments))


def observation(
    result: Json = None,
    *,
    text: str | None = None,
    error: str = "",
    pictures: Sequence[Picture] = (),
    tool: str = "count_bars",
    determinism: Determinism = Determinism.EXACT,
) -> Observation:
    """A good observation `{"count": 7}`, or the refusal with the error code given."""
    found = canonical_json({"count": 7} if result is None else result)
    return Observation(
        status="error" if error else "ok",
        error_code=error,
        text=(f"Error: {error}" if error else found) if text is None else text,
        result="" if error else found,
        pictures=tuple(pictures),
        tool=tool,
        tool_version="1",
        determinism=determinism.value,
    )


def tool_step(
    thought: str = "I count the bars.",
    made: Call | None = None,
    seen: Observation | None = None,
    problem: str = "",
) -> Step:
    """A turn that called a tool and was told something."""
    return Step(thought, made or call(), seen or observation(), problem)


def answer_step(thought: str = "The tool counted them.") -> Step:
    """The turn that answers."""
    return Step(thought, None, None)


def rollout(
    steps: Sequence[Step] | None = None,
    answer: str | None = "7",
    ended: Ended = Ended.ANSWERED,
    *,
    of: Task | None = None,
    kind: TeacherKind = TeacherKind.PROGRAMMATIC,
    purpose: RolloutPurpose = RolloutPurpose.TEACHER,
    tools: Sequence[str] = ("count_bars",),
    attempt: int = 0,
    error: str = "",
) -> Rollout:
    """One call, one observation, the answer 7."""
    about = (of or task()).task_id
    return Rollout(
        rollout_id=rollout_id(about, "teacher", "environment", attempt),
        schema_version=ROLLOUT_VERSION,
        task_id=about,
        purpose=purpose,
        teacher=TeacherRef(kind, "test", "teacher", "{}"),
        environment="environment",
        tools=tuple(tools),
        attempt=attempt,
        steps=tuple([tool_step(), answer_step()] if steps is None else steps),
        answer=answer,
        ended=ended,
        error=error,
        usage=Usage(),
    )
