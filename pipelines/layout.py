"""Where each stage's output lies below the data folder: the one place that spells these paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LETTERS = "dead_letters"
"""Folder of a stage's dead letters, below its output."""


@dataclass(frozen=True)
class Layout:
    """The folders of one run; `root` is `data/` unless `--out` says otherwise."""

    root: Path

    def stage(self, stage: str, dataset: str) -> Path:
        """Return a stage's folder for one dataset: its records, dead letters and `counts.json`."""
        return self.root / stage / dataset

    def tasks(self, dataset: str) -> Path:
        """Return the folder of a dataset's tasks."""
        return self.stage("tasks", dataset)

    def screenings(self, dataset: str) -> Path:
        """Return the folder of the screenings of a dataset's tasks."""
        return self.stage("screenings", dataset)

    @property
    def index(self) -> Path:
        """The folder of the benchmarks' signatures: no picture, no text, so that it may be passed on."""
        return self.root / "index"

    def rollouts(self, dataset: str) -> Path:
        """Return the folder of a dataset's teacher rollouts."""
        return self.stage("rollouts", dataset)

    def probes(self, dataset: str) -> Path:
        """Return the folder of a dataset's probe rollouts."""
        return self.stage("probes", dataset)

    def verdicts(self, dataset: str) -> Path:
        """Return the folder of the verdicts on teacher rollouts."""
        return self.stage("verdicts", dataset)

    def probe_verdicts(self, dataset: str) -> Path:
        """Return the folder of the verdicts on probe rollouts."""
        return self.stage("probe_verdicts", dataset)

    def dense(self, dataset: str) -> Path:
        """Return the folder of the dense thoughts of accepted teacher rollouts."""
        return self.stage("dense", dataset)

    def thought_counts(self, dataset: str) -> Path:
        """Return where the counts of single thoughts lie, beside those of rollouts."""
        return self.dense(dataset) / "thoughts"

    def difficulty(self, dataset: str) -> Path:
        """Return the folder of a dataset's difficulty records."""
        return self.stage("difficulty", dataset)

    def estimate(self, stage: str, dataset: str) -> Path:
        """Return the folder of the rollouts that an estimate of a stage had made."""
        return self.stage("estimates", f"{stage}-{dataset}")

    def ledger(self, dataset: str, place: str = "") -> str:
        """Return where a dataset's ledger lies; live, so never an output of DVC.

        `place` is the setting `ledger`: a folder, a URL, or empty for `ledger/` beside the other outputs. A
        folder in the workspace of a temporary experiment is that of the project it belongs to.
        """
        if "://" in place:
            return f"{place.rstrip('/')}/{dataset}"
        return str(at_home(Path(place) if place else self.root / "ledger") / f"{dataset}.sqlite")

    def other_ledgers(self, dataset: str, datasets: Iterable[str], place: str = "") -> tuple[str, ...]:
        """Return where the ledgers of the other datasets lie."""
        return tuple(self.ledger(other, place) for other in datasets if other != dataset)

    def sealed(self, dataset: str) -> Path:
        """Return the folder of a dataset's sealed ledger segments."""
        return self.stage("ledger_sealed", dataset)

    def batches(self, dataset: str) -> Path:
        """Return the folder of a dataset's batches under way; live as the ledger is."""
        return self.root / "ledger" / f"{dataset}.batches"

    @property
    def shards(self) -> Path:
        """The folder of the shard configs."""
        return self.root / "shards"

    def shard_counts(self, config: str) -> Path:
        """Return where a config's counts lie: outside its folder, which is a repository of its own."""
        return self.root / "shards" / "counts" / config

    @property
    def report(self) -> Path:
        """The folder of the report page, metrics and plots."""
        return self.root / "report"


def at_home(path: Path) -> Path:
    """Return the path in the project itself that a path in an experiment's temporary workspace stands for.

    `dvc exp run --temp` and DVC's queue work in a copy of the project below its `.dvc/tmp/exps`, which is
    deleted at the end: what lies there and is no output is lost. Any other path is returned as it is.
    """
    whole = path.resolve()
    for folder in whole.parents:
        if folder.parts[-3:] == (".dvc", "tmp", "exps"):
            inside = [place for place in whole.parents if place.is_relative_to(folder)]
            copy = next((place for place in inside if (place / ".dvc").is_dir()), None)
            return path if copy is None else folder.parents[2] / whole.relative_to(copy)
    return path
