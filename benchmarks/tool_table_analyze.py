"""table_analyze: computations on tables of charts against the standard library's own in fractions."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from statistics import mean

from benchmarks.foreign_tables import KINDS, table_for
from environment.tools import table_analyze

TABLES = 300
TRUTHS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "max": max,
    "min": min,
    "sum": lambda column: sum(column, Fraction(0)),
    "mean": mean,
    "trend": lambda column: column[-1] - column[0],
}


def foreign() -> Iterator[str]:
    """Yield how many values are right to the last digit that is told."""
    draw = random.Random(0)
    right = 0
    seconds = 0.0
    for number in range(TABLES):
        table = table_for(KINDS[number % len(KINDS)], draw)
        operation = draw.choice(sorted(TRUTHS))
        chosen = draw.randrange(len(table.series))
        rows = [[label, *(values[r] for values in table.values)] for r, label in enumerate(table.labels)]
        arguments = {
            "table": {"columns": [table.noun, *table.series], "rows": rows},
            "operation": operation,
            "columns": [table.series[chosen]],
        }
        started = time.process_time()
        found = table_analyze.run(arguments, []).result
        seconds += time.process_time() - started
        truth = TRUTHS[operation]([Fraction(str(value)) for value in table.values[chosen]])
        right += found["value"] == float(f"{float(truth):.12g}")
    yield f"{right} of {TABLES} values right to the last digit told, {1000 * seconds / TABLES:.2f} ms a call"
