"""VizWiz-VQA's raw layout: Annotations/{train,val}.json beside {train,val}/VizWiz_<split>_<n>.jpg."""

import random
from pathlib import Path

from sources.sample import vizwiz_objects
from sources.sample.output import save_jpeg, seeded, seeded_noise, write_json
from sources.sample.vizwiz_camera import photograph
from sources.sample.vizwiz_facts import TRAIN, VAL, Shot

UNSURE = ("unanswerable", "unsuitable")
"""What annotators say of a picture that does not tell."""


def write(folder: Path, seed: int) -> None:
    """Write the pictures (JPEG) and one list of rows a split."""
    rng, noise = seeded("vizwiz", seed), seeded_noise("vizwiz", seed)
    for split, shots in (("train", TRAIN), ("val", VAL)):
        rows = []
        for index, shot in enumerate(shots):
            name = f"VizWiz_{split}_{index:08d}.jpg"
            canvas = getattr(vizwiz_objects, shot.painter)(**shot.shows, rng=rng)
            save_jpeg(photograph(canvas, shot.quality, noise), folder / split / name)
            rows.append(_row(shot, name, rng))
        write_json(folder / "Annotations" / f"{split}.json", rows, indent=1)


def _row(shot: Shot, name: str, rng: random.Random) -> dict[str, object]:
    return {
        "answerable": int(bool(shot.answers)),
        "image": name,
        "question": shot.question,
        "answer_type": shot.kind,
        "answers": [_said(answer, rng) for answer in _ten(shot, rng)],
    }


def _ten(shot: Shot, rng: random.Random) -> list[str]:
    """Ten answers, most of them the usual one; one in ten people cannot tell."""
    if not shot.answers:
        return ["unanswerable"] * 7 + [rng.choice(UNSURE) for _ in range(3)]
    said = [shot.answers[0]] * 6 + [rng.choice(shot.answers) for _ in range(3)] + [rng.choice(UNSURE)]
    rng.shuffle(said)
    return said


def _said(answer: str, rng: random.Random) -> dict[str, str]:
    sure = "no" if answer == "unsuitable" else rng.choice(("yes", "yes", "yes", "maybe"))
    return {"answer": answer, "answer_confidence": sure}
