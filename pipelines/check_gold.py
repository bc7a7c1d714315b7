"""Gold self-check: which tasks have references that their own scorer refuses, before a token is spent.

vistaforge check-gold --params params.yaml
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipelines.layout import Layout
from pipelines.records import files_of, read_light
from pipelines.runner import parse, stage_parser
from schemas import Task
from verification.gold import suspect


def main(argv: Sequence[str] | None = None) -> int:
    """Print every task with doubtful gold; returns 0 for none, 1 for some, 2 where nothing was read."""
    args, params, _ = parse(stage_parser("each task's own references, judged by its own scorer"), argv)
    layout = Layout(args.out)
    missing = [d for d in params.datasets if not files_of(layout.tasks(d))]
    if missing:
        print(f"no tasks of {', '.join(missing)} below {args.out}: run ingest first", file=sys.stderr)
        return 2
    doubtful = sum(report(layout, dataset) for dataset in params.datasets)
    return 1 if doubtful else 0


def report(layout: Layout, dataset: str) -> int:
    """Print a dataset's doubtful tasks and their number; returns the number."""
    read = doubtful = 0
    for task in read_light(layout.tasks(dataset), "task", Task):
        read += 1
        if doubt := suspect(task):
            doubtful += 1
            print(f"{task.task_id}  {task.source.row}  {task.metric.value}: {doubt}")
    print(f"{dataset}: {doubtful} of {read} tasks have doubtful gold")
    return doubtful


if __name__ == "__main__":
    raise SystemExit(main())
