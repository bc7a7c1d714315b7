"""VizWiz's sample: its published layout, and answers that name what the picture shows."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageFilter, ImageStat

from sources.sample.vizwiz_facts import TRAIN, VAL, Shot

SHOTS = {"train": TRAIN, "val": VAL}
KINDS = {"other", "unanswerable", "yes/no", "number"}


def _rows(sample: Path, split: str):  # type: ignore[no-untyped-def]
    return json.loads((sample / "vizwiz" / "Annotations" / f"{split}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("split", ["train", "val"])
def test_rows_have_ten_answers_with_confidence_and_an_upright_jpeg(sample: Path, split: str) -> None:
    for row in _rows(sample, split):
        assert set(row) == {"answerable", "image", "question", "answer_type", "answers"}
        assert row["answer_type"] in KINDS
        assert len(row["answers"]) == 10
        for said in row["answers"]:
            assert set(said) == {"answer", "answer_confidence"}
            assert said["answer_confidence"] in ("yes", "maybe", "no")
        with Image.open(sample / "vizwiz" / split / row["image"]) as picture:
            assert (picture.format, picture.size) == ("JPEG", (600, 800))


@pytest.mark.realdata
def test_field_names_are_those_of_real_rows(sample: Path, realdata: Path) -> None:
    path = next((realdata / "vizwiz_annotations_only").rglob("val.json"))
    real = json.loads(path.read_text(encoding="utf-8"))[0]
    ours = _rows(sample, "val")[0]
    assert set(ours) == set(real)
    assert set(ours["answers"][0]) == set(real["answers"][0])


@pytest.mark.parametrize("split", ["train", "val"])
def test_most_people_agree_and_what_cannot_be_told_is_marked(sample: Path, split: str) -> None:
    unanswerable = 0
    for row in _rows(sample, split):
        answer, times = Counter(said["answer"] for said in row["answers"]).most_common(1)[0]
        assert times >= 6
        assert (
            (answer == "unanswerable") == (row["answerable"] == 0) == (row["answer_type"] == "unanswerable")
        )
        unanswerable += row["answerable"] == 0
    assert unanswerable


@pytest.mark.parametrize("shot", [shot for shot in (*TRAIN, *VAL) if shot.answers], ids=lambda s: s.question)
def test_the_usual_answer_is_among_what_the_picture_is_told_to_show(shot: Shot) -> None:
    shown = " ".join(str(value) for value in shot.shows.values()).replace("|", " ").lower()
    if shot.kind == "yes/no":
        assert (shot.answers[0] == "yes") == (shown.split()[-1] in shot.question)
    else:
        assert shot.answers[0] in shown


def test_a_lost_picture_shows_no_edges_and_a_readable_label_does(sample: Path) -> None:
    lost: list[float] = []
    readable: list[float] = []
    for index, shot in enumerate(TRAIN):
        with Image.open(sample / "vizwiz" / "train" / f"VizWiz_train_{index:08d}.jpg") as picture:
            # Grain is averaged away before edges are looked for.
            small = picture.convert("L").resize((150, 200), Image.Resampling.BOX)
            found = ImageStat.Stat(small.filter(ImageFilter.FIND_EDGES).crop((2, 2, 148, 198))).stddev[0]
        if shot.quality == "lost":
            lost.append(found)
        elif shot.quality in ("fair", "tilted") and "lines" in shot.shows:
            readable.append(found)
    assert max(lost) * 3 < min(readable)
