"""A-OKVQA's open task: ten direct answers, and the rows its evaluator skips."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from schemas import DeadLetter, Metric, Task
from sources import SourceSettings
from sources.adapter import RawRow
from sources.source import list_rows, open_source, to_task


def read(folder: Path, **changes: object) -> Task | DeadLetter:
    """Write one row in the original layout and read it."""
    (folder / "aokvqa").mkdir(parents=True)
    (folder / "coco" / "train2017").mkdir(parents=True)
    Image.new("RGB", (48, 32), "gray").save(folder / "coco" / "train2017" / "000000000042.jpg")
    row = {
        "image_id": 42,
        "question": "What is it?",
        "choices": ["a bus", "a dog", "a cup", "a cat"],
        "correct_choice_idx": 0,
        "direct_answers": ["bus"] * 7 + ["truck"] * 3,
        "difficult_direct_answer": False,
        **changes,
    }
    (folder / "aokvqa" / "aokvqa_v1p0_train.json").write_text(json.dumps([row]))
    source = open_source(SourceSettings("aokvqa_direct", "aokvqa_direct", str(folder)))
    (raw,) = list_rows(source)
    assert isinstance(raw, RawRow)
    return to_task(source, raw)


def test_all_ten_answers_are_references_and_no_choice_is_shown(tmp_path: Path) -> None:
    task = read(tmp_path)
    assert isinstance(task, Task)
    assert (task.metric, task.choices) == (Metric.DIRECT_ANSWER, ())
    assert sorted(task.answers) == ["bus"] * 7 + ["truck"] * 3


def test_a_difficult_row_is_a_dead_letter_as_the_evaluator_skips_it(tmp_path: Path) -> None:
    letter = read(tmp_path, difficult_direct_answer=True)
    assert isinstance(letter, DeadLetter)
    assert letter.reason == "not_scored"


def test_a_row_without_answers_is_a_dead_letter(tmp_path: Path) -> None:
    letter = read(tmp_path, direct_answers=[])
    assert isinstance(letter, DeadLetter)
    assert letter.reason == "no_gold"
