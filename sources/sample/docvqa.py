"""DocVQA's raw layout: {train,val}_v1.0.json and documents/<record>_<page>.png."""

from pathlib import Path

from sources.sample.docvqa_page import scan
from sources.sample.docvqa_pages import MAKERS
from sources.sample.output import save_png, seeded, seeded_noise, write_json

PAGES = {"train": 6, "val": 2}
ASKED_OF_A_VAL_PAGE = 2


def write(folder: Path, seed: int) -> None:
    """Write the pages (greyscale) and, for each split, the wrapper with its `data` rows."""
    rng, noise = seeded("docvqa", seed), seeded_noise("docvqa", seed)
    question_id, doc_id = rng.randint(100, 900), rng.randint(10, 90)
    for split, count in PAGES.items():
        rows = []
        for index in range(count):
            page, asked = MAKERS[index % len(MAKERS)](rng, noise)
            record = "".join(rng.choices("bcdfghjklmnpqrstvwxyz", k=4)) + f"{rng.randint(1, 239):04d}"
            number = str(rng.randint(1, 12))
            save_png(
                scan(page, record, index % 2 == 1, noise), folder / "documents" / f"{record}_{number}.png"
            )
            doc_id += rng.randint(1, 40)
            for question, answers in asked if split == "train" else rng.sample(asked, ASKED_OF_A_VAL_PAGE):
                question_id += rng.randint(1, 5)
                rows.append(
                    {
                        "questionId": question_id,
                        "question": question,
                        "image": f"documents/{record}_{number}.png",
                        "docId": doc_id,
                        "ucsf_document_id": record,
                        "ucsf_document_page_no": number,
                        "answers": answers,
                        "data_split": split,
                    }
                )
        head = {"dataset_name": "docvqa", "dataset_version": "1.0", "dataset_split": split}
        write_json(folder / f"{split}_v1.0.json", {**head, "data": rows}, indent=1)
