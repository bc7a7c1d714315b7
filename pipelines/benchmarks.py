"""The benchmarks' index on disk: signatures written by `screen`, here or on another machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.params import ParamsError
from pipelines.records import files_of
from schemas import Signature, arrow_schema, from_plain
from schemas.versions import SIGNATURE_VERSION
from verification.checks.contamination import Made, contamination
from verification.contamination import Index, index_of
from verification.judge import Check


class LoadIndex(beam.PTransform):
    """Read the index once, to be handed to every worker."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._paths = tuple(paths)

    def expand(self, root: beam.pvalue.PBegin) -> beam.PCollection:
        """Yield one Index."""
        return root | beam.Create([self._paths]) | beam.Map(lambda paths: index_of(read_index(paths)))


def contamination_check(made: Made, index: Index, rendered: Sequence[str]) -> Check:
    """Return the check that none of these pictures, which tools made, is a benchmark's."""
    find = partial(contamination, made=made, index=index, rendered=rendered)
    return Check("contamination", find, {"index": index.digest, "rendered": sorted(rendered)})


def read_index(paths: Sequence[Path]) -> Iterator[Signature]:
    """Yield the signatures of index files, or of folders of them, in path order.

    Raises ParamsError for a path that is missing or holds something else than signatures of this version.
    """
    for path in paths:
        if not path.exists():
            raise ParamsError(f"screen.index: {path} is not there; `vistaforge screen` writes data/index")
        for file in files_of(path) if path.is_dir() else [path]:
            yield from _signatures(file)


def _signatures(path: Path) -> Iterator[Signature]:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise ParamsError(f"screen.index: {path} is no Parquet file: {error}") from error
    if not table.schema.equals(arrow_schema("signature")):
        raise ParamsError(f"screen.index: {path} does not hold signatures (schemas/signature.schema.json)")
    for plain in table.to_pylist():
        if plain["schema_version"] != SIGNATURE_VERSION:
            raise ParamsError(
                f"screen.index: {path} has signatures of version {plain['schema_version']}, "
                f"{SIGNATURE_VERSION} is read here: make it again with `vistaforge screen`"
            )
        yield from_plain(Signature, plain)
