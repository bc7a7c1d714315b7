"""goal_cdl: goals against Geometry3K's own text logic forms."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from environment.execute import execute
from environment.registry import load_tools
from schemas import Call, canonical_json


def measure(folder: Path) -> Iterator[str]:
    """Yield how many rows have just the gold goals, on the text shown to solvers and on the annotated one.

    Where the two texts of a row differ in what they ask, the gold form belongs to the annotated one.
    """
    paths = sorted((folder / "geometry3k").parent.glob("geometry3k*/**/logic_form.json"))
    tools = {"goal_cdl": load_tools()["goal_cdl"]}
    for key in ("problem_text", "annotat_text"):
        right = other = 0
        seconds = 0.0
        for path in paths:
            row = json.loads((path.parent / "data.json").read_text(encoding="utf-8"))
            forms = json.loads(path.read_text(encoding="utf-8"))["text_logic_form"]
            gold = [form.replace(" ", "") for form in forms if form.startswith("Find(")]
            started = time.process_time()
            seen = execute(tools, Call("goal_cdl", canonical_json({"text": row[key]})), ())
            seconds += time.process_time() - started
            if not seen.error_code:
                same = json.loads(seen.result)["goals"] == gold
                right, other = right + same, other + (not same)
        yield (
            f"{key}: {right} of {len(paths)} rows with the gold goal, {other} with another, "
            f"{len(paths) - right - other} with none; "
            f"{1000 * seconds / max(1, len(paths)):.1f} ms of CPU a call"
        )
