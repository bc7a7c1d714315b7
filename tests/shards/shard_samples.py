"""Small literal records to make rows from: a chart, a crop of it, six tools; and whole config folders."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from schemas import (
    Dense,
    DenseThought,
    Difficulty,
    Lineage,
    Manifest,
    Picture,
    Rollout,
    SourceLineage,
    SourceRef,
    Step,
    Task,
    TeacherKind,
    TeacherRef,
    ThoughtOutcome,
    Usage,
    Verdict,
    acts_digest,
    sha256_hex,
)
from shards import manifest_of, write_card, write_manifest, write_shard
from shards.columns import Row
from tests import builders

REGISTRY_NAMES = ("color_shape_detect", "opencv_chart_table", "rapidocr", "sympy_math", "text_cdl", "zoom")
REGISTRY = tuple(builders.tool_spec(name) for name in REGISTRY_NAMES)
CROP = builders.picture(30, 30, "red")


def jpeg(width: int) -> Picture:
    """A JPEG, so that a test sees whether its bytes were touched."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize((width, 48)).save(out, "JPEG")
    return Picture.of(out.getvalue(), width=width, height=48, media_type="image/jpeg")


def task(number: int = 0, **changes: object) -> Task:
    """Training task `number`, whose answer is that number."""
    base = builders.task(
        f"How many bars are taller than {number}?", [str(number)], pictures=[jpeg(64 + number)]
    )
    source = SourceRef("abc123", f"train/train_human.json#{number}", "gpl-3.0")
    return replace(base, **{"source": source, **changes})  # type: ignore[arg-type]


def rollout(of: Task, steps: Sequence[Step] | None = None, **changes: object) -> Rollout:
    """A zoom that returned a crop, then the right answer."""
    if steps is None:
        crop = builders.observation(text="two bars", pictures=[CROP], tool="zoom")
        zoom = builders.call("zoom", {"bbox_2d": [0, 0, 30, 30]})
        steps = [builders.tool_step("I look closer.", zoom, crop), builders.answer_step("The crop shows it.")]
    base = builders.rollout(steps, of.answers[0] if of.answers else None, of=of, tools=("zoom", "rapidocr"))
    usage = Usage(calls=2, prompt_tokens=900, completion_tokens=50, seconds=1.25)
    return replace(base, **{"usage": usage, **changes})  # type: ignore[arg-type]


def verdict(of: Rollout, **changes: object) -> Verdict:
    """The verdict that accepts a rollout."""
    return replace(Verdict(of.rollout_id, of.task_id, 1, "checks", 1.0, True, ()), **changes)  # type: ignore[arg-type]


def dense(of: Rollout, *thoughts: str | None, seconds: float = 1.25) -> Dense:
    """A rollout's dense thoughts; None where the original is kept."""
    teacher = TeacherRef(TeacherKind.OPENAI, "thinker", "f" * 64, "{}")
    usage = Usage(calls=1, prompt_tokens=900, completion_tokens=50, seconds=seconds)
    written = [
        DenseThought(sha256_hex(step.thought), text, ThoughtOutcome.DENSE, "", usage)
        if text is not None
        else DenseThought(sha256_hex(step.thought), None, ThoughtOutcome.TAG, "holds '<answer>'", usage)
        for step, text in zip(of.steps, thoughts, strict=True)
    ]
    return Dense(of.rollout_id, 1, of.task_id, teacher, acts_digest(of), tuple(written))


def difficulty(of: Task, correct: int = 2) -> Difficulty:
    """Eight probes, two of them right."""
    return Difficulty(of.task_id, 1, "student", "p", "e", "{}", 8, correct, correct / 8, 0.0, 1.0, 0.0)


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


def write_config(folder: Path, config: str, rows: Sequence[Row], note: str = "") -> Manifest:
    """Write one config's folder as the pipeline does: files, manifest, card."""
    keys = REGISTRY_NAMES if config.startswith("rl") else ()
    written = write_shard(folder, config, 0, 1, rows, keys)
    assert not written.refused
    manifest = manifest_of(config, [written], selection="all", note=note, lineage=LINEAGE)
    write_manifest(folder, manifest)
    write_card(folder, manifest, keys, {"tasks": 40, config: len(rows)})
    return manifest
