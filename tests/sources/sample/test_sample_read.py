"""Every drawn set is read by its own adapter."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from schemas import DeadLetter
from sources.sample import DATASETS
from sources.settings import SourceSettings
from sources.source import list_rows, open_source, to_task

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_row_becomes_a_task_and_none_a_dead_letter(sample: Path, dataset: str) -> None:
    settings = SourceSettings(dataset=dataset, adapter=dataset, path=str(sample / dataset))
    source = open_source(settings)
    made = [row if isinstance(row, DeadLetter) else to_task(source, row) for row in list_rows(source)]
    assert [one for one in made if isinstance(one, DeadLetter)] == []
    assert {one.split for one in made if not isinstance(one, DeadLetter)} == {"train", "val"}


def test_the_preset_of_all_thirteen_differs_from_the_default_in_its_datasets_and_what_is_rendered() -> None:
    whole, default = (
        yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
        for name in ("params/sample13.yaml", "params.yaml")
    )
    assert set(whole["datasets"]) == set(DATASETS)
    assert {name: whole["datasets"][name] for name in default["datasets"]} == default["datasets"]
    assert set(default["screen"]["rendered"]) <= set(whole["screen"]["rendered"])
    rest = {"datasets", "screen"}
    assert {k: v for k, v in whole.items() if k not in rest} == {
        k: v for k, v in default.items() if k not in rest
    }
