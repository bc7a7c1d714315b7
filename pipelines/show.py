"""Show: one trajectory, or all of a task's, so that a person can read it.

vistaforge show clevr-0123456789abcdef
vistaforge show rollout-0123456789abcdef --pictures /tmp/look
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.layout import Layout
from pipelines.records import read_records
from schemas import Dense, DenseThought, Rollout, Step, Task, Verdict

WIDTH = 100


def main(argv: Sequence[str] | None = None) -> int:
    """Print what has the given id; returns 1, saying where it looked, when nothing has."""
    parser = argparse.ArgumentParser(prog="vistaforge show", description="print a trajectory")
    parser.add_argument("id", help="a rollout id or a task id")
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder of all outputs")
    parser.add_argument("--pictures", type=Path, help="write the pictures into this folder")
    args = parser.parse_args(argv)
    found = 0
    for task, rollout, verdict, dense in find(Layout(args.out), args.id):
        print(text_of(task, rollout, verdict, dense))
        if args.pictures:
            save_pictures(task, rollout, args.pictures)
        found += 1
    if not found:
        print(f"no rollout or task {args.id} under {args.out}/rollouts: has synthesize run?", file=sys.stderr)
    return 0 if found else 1


def find(layout: Layout, wanted: str) -> Iterator[tuple[Task, Rollout, Verdict | None, Dense | None]]:
    """Yield the rollouts with this rollout or task id, by attempt, with task, verdict and dense thoughts."""
    for folder in sorted(layout.root.glob("rollouts/*")):
        dataset = folder.name
        rollouts = [r for r in read_records(folder, Rollout) if wanted in (r.rollout_id, r.task_id)]
        if not rollouts:
            continue
        task = next(t for t in read_records(layout.tasks(dataset), Task) if t.task_id == rollouts[0].task_id)
        verdicts = {v.rollout_id: v for v in read_records(layout.verdicts(dataset), Verdict)}
        dense = {d.rollout_id: d for d in read_records(layout.dense(dataset), Dense)}
        for rollout in sorted(rollouts, key=lambda r: r.attempt):
            yield task, rollout, verdicts.get(rollout.rollout_id), dense.get(rollout.rollout_id)


def text_of(task: Task, rollout: Rollout, verdict: Verdict | None, dense: Dense | None = None) -> str:
    """Return a rollout as plain text: question, every step, answer, verdict."""
    lines = [
        f"{rollout.rollout_id}  attempt {rollout.attempt} by {rollout.teacher.name} ({rollout.teacher.kind})",
        f"{task.task_id}  {task.family} / {task.split} / {task.purpose}  from {task.source.row}",
        "",
        *(f"picture {i}: {p.width} x {p.height} {p.media_type}" for i, p in enumerate(task.pictures)),
        *_wrapped("", task.context),
        *_wrapped("Q: ", task.question),
        *(f"   ({chr(65 + i)}) {choice}" for i, choice in enumerate(task.choices)),
        "",
    ]
    for number, step in enumerate(rollout.steps, start=1):
        lines += _step(number, step, dense.thoughts[number - 1] if dense else None)
    lines += [f"ended: {rollout.ended}" + (f" ({rollout.error})" if rollout.error else "")]
    lines += [f"answer: {rollout.answer!r}   gold: {', '.join(map(repr, task.answers))} ({task.metric})"]
    if verdict is not None:
        lines += [f"verdict: {'accepted' if verdict.accepted else 'rejected'}, score {verdict.score:g}"]
        lines += [f"  {f.reason} at step {f.step + 1}: {f.evidence}" for f in verdict.findings]
    return "\n".join(lines) + "\n"


def save_pictures(task: Task, rollout: Rollout, folder: Path) -> None:
    """Write the task's pictures and those tools made, named by their number in the episode."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [p for step in rollout.steps if step.observation for p in step.observation.pictures]
    for index, picture in enumerate([*task.pictures, *made]):
        path = folder / f"{rollout.rollout_id}-{index}.{picture.media_type.partition('/')[2]}"
        path.write_bytes(picture.data)
        print(f"wrote {path}")


def _step(number: int, step: Step, rewritten: DenseThought | None) -> list[str]:
    lines = _wrapped(f"[{number}] ", step.thought or step.raw)
    if rewritten is not None:
        kept = f"not written out ({rewritten.outcome}): {rewritten.evidence}"
        lines += _wrapped("    dense ", kept if rewritten.thought is None else rewritten.thought)
    if step.call is not None:
        arguments = json.dumps(json.loads(step.call.arguments), ensure_ascii=False)
        lines += _wrapped("    call ", f"{step.call.name} {arguments}")
    if step.observation is not None:
        lines += _wrapped("    -> ", step.observation.text)
    return [*lines, ""]


def _wrapped(label: str, text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines():
        indent = label if not lines else " " * len(label)
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=" " * len(label))
    return lines


if __name__ == "__main__":
    sys.exit(main())
