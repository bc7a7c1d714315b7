"""Tiny raw folders of evaluation sets: two good rows, in the train split where the set has one."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sources.raw_files import encoded, write


def tabmwp(root: Path) -> Path:
    row = {
        "question": "What is the mean?",
        "choices": None,
        "answer": "1,280",
        "unit": "$",
        "table": "a | 1280",
    }
    choice = {
        "question": "Is there a shortage?",
        "choices": ["a shortage, small", "surplus"],
        "answer": "surplus",
        "unit": None,
        "solution": "It is a surplus.",
    }
    write(root / "problems_train.json", {"16": row, "33": choice})
    write(root / "tables/16.png", encoded())
    write(root / "tables/33.png", encoded((1, 1, 1)))
    return root


def ai2d(root: Path) -> Path:
    questions = {
        f"What is {letter}?": {
            "abcLabel": letter == "B",
            "answerTexts": ["sun", "leaf", "root", "B"],
            "correctAnswer": index,
            "questionId": f"5.png-{index}",
        }
        for letter, index in (("it", 0), ("B", 3))
    }
    write(root / "questions/5.png.json", {"questions": questions, "imageName": "5.png"})
    write(root / "images/5.png", encoded())
    write(root / "abc_images/5.png", encoded((9, 9, 9)))
    write(root / "ai2d_test_ids.csv", b"1\n55\n")
    return root


def plotqa(root: Path) -> Path:
    rows = [
        {"image_index": 3, "question_string": q, "answer": a, "template": "arithmetic", "answer_bbox": {}}
        for q, a in (("What is the ratio?", 1.0632603406326), ("Is it less?", "Yes"))
    ]
    write(root / "train/qa_pairs_V1.json", {"qa_pairs": rows})
    write(root / "train/png/3.png", encoded())
    return root


def iconqa(root: Path) -> Path:
    base = {"grade": "grade1", "label": "X2"}
    images = {
        "question": "Which is equal?",
        "choices": ["choice_0.png", "choice_1.png", "choice_2.png"],
        "answer": 2,
        "ques_type": "choose_img",
    }
    blank = {"question": "What number is shown?", "answer": "7,364", "ques_type": "fill_in_blank"}
    write(root / "train/choose_img/4/data.json", {**base, **images})
    for number, name in enumerate(("image", "choice_0", "choice_1", "choice_2")):
        write(root / f"train/choose_img/4/{name}.png", encoded((number, 0, 0)))
    write(root / "train/fill_in_blank/20/data.json", {**base, **blank})
    write(root / "train/fill_in_blank/20/image.png", encoded())
    return root


def mathvista(root: Path) -> Path:
    base = {"image": "images/1.jpg", "choices": None, "unit": None, "precision": None, "metadata": {}}
    number = {
        **base,
        "question": "How high?",
        "answer": "1.2",
        "answer_type": "float",
        "precision": 1.0,
        "unit": "m",
    }
    choice = {**base, "question": "求∠A", "answer": "70°", "choices": ["60°", "70°"], "answer_type": "text"}
    write(root / "testmini.json", {"1": number, "2": choice})
    write(root / "images/1.jpg", encoded(kind="JPEG"))
    return root


def mathvision(root: Path) -> Path:
    rows = [
        {"question": "Which bike?\n<image1>", "options": ["A", "B"], "answer": "B", "image": "images/4.jpg"},
        {"question": "<image1>How long?", "options": [], "answer": "\\frac{3}{2}", "image": "images/4.jpg"},
    ]
    write(root / "test.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    write(root / "images/4.jpg", encoded(kind="JPEG"))
    return root
