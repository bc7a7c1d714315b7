"""ChartQA's raw layout: {train,val}/{png,tables,<split>_human.json,<split>_augmented.json}."""

import csv
import random
from pathlib import Path

from sources.sample.chartqa_chart import Chart
from sources.sample.chartqa_charts import draw
from sources.sample.chartqa_facts import BARS, GROUPS, LINES, OPINIONS, PIES, Subject
from sources.sample.chartqa_questions import augmented, human
from sources.sample.output import number, seeded, write_json

TRAIN = (
    ("vertical", "stats", BARS[3], 8),
    ("horizontal", "atlas", BARS[0], 6),
    ("grouped", "stats", GROUPS[1], 4),
    ("line", "stats", LINES[0], 8),
    ("pie", "stats", PIES[0], 4),
    ("horizontal", "stats", BARS[1], 7),
    ("line", "atlas", LINES[1], 8),
    ("opinion", "survey", OPINIONS[0], 5),
    ("vertical", "plain", BARS[5], 6),
    ("stacked", "stats", GROUPS[2], 5),
    ("horizontal", "stats", BARS[2], 8),
    ("line", "plain", LINES[2], 7),
    ("pie", "stats", PIES[1], 5),
)
"""(kind of chart, house style, subject, rows)."""

VAL = (
    ("vertical", "stats", BARS[4], 6),
    ("horizontal", "atlas", BARS[6], 5),
    ("grouped", "plain", GROUPS[0], 4),
    ("opinion", "survey", OPINIONS[1], 5),
    ("grouped", "stats", GROUPS[3], 4),
)


def write(folder: Path, seed: int) -> None:
    """Write the charts and their questions: a row is {imgname, query, label}, `label` one string."""
    rng = seeded("chartqa", seed)
    for split, plan in (("train", TRAIN), ("val", VAL)):
        human_rows, augmented_rows = [], []
        for kind, style, subject, rows in plan:
            chart = _chart(kind, style, subject, rows, rng)
            columns = "two_col" if len(chart.series) == 1 else "multi_col"
            name = f"{columns}_{rng.randrange(100, 100000)}"
            picture = folder / split / "png" / f"{name}.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            draw(chart, picture)
            _write_table(chart, folder / split / "tables" / f"{name}.csv")
            human_rows += [_row(name, *pair) for pair in human(chart, rng)]
            augmented_rows += [_row(name, *pair) for pair in augmented(chart, rng)]
        write_json(folder / split / f"{split}_human.json", human_rows)
        write_json(folder / split / f"{split}_augmented.json", augmented_rows)


def _row(name: str, query: str, label: str) -> dict[str, str]:
    return {"imgname": f"{name}.png", "query": query, "label": label}


def _chart(kind: str, style: str, subject: Subject, rows: int, rng: random.Random) -> Chart:
    start = rng.randrange(len(subject.labels) - rows + 1) if subject.noun == "year" else 0
    labels = subject.labels[start : start + rows]
    if subject.noun not in ("year", "age group", "day", "group", "answer"):
        labels = tuple(rng.sample(subject.labels, rows))
    series: tuple[tuple[float, ...], ...]
    if kind == "pie":
        series = (_shares(subject, len(labels), rng),)
    elif kind == "opinion":
        first = _distinct(subject, len(labels), rng)
        series = (first, tuple(float(rng.randint(15, int(96 - value))) for value in first))
    elif kind == "line":
        series = _walks(subject, len(labels), rng)
    else:
        series = tuple(_distinct(subject, len(labels), rng) for _ in subject.series)
    if len(series) == 1 and subject.noun not in ("year", "age group", "day", "group") and kind != "pie":
        series = (tuple(sorted(series[0], reverse=True)),)
    return Chart(kind, style, subject, labels, series)


def _distinct(subject: Subject, rows: int, rng: random.Random) -> tuple[float, ...]:
    """Values no two of which look the same in the picture."""
    least = (subject.high - subject.low) / (6 * rows)
    values: list[float] = []
    while len(values) < rows:
        value = round(rng.uniform(subject.low, subject.high), subject.decimals)
        if all(abs(value - other) >= least for other in values):
            values.append(value)
    return tuple(values)


def _walks(subject: Subject, rows: int, rng: random.Random) -> tuple[tuple[float, ...], ...]:
    """One line a series, each in its own band of the scale, no value twice in a line."""
    band = (subject.high - subject.low) / len(subject.series)
    lines = []
    for index in range(len(subject.series)):
        floor, step = subject.low + band * index, band / (rows + 2)
        marks = [floor + step * (i + rng.uniform(0.2, 0.8)) for i in range(rows)]
        for _ in range(rows // 2 if len(subject.series) == 1 else 1):
            i = rng.randrange(rows - 1)
            marks[i], marks[i + 1] = marks[i + 1], marks[i]
        if len(subject.series) == 1 and rng.random() < 0.5:
            marks.reverse()
        lines.append(tuple(round(value, subject.decimals) for value in marks))
    return tuple(lines)


def _shares(subject: Subject, rows: int, rng: random.Random) -> tuple[float, ...]:
    """Whole percentages, all different, that sum to 100."""
    while True:
        cuts = sorted(rng.sample(range(5, 96), rows - 1))
        shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
        if min(shares) >= subject.low and len(set(shares)) == rows:
            return tuple(float(share) for share in shares)


def _write_table(chart: Chart, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([chart.subject.noun.capitalize(), *chart.subject.series])
        for row, label in enumerate(chart.labels):
            writer.writerow([label, *(number(values[row]) for values in chart.series)])
