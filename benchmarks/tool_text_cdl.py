"""text_cdl: predicates against Geometry3K's own text logic forms."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

from environment.tools.text_cdl import parse

_BARE = re.compile(r"Equals\((LengthOf\(Line\([^()]*\)\)),(Line\([^()]*\))\)")


def measure(folder: Path) -> Iterator[str]:
    """Yield micro F1 over rows, on the text shown to solvers and on the text that was annotated.

    Predicates count as equal without blanks; a bare line on the right of an equation is read as its length.
    Where the two texts of a row differ in what they ask, the gold form belongs to the annotated one.
    """
    paths = sorted((folder / "geometry3k").parent.glob("geometry3k*/**/logic_form.json"))
    for key in ("problem_text", "annotat_text"):
        right = read = true = whole = silent = 0
        started = time.perf_counter()
        for path in paths:
            row = json.loads((path.parent / "data.json").read_text(encoding="utf-8"))
            forms = json.loads(path.read_text(encoding="utf-8"))["text_logic_form"]
            gold = {_plain(form) for form in forms}
            reading = parse(row[key])
            found = {_plain(form) for form in reading.predicates}
            right, read, true = right + len(gold & found), read + len(found), true + len(gold)
            whole += gold == found
            silent += gold != found and not reading.unparsed
        seconds = time.perf_counter() - started
        yield (
            f"{key}: F1 {2 * right / max(1, read + true):.3f} ({right} right, {read} read, {true} gold), "
            f"{whole} of {len(paths)} rows whole, {silent} differ with nothing listed as not understood, "
            f"{1000 * seconds / max(1, len(paths)):.1f} ms a row"
        )


def _plain(form: str) -> str:
    return _BARE.sub(r"Equals(\1,LengthOf(\2))", form.replace(" ", ""))
