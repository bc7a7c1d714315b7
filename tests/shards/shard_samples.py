"""Small literal records to make rows from: a chart, a crop of it, two tools and a distractor."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from schemas import (
    AnswerFormat,
    Call,
    Determinism,
    Difficulty,
    Ended,
    Family,
    Lineage,
    Metric,
    Observation,
    Picture,
    Purpose,
    Rollout,
    RolloutPurpose,
    SourceLineage,
    SourceRef,
    Step,
    Task,
    TeacherKind,
    TeacherRef,
    ToolSpec,
    Usage,
    Verdict,
    rollout_id,
)

REGISTRY_NAMES = ("color_shape_detect", "opencv_chart_table", "rapidocr", "sympy_math", "text_cdl", "zoom")


def picture(color: str, size: tuple[int, int] = (60, 40), form: str = "PNG") -> Picture:
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, form)
    return Picture.of(buffer.getvalue(), width=size[0], height=size[1], media_type=f"image/{form.lower()}")


def tool(name: str) -> ToolSpec:
    return ToolSpec(
        name=name,
        family="perception",
        group="reader",
        provider="native",
        description=f"Does {name}.",
        arguments_schema='{"type":"object","properties":{"picture":{"type":"integer"}}}',
        result_schema='{"type":"object"}',
        version="1",
        weights_digest="",
        determinism=Determinism.EXACT,
    )


REGISTRY = tuple(tool(name) for name in REGISTRY_NAMES)


def task(number: int = 0, **changes: object) -> Task:
    base = Task.of(
        dataset="chartqa",
        family=Family.CHART,
        split="train",
        purpose=Purpose.TRAIN,
        question=f"How many bars are taller than {number}?",
        answers=[str(number)],
        metric=Metric.RELAXED_ACCURACY,
        answer_format=AnswerFormat.SHORT,
        pictures=[picture("white", (64 + number, 48), "JPEG")],
        source=SourceRef("abc123", f"train/train_human.json#{number}", "gpl-3.0"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def observation(text: str = "two bars", pictures: tuple[Picture, ...] = ()) -> Observation:
    return Observation(
        status="ok",
        error_code="",
        text=text,
        result='{"picture":1}',
        pictures=pictures,
        tool="zoom",
        tool_version="1",
        determinism="exact",
    )


def rollout(of: Task, steps: tuple[Step, ...] | None = None, **changes: object) -> Rollout:
    if steps is None:
        crop = observation(pictures=(picture("red", (30, 30)),))
        call = Call("zoom", '{"bbox_2d":[0,0,30,30]}')
        steps = (Step("I look closer.", call, crop), Step("The crop shows it.", None, None))
    base = Rollout(
        rollout_id=rollout_id(of.task_id, "t", "e", 0),
        schema_version=1,
        task_id=of.task_id,
        purpose=RolloutPurpose.TEACHER,
        teacher=TeacherRef(TeacherKind.PROGRAMMATIC, "planner", "f00d", "{}"),
        environment="e",
        tools=("zoom", "rapidocr"),
        attempt=0,
        steps=steps,
        answer=of.answers[0],
        ended=Ended.ANSWERED,
        error="",
        usage=Usage(calls=2, prompt_tokens=900, completion_tokens=50, cost_usd=0.0, seconds=1.25),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def verdict(of: Rollout, **changes: object) -> Verdict:
    base = Verdict(of.rollout_id, of.task_id, 1, "checks", 1.0, True, ())
    return replace(base, **changes)  # type: ignore[arg-type]


def difficulty(of: Task, correct: int = 2) -> Difficulty:
    return Difficulty(
        task_id=of.task_id,
        schema_version=1,
        policy="student",
        policy_fingerprint="p",
        environment="e",
        decoding="{}",
        attempts=8,
        correct=correct,
        pass_rate=correct / 8,
        interval_low=0.0,
        interval_high=1.0,
        guess_floor=0.0,
    )


LINEAGE = Lineage(
    sources=(SourceLineage("chartqa", "abc123", "gpl-3.0", 40),),
    teachers=("programmatic:planner:f00d",),
    environments=("e",),
    tools=("zoom@1",),
    checks="checks",
    prompts="prompts",
    params="{}",
    git_commit="",
)
