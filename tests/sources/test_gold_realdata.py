"""Real gold under the metric its adapter names: it scores 1, or the gold check says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schemas import DeadLetter, Metric, Task
from tests.sources.raw_files import encoded, write
from verification.gold import suspect
from verification.scorers import score

pytestmark = pytest.mark.realdata
Read = Callable[..., tuple[list[Task], list[DeadLetter]]]

FOLDERS = {
    "aokvqa": "aokvqa/datasets",
    "chartqa": "chartqa/ChartQA Dataset",
    "clevr_math": "clevr_math",
    "docvqa": "docvqa",
    "geometry3k": "geometry3k/geometry3k",
    "geometry3k_redrawn": "geometry3k_redrawn/geometry3k",
    "iconqa": "iconqa/iconqa_data/iconqa",
    "mathvista": "mathvista_by_source",
    "scienceqa": "scienceqa/data/scienceqa",
    "tabmwp": "tabmwp/tabmwp",
}


def scores_one(task: Task) -> bool:
    return score(task.metric, task.answers[0], task.answers, task.choices) == 1


@pytest.mark.parametrize("dataset", sorted(FOLDERS))
def test_every_row_s_own_gold_scores_one(dataset: str, realdata: Path, read: Read) -> None:
    tasks, _ = read(dataset.removesuffix("_redrawn"), realdata / FOLDERS[dataset])
    assert tasks
    assert {t.source.row: suspect(t) for t in tasks if suspect(t)} == {}
    assert all(scores_one(t) for t in tasks)


def test_no_other_option_and_no_other_number_scores(realdata: Path, read: Read) -> None:
    for dataset in ("iconqa", "mathvista", "tabmwp"):
        for one in read(dataset, realdata / FOLDERS[dataset])[0]:
            others = [c for i, c in enumerate(one.choices) if one.answers != ("ABCDEFGH"[i],)]
            wrong = others or [one.answers[0] + "7", "1" + one.answers[0]]
            assert [w for w in wrong if score(one.metric, w, one.answers, one.choices)] == []


@pytest.fixture
def vizwiz(tmp_path: Path, realdata: Path) -> Path:
    """The real VizWiz annotations, with a picture drawn for each row: the photographs are not there."""
    (tmp_path / "Annotations").symlink_to(realdata / "vizwiz_annotations_only/Annotations")
    for row in json.loads((tmp_path / "Annotations/val.json").read_text()):
        write(tmp_path / "val" / row["image"], encoded(kind="JPEG"))
    return tmp_path


def test_ten_real_annotators_score_one_or_are_told_as_disagreeing(vizwiz: Path, read: Read) -> None:
    tasks, letters = read("vizwiz", vizwiz)
    assert letters == []
    assert {len(t.answers) for t in tasks} == {10}
    told = {t.task_id: suspect(t) for t in tasks}
    assert all((said is None) == scores_one(t) for t in tasks for said in [told[t.task_id]])
    assert all("the best of its own references scores 0." in said for said in told.values() if said)
    assert any(told.values())


def test_an_unanswerable_real_question_is_answered_so(vizwiz: Path, read: Read) -> None:
    rows = json.loads((vizwiz / "Annotations/val.json").read_text())
    agreed = 0
    for row, one in zip(rows, read("vizwiz", vizwiz)[0], strict=True):
        said = sum(a["answer"] == "unanswerable" for a in row["answers"])
        agreed += said >= 4
        assert said < 4 or score(one.metric, "Unanswerable.", one.answers) == 1
    assert agreed


def annotated(realdata: Path) -> Iterator[tuple[Metric, list[str]]]:
    """References of rows that are there in another layout than the published one, without pictures."""
    for page in json.loads((realdata / "docvqa_annotations_only/docvqa_val_squad_format.json").read_text()):
        for question in page["qas"]:
            yield Metric.ANLS, [answer["text"] for answer in question["answers"]]
    for name in ("geoqa_annotations_only/geoqa_test_prompts.jsonl",):
        for line in (realdata / name).read_text().splitlines():
            yield Metric.EXACT, [str(json.loads(line)["ground_truth"])]
    counting = realdata / "superclevr_annotations_only/superclevr_test200_counting_problems.jsonl"
    for line in counting.read_text().splitlines():
        yield Metric.INTEGER, [str(json.loads(line)["ground_truth"])]


def test_references_of_rows_without_pictures_score_one_by_their_metric(realdata: Path) -> None:
    found = list(annotated(realdata))
    assert {metric for metric, _ in found} == {Metric.ANLS, Metric.EXACT, Metric.INTEGER}
    assert [given for metric, given in found if score(metric, given[0], given) < 1] == []
