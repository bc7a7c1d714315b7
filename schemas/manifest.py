"""Manifest: what a shard folder holds, by which rule, and where all of it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileEntry:
    """One Parquet file of a config."""

    path: str
    """Relative to the config's folder."""
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class SourceLineage:
    """One dataset as it was read."""

    dataset: str
    revision: str
    licence: str
    tasks: int


@dataclass(frozen=True)
class Lineage:
    """Everything that decided the rows."""

    sources: tuple[SourceLineage, ...]
    teachers: tuple[str, ...]
    """`<kind>:<name>:<fingerprint>` of each teacher; kind is `policy` or `densifier` for those."""
    environments: tuple[str, ...]
    tools: tuple[str, ...]
    """`<name>@<version>` of each tool offered, with `+<weights digest>` where it has weights."""
    checks: str
    prompts: str
    """Digest of the student prompt templates."""
    params: str
    """The parameters as canonical JSON."""
    git_commit: str
    """Commit of the generator, `-dirty` appended where the tree differed; empty outside a repository."""


@dataclass(frozen=True)
class Manifest:
    """One config's table of contents."""

    schema_version: int
    row_schema_version: int
    config: str
    generator_version: str
    rows: int
    files: tuple[FileEntry, ...]
    rows_by_dataset: dict[str, int]
    selection: str
    """The rule in one sentence."""
    note: str
    """Why the config is empty or partial; empty when it is neither."""
    lineage: Lineage
