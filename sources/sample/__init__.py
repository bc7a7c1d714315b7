"""A small set drawn for each training data set in its own raw layout, so that a run needs no network.

`write_sample(dataset, folder, seed)` writes one of them. Same seed, same bytes, in any process. Every
picture is drawn from a table of facts and every answer is computed from that table, so answers are true by
construction.
"""

from importlib import import_module
from pathlib import Path

DEFAULT = ("chartqa", "geometry3k", "mapqa", "scienceqa", "docvqa", "clevr", "aokvqa")
"""The seven that `params.yaml` names."""

DATASETS = (*DEFAULT, "figureqa", "geoqa", "unigeo", "infographicvqa", "vizwiz", "thinkvl")
"""All thirteen, which `params/sample13.yaml` names."""


def write_sample(dataset: str, folder: Path, seed: int) -> None:
    """Draw the sample of `dataset` under `folder`, which becomes the data set's own root.

    Raises ValueError where no sample is drawn for `dataset`. Files of the same name are overwritten.
    """
    if dataset not in DATASETS:
        raise ValueError(f"no sample is drawn for data set {dataset!r}; choose from {', '.join(DATASETS)}")
    import_module(f"sources.sample.{dataset}").write(folder, seed)


__all__ = ["DATASETS", "DEFAULT", "write_sample"]
