"""Tiny raw folders, one maker a dataset: two good rows in the train split (MathVista, MATH-Vision: test)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import DeadLetter, Task, checked
from sources import Source, SourceSettings, list_rows, open_source, to_task
from tests.sources import raw_evaluation, raw_training
from tests.sources.raw_files import encoded, write


def run(source: Source) -> tuple[list[Task], list[DeadLetter]]:
    """Read a source to its end; every record fits its schema."""
    tasks, letters = [], []
    for row in list_rows(source):
        made = row if isinstance(row, DeadLetter) else to_task(source, row)
        if isinstance(made, Task):
            checked("task", made)
            tasks.append(made)
        else:
            checked("dead_letter", made)
            letters.append(made)
    return tasks, letters


def read(adapter: str, root: Path, **settings: object) -> tuple[list[Task], list[DeadLetter]]:
    """Read a folder with an adapter."""
    return run(open_source(SourceSettings(adapter, adapter, str(root), **settings)))  # type: ignore[arg-type]


def chartqa(root: Path) -> Path:
    rows = [
        {"imgname": "a.png", "query": "How many bars?", "label": "3"},
        {"imgname": "a.png", "query": "Is it red?", "label": "Yes"},
    ]
    write(root / "train/train_human.json", rows)
    write(root / "train/png/a.png", encoded())
    return root


def geometry3k(root: Path) -> Path:
    for number, key in ((11, "D"), (12, "A")):
        write(
            root / f"train/{number}/data.json",
            {
                "problem_text": f"Find m \\angle {number}.",
                "compact_text": "Find x.",
                "choices": ["30", "40", "60", "80"],
                "answer": key,
            },
        )
        write(root / f"train/{number}/img_diagram.png", encoded((0, number, 0)))
        write(root / f"train/{number}/img_diagram_point.png", encoded((255, 255, 255)))
    return root


def mapqa(root: Path) -> Path:
    rows = [
        {"map_id": "map_0.png", "question": "Which states are darkest?", "answer": ["Utah", "Ohio"]},
        {"map_id": "map_0.png", "question": "What is the value of Iowa?", "answer": "1,000-2,000"},
    ]
    write(root / "MapQA_S/questions/train-QA.json", rows)
    write(root / "MapQA_S/images/map_0.png", encoded())
    return root


def scienceqa(root: Path) -> Path:
    row = {
        "question": "Which is a solid?",
        "choices": ["water", "rock"],
        "answer": 1,
        "hint": "A solid keeps its shape.",
        "image": "image.png",
        "lecture": "Rocks are solids.",
        "solution": "The answer is rock.",
        "split": "train",
    }
    write(root / "problems.json", {"7": row, "8": {**row, "image": None, "hint": ""}})
    write(root / "images/train/7/image.png", encoded())
    return root


def docvqa(root: Path) -> Path:
    data = [
        {"question": "What is the total?", "image": "documents/p_1.png", "answers": ["$12", "12", "$12"]},
        {"question": "Who signed?", "image": "documents/p_1.png", "answers": ["J. Doe"]},
    ]
    write(root / "train_v1.0.json", {"dataset_name": "docvqa", "dataset_split": "train", "data": data})
    write(root / "documents/p_1.png", encoded())
    return root


def clevr(root: Path) -> Path:
    rows = [
        {"question": "How many cubes?", "answer": "2", "image_filename": "CLEVR_train_000000.png"},
        {"question": "Any sphere?", "answer": "yes", "image_filename": "CLEVR_train_000000.png"},
    ]
    write(root / "questions/CLEVR_train_questions.json", {"info": {}, "questions": rows})
    write(root / "images/train/CLEVR_train_000000.png", encoded())
    return root


def clevr_math(root: Path) -> Path:
    rows = [
        {"question": "Remove all cubes. How many are left?", "answer": 0, "image_filename": "c.png"},
        {"question": "Add two cubes. How many are there?", "answer": 10, "image_filename": "c.png"},
    ]
    write(root / "clevr-math-train.json", {"questions": rows})
    write(root / "CLEVR_v1.0/images/train/c.png", encoded())
    return root


def aokvqa(root: Path) -> Path:
    rows = [
        {
            "image_id": 42,
            "question": f"What is number {n}?",
            "choices": ["cat", "dog", "cow", "hen"],
            "correct_choice_idx": n,
            "direct_answers": ["cat"] * 10,
            "rationales": ["It is a cat."],
        }
        for n in (0, 3)
    ]
    write(root / "aokvqa/aokvqa_v1p0_train.json", rows)
    write(root / "coco/train2017/000000000042.jpg", encoded(kind="JPEG"))
    return root


MAKERS: dict[str, Callable[[Path], Path]] = {
    maker.__name__: maker
    for maker in (
        *(aokvqa, chartqa, clevr, clevr_math, docvqa, geometry3k, mapqa, scienceqa),
        *(raw_training.figureqa, raw_training.geoqa, raw_training.unigeo, raw_training.infographicvqa),
        *(raw_training.vizwiz, raw_training.thinkvl, raw_training.mathv360k),
        *(raw_evaluation.tabmwp, raw_evaluation.ai2d, raw_evaluation.plotqa, raw_evaluation.iconqa),
        *(raw_evaluation.mathvista, raw_evaluation.mathvision),
    )
}


@pytest.fixture(params=sorted(MAKERS))
def any_dataset(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """(adapter, root) of every dataset in turn."""
    name = str(request.param)
    return name, MAKERS[name](tmp_path)


@pytest.fixture(scope="session")
def makers() -> set[str]:
    """The datasets with a tiny raw folder."""
    return set(MAKERS)


@pytest.fixture
def raw(tmp_path: Path) -> Callable[[str], Path]:
    """Make one dataset's tiny folder and return its root."""
    return lambda name: MAKERS[name](tmp_path)


def _fixture(function: Callable[..., object]) -> object:
    @pytest.fixture(name=function.__name__, scope="session")
    def give() -> Callable[..., object]:
        return function

    return give


# Helpers reach the tests as fixtures: test folders are no packages, so nothing can be imported from here.
encoded_fixture, write_fixture, run_fixture, read_fixture = map(_fixture, (encoded, write, run, read))
