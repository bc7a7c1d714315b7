"""Left out: which tasks can enter no config, so that nothing is spent on them.

A file of its own beside the screenings: those change with every new benchmark, this one only when a task's
fate does, and only then do attempts have to be looked at again.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.records import read_records
from schemas import FATAL, Screening

FILE = "left_out.json"


def write_left_out(screenings: Path) -> None:
    """Write task id to reason for every screened task with a fatal reason, in id order."""
    found: dict[str, str] = {}
    for screening in read_records(screenings, Screening):
        if reasons := {finding.reason for finding in screening.findings} & FATAL:
            found[screening.task_id] = min(reason.value for reason in reasons)
    text = json.dumps(found, indent=2, sort_keys=True)
    (screenings / FILE).write_text(text + "\n", encoding="utf-8")


def read_left_out(screenings: Path) -> dict[str, str]:
    """Return what `write_left_out` wrote; nothing is left out where nothing was screened."""
    path = screenings / FILE
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
