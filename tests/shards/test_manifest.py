"""The manifest beside a config's files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from schemas import FileEntry, SchemaViolationError
from shards import Written, manifest_of, read_manifest, write_manifest
from tests.shards.shard_samples import LINEAGE


def written(index: int, **rows: int) -> Written:
    entry = FileEntry(f"data/train-{index:05d}-of-00002.parquet", "0" * 64, 10, sum(rows.values()))
    return Written(entry, (), rows)


def test_files_come_in_order_and_their_counts_add_up(tmp_path: Path) -> None:
    files = [written(1, docvqa=2), written(0, chartqa=3, docvqa=1)]
    manifest = manifest_of("bc", files, selection="all", note="", lineage=LINEAGE)
    assert [f.rows for f in manifest.files] == [4, 2]
    assert (manifest.rows, manifest.rows_by_dataset) == (6, {"chartqa": 3, "docvqa": 3})
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest


def test_a_manifest_of_an_unknown_config_is_refused(tmp_path: Path) -> None:
    manifest = manifest_of("bc", [], selection="all", note="", lineage=LINEAGE)
    with pytest.raises(SchemaViolationError, match="config: 'sft' is not one of"):
        write_manifest(tmp_path, replace(manifest, config="sft"))
