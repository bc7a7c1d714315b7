"""Examples for the report: of each dataset one accepted trajectory and one that was not."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap, zip_longest

from PIL import Image

from pipelines.layout import Layout
from pipelines.records import read_records
from schemas import Dense, DenseThought, Picture, Rollout, Step, Task, Verdict

LONGEST_SIDE = 640
"""Pixels; pictures on the page are made smaller, those in the shards never are."""
SHOWN_TEXT = 700


@dataclass(frozen=True)
class ShownStep:
    """One step in words."""

    thought: str
    dense: str
    """The thought written out; empty where it was not."""
    call: str
    observation: str


@dataclass(frozen=True)
class Example:
    """One trajectory as the page shows it."""

    id: str
    dataset: str
    question: str
    choices: tuple[str, ...]
    pictures: tuple[str, ...]
    """data: URLs."""
    steps: tuple[ShownStep, ...]
    answer: str | None
    gold: str
    accepted: bool
    reasons: str


def examples_of(
    layout: Layout, dataset: str, rollouts: Sequence[Rollout], verdicts: Sequence[Verdict]
) -> list[Example]:
    """Return up to two examples of a dataset: the first accepted and the first rejected rollout by id.

    The rollouts may lack their pictures' bytes: those shown are read again.
    """
    judged = {verdict.rollout_id: verdict for verdict in verdicts}
    chosen: dict[bool, Rollout] = {}
    for rollout in sorted(rollouts, key=lambda r: r.rollout_id):
        if rollout.rollout_id in judged:
            chosen.setdefault(judged[rollout.rollout_id].accepted, rollout)
    ids, wanted = ({getattr(r, name) for r in chosen.values()} for name in ("rollout_id", "task_id"))
    whole = {r.rollout_id: r for r in read_records(layout.rollouts(dataset), Rollout) if r.rollout_id in ids}
    tasks = {t.task_id: t for t in read_records(layout.tasks(dataset), Task) if t.task_id in wanted}
    dense = {d.rollout_id: d.thoughts for d in read_records(layout.dense(dataset), Dense)}
    return [
        _example(tasks[whole[key].task_id], whole[key], judged[key], dense.get(key, ()))
        for key in (rollout.rollout_id for _, rollout in sorted(chosen.items(), reverse=True))
    ]


def _example(task: Task, rollout: Rollout, verdict: Verdict, thoughts: Sequence[DenseThought]) -> Example:
    made = [p for step in rollout.steps if step.observation for p in step.observation.pictures]
    return Example(
        id=rollout.rollout_id,
        dataset=task.dataset,
        question=f"{task.context}\n{task.question}".strip(),
        choices=task.choices,
        pictures=tuple(data_url(p) for p in (*task.pictures, *made)),
        steps=tuple(starmap(_step, zip_longest(rollout.steps, thoughts))),
        answer=rollout.answer,
        gold=", ".join(task.answers),
        accepted=verdict.accepted,
        reasons=", ".join(sorted({f.reason.value for f in verdict.findings if f.fatal})),
    )


def _step(step: Step, rewritten: DenseThought | None) -> ShownStep:
    dense = (rewritten and rewritten.thought) or ""
    call = f"{step.call.name} {step.call.arguments}" if step.call else ""
    seen = step.observation.text if step.observation else ""
    return ShownStep(step.thought or step.raw, dense, call[:SHOWN_TEXT], seen[:SHOWN_TEXT])


def data_url(picture: Picture) -> str:
    """Return a picture, made smaller where it is large, as a data: URL."""
    with Image.open(io.BytesIO(picture.data)) as image:
        small = image.convert("RGB")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        file = io.BytesIO()
        small.save(file, "JPEG", quality=85)
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
