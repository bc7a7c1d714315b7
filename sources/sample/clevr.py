"""CLEVR's raw layout: images/<split>, questions/CLEVR_<split>_questions.json, scenes/."""

from pathlib import Path

from sources.sample.clevr_questions import ask
from sources.sample.clevr_render import render
from sources.sample.clevr_scene import scatter, scene_record
from sources.sample.output import save_png, seeded, seeded_noise, write_json

SCENES = {"train": 6, "val": 2}


def write(folder: Path, seed: int) -> None:
    """Write the pictures, the scene graphs and the questions, answers as words or digits in a string."""
    rng, noise = seeded("clevr", seed), seeded_noise("clevr", seed)
    for split, count in SCENES.items():
        scenes: list[dict[str, object]] = []
        questions: list[dict[str, object]] = []
        for index in range(count):
            things = scatter(rng.randint(4, 8), rng)
            name = f"CLEVR_{split}_{index:06d}.png"
            save_png(render(things, noise), folder / "images" / split / name)
            scenes.append(scene_record(things, split, index))
            asked = ask(things, rng)
            for one in asked if split == "train" else rng.sample(asked, 2):
                questions.append(
                    {
                        "image_index": index,
                        "program": one.program,
                        "question_index": len(questions),
                        "image_filename": name,
                        "question_family_index": one.family,
                        "split": split,
                        "answer": one.answer,
                        "question": one.question,
                    }
                )
        info = {"split": split, "license": "drawn sample", "version": "1.0", "date": "01/01/2026"}
        write_json(
            folder / "questions" / f"CLEVR_{split}_questions.json", {"info": info, "questions": questions}
        )
        write_json(folder / "scenes" / f"CLEVR_{split}_scenes.json", {"info": info, "scenes": scenes})
