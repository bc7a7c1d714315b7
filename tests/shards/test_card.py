"""The dataset card declares what the files hold and says what is not obvious."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from schemas import Manifest, SourceLineage, arrow_schema
from shards import card_text, manifest_of
from shards.writer import RECORD_OF
from tests.shards.shard_samples import LINEAGE, REGISTRY_NAMES

EMPTY = manifest_of("bc", [], selection="all", note="no sampled policy", lineage=LINEAGE)


def header(text: str) -> dict[str, object]:
    loaded: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return loaded


@pytest.mark.parametrize("config", RECORD_OF)
def test_every_column_is_declared_and_explained_in_the_table(config: str) -> None:
    keys = REGISTRY_NAMES if config.startswith("rl") else ()
    text = card_text(replace(EMPTY, config=config), keys, {})
    names = arrow_schema(RECORD_OF[config], keys).names
    info = header(text)["dataset_info"]
    assert isinstance(info, dict)
    assert [f["name"] for f in info["features"]] == names
    cells = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    explained = {row[0].removeprefix("| "): row[-1].removesuffix(" |") for row in cells}
    assert all(explained[name] for name in names)
    assert {"name": "images", "sequence": "image"} in info["features"]


def test_sources_under_different_licences_are_other_and_each_is_listed() -> None:
    assert header(card_text(EMPTY, (), {}))["license"] == "gpl-3.0"
    second = SourceLineage("docvqa", "r", "mit", 2)
    mixed = replace(EMPTY, lineage=replace(LINEAGE, sources=(*LINEAGE.sources, second)))
    text = card_text(mixed, (), {})
    assert header(text)["license"] == "other"
    assert "| docvqa | 0 | 2 | r | mit |" in text


def test_the_funnel_is_told_in_its_order() -> None:
    assert "\n| tasks | 40 |\n| accepted | 7 |\n" in card_text(EMPTY, (), {"tasks": 40, "accepted": 7})


def test_an_empty_config_says_why_and_how_it_loads() -> None:
    text = card_text(EMPTY, (), {})
    assert "Note: no sampled policy." in text
    assert "streaming=True" in text
    assert "streaming=True" not in card_text(_with_rows(EMPTY), (), {})


def _with_rows(manifest: Manifest) -> Manifest:
    return replace(manifest, rows=5)
