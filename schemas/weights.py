"""Which weights a model has: a commit of the hub, or the digest of a folder's files."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from schemas.canonical import Json, digest

LOADED = ("*.safetensors", "*.bin", "*.json", "*.jinja", "*.txt", "*.model")
"""Files that shape a reply: weights, configurations, chat templates and vocabularies. Code is never run."""
_COMMIT = re.compile(r"[0-9a-f]{40}")


def check_source(model: str, revision: str) -> None:
    """Raise ValueError, saying what to do, where the two do not name one set of weights for good."""
    if Path(model).is_dir():
        if revision:
            raise ValueError(f"revision: {model} is a folder, which has none; leave it out")
    elif not _COMMIT.fullmatch(revision):
        raise ValueError(
            f"model: {model!r} is no folder here; for a repository of the hub give `revision` the commit, "
            "40 hex digits, since branches and tags move"
        )


def weights_of(model: str, revision: str) -> str:
    """Return what tells these weights from others: the commit, or SHA-256 over the folder's files (64 hex).

    Reads the folder once. Raises ValueError as `check_source` does, OSError where a file cannot be read.
    """
    check_source(model, revision)
    if revision:
        return revision
    found = {path for pattern in LOADED for path in Path(model).glob(pattern) if path.is_file()}
    files: Json = [[path.name, _sha256(path)] for path in sorted(found)]
    return digest(files)


def name_of(model: str) -> str:
    """Return the name that stands in records: the hub's id, or a folder's own name without the path to it."""
    return Path(model).resolve().name if Path(model).is_dir() else model


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
