"""The shipped presets: the paper's data sets, splits and counts (its section 4.1 and Table 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.params_file import load_params
from sources import ADAPTERS

ROOT = Path(__file__).resolve().parents[2]
PAPER = {
    "figureqa": 2000, "chartqa": 1500, "geometry3k": 2000, "geoqa": 2000, "unigeo": 2000, "mapqa": 1500,
    "infographicvqa": 1000, "scienceqa": 1000, "vizwiz": 200, "docvqa": 970, "clevr": 1000, "thinkvl": 2000,
    "aokvqa": 1500,
}  # fmt: skip
EVALUATION = {
    "chartqa": 1250, "geometry3k": 600, "geoqa": 500, "unigeo": 750, "mapqa": 2000, "tabmwp": 970,
    "ai2d": 810, "plotqa": 2000, "clevr_math": 930, "iconqa": 1500, "mathvista": 1000,
}  # fmt: skip
PRESETS = {
    "paper": (PAPER, 18_670),
    "paper15": ({**PAPER, "mathvision": 2000, "mathv360k": 1500}, 22_170),
    "evaluation": (EVALUATION, 12_310),
}


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_preset_takes_the_paper_s_rows_of_the_paper_s_sets(
    preset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISTAFORGE_SOURCES", "raw")
    counts, total = PRESETS[preset]
    entries = load_params(ROOT / f"params/{preset}.yaml").datasets
    assert {name: entry.limit for name, entry in entries.items()} == counts
    assert sum(counts.values()) == total
    assert {entry.path for entry in entries.values()} == {f"raw/{name}" for name in counts}
    assert all(entry.adapter == name and name in ADAPTERS for name, entry in entries.items())


@pytest.mark.parametrize("preset", ["paper", "paper15"])
def test_a_training_preset_reads_train_splits_of_sets_that_may_train(preset: str) -> None:
    entries = load_params(ROOT / f"params/{preset}.yaml").datasets
    may_not = {name for name in entries if ADAPTERS[name].evaluation_only}
    assert may_not == ({"mathvision"} if preset == "paper15" else set())
    assert {entry.splits for name, entry in entries.items() if name not in may_not} == {("train",)}


def test_the_evaluation_preset_reads_test_splits_alone() -> None:
    entries = load_params(ROOT / "params/evaluation.yaml").datasets
    assert {entry.splits for entry in entries.values()} == {("test",)}
    assert set(entries) >= {name for name in ADAPTERS if ADAPTERS[name].evaluation_only} - {"mathvision"}


def test_without_the_variable_a_preset_reads_the_project_s_own_data_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("VISTAFORGE_SOURCES", raising=False)
    assert load_params(ROOT / "params/paper.yaml").dataset("docvqa").path == "data/sources/docvqa"
