"""Tables for the charts of another library: labels, series and values drawn by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

KINDS = ("vertical_bar", "horizontal_bar", "grouped_bar", "stacked_bar", "line", "pie")


@dataclass(frozen=True)
class ForeignTable:
    """What a chart shows: `values[s][r]` belongs to `series[s]` and `labels[r]`."""

    kind: str
    title: str
    measure: str
    noun: str
    labels: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    decimals: int


LABELS: dict[str, tuple[str, ...]] = {
    "Country": ("Peru", "Kenya", "Japan", "Norway", "Mexico", "Egypt", "India", "Chile", "Ghana", "Spain"),
    "Product": ("Laptops", "Phones", "Tablets", "Cameras", "Printers", "Routers", "Monitors"),
    "Month": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"),
    "Age group": ("Under 18", "18-24", "25-34", "35-49", "50-64", "65 and over"),
    "Fruit": ("Apples", "Pears", "Plums", "Grapes", "Cherries", "Lemons", "Melons"),
    "Department": ("Sales", "Research", "Legal", "Finance", "Support", "Design"),
}
SERIES: tuple[tuple[str, ...], ...] = (
    ("North", "South", "East", "West"),
    ("Men", "Women"),
    ("Online", "In store", "By phone"),
    ("Rail", "Road", "Air", "Sea"),
    ("2019", "2020", "2021"),
    ("Coal", "Wind", "Solar", "Hydro"),
)
TITLES = (
    "Orders received",
    "Average weekly output",
    "Visitors counted at the gate",
    "Members of the association",
    "Budget spent so far",
    "Deliveries on time",
)
MEASURES: tuple[tuple[str, float, float, int], ...] = (
    ("Thousand units", 12, 96, 1),
    ("Million dollars", 110, 940, 0),
    ("Persons", 1200, 9800, 0),
    ("Index", 2.1, 9.8, 2),
    ("Tonnes", 14000, 88000, 0),
    ("Share in %", 4, 92, 0),
)
"""Name, least and largest value, decimals."""


def table_for(kind: str, draw: random.Random) -> ForeignTable:
    """Return the table of one chart; no two values of a series are alike."""
    measure, low, high, decimals = draw.choice(MEASURES)
    names = _series(kind, draw)
    noun, labels = _labels(kind, names, draw)
    if kind == "pie":
        values: tuple[tuple[float, ...], ...] = (_shares(len(labels), draw),)
        return ForeignTable(kind, draw.choice(TITLES), "Share", noun, labels, names, values, 0)
    drawn = _paths if kind == "line" else _apart
    values = tuple(drawn(len(labels), low, high, decimals, draw) for _ in names)
    return ForeignTable(kind, draw.choice(TITLES), measure, noun, labels, names, values, decimals)


def _series(kind: str, draw: random.Random) -> tuple[str, ...]:
    if kind in ("grouped_bar", "stacked_bar") or (kind == "line" and draw.random() < 0.7):
        names = draw.choice(SERIES)
        return names[: draw.randint(2, len(names))]
    return ("value",)


def _labels(kind: str, series: tuple[str, ...], draw: random.Random) -> tuple[str, tuple[str, ...]]:
    if kind == "line" and (series[0].isdigit() or draw.random() < 0.4):
        return "Month", LABELS["Month"][: draw.randint(5, 8)]
    if kind == "line":
        first = draw.randint(1985, 2014)
        return "Year", tuple(str(first + step) for step in range(draw.randint(5, 9)))
    noun = draw.choice(sorted(LABELS))
    count = draw.randint(3, 6)
    if noun in ("Month", "Age group"):
        return noun, LABELS[noun][:count]
    return noun, tuple(draw.sample(LABELS[noun], count))


def _apart(count: int, low: float, high: float, decimals: int, draw: random.Random) -> tuple[float, ...]:
    values: list[float] = []
    while len(values) < count:
        value = round(draw.uniform(low, high), decimals)
        if value not in values:
            values.append(value)
    return tuple(values)


def _paths(count: int, low: float, high: float, decimals: int, draw: random.Random) -> tuple[float, ...]:
    """Return a walk that turns back at the ends of the range: what a line over time looks like."""
    values = [draw.uniform(low, high)]
    while len(values) < count:
        value = values[-1] + draw.uniform(-0.25, 0.25) * (high - low)
        values.append(2 * low - value if value < low else 2 * high - value if value > high else value)
    return tuple(round(value, decimals) for value in values)


def _shares(count: int, draw: random.Random) -> tuple[float, ...]:
    """Return whole percentages of at least 4 that sum to 100."""
    while True:
        cuts = sorted(draw.sample(range(4, 97), count - 1))
        shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
        if min(shares) >= 4:
            return tuple(float(share) for share in shares)
