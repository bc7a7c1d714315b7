"""The fifteen questions of FigureQA, each asked so that yes and no come about equally often."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from sources.sample.figureqa_plot import LINES, Plot, area, roughness

Values = dict[str, float]


@dataclass(frozen=True)
class Asked:
    """One question; `colors` are the one or two that it names."""

    identity: int
    text: str
    colors: tuple[str, ...]
    answer: int


_CATEGORICAL = ((0, "Is {} the minimum?", 0), (1, "Is {} the maximum?", -1))
_MEDIANS = ((4, "Is {} the low median?", 0), (5, "Is {} the high median?", 1))
_EXTREMES: tuple[tuple[int, str, Callable[[Plot, int], float], int], ...] = (
    (6, "Does {} have the minimum area under the curve?", lambda p, k: area(p.x, p.series[k]), 0),
    (7, "Does {} have the maximum area under the curve?", lambda p, k: area(p.x, p.series[k]), -1),
    (8, "Is {} the smoothest?", lambda p, k: roughness(p.x, p.series[k]), 0),
    (9, "Is {} the roughest?", lambda p, k: roughness(p.x, p.series[k]), -1),
    (10, "Does {} have the lowest value?", lambda p, k: min(p.series[k]), 0),
    (11, "Does {} have the highest value?", lambda p, k: max(p.series[k]), -1),
)


def questions(plot: Plot, rng: random.Random) -> list[Asked]:
    """Every template that fits the plot, once as a yes and once as a no."""
    return _of_lines(plot, rng) if plot.kind in LINES else _of_categories(plot, rng)


def _of_categories(plot: Plot, rng: random.Random) -> list[Asked]:
    ranked = sorted(plot.colors, key=lambda color: plot.series[plot.colors.index(color)])
    asked = []
    for identity, template, place in _CATEGORICAL:
        asked += _one_and_another(identity, template, ranked[place], ranked, rng)
    for identity, template, high in _MEDIANS:
        place = len(ranked) // 2 if high else (len(ranked) - 1) // 2
        asked += _one_and_another(identity, template, ranked[place], ranked, rng)
    low, high_place = sorted(rng.sample(range(len(ranked)), 2))
    return asked + _compared((2, 3), ranked[low], ranked[high_place])


def _of_lines(plot: Plot, rng: random.Random) -> list[Asked]:
    asked = []
    for identity, template, measure, place in _EXTREMES:
        values = {color: measure(plot, k) for k, color in enumerate(plot.colors)}
        ranked = sorted(values, key=lambda color: values[color])
        asked += _one_and_another(identity, template, ranked[place], ranked, rng)
    pairs = [(a, b) for a in plot.colors for b in plot.colors if a != b]
    below = [pair for pair in pairs if _is_below(plot, *pair)]
    crossing = [(a, b) for a, b in pairs if (a, b) not in below and (b, a) not in below]
    asked += _compared((12, 13), *rng.choice(below))
    for pair, answer in ((rng.choice(crossing), 1), (rng.choice(below), 0)):
        asked.append(Asked(14, "Does {} intersect {}?".format(*pair), pair, answer))
    return asked


def _is_below(plot: Plot, one: str, other: str) -> bool:
    first, second = (plot.series[plot.colors.index(color)] for color in (one, other))
    return all(a < b for a, b in zip(first, second, strict=True))


def _one_and_another(
    identity: int, template: str, right: str, colors: list[str], rng: random.Random
) -> list[Asked]:
    wrong = rng.choice([color for color in colors if color != right])
    return [
        Asked(identity, template.format(right), (right,), 1),
        Asked(identity, template.format(wrong), (wrong,), 0),
    ]


def _compared(identities: tuple[int, int], less: str, more: str) -> list[Asked]:
    """Is a less than b, and is it greater, both ways round."""
    words = zip(identities, ("less", "greater"), (1, 0), strict=True)
    return [
        Asked(identity, f"Is {a} {word} than {b}?", (a, b), int(truth == (a == less)))
        for identity, word, truth in words
        for a, b in ((less, more), (more, less))
    ]
