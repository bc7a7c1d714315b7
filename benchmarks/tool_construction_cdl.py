"""construction_cdl: points, lines and incidences read off the picture, against Geometry3K's diagram forms."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from PIL import Image

from environment.execute import execute
from environment.registry import load_tools
from schemas import Call, Picture

Facts = dict[str, set[tuple[str, ...]]]
KINDS = ("points", "lines", "collinear", "on circles")
_INCIDENCE = re.compile(r"PointLiesOn(Line|Circle)\((\w),(?:Line|Circle)\((\w)(?:,(\w))?.*\)\)")


def measure(folder: Path) -> Iterator[str]:
    """Yield micro F1 by kind of fact over all rows, and how many rows are read whole.

    Points are the letters read, against those of the gold forms; gold forms letter points that the picture
    does not. A gold line is one of two points that a drawn straight line joins, also across other points.
    """
    paths = sorted((folder / "geometry3k").parent.glob("geometry3k*/**/logic_form.json"))
    tools = {"construction_cdl": load_tools()["construction_cdl"]}
    counts = {kind: [0, 0, 0] for kind in KINDS}
    whole = silent = 0
    seconds = 0.0
    for path in paths:
        gold = gold_facts(json.loads(path.read_text(encoding="utf-8")))
        picture = _picture(path.parent / "img_diagram.png")
        started = time.process_time()
        seen = execute(tools, Call("construction_cdl", "{}"), (picture,))
        seconds += time.process_time() - started
        silent += bool(seen.error_code)
        found: Facts = {kind: set() for kind in KINDS}
        if not seen.error_code:
            found = read_facts(json.loads(seen.result))
        whole += found == gold
        for kind, tally in counts.items():
            tally[0] += len(gold[kind] & found[kind])
            tally[1] += len(found[kind])
            tally[2] += len(gold[kind])
    for kind, (right, read, true) in counts.items():
        yield f"{kind}: F1 {2 * right / max(1, read + true):.3f} ({right} right, {read} read, {true} gold)"
    yield (
        f"{whole} of {len(paths)} rows whole, {silent} with nothing found; "
        f"{1000 * seconds / max(1, len(paths)):.0f} ms of CPU a call"
    )


def gold_facts(forms: Mapping[str, Any]) -> Facts:
    """Return what a `logic_form.json` says of a diagram's construction, joined across points on a line."""
    facts = _incidences(forms["diagram_logic_form"])
    facts["points"] = {(name,) for name in forms["point_positions"] if re.fullmatch("[A-Z]", name)}
    facts["lines"] = {_pair(line) for line in forms["line_instances"] if len(line) == 2}
    for middle, *ends in facts["collinear"]:
        facts["lines"] |= {_pair(pair) for pair in combinations((middle, *ends), 2)}
    return facts


def read_facts(result: Mapping[str, Any]) -> Facts:
    """Return the same of the tool's result; a name that the tool chose counts as no letter read."""
    facts = _incidences(result["diagram_forms"])
    facts["points"] = {(name,) for name in result["points"] if name not in result["unlettered"]}
    facts["lines"] = {_pair(line) for line in result["lines"]}
    return facts


def _incidences(forms: list[str]) -> Facts:
    facts: Facts = {kind: set() for kind in KINDS}
    for form in forms:
        said = _INCIDENCE.fullmatch(form.replace(" ", ""))
        if said and said[1] == "Line":
            facts["collinear"].add((said[2], *_pair(said[3] + said[4])))
        elif said:
            facts["on circles"].add((said[2], said[3]))
    return facts


def _pair(names: str | tuple[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _picture(path: Path) -> Picture:
    with Image.open(path) as image:
        width, height = image.size
    return Picture.of(path.read_bytes(), width=width, height=height, media_type="image/png")
