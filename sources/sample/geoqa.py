"""GeoQA's raw layout: {train,dev}.pk, each a pickled list of rows with Chinese text and a grey picture."""

import random
from pathlib import Path

from sources.sample.output import seeded
from sources.sample.plane_problem import Plane, grey, options, printed, write_pickle
from sources.sample.plane_problems import MAKERS

SPLITS = (("train", 14), ("dev", 4))


def write(folder: Path, seed: int) -> None:
    """Write one pickle a split; problems are counted through both."""
    rng = seeded("geoqa", seed)
    identity = 0
    for split, count in SPLITS:
        rows = []
        for _ in range(count):
            rows.append(_row(MAKERS[identity % len(MAKERS)](rng), identity, rng))
            identity += 1
        write_pickle(folder / f"{split}.pk", rows)


def _row(problem: Plane, identity: int, rng: random.Random) -> dict[str, object]:
    values, label = options(problem, rng)
    return {
        "id": identity,
        "subject": problem.chinese,
        "formal_point": [problem.point],
        "answer": f"故选：{'ABCD'[label]}．",
        "label": label,
        "choices": [printed(problem, value) for value in values],
        "choice_nums": [float(value) for value in values],
        "numbers": list(problem.numbers),
        "manual_program": list(problem.program),
        "image": grey(problem.figure, rng.randint(180, 260)),
    }
