"""ScienceQA's raw layout: problems.json, pid_splits.json, images/<split>/<pid>/image.png."""

import random
from collections.abc import Callable
from pathlib import Path

from sources.sample.output import save_png, seeded, write_json
from sources.sample.scienceqa_facts import TEXT_ONLY
from sources.sample.scienceqa_rows import MAKERS, Item

PICTURES = {"train": 20, "val": 4}


def write(folder: Path, seed: int) -> None:
    """Write the pictured rows of both splits and two text-only rows (`image` null) in train."""
    rng = seeded("scienceqa", seed)
    pids = iter(sorted(rng.sample(range(1, 21000), sum(PICTURES.values()) + len(TEXT_ONLY))))
    problems: dict[str, dict[str, object]] = {}
    splits: dict[str, list[str]] = {split: [] for split in PICTURES}
    asked: set[tuple[str, bytes]] = set()
    for split, count in PICTURES.items():
        for index in range(count):
            pid = str(next(pids))
            item = _unasked(MAKERS[index % len(MAKERS)], asked, rng)
            save_png(item.picture, folder / "images" / split / pid / "image.png")
            problems[pid] = _problem(item, split, rng)
            splits[split].append(pid)
    for row in TEXT_ONLY:
        pid = str(next(pids))
        problems[pid] = _text_problem(row)
        splits["train"].append(pid)
    write_json(folder / "problems.json", problems, indent=2)
    write_json(folder / "pid_splits.json", {**splits, "trainval": splits["train"] + splits["val"]}, indent=2)


def _unasked(
    maker: Callable[[random.Random], Item], asked: set[tuple[str, bytes]], rng: random.Random
) -> Item:
    """An item whose question was not yet asked of the same picture."""
    while True:
        item = maker(rng)
        key = (item.question, item.picture.tobytes())
        if key not in asked:
            asked.add(key)
            return item


def _problem(item: Item, split: str, rng: random.Random) -> dict[str, object]:
    choices = [item.answer, *item.others]
    rng.shuffle(choices)
    return {
        "question": item.question,
        "choices": choices,
        "answer": choices.index(item.answer),
        "hint": item.hint,
        "image": "image.png",
        "task": "closed choice",
        "grade": item.grade,
        "subject": item.subject,
        "topic": item.topic,
        "category": item.category,
        "skill": item.skill,
        "lecture": item.lecture,
        "solution": item.solution,
        "split": split,
    }


def _text_problem(row: dict[str, object]) -> dict[str, object]:
    fields = ("grade", "subject", "topic", "category", "skill", "lecture", "solution")
    return {
        "question": row["question"],
        "choices": row["choices"],
        "answer": row["answer"],
        "hint": "",
        "image": None,
        "task": "closed choice",
        **{name: row[name] for name in fields},
        "split": "train",
    }
