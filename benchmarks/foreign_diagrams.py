"""Geometry diagrams that Matplotlib draws on the spot, all of whose true incidences are known.

A figure is a few points with their letters, the lines and circles through them, dots at centres, and lengths
or unknowns beside two sides. Figure, letters and style vary with the seed. The reader was looked at and
mended on the styles called `tuned`; those called `held_out`, of other fonts, pens, sizes and seeds, were only
measured.
"""

from __future__ import annotations

import io
import math
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import matplotlib
from PIL import Image

from schemas import Picture

SPLITS = ("held_out", "tuned")
Place = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """How a figure is drawn; sizes in points, at 72 dots an inch pixels."""

    font: str
    letters: float
    pen: float
    ink: str
    width: int
    italic: bool = True


STYLES = {
    "tuned": (
        Style("DejaVu Sans", 15, 1.5, "black", 380),
        Style("DejaVu Serif", 17, 1.8, "#0067b1", 440),
        Style("DejaVu Sans", 13, 1.2, "black", 300, False),
    ),
    "held_out": (
        Style("STIXGeneral", 19, 1.6, "black", 420),
        Style("DejaVu Sans", 20, 2.2, "#1d3f8f", 560, False),
        Style("cmr10", 18, 1.3, "#333333", 340, False),
    ),
}


@dataclass(frozen=True)
class Figure:
    """Points with y upwards, lines as their points in order, circles as centre and points on the rim."""

    places: dict[str, Place]
    lines: tuple[str, ...]
    circles: tuple[tuple[str, str], ...] = ()
    dots: str = ""


def diagrams(split: str, per_kind: int) -> Iterator[tuple[Figure, Picture]]:
    """Yield drawn figures with their pictures; the same ones in every run."""
    for at, kind in enumerate(KINDS):
        for n in range(per_kind):
            rng = random.Random(f"{split} {at} {n}")
            names = rng.sample([c for c in string.ascii_uppercase if c not in "IO"], 7)
            figure = kind(rng, names)
            yield figure, _drawn(figure, rng.choice(STYLES[split]), rng)


def _triangle(rng: random.Random) -> tuple[Place, Place, Place]:
    left, right = rng.uniform(42, 72), rng.uniform(38, 66)
    height = 1 / (1 / math.tan(math.radians(left)) + 1 / math.tan(math.radians(right)))
    return (0, 0), (1, 0), (height / math.tan(math.radians(left)), height)


def _part(a: Place, b: Place, share: float) -> Place:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _plain(rng: random.Random, names: list[str]) -> Figure:
    a, b, c = names[:3]
    return Figure(dict(zip((a, b, c), _triangle(rng), strict=True)), (a + b, b + c, c + a))


def _cevian(rng: random.Random, names: list[str]) -> Figure:
    a, b, c, d = names[:4]
    p, q, r = _triangle(rng)
    foot = _part(p, q, rng.uniform(0.3, 0.7))
    return Figure({a: p, b: q, c: r, d: foot}, (a + d + b, b + c, c + a, c + d))


def _midline(rng: random.Random, names: list[str]) -> Figure:
    a, b, c, d, e = names[:5]
    p, q, r = _triangle(rng)
    share = rng.uniform(0.35, 0.65)
    places = {a: p, b: q, c: r, d: _part(p, r, share), e: _part(q, r, share)}
    return Figure(places, (a + b, a + d + c, b + e + c, d + e))


def _crossed(rng: random.Random, names: list[str]) -> Figure:
    a, b, c, d, e = names[:5]
    shift, height = rng.uniform(-0.25, 0.35), rng.uniform(0.45, 0.8)
    places = {a: (0.0, 0.0), b: (1.0, 0.0), c: (1 + shift, height), d: (shift, height)}
    places[e] = _part(places[a], places[c], 0.5)
    return Figure(places, (a + b, b + c, c + d, d + a, a + e + c, b + e + d))


def _parallels(rng: random.Random, names: list[str]) -> Figure:
    a, b, c, d, e, f, g = names
    lean, gap = rng.uniform(0.15, 0.45), rng.uniform(0.3, 0.45)
    low, high = (0.35, 0.0), (0.35 + lean, gap)
    places = {a: (0.0, 0.0), b: low, c: (1.1, 0.0), d: (0.0, gap), e: high, f: (1.1, gap)}
    places[g] = _part(low, high, 1.6)
    return Figure(places, (a + b + c, d + e + f, b + e + g))


def _round(turn: float) -> Place:
    return math.cos(math.radians(turn)), math.sin(math.radians(turn))


def _chords(rng: random.Random, names: list[str]) -> Figure:
    o, a, b, c = names[:4]
    start = rng.uniform(0, 360)
    turns = (start, start + rng.uniform(80, 130), start + rng.uniform(190, 250))
    places = {o: (0.0, 0.0)} | {n: _round(t) for n, t in zip((a, b, c), turns, strict=True)}
    return Figure(places, (a + b, b + c), ((o, a + b + c),), o)


def _diameter(rng: random.Random, names: list[str]) -> Figure:
    o, a, b, c = names[:4]
    start = rng.uniform(-30, 30)
    places = {
        o: (0.0, 0.0),
        a: _round(start),
        b: _round(start + 180),
        c: _round(start + rng.uniform(50, 130)),
    }
    return Figure(places, (a + o + b, b + c, c + a), ((o, a + b + c),), o)


def _tangent(rng: random.Random, names: list[str]) -> Figure:
    o, a, b, c = names[:4]
    start, reach = rng.uniform(-20, 20), rng.uniform(1.7, 2.2)
    turn = math.degrees(math.acos(1 / reach))
    far = (reach * _round(start)[0], reach * _round(start)[1])
    places = {o: (0.0, 0.0), a: far, b: _round(start + turn), c: _round(start - turn)}
    return Figure(places, (a + b, a + c, o + b), ((o, b + c),), o)


KINDS: tuple[Callable[[random.Random, list[str]], Figure], ...] = (
    _plain,
    _cevian,
    _midline,
    _crossed,
    _parallels,
    _chords,
    _diameter,
    _tangent,
)


def _drawn(figure: Figure, style: Style, rng: random.Random) -> Picture:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Sheet

    spots, (width, height) = _fitted(figure, style)
    sheet = Sheet(figsize=(width / 72, height / 72), dpi=72, facecolor="white")
    FigureCanvasAgg(sheet)
    axes = sheet.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    text = partial(axes.text, ha="center", va="center", fontfamily=style.font)
    slant = "italic" if style.italic else "normal"
    for line in figure.lines:
        (x, y), (u, v) = spots[line[0]], spots[line[-1]]
        axes.plot([x, u], [y, v], color=style.ink, linewidth=style.pen, solid_capstyle="round")
    for centre, rim in figure.circles:
        radius = math.dist(spots[centre], spots[rim[0]])
        axes.add_patch(
            matplotlib.patches.Circle(
                spots[centre], radius, fill=False, edgecolor=style.ink, linewidth=style.pen
            )
        )
    for name in figure.dots:
        axes.plot(*spots[name], "o", color=style.ink, markersize=3.2 * style.pen)
    for name in spots:
        text(*_beside(name, figure, spots, style.letters), name, fontsize=style.letters, fontstyle=slant)
    for line in rng.sample(figure.lines, 2):
        text(
            *_at_side(spots[line[0]], spots[line[1]], style.letters),
            rng.choice(("x", "12", "7.5", "2x")),
            fontsize=0.85 * style.letters,
            fontstyle=slant,
        )
    data = io.BytesIO()
    sheet.savefig(data, format="png", dpi=72)
    with Image.open(data) as image:
        flat = image.convert("RGB")
    out = io.BytesIO()
    flat.save(out, "PNG")
    return Picture.of(out.getvalue(), width=flat.width, height=flat.height, media_type="image/png")


def _fitted(figure: Figure, style: Style) -> tuple[dict[str, Place], tuple[int, int]]:
    """Scale a figure to the picture's width, with room for the letters around it."""
    extent = list(figure.places.values())
    for centre, rim in figure.circles:
        x, y = figure.places[centre]
        r = math.dist((x, y), figure.places[rim[0]])
        extent += [(x - r, y - r), (x + r, y + r)]
    low = [min(p[i] for p in extent) for i in (0, 1)]
    high = [max(p[i] for p in extent) for i in (0, 1)]
    room = 2.2 * style.letters
    unit = (style.width - 2 * room) / (high[0] - low[0])
    size = style.width, round((high[1] - low[1]) * unit + 2 * room)
    return {
        n: (room + (x - low[0]) * unit, room + (y - low[1]) * unit) for n, (x, y) in figure.places.items()
    }, size


def _beside(name: str, figure: Figure, spots: dict[str, Place], letters: float) -> Place:
    """Return the place of a letter: in the widest gap between the strokes that leave its point."""
    x, y = spots[name]
    ways: list[float] = []
    for line in figure.lines:
        if name in line:
            at = line.index(name)
            ways += [
                math.atan2(spots[o][1] - y, spots[o][0] - x) for o in (*line[:at][-1:], *line[at + 1 :][:1])
            ]
    for centre, rim in figure.circles:
        if name in rim:
            outward = math.atan2(y - spots[centre][1], x - spots[centre][0])
            ways += [outward + math.pi / 2, outward - math.pi / 2, outward + math.pi]
    ways = sorted(way % math.tau for way in ways) or [0.0]
    gaps = [((b - a) % math.tau or math.tau, a) for a, b in zip(ways, [*ways[1:], ways[0]], strict=True)]
    gap, start = max(gaps)
    turn = start + gap / 2
    return x + 0.95 * letters * math.cos(turn), y + 0.95 * letters * math.sin(turn)


def _at_side(a: Place, b: Place, letters: float) -> Place:
    length = math.dist(a, b)
    away = 0.9 * letters / length
    return (a[0] + b[0]) / 2 + (b[1] - a[1]) * away, (a[1] + b[1]) / 2 - (b[0] - a[0]) * away


def facts_of(figure: Figure) -> dict[str, set[tuple[str, ...]]]:
    """Return the true statements of a figure, in the kinds that the measure counts."""
    lines = {tuple(sorted(pair)) for line in figure.lines for pair in combinations(line, 2)}
    flat = {(m, *sorted((a, b))) for line in figure.lines for a, m, b in combinations(line, 3)}
    rims = {(p, centre) for centre, rim in figure.circles for p in rim}
    return {
        "lines": lines,
        "collinear": flat,
        "circles": {(c,) for c, _ in figure.circles},
        "on circles": rims,
    }
