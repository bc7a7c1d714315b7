"""UniGeo's raw layout: calculation_{train,val}.pk and proving_{train,val}.pk, pickled lists of rows."""

import random
from pathlib import Path

import numpy as np

from sources.sample.geometry3k_figures import render
from sources.sample.output import seeded
from sources.sample.plane_problem import Plane, grey, options, write_pickle
from sources.sample.plane_problems import MAKERS
from sources.sample.unigeo_proofs import PROOFS, Proof

SPLITS = (("train", 14, 3), ("val", 4, 1))
"""(split, calculation problems, proving problems)."""


def write(folder: Path, seed: int) -> None:
    """Write both kinds of problem, and which theorem each calculation is about."""
    rng = seeded("unigeo", seed)
    themes: dict[int, str] = {}
    proofs = list(PROOFS)
    for split, count, proved in SPLITS:
        calculations = []
        for _ in range(count):
            identity = len(themes)
            # Another start than GeoQA's, whose problems UniGeo tells in English.
            problem = MAKERS[(identity + 5) % len(MAKERS)](rng)
            calculations.append(_calculation(problem, identity, rng))
            themes[identity] = problem.kind
        write_pickle(folder / f"calculation_{split}.pk", calculations)
        proving = [_proving(proofs.pop(0), rng) for _ in range(proved)]
        write_pickle(folder / f"proving_{split}.pk", proving)
    write_pickle(folder / "sub_dataset_dict.pk", themes)


def _calculation(problem: Plane, identity: int, rng: random.Random) -> dict[str, object]:
    values, label = options(problem, rng)
    return {
        "id": identity,
        "English_problem": problem.english,
        "numbers": list(problem.numbers),
        "manual_program": list(problem.program),
        "choice_nums": [float(value) for value in values],
        "label": label,
        "image": grey(problem.figure, rng.randint(180, 260)),
    }


def _proving(proof: Proof, rng: random.Random) -> dict[str, object]:
    picture, _ = render(proof.figure, rng.randint(200, 280))
    return {
        "input_text": proof.text,
        "proving_sequence": list(proof.steps),
        "problem_type": proof.kind,
        "img": np.array(picture.convert("RGB"), dtype=np.uint8),
    }
