"""color_shape_detect: CLEVR-Math answered by counting, and objects against CLEVR's scene files."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.rows import clevr_math, clevr_scenes, picture_from
from environment.tools import color_shape_detect

ATTRIBUTES = ("color", "shape", "size", "material")
WORDS = {
    **{
        w: ("shape", s)
        for s, ws in {"sphere": "sphere ball", "cube": "cube block"}.items()
        for w in ws.split()
    },
    "cylinder": ("shape", "cylinder"),
    **{w: ("color", w) for w in ["gray", "red", "blue", "green", "brown", "purple", "cyan", "yellow"]},
    **{w: ("size", s) for s, ws in {"large": "large big", "small": "small tiny"}.items() for w in ws.split()},
    **dict.fromkeys(("metal", "metallic", "shiny"), ("material", "metal")),
    **dict.fromkeys(("rubber", "matte"), ("material", "rubber")),
}
QUESTION = re.compile(r"^Subtract (all|\d+) (.+)\. How many (.+) are left\?$")


def measure(folder: Path) -> Iterator[str]:
    """Yield counting accuracy on CLEVR-Math and precision and recall per attribute on CLEVR scenes."""
    yield from _counting(folder)
    yield from _scenes(folder)


def _counting(folder: Path) -> Iterator[str]:
    errors: list[int] = []
    seconds, skipped = 0.0, 0
    for asked in clevr_math(folder):
        parsed = QUESTION.match(asked.question)
        if parsed is None:
            skipped += 1
            continue
        picture = picture_from(asked.picture)
        started = time.process_time()
        objects = color_shape_detect.run({}, [picture]).result["objects"]
        seconds += time.process_time() - started
        amount, removed, counted = parsed.groups()
        left = _matching(objects, counted)
        taken = (
            [o for o in _matching(objects, removed) if o in left] if amount == "all" else range(int(amount))
        )
        errors.append(abs(len(left) - len(taken) - int(asked.answers[0])))
    if errors:
        right = sum(e == 0 for e in errors)
        yield (
            f"CLEVR-Math: {right} of {len(errors)} counts exact, mean absolute error "
            f"{sum(errors) / len(errors):.2f} ({skipped} questions of another form left out), "
            f"{1000 * seconds / len(errors):.0f} ms of CPU a call"
        )


def _matching(objects: Sequence[Mapping[str, Any]], phrase: str) -> list[Mapping[str, Any]]:
    wanted = [WORDS[w] for w in (word.rstrip("s") for word in phrase.split()) if w in WORDS]
    return [o for o in objects if all(o[attribute] == value for attribute, value in wanted)]


def _scenes(folder: Path) -> Iterator[str]:
    right: Counter[str] = Counter()
    found = there = same = scenes = 0
    for path, truth in clevr_scenes(folder):
        objects = color_shape_detect.run({}, [picture_from(path)]).result["objects"]
        scenes += 1
        same += len(objects) == len(truth)
        found += len(objects)
        there += len(truth)
        for names in (("color",), ("color", "shape"), ("color", "size"), ("color", "material"), ATTRIBUTES):
            seen, wanted = (Counter(tuple(o[n] for n in names) for o in side) for side in (objects, truth))
            right[" + ".join(names)] += (seen & wanted).total()
    if scenes:
        yield f"CLEVR scenes: {same} of {scenes} with the right number of objects"
        for names, count in right.items():
            yield f"CLEVR scenes: F1 {2 * count / (found + there):.3f} for {names}"
