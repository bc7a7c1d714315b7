"""A config's table of contents: `manifest.json` beside its files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from schemas import FileEntry, Lineage, Manifest, checked, from_plain
from schemas.versions import MANIFEST_VERSION, ROW_VERSION
from shards.rows import generator_version
from shards.writer import Written

NAME = "manifest.json"


def manifest_of(
    config: str, written: Sequence[Written], *, selection: str, note: str, lineage: Lineage
) -> Manifest:
    """Return the manifest of a config's files; `note` says why it is empty or partial, or is empty itself."""
    by_dataset: Counter[str] = Counter()
    for file in written:
        by_dataset.update(file.rows_by_dataset)
    entries: tuple[FileEntry, ...] = tuple(sorted((w.entry for w in written), key=lambda e: e.path))
    return Manifest(
        schema_version=MANIFEST_VERSION,
        row_schema_version=ROW_VERSION,
        config=config,
        generator_version=generator_version(),
        rows=sum(entry.rows for entry in entries),
        files=entries,
        rows_by_dataset=dict(sorted(by_dataset.items())),
        selection=selection,
        note=note,
        lineage=lineage,
    )


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write a manifest that fits its schema; raises SchemaViolationError otherwise."""
    path = folder / NAME
    text = json.dumps(checked("manifest", manifest), indent=2, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def read_manifest(folder: Path) -> Manifest:
    """Read a config's manifest; raises FileNotFoundError where the folder is not a config's."""
    return from_plain(Manifest, json.loads((folder / NAME).read_text(encoding="utf-8")))
