"""A fixture that writes whole config folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from shard_samples import LINEAGE, REGISTRY_NAMES

from schemas import Manifest
from shards import manifest_of, write_card, write_manifest, write_shard
from shards.columns import Row

WriteConfig = Callable[..., Manifest]


@pytest.fixture
def write_config(tmp_path: Path) -> WriteConfig:
    """Write one config's folder under tmp_path as the pipeline does: files, manifest, card."""

    def write(config: str, rows: Sequence[Row], note: str = "") -> Manifest:
        folder = tmp_path / config
        keys = REGISTRY_NAMES if config.startswith("rl") else ()
        written = write_shard(folder, config, 0, 1, rows, keys)
        assert not written.refused
        manifest = manifest_of(config, [written], selection="all", note=note, lineage=LINEAGE)
        write_manifest(folder, manifest)
        write_card(folder, manifest, keys, {"tasks": 40, config: len(rows)})
        return manifest

    return write
