"""One dataset's entry of `params.yaml`: which adapter reads it, from where, and how much of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas import Family
from schemas.picture import MAX_PIXELS
from sources.faults import SettingsError

_NAME = re.compile(r"[a-z0-9_]+")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_ALL = ("train", "val", "test")


@dataclass(frozen=True)
class SourceSettings:
    """Where one dataset's raw rows come from: `hub` where it is set, else `path`.

    Raises SettingsError where the entry contradicts itself.
    """

    dataset: str
    """Name on every task, lower-case snake_case; two entries may share an adapter."""
    adapter: str
    path: str = ""
    """Root folder in the dataset's original layout (each adapter's module shows it).

    Beside `hub` it is not read: DVC wants a file to watch in every entry, and any that stays will do.
    """
    hub: str = ""
    """Id of a hub copy, e.g. `HuggingFaceM4/ChartQA`."""
    revision: str = ""
    """The hub copy's commit, 40 hex digits; a branch moves and would change rows behind our back."""
    config: str = ""
    """The hub copy's configuration; empty for the adapter's default."""
    splits: tuple[str, ...] = ()
    """Among `train`, `val` and `test`; every one of them when empty."""
    limit: int | None = None
    """At most this many rows over all splits, a seeded selection; None for every row."""
    seed: int = 0
    licence: str = ""
    """Only where the rows are not under the dataset's own licence, as those of the drawn sample."""
    family: Family | None = None
    """Only where the rows belong to another family than the adapter's."""
    max_pixels: int = MAX_PIXELS
    """Pictures with more pixels are refused before they are decoded."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.dataset):
            raise self._error("the name may have lower-case letters, digits and underscores only")
        if not self.path and not self.hub:
            raise self._error("set `path` (a local folder) or `hub` (a hub id)")
        if self.hub and not _COMMIT.fullmatch(self.revision):
            raise self._error(
                f"`revision` must pin {self.hub} to a commit of 40 hex digits, not {self.revision!r}"
            )
        if not self.hub and (self.revision or self.config):
            raise self._error("`revision` and `config` belong to `hub`; a folder's revision is computed")
        if not set(self.splits) <= set(_ALL):
            raise self._error(f"`splits` must be among {', '.join(_ALL)}, not {list(self.splits)}")
        if self.limit is not None and self.limit < 1:
            raise self._error(f"`limit` must be at least 1, not {self.limit}")

    @property
    def wanted_splits(self) -> tuple[str, ...]:
        """The splits to read."""
        return self.splits or _ALL

    def _error(self, problem: str) -> SettingsError:
        return SettingsError(f"dataset {self.dataset!r}: {problem}")
