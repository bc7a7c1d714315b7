"""rapidocr: printed text of documents, charts and drawn lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.foreign_measure import measure_text
from benchmarks.readers import measure_reader
from environment.tools import rapidocr


def measure(folder: Path) -> Iterator[str]:
    """Yield the share of references found on pages and charts, and the character accuracy on drawn lines."""
    yield from measure_reader(rapidocr, folder)


def foreign() -> Iterator[str]:
    """Yield the character accuracy on charts of another library."""
    yield from measure_text(rapidocr)
