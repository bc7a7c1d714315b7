"""Tiny raw folders of training sets: two good rows in the train split."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np

from tests.sources.raw_files import encoded, write

GREY = np.arange(24, dtype=np.uint8).reshape(4, 6)


def figureqa(root: Path) -> Path:
    rows = [
        {"question_string": f"Is {c} the minimum?", "answer": a, "image_index": 7, "color1_name": c}
        for c, a in (("Aqua", 1), ("Teal", 0))
    ]
    write(root / "train1/qa_pairs.json", {"qa_pairs": rows, "total_distinct_colors": 2})
    write(root / "train1/png/7.png", encoded())
    return root


def geoqa(root: Path) -> Path:
    rows = [
        {
            "id": n,
            "subject": f"如图，∠A＝{n}0°，则∠B的度数是()",
            "choices": ["40°", "50°", "60°", "70°"],
            "label": n,
            "answer": "解：故选B．",
            "formal_point": ["平行线"],
            "manual_program": ["g_minus", "C_3", "N_0"],
            "image": GREY + n,
        }
        for n in (0, 3)
    ]
    write(root / "train.pk", pickle.dumps(rows))
    return root


def unigeo(root: Path) -> Path:
    rows = [
        {
            "id": n,
            "English_problem": f"Find angle {n} .",
            "choice_nums": [30.0, 40.5, 60, 80.0],
            "numbers": [30.0],
            "manual_program": ["g_minus"],
            "label": n,
            "image": GREY + n,
        }
        for n in (0, 1)
    ]
    write(root / "calculation_train.pk", pickle.dumps(rows, protocol=4))
    write(root / "proving_train.pk", b"never opened")
    return root


def infographicvqa(root: Path) -> Path:
    data = [
        {"question": q, "image_local_name": "1.jpeg", "answers": a, "ocr_output_file": "1.json"}
        for q, a in (("How many?", ["7", "seven"]), ("Which country?", ["Peru"]))
    ]
    write(root / "infographicsvqa_qas/infographicsVQA_train_v1.0_withQT.json", {"data": data})
    write(root / "infographicsvqa_images/1.jpeg", encoded(kind="JPEG"))
    return root


def vizwiz(root: Path) -> Path:
    given = [["Coke", *["coke"] * 6, "can", "can", "cola"], [*["grey"] * 4, *["unanswerable"] * 6]]
    rows = [
        {
            "image": "VizWiz_train_00000000.jpg",
            "question": question,
            "answers": [{"answer": a, "answer_confidence": "yes"} for a in answers],
            "answer_type": "other",
            "answerable": 1,
        }
        for question, answers in zip(("What can?", "Which colour?"), given, strict=True)
    ]
    write(root / "Annotations/train.json", rows)
    write(root / "train/VizWiz_train_00000000.jpg", encoded(kind="JPEG"))
    return root


def thinkvl(root: Path) -> Path:
    rows = [
        {"image": "a.png", "question": "How many?", "answer": 3},
        {"image": ["a.png", "b/c.png"], "question": "Which?", "answer": "dog", "choices": ["cat", "dog"]},
    ]
    write(root / "train.jsonl", "\n".join(map(json.dumps, rows)).encode())
    write(root / "a.png", encoded())
    write(root / "b/c.png", encoded((0, 0, 9)))
    return root


def mathv360k(root: Path) -> Path:
    asked = [
        ("<image>\nHint: Give an integer.\nQuestion: How many?", "The answer is 4"),
        (
            "<image>\nHint: Give the letter.\nQuestion: Which?\nChoices:\n(A) 1,000\n(B) 2 (two)",
            "The answer is B",
        ),
    ]
    rows = [
        {
            "id": f"identity_{n}",
            "image": "TabMWP/images/1.png",
            "conversations": [{"from": "human", "value": human}, {"from": "gpt", "value": gpt}],
        }
        for n, (human, gpt) in enumerate(asked)
    ]
    write(root / "train_samples_all_tuning.json", rows)
    write(root / "data_images/TabMWP/images/1.png", encoded())
    return root
