"""InfographicVQA's raw layout: infographicsvqa_qas/*_withQT.json beside infographicsvqa_images/<n>.jpeg.

Rows name the reading of the picture by a commercial service (`ocr_output_file`), which is not part of it.
"""

from pathlib import Path

from sources.sample.infographicvqa_facts import TRAIN, VAL
from sources.sample.infographicvqa_parts import draw
from sources.sample.infographicvqa_questions import Asked, questions
from sources.sample.output import save_jpeg, seeded, write_json

SPLITS = (("train", TRAIN, 5), ("val", VAL, 4))
"""(split, infographics, questions kept of each)."""


def write(folder: Path, seed: int) -> None:
    """Write the pictures and, for each split, the wrapper with its `data` rows."""
    rng = seeded("infographicvqa", seed)
    question_id = rng.randint(60000, 70000)
    for split, graphics, kept in SPLITS:
        rows = []
        for graphic in graphics:
            name = str(rng.randrange(30000, 60000))
            save_jpeg(draw(graphic), folder / "infographicsvqa_images" / f"{name}.jpeg")
            for asked in rng.sample(questions(graphic), kept):
                question_id += rng.randint(1, 5)
                rows.append(_row(asked, question_id, name, graphic.source, split))
        head = {"dataset_name": "infographicVQA", "dataset_version": "1.0", "dataset_split": split}
        path = folder / "infographicsvqa_qas" / f"infographicsVQA_{split}_v1.0_withQT.json"
        write_json(path, {**head, "data": rows}, indent=1)


def _row(asked: Asked, question_id: int, name: str, source: str, split: str) -> dict[str, object]:
    return {
        "questionId": question_id,
        "question": asked.text,
        "image_local_name": f"{name}.jpeg",
        "image_url": f"https://{source}/{name}.jpeg",
        "ocr_output_file": f"{name}.json",
        "answers": list(asked.answers),
        "answer_type": [asked.kind],
        "operation/reasoning": [asked.operation] if asked.operation else [],
        "data_split": split,
    }
