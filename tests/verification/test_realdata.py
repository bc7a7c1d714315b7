"""Real gold: each dataset's own references, judged by its scorer, by acceptance and by the self-check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas import Metric, Task
from sources import RawRow, SourceSettings, list_rows, open_source, to_task
from tests.builders import task
from verification.acceptance import accepts
from verification.gold import suspect
from verification.scorers import score
from verification.scorers.choice import chosen

pytestmark = pytest.mark.realdata

FOLDERS = {
    "chartqa": "chartqa/ChartQA Dataset",
    "geometry3k": "geometry3k/geometry3k",
    "scienceqa": "scienceqa/data/scienceqa",
    "docvqa": "docvqa",
    "clevr_math": "clevr_math",
    "aokvqa": "aokvqa/datasets",
}


def tasks(adapter: str, root: Path) -> Iterator[Task]:
    source = open_source(SourceSettings(dataset=adapter, adapter=adapter, path=str(root)))
    for row in list_rows(source):
        made = to_task(source, row) if isinstance(row, RawRow) else row
        if isinstance(made, Task):
            yield made


@pytest.mark.parametrize("adapter", sorted(FOLDERS))
def test_real_gold_scores_one_and_is_accepted(adapter: str, realdata: Path) -> None:
    found = list(tasks(adapter, realdata / FOLDERS[adapter]))
    assert found
    for one in found:
        assert suspect(one) is None, one.source.row
        assert score(one.metric, one.answers[0], one.answers, one.choices) == 1
        assert accepts(one, one.answers[0])


@pytest.mark.parametrize("adapter", ["geometry3k", "scienceqa", "aokvqa"])
def test_each_real_option_s_text_picks_that_option(adapter: str, realdata: Path) -> None:
    for one in tasks(adapter, realdata / FOLDERS[adapter]):
        assert [chosen(option, one.choices) for option in one.choices] == list(range(len(one.choices)))


def test_real_tabmwp_answers_score_one_and_none_scores_for_another_value(realdata: Path) -> None:
    for name in ("problems_test1k.json", "problems_dev1k.json"):
        rows = json.loads((realdata / "tabmwp/tabmwp" / name).read_text())
        golds = {row["answer"] for row in rows.values()}
        assert golds
        for gold in golds:
            assert [other for other in golds if score("exact", gold, [other])] == [gold]


def test_real_vizwiz_tasks_are_suspected_just_where_annotators_do_not_agree(realdata: Path) -> None:
    rows = json.loads((realdata / "vizwiz_annotations_only/Annotations/val.json").read_text())
    told = 0
    for row in rows:
        given = [a["answer"] for a in row["answers"]]
        assert len(given) == 10
        said = suspect(task(answers=given, metric=Metric.VQA_ACCURACY))
        told += said is not None
        assert said is None or "the best of its own references scores 0." in said
    assert 0 < told < len(rows)
