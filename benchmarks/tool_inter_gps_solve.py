"""inter_gps_solve: answers from Geometry3K's own logic forms; the choices are looked at only to score."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from environment.execute import execute
from environment.registry import load_tools
from schemas import Call, canonical_json

TOLERANCE = 0.01
"""Relative: textbooks round their answers."""
STATED = "dissolved_text_logic_form"
SHOWN = "diagram_logic_form"


def measure(folder: Path) -> Iterator[str]:
    """Yield how many rows are solved right, wrong and not at all, and the time of a call.

    Gold forms are `dissolved_text_logic_form` (`text_logic_form` where a row has no such) with the diagram's.
    """
    paths = sorted((folder / "geometry3k").parent.glob("geometry3k*/**/logic_form.json"))
    tools = {"inter_gps_solve": load_tools()["inter_gps_solve"]}
    right, wrong, unsolved = 0, [], []
    seconds: list[float] = []
    for path in paths:
        row = json.loads((path.parent / "data.json").read_text(encoding="utf-8"))
        forms = json.loads(path.read_text(encoding="utf-8"))
        started = time.process_time()
        seen = execute(tools, Call("inter_gps_solve", canonical_json(gold_arguments(forms))), ())
        seconds.append(time.process_time() - started)
        gold = float(row["precise_value"]["ABCD".index(row["answer"])])
        if seen.error_code:
            unsolved.append(str(row["id"]))
        elif abs(json.loads(seen.result)["values"][0]["value"] - gold) <= TOLERANCE * abs(gold):
            right += 1
        else:
            wrong.append(str(row["id"]))
    yield (
        f"{right} of {len(paths)} rows solved right, {len(wrong)} wrong, {len(unsolved)} not solved; "
        f"{1000 * sum(seconds) / max(1, len(paths)):.0f} ms of CPU a call, "
        f"{1000 * max(seconds, default=0.0):.0f} at most"
    )
    if wrong:
        yield f"wrong: {', '.join(wrong)}"
    if unsolved:
        yield f"not solved: {', '.join(unsolved)}"


def gold_arguments(forms: Mapping[str, Any]) -> dict[str, Any]:
    """Return a `logic_form.json` as the tool's arguments."""
    return {
        "text_forms": forms.get(STATED) or forms["text_logic_form"],
        "diagram_forms": forms[SHOWN],
        "lines": forms["line_instances"],
        "circles": [centre for centre in forms["circle_instances"] if centre],
        "points": forms["point_positions"],
    }
