"""Small raw datasets for whole-pipeline tests, drawn with Pillow in the original layouts."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import yaml
from PIL import Image, ImageDraw, ImageFont

from tests.mock import BENCH

PAGES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("train", (("Invoice number", "4711"), ("Total", "93.50"))),
    ("train", (("Account number", "2086"), ("Order date", "12 May 2021"))),
    ("val", (("Invoice number", "5150"), ("Total", "12.25"))),
)
"""Split and the `label: value` lines of each page."""


def write_docvqa(root: Path) -> Path:
    """Write pages with `label: value` lines and one question a line; returns the dataset's root."""
    rows: dict[str, list[dict[str, object]]] = {"train": [], "val": []}
    for number, (split, lines) in enumerate(PAGES):
        name = f"documents/page{number}_1.png"
        draw_lines(root / name, [f"{label}: {value}" for label, value in lines])
        for label, value in lines:
            rows[split].append(docvqa_row(len(rows[split]), name, f"What is the {label.lower()}?", value))
    for split, entries in rows.items():
        write_annotations(root, split, entries)
    return root


def docvqa_row(number: int, image: str, question: str, answer: str) -> dict[str, object]:
    """One row of DocVQA's annotation file."""
    return {
        "questionId": number,
        "question": question,
        "image": image,
        "docId": number,
        "ucsf_document_id": "page",
        "ucsf_document_page_no": "1",
        "answers": [answer],
        "data_split": "train",
    }


def write_annotations(root: Path, split: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Write DocVQA's annotation file of a split."""
    root.mkdir(parents=True, exist_ok=True)
    content = {"dataset_name": "docvqa", "dataset_version": "1.0", "dataset_split": split, "data": list(rows)}
    (root / f"{split}_v1.0.json").write_text(json.dumps(content), encoding="utf-8")


def draw_lines(path: Path, lines: Sequence[str]) -> None:
    """Draw lines of large black text on a white page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page = Image.new("RGB", (640, 90 + 70 * len(lines)), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text(
            (40, 40 + 70 * number), line, fill="black", font=ImageFont.load_default(size=32)
        )
    page.save(path)


def write_mock_charts(root: Path, tasks: int) -> Path:
    """Write ChartQA rows whose right answers are the mock endpoint's; returns the dataset's root."""
    answer_for = _mock_answers()
    return write_charts(root, [answer_for(f"task{number}") for number in range(tasks)])


def write_charts(root: Path, answers: Sequence[str], split: str = "train", first: int = 0) -> Path:
    """Write a ChartQA row an answer, which asks `[[id:task<n>]] Which?`, n from `first`; returns the root."""
    (root / split / "png").mkdir(parents=True)
    rows = []
    for number, answer in enumerate(answers, start=first):
        name = f"chart{number}.png"
        Image.new("RGB", (640, 520), (number % 256, 90, 160)).save(root / split / "png" / name)
        rows.append({"imgname": name, "query": f"[[id:task{number}]] Which?", "label": answer})
    (root / split / f"{split}_human.json").write_text(json.dumps(rows), encoding="utf-8")
    (root / split / f"{split}_augmented.json").write_text("[]", encoding="utf-8")
    return root


def write_params(path: Path, datasets: Mapping[str, Mapping[str, object]], **others: object) -> Path:
    """Write a parameters file; one tool worker unless told otherwise."""
    path.write_text(yaml.safe_dump({"datasets": dict(datasets), "tools": {"workers": 1}, **others}))
    return path


def mock_policy(base_url: str) -> dict[str, object]:
    """A teacher or policy entry that asks the mock endpoint, which calls one tool and answers."""
    return {
        "kind": "openai",
        "base_url": base_url,
        "model": "mock-t1",
        "decoding": {"seed": 0, "temperature": 0.7},
        "in_flight": 16,
    }


MOCK_TOOL = ("--tool-name", "zoom", "--box-argument", "bbox_2d", "--jitter-ms", "0")
"""Flags that make the mock call a tool that a chart task is offered."""


def _mock_answers() -> Callable[[str], str]:
    spec = importlib.util.spec_from_file_location("mock_teacher", BENCH / "mock_teacher.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    answers: Callable[[str], str] = module.answer_for
    return answers
