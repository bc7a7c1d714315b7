"""Drawings in the manner of ScienceQA's: magnets, flasks, jars, food webs, squares, rain charts, maps."""

import math
import random
from collections.abc import Mapping, Sequence

from PIL import Image

from sources.sample.canvas import Canvas, Point
from sources.sample.usa import ASPECT, states

MAGNET_COLORS = (("#ff8a3d", "#1ea7fd"), ("#6abf2e", "#3b82f6"), ("#e94b5b", "#5b6fd6"))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def magnets(left: str, right: str, colors: tuple[str, str], rounded: bool) -> Image.Image:
    """Two bar magnets in a row, each named by its poles from left to right ("NS" or "SN")."""
    canvas = Canvas(440, 118)
    for x, poles in ((22, left), (238, right)):
        for half, pole in enumerate(poles):
            box = (x + 90 * half, 26, x + 90 * (half + 1), 92)
            canvas.rectangle(box, fill=colors["SN".index(pole)], radius=10 if rounded else 0)
            if rounded:
                inner = (box[0] + (45 if half == 0 else 0), 26, box[2] - (45 if half == 1 else 0), 92)
                canvas.rectangle(inner, fill=colors["SN".index(pole)])
            canvas.text((x + 45 + 90 * half, 59), pole, 24, color="white")
    return canvas.finish()


def magnet_pairs(first: tuple[str, str, float], second: tuple[str, str, float]) -> Image.Image:
    """Two framed pairs of magnets with the distance in each pair: (left poles, right poles, inches)."""
    canvas = Canvas(580, 130)
    for pair, (left, right, gap) in enumerate((first, second)):
        x = 4 + 290 * pair
        canvas.text((x + 141, 12), f"Pair {pair + 1}", 14)
        canvas.rectangle((x, 24, x + 282, 126), outline="#bbbbbb", width=1, radius=4)
        reach = 26 * gap
        middle = x + 141
        for start, poles in ((middle - reach / 2 - 76, left), (middle + reach / 2, right)):
            for half, pole in enumerate(poles):
                color = MAGNET_COLORS[1]["SN".index(pole)]
                canvas.rectangle((start + 38 * half, 42, start + 38 * (half + 1), 76), fill=color)
                canvas.text((start + 19 + 38 * half, 59), pole, 15, color="white")
        ends = (middle - reach / 2, middle + reach / 2)
        canvas.text((middle, 104), f"{gap:g} in", 13)
        for end in ends:
            canvas.line([(end, 84), (end, 92)], "black", 1)
        canvas.line([(ends[0], 88), (ends[1], 88)], "black", 1)
    return canvas.finish()


def solutions(
    counts: tuple[int, int], volumes: tuple[int, int], color: str, rng: random.Random
) -> Image.Image:
    """Two flasks of solvent with coloured particles in them, volumes and names below."""
    canvas = Canvas(520, 350)
    for side, (count, volume, name) in enumerate(zip(counts, volumes, "AB", strict=True)):
        x = 130 + 260 * side
        canvas.rectangle((x - 24, 8, x + 24, 100), fill="#eef7fb", outline="#8ec5e2", width=3)
        canvas.circle((x, 172), 82, fill="#d9eef8", outline="#8ec5e2", width=4)
        canvas.rectangle((x - 22, 60, x + 22, 120), fill="#e6f3fa")
        canvas.ellipse((x, 128), 66, 10, fill="#e8e8e8", outline="#c4dbe6")
        for at in _scatter(
            count, rng, lambda p, x=x: math.dist(p, (x, 182)) < 58, (x - 66, 142, x + 66, 244), 25
        ):
            canvas.circle(at, 11, fill=color)
        canvas.text((x, 284), f"Solvent volume: {volume} mL", 16)
        canvas.text((x, 322), f"Solution {name}", 17, face="sans-bold")
    return canvas.finish()


def gas_samples(
    masses: tuple[int, int], speeds: tuple[int, int], count: int, rng: random.Random
) -> Image.Image:
    """Two closed jars of gas, the mass and the average speed of a particle below each."""
    canvas = Canvas(600, 440)
    for side, (mass, speed, name) in enumerate(zip(masses, speeds, "AB", strict=True)):
        x = 150 + 300 * side
        canvas.rectangle((x - 82, 8, x + 82, 34), fill="#8c8c8c")
        canvas.rectangle((x - 74, 34, x + 74, 52), fill="white", outline="#aaaaaa", width=2)
        canvas.rectangle((x - 100, 48, x + 100, 318), fill="white", outline="#aaaaaa", width=2.5, radius=24)
        canvas.ellipse((x, 306), 72, 6, fill="#eeeeee")
        radius = 8 + 6 * (mass > min(masses)) if masses[0] != masses[1] else 10
        color = ("#5a5fc7", "#6abf2e")[side] if masses[0] != masses[1] else "#d65a8f"
        for at in _scatter(count, rng, lambda p: True, (x - 76, 78, x + 76, 286), 46):
            canvas.circle(at, radius, fill=color)
            turn = rng.uniform(0, 360)
            for wave in range(2 + (speed > min(speeds))):
                canvas.arc(at, radius + 4 + 4 * wave, turn - 32, turn + 32, "#999999", 1)
        canvas.text((x, 344), f"Sample {name}", 15, face="sans-bold")
        canvas.text((x, 380), f"Mass of each particle: {mass} u", 14.5)
        canvas.text((x, 416), f"Average particle speed: {speed:,} m/s", 14.5)
    return canvas.finish()


def food_web(places: Mapping[str, Point], arrows: Sequence[tuple[str, str]], water: bool) -> Image.Image:
    """Named organisms in a landscape, an arrow from each one that is eaten to the one that eats it."""
    width, height = 720, 440
    canvas = Canvas(width, height)
    top, bottom = ((200, 232, 246), (34, 120, 152)) if water else ((196, 226, 246), (96, 152, 84))
    canvas.fade((0, 0, width, height), top, bottom)
    at = {name: (x * width, y * height) for name, (x, y) in places.items()}
    for eaten, eater in arrows:
        _web_arrow(canvas, at[eaten], at[eater])
    for name, (x, y) in at.items():
        _organism(canvas, name, (x, y))
        half = canvas.text_width(name, 14) / 2 + 7
        canvas.rectangle(
            (x - half, y + 20, x + half, y + 42), fill="#f4f4ee", outline="#bdbdb0", width=0.8, radius=3
        )
        canvas.text((x, y + 31), name, 14, color="#333333")
    return canvas.finish()


def _web_arrow(canvas: Canvas, start: Point, end: Point) -> None:
    """From the upper edge of one label to below the next organism, white with a dark rim."""
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    begin = (start[0] + 44 * math.cos(angle), start[1] + 30 * math.sin(angle) + 10)
    reach = 46 if abs(math.cos(angle)) < 0.5 and end[1] < start[1] else 40
    stop = (end[0] - reach * 1.25 * math.cos(angle), end[1] - reach * math.sin(angle) + 12)
    for color, width, head in (("#25485a", 5.0, 17), ("#ffffff", 3.0, 13)):
        canvas.arrow(begin, stop, color, width, head)


def _organism(canvas: Canvas, name: str, at: Point) -> None:
    """A small emblem: a leafy tuft for plants, a rounded body with head and eye for animals."""
    x, y = at
    if name in ("oak tree", "grass", "green algae", "pondweed"):
        for turn in range(-60, 61, 20):
            angle = math.radians(turn - 90)
            tip = (x + 26 * math.cos(angle), y + 12 + 30 * math.sin(angle))
            canvas.line([(x, y + 14), tip], "#2f7d32", 3.5)
            canvas.ellipse(tip, 5, 5, fill="#58a648")
        return
    color = ("#a56a43", "#c98f4e", "#6d7f8c", "#8a5a8f", "#b5543c")[sum(map(ord, name)) % 5]
    if name in ("perch", "pike", "water flea", "snail", "crayfish"):
        canvas.polygon(
            [(x - 18, y), (x - 36, y - 11), (x - 36, y + 11)], fill=color, outline="#3c2f2a", width=0.8
        )
        canvas.ellipse((x + 2, y), 25, 11, fill=color, outline="#3c2f2a", width=0.8)
        canvas.circle((x + 18, y - 3), 2, fill="black")
        return
    if name == "fungus":
        canvas.rectangle((x - 6, y - 4, x + 6, y + 15), fill="#e8ddc8", outline="#3c2f2a", width=0.8)
        cap = [(x - 22, y - 2), (x - 14, y - 18), (x + 14, y - 18), (x + 22, y - 2)]
        canvas.polygon(cap, "#b5543c", "#3c2f2a", 0.8)
        return
    canvas.ellipse((x, y), 24, 12, fill=color, outline="#3c2f2a", width=0.8)
    canvas.circle((x + 22, y - 7), 9, fill=color, outline="#3c2f2a", width=0.8)
    canvas.circle((x + 25, y - 9), 1.8, fill="black")
    if name in ("songbird", "hawk"):
        canvas.polygon([(x + 30, y - 9), (x + 38, y - 6), (x + 30, y - 4)], fill="#e0a030")
        canvas.polygon([(x - 10, y - 6), (x + 8, y - 6), (x - 22, y - 24)], color, "#3c2f2a", 0.8)
    else:
        for leg in (-14, -6, 8, 16):
            canvas.line([(x + leg, y + 9), (x + leg, y + 17)], "#3c2f2a", 2.4)
    canvas.line([(x - 23, y), (x - 36, y - 8)], color, 3)


def punnett(parents: tuple[str, str]) -> Image.Image:
    """A Punnett square: one parent's alleles above, the other's at the left."""
    canvas = Canvas(300, 300)
    side = 118
    for column, allele in enumerate(parents[0]):
        canvas.text((114 + side * column, 26), allele, 27, color="#555555")
    for row, allele in enumerate(parents[1]):
        canvas.text((28, 112 + side * row), allele, 27, color="#555555")
        for column, other in enumerate(parents[0]):
            x, y = 55 + side * column, 53 + side * row
            canvas.rectangle((x, y, x + side, y + side), outline="#c4c4c4", width=2)
            canvas.text((x + side / 2, y + side / 2), box(allele, other), 27, color="#1496d4")
    return canvas.finish()


def box(one: str, other: str) -> str:
    """The allele pair of a box, the dominant allele first."""
    return "".join(sorted((one, other)))


def rain_chart(town: str, country: str, millimetres: Sequence[int]) -> Image.Image:
    """Twelve coloured bars on a scale of tens."""
    colors = ("#efb3f5", "#63d68a", "#ff8787", "#8fc1ff", "#ffbf8a", "#bdb5ff", "#bdf2a0", "#86e0d3")
    canvas = Canvas(600, 420)
    top = 10 * math.ceil(max(millimetres) / 10 + 0.2)
    unit = 300 / top
    canvas.text(
        (300, 18), f"Average precipitation in {town}, {country}", 17, face="sans-bold", color="#666666"
    )
    step = 10 if top <= 80 else 20
    for value in range(0, top + 1, step):
        y = 350 - value * unit
        canvas.line([(70, y), (585, y)], "#d4d4d4", 1.2)
        canvas.text((60, y), str(value), 15, color="#666666", anchor="rm")
    canvas.text((6, 36), "Precipitation (mm)", 14, color="#666666", anchor="lm")
    for index, (month, value) in enumerate(zip(MONTHS, millimetres, strict=True)):
        x = 78 + 42 * index
        canvas.rectangle(
            (x, 350 - value * unit, x + 32, 350), fill=colors[index % 8], outline="#444466", width=0.8
        )
        canvas.text((x + 16, 370), month, 14, color="#666666")
    canvas.arrow((70, 350), (70, 40), "#888888", 2.5)
    canvas.arrow((70, 350), (594, 350), "#888888", 2.5)
    return canvas.finish()


def labelled_map(names: Sequence[str]) -> Image.Image:
    """The contiguous states in green with four of them named, and a compass."""
    width = 750
    canvas = Canvas(width, int(width * ASPECT) - 30, background="#a9d3f5")
    for state in states():
        if state.code in ("AK", "HI"):
            continue
        for ring in state.rings:
            canvas.polygon([(x * width, y * width - 5) for x, y in ring], "#99e06b", "#5d9a3c", 0.8)
    for state in states():
        if state.name in names:
            x, y = state.label[0] * width, state.label[1] * width - 5
            half = canvas.text_width(state.name, 12) / 2 + 5
            canvas.rectangle((x - half, y - 10, x + half, y + 10), fill="#f2fbe9", radius=4)
            canvas.text((x, y), state.name, 12, color="#333333")
    x, y = 690, 370
    for turn, letter in enumerate("NESW"):
        angle = math.radians(90 * turn - 90)
        tip = (x + 24 * math.cos(angle), y + 24 * math.sin(angle))
        wing = (5 * math.sin(angle), -5 * math.cos(angle))
        canvas.polygon([tip, (x + wing[0], y + wing[1]), (x - wing[0], y - wing[1])], fill="#2f80c8")
        canvas.text((x + 34 * math.cos(angle), y + 34 * math.sin(angle)), letter, 11, color="#245f95")
    return canvas.finish()


def _scatter(
    count: int, rng: random.Random, allowed: object, room: tuple[float, float, float, float], apart: float
) -> list[Point]:
    """`count` points in a room, no two closer than `apart`; the distance gives way where the room is full."""
    spots: list[Point] = []
    tries = 0
    while len(spots) < count:
        at = (rng.uniform(room[0], room[2]), rng.uniform(room[1], room[3]))
        tries += 1
        if (
            callable(allowed)
            and allowed(at)
            and all(math.dist(at, other) >= apart * 0.999 ** (tries / 40) for other in spots)
        ):
            spots.append(at)
    return spots
