"""Questions as ChartQA's people and machines asked them, each answered from the chart's own table."""

import random

from sources.sample.chartqa_chart import Chart
from sources.sample.output import number

Pair = tuple[str, str]


def augmented(chart: Chart, rng: random.Random) -> list[Pair]:
    """One value looked up."""
    row = rng.randrange(len(chart.labels))
    series = rng.randrange(len(chart.series))
    label = _spoken(chart.labels[row])
    query = chart.subject.lookup.format(label=label, series=chart.subject.series[series])
    return [(query, number(chart.series[series][row]))]


def human(chart: Chart, rng: random.Random) -> list[Pair]:
    """Two questions that need more than one value, or the highest or lowest of all."""
    if len(chart.series) > 1:
        return rng.sample(_across_series(chart, rng), 2)
    if chart.kind == "pie":
        return rng.sample(_pie(chart, rng), 2)
    return rng.sample(_one_series(chart, rng), 2)


def _one_series(chart: Chart, rng: random.Random) -> list[Pair]:
    values, labels, noun = chart.series[0], chart.labels, chart.subject.noun
    ordered = sorted(values)
    a, b = sorted(rng.sample(range(len(labels)), 2))
    middle = (ordered[len(ordered) // 2] + ordered[len(ordered) // 2 - 1]) / 2
    limit = round(middle, chart.subject.decimals)
    mark = "point" if chart.kind == "line" else "bar"
    above = sum(value > limit for value in values)
    pairs = [
        (f"Which {noun} has the highest value?", labels[values.index(ordered[-1])]),
        ("What is the difference between the highest and the lowest value?", _sum(ordered[-1], -ordered[0])),
        (f"How many {mark}s are above {number(limit)}?", str(above)),
        (f"What is the average of {labels[a]} and {labels[b]}?", number(_exact((values[a] + values[b]) / 2))),
        (f"Is the value of {labels[a]} greater than the value of {labels[b]}?", _yes(values[a] > values[b])),
    ]
    if chart.kind != "line":
        pairs.append((f"What is the sum of the smallest two {mark}s?", _sum(ordered[0], ordered[1])))
    return pairs


def _across_series(chart: Chart, rng: random.Random) -> list[Pair]:
    names, labels, noun = chart.subject.series, chart.labels, chart.subject.noun
    first, second = rng.sample(range(len(names)), 2)
    row = rng.randrange(len(labels))
    high, low = sorted((first, second), key=lambda s: chart.series[s][row], reverse=True)
    peak = max(range(len(labels)), key=lambda r: chart.series[first][r])
    gap = _sum(chart.series[high][row], -chart.series[low][row])
    label = labels[row]
    return [
        (f"What is the difference between {names[high]} and {names[low]} in {label}?", gap),
        (f"In which {noun} is the value of {names[first]} the highest?", labels[peak]),
        (
            f"What is the total of {names[first]} in {labels[0]} and {labels[-1]}?",
            _sum(chart.series[first][0], chart.series[first][-1]),
        ),
        (
            f"Is the value of {names[first]} in {label} greater than the value of {names[second]} in "
            f"{label}?",
            _yes(chart.series[first][row] > chart.series[second][row]),
        ),
    ]


def _pie(chart: Chart, rng: random.Random) -> list[Pair]:
    values, labels = chart.series[0], chart.labels
    a, b = rng.sample(range(len(labels)), 2)
    high, low = (a, b) if values[a] > values[b] else (b, a)
    return [
        ("Which segment of the pie chart is the largest?", labels[values.index(max(values))]),
        (f"What is the sum of '{labels[a]}' and '{labels[b]}'?", _sum(values[a], values[b])),
        (
            f"What is the difference between '{labels[high]}' and '{labels[low]}'?",
            _sum(values[high], -values[low]),
        ),
        ("How many segments does the pie chart have?", str(len(labels))),
    ]


def _spoken(label: str) -> str:
    return label.replace(", ", " ") if "," in label else label


def _exact(value: float) -> float:
    return round(value, 6)


def _sum(a: float, b: float) -> str:
    return number(_exact(a + b))


def _yes(holds: bool) -> str:
    return "Yes" if holds else "No"
