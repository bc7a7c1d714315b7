"""Dataset entries that contradict themselves are refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from schemas import Task
from sources import SettingsError, SourceSettings
from sources.adapter import RawRow
from sources.source import list_rows, open_source, to_task


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({}, "set `path`"),
        ({"hub": "b/c"}, "must pin b/c to a commit of 40 hex digits, not ''"),
        ({"hub": "b/c", "revision": "main"}, "not 'main'"),
        ({"path": "a", "revision": "0" * 40}, "a folder's revision is computed"),
        ({"path": "a", "splits": ("dev",)}, r"among train, val, test, not \['dev'\]"),
        ({"path": "a", "limit": 0}, "`limit` must be at least 1"),
        ({"path": "a", "dataset": "Chart QA"}, "lower-case letters"),
    ],
)
def test_a_contradiction_names_the_dataset_and_what_to_change(entry: dict[str, object], message: str) -> None:
    given = {"dataset": "charts", "adapter": "chartqa", **entry}
    with pytest.raises(SettingsError, match=message) as caught:
        SourceSettings(**given)  # type: ignore[arg-type]
    assert repr(given["dataset"]) in str(caught.value)


def test_no_splits_means_every_split() -> None:
    assert SourceSettings("charts", "chartqa", "a").wanted_splits == ("train", "val", "test")


def test_a_licence_of_its_own_stands_on_the_tasks(tmp_path: Path) -> None:
    folder = tmp_path / "clevr"
    (folder / "questions").mkdir(parents=True)
    (folder / "images" / "train").mkdir(parents=True)
    Image.new("RGB", (48, 32), "gray").save(folder / "images" / "train" / "CLEVR_train_000000.png")
    row = {
        "image_filename": "CLEVR_train_000000.png",
        "question": "How many cubes?",
        "answer": "0",
        "split": "train",
    }
    content = {"questions": [{**row, "image_index": 0, "question_index": 0}]}
    (folder / "questions" / "CLEVR_train_questions.json").write_text(json.dumps(content))
    for given, expected in (("", "CC-BY-4.0"), ("CC0-1.0", "CC0-1.0")):
        source = open_source(SourceSettings("clevr", "clevr", str(folder), licence=given))
        (raw,) = list_rows(source)
        assert isinstance(raw, RawRow)
        made = to_task(source, raw)
        assert isinstance(made, Task)
        assert made.source.licence == expected
