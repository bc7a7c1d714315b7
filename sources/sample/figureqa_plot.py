"""What a FigureQA plot shows: named colours with values, far enough apart to be told by eye."""

import random
from dataclasses import dataclass
from itertools import combinations, pairwise

Rgb = tuple[int, int, int]

COLORS: dict[str, Rgb] = {
    "Lime Green": (50, 205, 50),
    "Deep Sky Blue": (0, 191, 255),
    "Web Gray": (128, 128, 128),
    "Salmon": (250, 128, 114),
    "Dark Cyan": (0, 139, 139),
    "Dark Magenta": (139, 0, 139),
    "Magenta": (255, 0, 255),
    "Navy Blue": (0, 0, 128),
    "Tan": (210, 180, 140),
    "Dodger Blue": (30, 144, 255),
    "Web Green": (0, 128, 0),
    "Indigo": (75, 0, 130),
    "Chocolate": (210, 105, 30),
    "Dark Khaki": (189, 183, 107),
    "Web Maroon": (127, 0, 0),
    "Black": (0, 0, 0),
    "Hot Pink": (255, 105, 180),
    "Olive Drab": (107, 142, 35),
    "Dark Violet": (148, 0, 211),
    "Medium Turquoise": (72, 209, 204),
    "Yellow": (255, 255, 0),
    "Deep Pink": (255, 20, 147),
    "Sienna": (160, 82, 45),
    "Dark Slate": (47, 79, 79),
}
"""The data set's names of X11 colours."""

NAMES = tuple(COLORS)
"""A colour's number in `color1_id` is its place here."""

BARS = ("vbar_categorical", "hbar_categorical")
LINES = ("line", "dot_line")


@dataclass(frozen=True)
class Plot:
    """`series[k]` belongs to `colors[k]`: one value for a bar, one span in radians for a slice, and the y of
    each x for a line."""

    kind: str
    colors: tuple[str, ...]
    series: tuple[tuple[float, ...], ...]
    x: tuple[float, ...] = ()
    gridlines: bool = False


def plot(kind: str, rng: random.Random) -> Plot:
    """A plot of `kind` whose every question has one clear answer."""
    if kind in LINES:
        return _lines(kind, rng)
    count = rng.randint(3, 5) if kind == "pie" else rng.randint(4, 7)
    values = _spans(count, rng) if kind == "pie" else _spread(count, rng)
    return Plot(kind, _colors(count, rng), tuple((value,) for value in values), gridlines=rng.random() < 0.5)


def _colors(count: int, rng: random.Random) -> tuple[str, ...]:
    """Colours that nobody mixes up."""
    while True:
        names = tuple(rng.sample(NAMES, count))
        if all(_far(COLORS[a], COLORS[b]) for a, b in combinations(names, 2)):
            return names


def _far(one: Rgb, other: Rgb) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) >= 150


def _spread(count: int, rng: random.Random) -> list[float]:
    while True:
        values = [round(rng.uniform(8, 99), 2) for _ in range(count)]
        if _apart(values, 4):
            return values


def _spans(count: int, rng: random.Random) -> list[float]:
    """Radians that go once around, no two within ten degrees."""
    while True:
        parts = [rng.uniform(1, 6) for _ in range(count)]
        spans = [part / sum(parts) * 6.283185307 for part in parts]
        if _apart(spans, 0.18):
            return [round(span, 6) for span in spans]


def _apart(values: list[float], least: float) -> bool:
    return all(b - a >= least for a, b in pairwise(sorted(values)))


def _lines(kind: str, rng: random.Random) -> Plot:
    """Some lines cross and some do not, and no two come near in anything that is asked."""
    count, steps = rng.randint(3, 4), rng.randint(6, 10)
    x = tuple(round(100 * i / (steps - 1), 3) for i in range(steps))
    while True:
        series = tuple(_curve(x, rng) for _ in range(count))
        pairs = [_crossing(a, b) for a, b in combinations(series, 2)]
        measures = ([area(x, y) / 100 for y in series], [min(y) for y in series], [max(y) for y in series])
        rough = sorted(roughness(x, y) for y in series)
        if (
            set(pairs) == {True, False}
            and all(_apart(values, 4) for values in measures)
            and all(b > 1.3 * a + 0.2 for a, b in pairwise(rough))
        ):
            return Plot(kind, _colors(count, rng), series, x, rng.random() < 0.5)


def _curve(x: tuple[float, ...], rng: random.Random) -> tuple[float, ...]:
    start, end, bend = rng.uniform(5, 95), rng.uniform(5, 95), rng.choice((0, 0, rng.uniform(-25, 25)))
    wild = rng.choice((0.0, 2.0, 7.0))
    drawn = (
        start
        + (end - start) * at / 100
        + bend * (1 - (at / 50 - 1) ** 2)
        + (rng.uniform(-wild, wild) if wild else 0.0)
        for at in x
    )
    return tuple(round(min(99.0, max(1.0, y)), 2) for y in drawn)


def _crossing(one: tuple[float, ...], other: tuple[float, ...]) -> bool | None:
    """True where one is clearly above and clearly below, False where it stays clear of the other."""
    gaps = [a - b for a, b in zip(one, other, strict=True)]
    if min(gaps) <= -4 and max(gaps) >= 4:
        return True
    return False if min(gaps) >= 3 or max(gaps) <= -3 else None


def area(x: tuple[float, ...], y: tuple[float, ...]) -> float:
    """Area under a line, by trapezoids."""
    points = pairwise(zip(x, y, strict=True))
    return sum((right[0] - left[0]) * (left[1] + right[1]) / 2 for left, right in points)


def roughness(x: tuple[float, ...], y: tuple[float, ...]) -> float:
    """Sum of the changes of slope, as the data set's authors measure it."""
    points = pairwise(zip(x, y, strict=True))
    slopes = [(right[1] - left[1]) / (right[0] - left[0]) for left, right in points]
    return sum(abs(b - a) for a, b in pairwise(slopes))
