"""Lineage: everything that decided a shard's rows, for its manifest."""

from __future__ import annotations

import subprocess
from pathlib import Path

from environment.registry import all_specs
from pipelines.benchmarks import contamination_check, read_index
from pipelines.gathering import Gathered
from pipelines.judging import checks_for
from pipelines.layout import Layout
from pipelines.params import Params
from schemas import Lineage, canonical_json
from shards import prompts_digest
from verification.contamination import index_of
from verification.judge import checks_version


def lineage_of(params: Params, layout: Layout, gathered: Gathered) -> Lineage:
    """Return the lineage of a run."""
    index = index_of(read_index((layout.index, *map(Path, params.screen.index))))
    checks = (*checks_for(params.verify.tool_policy), contamination_check({}, index, params.screen.rendered))
    return Lineage(
        sources=gathered.sources,
        teachers=gathered.teachers,
        environments=gathered.environments,
        tools=tuple(
            f"{s.name}@{s.version}" + (f"+{s.weights_digest}" if s.weights_digest else "")
            for s in all_specs()
        ),
        checks=checks_version(checks),
        prompts=prompts_digest(),
        params=canonical_json(params.as_plain()),
        git_commit=git_commit(Path(__file__).parent),
    )


def git_commit(folder: Path) -> str:
    """Return the commit of a folder's code, `-dirty` added where files differ; empty outside a repository."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() if described.returncode == 0 else ""
