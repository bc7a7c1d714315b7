"""Ingest of a hub copy in several files: the same tasks and letters by one worker and by two."""

from __future__ import annotations

import json
from pathlib import Path

import datasets
import pytest

from pipelines import ingest
from pipelines.counts import Counts, read_counts
from pipelines.layout import LETTERS, Layout
from pipelines.records import files_of, read_records
from schemas import DeadLetter, Task
from tests.pipelines.small import write_params
from tests.sources.raw_files import encoded

TWO_WORKERS = ("--direct_running_mode=multi_processing", "--direct_num_workers=2")


@pytest.fixture
def params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of ChartQA in three files; a row of the last repeats one of the first, and one is empty."""
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    copy = tmp_path / "copy"
    copy.mkdir()
    files = [["0?", "1?", "2?"], ["3?", ""], ["4?", "1?"]]
    for number, questions in enumerate(files):
        rows = {
            "image": [{"bytes": encoded(), "path": None}] * len(questions),
            "query": questions,
            "label": [["7"]] * len(questions),
        }
        table = datasets.Dataset.from_dict(rows, features=FEATURES)
        table.to_parquet(copy / f"train-{number:05d}-of-{len(files):05d}.parquet")
    entry = {"adapter": "chartqa", "hub": str(copy), "revision": "0" * 40}
    return write_params(tmp_path / "params.yaml", {"copy": entry})


FEATURES = datasets.Features(
    image=datasets.Image(), query=datasets.Value("string"), label=datasets.List(datasets.Value("string"))
)


def ingested(params: Path, out: Path, *beam_args: str) -> tuple[list[Task], list[DeadLetter], Counts]:
    ingest.main(["--dataset", "copy", "--params", str(params), "--out", str(out), *beam_args])
    folder = Layout(out).tasks("copy")
    tasks = sorted(read_records(folder, Task), key=lambda task: task.source.row)
    return tasks, list(read_records(folder / LETTERS, DeadLetter)), read_counts(folder)


def test_each_row_of_a_copy_in_several_files_is_a_task_or_a_letter(params: Path, tmp_path: Path) -> None:
    tasks, letters, counts = ingested(params, tmp_path / "one")
    assert [task.source.row for task in tasks] == [
        "train.0#0", "train.0#1", "train.0#2", "train.1#0", "train.2#0",
    ]  # fmt: skip
    assert sorted((x.reason, x.row) for x in letters) == [
        ("duplicate", "train.2#1"),
        ("missing_field", "train.1#1"),
    ]
    assert (counts.rows_in, counts.rows_out) == (7, 5)


def test_two_workers_read_the_files_of_a_copy_apart_and_make_the_same_of_them(
    params: Path, tmp_path: Path
) -> None:
    assert ingested(params, tmp_path / "two", *TWO_WORKERS) == ingested(params, tmp_path / "one")
    assert len(files_of(Layout(tmp_path / "one").tasks("copy"))) == 1
    assert len(files_of(Layout(tmp_path / "two").tasks("copy"))) == 2


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_slow_rows_are_made_in_threads_and_come_out_as_the_quick_ones_do(
    seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "SLOW_ROW_S", seconds)
    questions = [f"{number}?" if number % 7 else "" for number in range(150)]
    rows = [{"imgname": "1.png", "query": question, "label": "7"} for question in questions]
    root = tmp_path / "raw" / "train"
    (root / "png").mkdir(parents=True)
    (root / "png" / "1.png").write_bytes(encoded())
    (root / "train_human.json").write_text(json.dumps(rows), encoding="utf-8")
    entry = {"adapter": "chartqa", "path": str(tmp_path / "raw")}
    params = write_params(tmp_path / "params.yaml", {"copy": entry})
    ingest.main(["--dataset", "copy", "--params", str(params), "--out", str(tmp_path / "out")])
    folder = Layout(tmp_path / "out").tasks("copy")
    assert [task.question for task in read_records(folder, Task)] == [q for q in questions if q]
    assert len(list(read_records(folder / LETTERS, DeadLetter))) == questions.count("")
