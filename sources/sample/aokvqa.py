"""A-OKVQA's raw layout: aokvqa/aokvqa_v1p0_<split>.json beside coco/<split>2017/<image_id:012d>.jpg."""

import random
import string
from pathlib import Path

from sources.sample import aokvqa_scenes
from sources.sample.aokvqa_backdrops import photograph
from sources.sample.aokvqa_facts import TRAIN, VAL, Asked
from sources.sample.output import save_jpeg, seeded, seeded_noise, write_json

ALPHABET = string.ascii_letters + string.digits


def write(folder: Path, seed: int) -> None:
    """Write the pictures (JPEG) and one list of rows a split."""
    rng, noise = seeded("aokvqa", seed), seeded_noise("aokvqa", seed)
    for split, scenes in (("train", TRAIN), ("val", VAL)):
        rows = []
        for scene in scenes:
            image_id = rng.randrange(1000, 581929)
            canvas = getattr(aokvqa_scenes, scene.painter)(**scene.shows, rng=rng)
            picture = photograph(canvas, noise)
            save_jpeg(picture, folder / "coco" / f"{split}2017" / f"{image_id:012d}.jpg")
            asked = scene.asked if split == "train" else scene.asked[:2]
            rows += [_row(split, image_id, one, rng) for one in asked]
        write_json(folder / "aokvqa" / f"aokvqa_v1p0_{split}.json", rows)


def _row(split: str, image_id: int, asked: Asked, rng: random.Random) -> dict[str, object]:
    choices = [asked.answer, *asked.wrong]
    rng.shuffle(choices)
    free = [asked.answer] * 7 + [rng.choice((asked.answer, *asked.also)) for _ in range(3)]
    rng.shuffle(free)
    return {
        "split": split,
        "image_id": image_id,
        "question_id": "".join(rng.choices(ALPHABET, k=22)),
        "question": asked.question,
        "choices": choices,
        "correct_choice_idx": choices.index(asked.answer),
        "direct_answers": free,
        "difficult_direct_answer": False,
        "rationales": list(asked.rationales),
    }
