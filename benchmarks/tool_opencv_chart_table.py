"""opencv_chart_table: pictures with a table, answers among its cells, cells against the true tables."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.foreign_measure import measure_cells, near
from benchmarks.rows import chartqa, picture_from
from environment.errors import ToolError
from environment.tools import opencv_chart_table
from environment.tools.opencv_chart_table.numbers import read_number


def measure(folder: Path) -> Iterator[str]:
    """Yield shares over ChartQA's pictures; a human question's number is often computed, not a cell."""
    asked = list(chartqa(folder))
    pictures = sorted({row.picture for row in asked})
    tables: dict[Path, Sequence[Sequence[str | float | None]]] = {}
    errors: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    seconds = 0.0
    for path in pictures:
        picture = picture_from(path)
        started = time.perf_counter()
        try:
            result = opencv_chart_table.run({}, [picture]).result
            tables[path] = result["rows"]
            kinds[result["chart_type"]] += 1
        except ToolError as error:
            errors[error.code] += 1
        seconds += time.perf_counter() - started
    yield f"{len(tables)} of {len(pictures)} pictures give a table; errors {dict(errors)}"
    yield f"kinds {dict(kinds)}"
    yield f"{1000 * seconds / max(1, len(pictures)):.0f} ms a call, the reading of the text included"
    for part in sorted({row.part for row in asked}):
        rows = [row for row in asked if row.part == part]
        numbers = [(row.picture, n.value) for row in rows if (n := read_number(row.answers[0])) is not None]
        found = sum(
            any(near(cell, value) for cell in _cells(tables.get(path, ()))) for path, value in numbers
        )
        yield f"{part}: {found} of {len(numbers)} numeric labels are a cell within 5 %"
        names = [row for row in rows if read_number(row.answers[0]) is None]
        named = sum(row.answers[0].lower() in _labels(tables.get(row.picture, ())) for row in names)
        yield f"{part}: {named} of {len(names)} other labels are a row's label"
    yield from _against_tables(pictures, tables)


def foreign() -> Iterator[str]:
    """Yield the cell F1 on charts of another library."""
    yield from measure_cells(opencv_chart_table)


def _against_tables(
    pictures: Sequence[Path], tables: dict[Path, Sequence[Sequence[str | float | None]]]
) -> Iterator[str]:
    right = read = true = 0
    for path in pictures:
        own = path.parent.parent / "tables" / f"{path.stem}.csv"
        if not own.is_file():
            continue
        with own.open(newline="", encoding="utf-8") as file:
            content = [
                n.value for row in list(csv.reader(file))[1:] for c in row[1:] if (n := read_number(c))
            ]
        cells = _cells(tables.get(path, ()))
        true, read = true + len(content), read + len(cells)
        for value in content:
            match = next((cell for cell in cells if near(cell, value)), None)
            if match is not None:
                cells.remove(match)
                right += 1
    if true:
        f1 = 2 * right / (read + true)
        yield f"cells within 5 %: {right} right of {read} read and {true} true, F1 {f1:.3f}"


def _cells(rows: Sequence[Sequence[str | float | None]]) -> list[float]:
    return [float(cell) for row in rows for cell in row[1:] if isinstance(cell, int | float)]


def _labels(rows: Sequence[Sequence[str | float | None]]) -> set[str]:
    return {str(row[0]).lower().strip("* ") for row in rows}
