"""construction_cdl: what it states of lines and circles, against Geometry3K's own annotation."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.foreign_diagrams import SPLITS, diagrams, facts_of
from benchmarks.rows import picture_from
from environment.execute import execute
from environment.registry import load_tools
from schemas import Call, Picture

Facts = dict[str, set[tuple[str, ...]]]
KINDS = ("lines", "collinear", "circles", "on circles")
_INCIDENCE = re.compile(r"PointLiesOn(Line|Circle)\((\w),(?:Line|Circle)\((\w)(?:,(\w))?.*\)\)")
PIXELS_OFF, PART_OFF = 2.0, 0.02
"""How far a gold point may be from a gold line (pixels) or circle (part of the radius) that it lies on."""
SAME_PLACE = 0.1
"""Distance within which two places are one, both drawings being fitted into a square of side 1."""
PER_KIND = 10


@dataclass(frozen=True)
class Row:
    """A picture with the places of its points, in any frame, and what is true of it."""

    picture: Picture
    places: Mapping[str, tuple[float, float]]
    gold: Facts


def measure(folder: Path) -> Iterator[str]:
    """Yield precision, recall and F1 by kind of statement, rows read whole, and the time of a call.

    Statements are compared by the names of their points, so that a misread letter makes all of them wrong. A
    point at which no letter was read stands for the gold point at its place, since gold letters points that
    the picture does not. The gold is `line_instances`, `circle_instances` and the incidences of
    `diagram_logic_form`, with those that follow from `point_positions` and stand in no form. What lies on a
    circle of which the gold names no point is not counted.
    """
    rows = sorted((folder / "geometry3k").parent.glob("geometry3k*/**/logic_form.json"))
    for source in sorted({path.relative_to(folder).parts[0] for path in rows}):
        yield from _measured(source, _annotated(p for p in rows if p.relative_to(folder).parts[0] == source))


def foreign() -> Iterator[str]:
    """Yield the same on diagrams that another library draws, where every true statement is known."""
    for split in SPLITS:
        yield from _measured(split, _drawn(split))


def _drawn(split: str) -> Iterator[Row]:
    for figure, picture in diagrams(split, PER_KIND):
        yield Row(picture, {n: (x, -y) for n, (x, y) in figure.places.items()}, facts_of(figure))


def _annotated(paths: Iterable[Path]) -> Iterator[Row]:
    for path in paths:
        forms = json.loads(path.read_text(encoding="utf-8"))
        yield Row(picture_from(path.parent / "img_diagram.png"), forms["point_positions"], gold_facts(forms))


def _measured(source: str, rows: Iterable[Row]) -> Iterator[str]:
    tools = {"construction_cdl": load_tools()["construction_cdl"]}
    counts = {kind: [0, 0, 0] for kind in ("letters", *KINDS)}
    whole = silent = 0
    seconds: list[float] = []
    for row in rows:
        started = time.process_time()
        seen = execute(tools, Call("construction_cdl", "{}"), (row.picture,))
        seconds.append(time.process_time() - started)
        found: Facts = {kind: set() for kind in KINDS}
        letters: set[str] = set()
        silent += bool(seen.error_code)
        if not seen.error_code:
            result = json.loads(seen.result)
            letters = set(result["points"]) - set(result["unlettered"])
            found = read_facts(result, row.places)
        told_of = {centre for _, centre in row.gold["on circles"]}
        found["on circles"] = {(p, centre) for p, centre in found["on circles"] if centre in told_of}
        _count(counts["letters"], {name for name in row.places if re.fullmatch("[A-Z]", name)}, letters)
        for kind in KINDS:
            _count(counts[kind], row.gold[kind], found[kind])
        whole += found == row.gold
    for kind, tally in counts.items():
        yield f"{source}: {kind}: {_told(tally)}"
    yield f"{source}: all statements: {_told([sum(counts[k][i] for k in KINDS) for i in range(3)])}"
    yield (
        f"{source}: {whole} of {len(seconds)} rows whole, {silent} with nothing found; "
        f"{1000 * sum(seconds) / max(1, len(seconds)):.0f} ms of CPU a call, "
        f"{1000 * max(seconds, default=0.0):.0f} at most"
    )


def _count(tally: list[int], gold: set[Any], found: set[Any]) -> None:
    for i, some in enumerate((gold & found, found, gold)):
        tally[i] += len(some)


def _told(tally: list[int]) -> str:
    right, read, true = tally
    return (
        f"precision {right / max(1, read):.3f}, recall {right / max(1, true):.3f}, "
        f"F1 {2 * right / max(1, read + true):.3f} ({right} right, {read} stated, {true} gold)"
    )


def gold_facts(forms: Mapping[str, Any]) -> Facts:
    """Return what a `logic_form.json` says of a diagram's construction, with what follows from its places."""
    places: dict[str, tuple[float, float]] = forms["point_positions"]
    facts = _facts(forms["diagram_logic_form"])
    facts["lines"] = {_pair(line) for line in forms["line_instances"] if len(line) == 2}
    known = -1
    while known != len(facts["lines"]):  # two points between the ends of a line make a new line
        known = len(facts["lines"])
        for a, b in facts["lines"]:
            facts["collinear"] |= {(m, a, b) for m in places if _between(m, a, b, places)}
        for middle, *ends in facts["collinear"]:
            facts["lines"] |= {_pair(pair) for pair in combinations((middle, *ends), 2)}
    facts["circles"] = {(c,) for c in forms["circle_instances"] if c} | {(c,) for _, c in facts["on circles"]}
    for (centre,) in facts["circles"]:
        reach = [math.dist(places[p], places[centre]) for p, c in facts["on circles"] if c == centre]
        if reach and centre in places:
            near = {p for p in places if _is_about(math.dist(places[p], places[centre]), mean(reach))}
            facts["on circles"] |= {(p, centre) for p in near - {centre}}
    return facts


def read_facts(result: Mapping[str, Any], places: Mapping[str, tuple[float, float]]) -> Facts:
    """Return the same of the tool's result, points without a letter under the gold name of their place."""
    facts = _facts(result["diagram_forms"])
    facts["lines"] = {_pair(line) for line in result["lines"]}
    facts["circles"] = {(centre,) for centre in result["circles"]}
    names = _gold_names(result, places)
    renamed = {k: {tuple(names.get(n, n) for n in fact) for fact in some} for k, some in facts.items()}
    renamed["lines"] = {_pair(line) for line in renamed["lines"]}
    renamed["collinear"] = {(middle, *_pair(ends)) for middle, *ends in renamed["collinear"]}
    return renamed


def _gold_names(result: Mapping[str, Any], places: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    gold, seen = _in_square(places), _in_square(result["points"])
    free = {name: place for name, place in gold.items() if name not in result["points"]}
    names: dict[str, str] = {}
    marks = result["unlettered"]
    pairs = [(math.dist(seen[mark], free[name]), mark, name) for mark in marks for name in free]
    for away, mark, name in sorted(pairs):
        if away <= SAME_PLACE and mark not in names and name not in names.values():
            names[mark] = name
    return names


def _in_square(places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Fit places into a square: the annotation's frame is not the picture's, and drawings are redrawn."""
    low = [min(p[i] for p in places.values()) for i in (0, 1)]
    span = [max(p[i] for p in places.values()) - low[i] or 1.0 for i in (0, 1)]
    return {n: ((x - low[0]) / span[0], (y - low[1]) / span[1]) for n, (x, y) in places.items()}


def _facts(forms: Iterable[str]) -> Facts:
    facts: Facts = {kind: set() for kind in KINDS}
    for form in forms:
        said = _INCIDENCE.fullmatch(form.replace(" ", ""))
        if said and said[1] == "Line":
            facts["collinear"].add((said[2], *_pair(said[3] + said[4])))
        elif said:
            facts["on circles"].add((said[2], said[3]))
    return facts


def _between(m: str, a: str, b: str, places: Mapping[str, tuple[float, float]]) -> bool:
    if m in (a, b) or not {a, b} <= set(places):
        return False
    (x, y), (ax, ay), (bx, by) = places[m], places[a], places[b]
    length = math.dist(places[a], places[b])
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
    off = abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length
    return 0 < along < length and off <= PIXELS_OFF


def _is_about(one: float, two: float) -> bool:
    return abs(one - two) <= PART_OFF * two


def _pair(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
