"""Random figures with true coordinates, the facts that hold in them, and the sizes of their parts."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

Place = tuple[float, float]
DIGITS = 11
"""Significant digits of the values told.

So that what follows from them is true to far less than a tolerance.
"""


@dataclass
class Drawn:
    """A figure: points in pixels, what is drawn, and the facts that tell of it without a measure."""

    points: dict[str, Place] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    circles: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    polygons: list[str] = field(default_factory=list)

    def draw(self, *lines: str) -> None:
        """Draw lines, each named by its points in their order, with every piece of them."""
        for line in lines:
            self.lines += ["".join(pair) for pair in combinations(line, 2)]
            ends = f"Line({line[0]},{line[-1]})"
            self.facts += [f"PointLiesOnLine({p},{ends})" for p in line[1:-1]]

    def put_on_circle(self, centre: str, points: str) -> None:
        """Say that points lie on a circle."""
        if centre not in self.circles:
            self.circles.append(centre)
        self.facts += [f"PointLiesOnCircle({p},Circle({centre}))" for p in points]

    def length(self, a: str, b: str) -> float:
        """Return a distance in pixels."""
        return math.dist(self.points[a], self.points[b])

    def direction(self, a: str, b: str) -> float:
        """Return the direction from a to b in degrees, counter-clockwise as seen."""
        (x, y), (u, v) = self.points[a], self.points[b]
        return math.degrees(math.atan2(y - v, u - x)) % 360

    def angle(self, a: str, v: str, b: str) -> float:
        """Return a convex angle in degrees."""
        turn = (self.direction(v, b) - self.direction(v, a)) % 360
        return min(turn, 360 - turn)

    def area(self, corners: str) -> float:
        """Return the area of a polygon in square pixels."""
        places = [self.points[c] for c in corners]
        pairs = zip(places, places[1:] + places[:1], strict=True)
        return abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in pairs)) / 2

    def measures(self) -> dict[str, float]:
        """Return every measure that may be told or asked, by its form."""
        found = {
            f"LengthOf(Line({a},{b}))": self.length(a, b) for a, b in map(tuple, dict.fromkeys(self.lines))
        }
        for v in self.points:
            ends = sorted({p for line in self.lines if v in line for p in line} - {v})
            for a, b in combinations(ends, 2):
                size = self.angle(a, v, b)
                if 3 < size < 177:
                    found[f"MeasureOf(Angle({a},{v},{b}))"] = size
        for centre in self.circles:
            on = [
                f[18] for f in self.facts if f.startswith("PointLiesOnCircle(") and f.endswith(f"({centre}))")
            ]
            for a, b in combinations(on, 2):
                if self.angle(a, centre, b) < 172:
                    found[f"MeasureOf(Arc({a},{b}))"] = self.angle(a, centre, b)
        for corners in self.polygons:
            name = ",".join(corners)
            head = {3: "Triangle", 4: "Quadrilateral"}.get(len(corners), "Polygon")
            sides = [self.length(corners[i - 1], c) for i, c in enumerate(corners)]
            found[f"PerimeterOf({head}({name}))"] = sum(sides)
            found[f"AreaOf({head}({name}))"] = self.area(corners)
        return found


def told(form: str, value: float) -> str:
    """Return the fact that a form has a value."""
    return f"Equals({form},{value:.{DIGITS}g})"


def crossing(figure: Drawn, one: str, two: str) -> Place:
    """Return where two lines, each through two points, meet."""
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = (figure.points[p] for p in (*one, *two))
    under = (x1 - x2) * (y3 - y4) - (y1 - y2) * (x3 - x4)
    a, b = x1 * y2 - y1 * x2, x3 * y4 - y3 * x4
    return (a * (x3 - x4) - (x1 - x2) * b) / under, (a * (y3 - y4) - (y1 - y2) * b) / under


def between(a: Place, b: Place, part: float) -> Place:
    """Return the place at a part of the way from a to b."""
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def polar(centre: Place, radius: float, degrees: float) -> Place:
    """Return a place around a centre, counter-clockwise as seen."""
    turn = math.radians(degrees)
    return centre[0] + radius * math.cos(turn), centre[1] - radius * math.sin(turn)


def triangle_with_cevians(rng: random.Random) -> Drawn:
    """A triangle, points on two sides, the lines to them and where they cross."""
    figure = Drawn(points=_triangle(rng), polygons=["ABC"])
    figure.points["D"] = between(figure.points["B"], figure.points["C"], rng.uniform(0.25, 0.75))
    figure.points["E"] = between(figure.points["A"], figure.points["C"], rng.uniform(0.25, 0.75))
    figure.points["F"] = crossing(figure, "AD", "BE")
    figure.draw("AB", "BDC", "AEC", "AFD", "BFE")
    return figure


def right_triangle_with_altitude(rng: random.Random) -> Drawn:
    """A right angle at C and the altitude to the hypotenuse."""
    lean, long = rng.uniform(28, 62), rng.uniform(200, 400)
    centre = (300.0, 300.0)
    figure = Drawn(polygons=["ABC"])
    figure.points |= {"A": polar(centre, long / 2, 180), "B": polar(centre, long / 2, 0)}
    figure.points["C"] = polar(centre, long / 2, 2 * lean)
    figure.points["D"] = (figure.points["C"][0], 300.0)
    figure.draw("AC", "BC", "CD", "ADB")
    figure.facts += ["Perpendicular(Line(A,C),Line(C,B))", "Perpendicular(Line(C,D),Line(A,B))"]
    return figure


def triangle_with_parallel(rng: random.Random) -> Drawn:
    """A line parallel to one side, cutting the other two."""
    figure = Drawn(points=_triangle(rng), polygons=["ABC", "ADE"])
    part = rng.choice((0.5, rng.uniform(0.3, 0.7)))
    figure.points["D"] = between(figure.points["A"], figure.points["B"], part)
    figure.points["E"] = between(figure.points["A"], figure.points["C"], part)
    figure.draw("ADB", "AEC", "DE", "BC")
    figure.facts.append("Parallel(Line(D,E),Line(B,C))")
    if part == 0.5:
        figure.facts += ["IsMidpointOf(Point(D),Line(A,B))", "IsMidpointOf(Point(E),Line(A,C))"]
    return figure


def bisected_triangle(rng: random.Random) -> Drawn:
    """An angle bisector to the opposite side."""
    figure = Drawn(points=_triangle(rng), polygons=["ABC"])
    near, far = figure.length("A", "B"), figure.length("A", "C")
    figure.points["D"] = between(figure.points["B"], figure.points["C"], near / (near + far))
    figure.draw("AB", "AC", "BDC", "AD")
    figure.facts.append("BisectsAngle(Line(A,D),Angle(B,A,C))")
    return figure


def quadrilateral(rng: random.Random) -> Drawn:
    """A parallelogram or one of its kinds, a trapezoid or a kite, with its diagonals or without."""
    kind = rng.choice(("Parallelogram", "Rectangle", "Square", "Rhombus", "Trapezoid", "Isosceles", "Kite"))
    lean = 90.0 if kind in ("Rectangle", "Square") else rng.uniform(50, 75)
    wide = rng.uniform(180, 300)
    high = wide if kind in ("Square", "Rhombus") else rng.uniform(90, 160)
    a: Place = (100.0, 400.0)
    b, d = (a[0] + wide, a[1]), polar(a, high, lean)
    c = (d[0] + wide, d[1])
    if kind == "Trapezoid":
        c = (d[0] + wide * rng.uniform(0.35, 0.6), d[1])
    if kind == "Isosceles":
        wide = 2 * (d[0] - a[0]) + rng.uniform(80, 160)
        b, c = (a[0] + wide, a[1]), (a[0] + wide - (d[0] - a[0]), d[1])
    if kind == "Kite":
        half, up, down = rng.uniform(60, 110), rng.uniform(40, 70), rng.uniform(120, 190)
        a, b, c, d = (300.0, 300 - up), (300 + half, 300.0), (300.0, 300 + down), (300 - half, 300.0)
    figure = Drawn(points={"A": a, "B": b, "C": c, "D": d}, polygons=["ABCD"])
    form = f"{kind}(A,B,C,D)" if kind != "Isosceles" else "Isosceles(Trapezoid(A,B,C,D))"
    figure.facts.append(form)
    figure.draw("AB", "BC", "CD", "DA")
    if rng.random() < 0.6:
        figure.points["E"] = crossing(figure, "AC", "BD")
        figure.draw("AEC", "BED")
    return figure


def parallels(rng: random.Random) -> Drawn:
    """Two or three parallel lines and two lines across them."""
    figure = Drawn()
    tilt, slants = rng.uniform(-8, 8), (rng.uniform(50, 80), rng.uniform(100, 130))
    figure.points |= {"G": (150.0, 20.0), "H": (450.0, 30.0)}
    names, count = iter("ABCDEF"), rng.choice((2, 3))
    rows: list[list[str]] = []
    for row in range(count):
        start = (50.0, 150 + row * rng.uniform(80, 110))
        figure.points |= {f"{'PRT'[row]}": start, f"{'QSU'[row]}": polar(start, 500, tilt)}
        ends = "PRT"[row] + "QSU"[row]
        crossed = []
        for top, slant in zip("GH", slants, strict=True):
            figure.points["Z"] = polar(figure.points[top], 100, -slant)
            name = next(names)
            figure.points[name] = crossing(figure, top + "Z", ends)
            crossed.append(name)
        del figure.points["Z"]
        crossed.sort(key=lambda p: figure.points[p][0])
        rows.append([name for name in "ABCDEF" if name in crossed])
        figure.draw(ends[0] + "".join(crossed) + ends[1])
    for top, at in (("G", 0), ("H", 1)):
        figure.draw(top + "".join(row[at] for row in rows))
    figure.facts += [
        "Parallel(Line(P,Q),Line(R,S))",
        *(["Parallel(Line(R,S),Line(T,U))"] if count == 3 else []),
    ]
    return figure


def circle_with_chords(rng: random.Random) -> Drawn:
    """Points on a circle, some chords between them, and the crossing of two."""
    turns = _spread(rng, rng.choice((3, 4, 5)))
    figure = Drawn(points={"O": (300.0, 300.0)})
    names = "ABCDE"[: len(turns)]
    figure.points |= {n: polar((300, 300), 200, t) for n, t in zip(names, turns, strict=True)}
    if len(names) > 3 and rng.random() < 0.7:
        figure.points["P"] = crossing(figure, "AC", "BD")
        if math.dist(figure.points["P"], figure.points["O"]) > 15:
            figure.draw("APC", "BPD")
        else:
            del figure.points["P"]
    chords = ["".join(pair) for pair in combinations(names, 2)]
    figure.draw(*(c for c in rng.sample(chords, 3) if c not in figure.lines))
    if rng.random() < 0.4:
        figure.draw(*(f"O{n}" for n in rng.sample(names, 2)))
    figure.put_on_circle("O", names)
    return figure


def circle_with_diameter(rng: random.Random) -> Drawn:
    """A diameter, a point on the circle, and a chord that a radius halves."""
    start, turn = rng.uniform(0, 360), rng.uniform(40, 140)
    figure = Drawn(points={"O": (300.0, 300.0)})
    for name, at in (("A", 0.0), ("B", 180.0), ("C", turn), ("D", -turn)):
        figure.points[name] = polar((300, 300), 200, start + at)
    figure.points["M"] = crossing(figure, "AB", "CD")
    middle = ["M", "O"] if figure.length("A", "M") < figure.length("A", "O") else ["O", "M"]
    if figure.length("O", "M") > 10:
        figure.draw("A" + "".join(middle) + "B", "CMD")
        figure.facts.append("Perpendicular(Line(A,B),Line(C,D))")
    else:
        figure.draw("AOB")
        del figure.points["M"]
    figure.draw("AC", "BC", "OC")
    figure.put_on_circle("O", "ABCD")
    return figure


def circle_from_outside(rng: random.Random) -> Drawn:
    """From a point outside, tangents or secants to a circle."""
    figure = Drawn(points={"O": (400.0, 300.0), "P": (60.0, 300.0)})
    radius = rng.uniform(110, 200)
    touch = math.degrees(math.acos(radius / 340))
    ways = [rng.choice(("tangent", "secant")), rng.choice(("tangent", "secant"))]
    on = ""
    for way, side, names in zip(ways, (1, -1), ("AB", "CD"), strict=True):
        if way == "tangent":
            figure.points[names[0]] = polar((400, 300), radius, 180 - side * touch)
            figure.draw("P" + names[0])
            figure.facts.append(f"Tangent(Line(P,{names[0]}),Circle(O))")
            on += names[0]
            continue
        lean = math.radians(rng.uniform(0.35, 0.8) * (90 - touch)) * side
        mid, off = 340 * math.cos(lean), 340 * abs(math.sin(lean))
        half = math.sqrt(radius**2 - off**2)
        for name, reach in zip(names, (mid - half, mid + half), strict=True):
            figure.points[name] = polar((60, 300), reach, math.degrees(lean))
        figure.draw("P" + names)
        on += names
    if rng.random() < 0.5:
        figure.draw("OP")
    figure.put_on_circle("O", on)
    return figure


def regular_polygon(rng: random.Random) -> Drawn:
    """A regular polygon, maybe within a circle."""
    n = rng.choice((3, 5, 6, 8))
    names, start = "ABCDEFGH"[:n], rng.uniform(0, 360)
    figure = Drawn(polygons=[names])
    figure.points |= {p: polar((300, 300), 200, start + i * 360 / n) for i, p in enumerate(names)}
    figure.draw(*(names[i - 1] + names[i] for i in range(n)))
    head = {3: "Triangle", 5: "Pentagon", 6: "Hexagon", 8: "Octagon"}[n]
    figure.facts.append(f"Regular({head}({','.join(names)}))")
    if rng.random() < 0.5:
        figure.points["O"] = (300.0, 300.0)
        figure.put_on_circle("O", names)
    return figure


def incircle(rng: random.Random) -> Drawn:
    """A triangle with its inscribed circle and the points where it touches."""
    figure = Drawn(points=_triangle(rng), polygons=["ABC"])
    a, b, c = (figure.length(*pair) for pair in ("BC", "AC", "AB"))
    whole = a + b + c
    p = figure.points
    p["O"] = tuple((a * p["A"][i] + b * p["B"][i] + c * p["C"][i]) / whole for i in (0, 1))  # type: ignore[assignment]
    p["D"] = between(p["B"], p["C"], (whole / 2 - b) / a)
    p["E"] = between(p["A"], p["C"], (whole / 2 - a) / b)
    p["F"] = between(p["A"], p["B"], (whole / 2 - a) / c)
    figure.draw("BDC", "AEC", "AFB")
    figure.put_on_circle("O", "DEF")
    figure.facts.append("InscribedIn(Circle(O),Triangle(A,B,C))")
    return figure


FIGURES: tuple[Callable[[random.Random], Drawn], ...] = (
    triangle_with_cevians,
    right_triangle_with_altitude,
    triangle_with_parallel,
    bisected_triangle,
    quadrilateral,
    parallels,
    circle_with_chords,
    circle_with_diameter,
    circle_from_outside,
    regular_polygon,
    incircle,
)


def _triangle(rng: random.Random) -> dict[str, Place]:
    """Corners at no angle below 25 degrees."""
    while True:
        figure = Drawn(points={n: (rng.uniform(50, 550), rng.uniform(50, 550)) for n in "ABC"})
        angles = [figure.angle(*t) for t in ("BAC", "ABC", "ACB")]
        if min(angles) > 25 and figure.area("ABC") > 15000:
            return figure.points


def _spread(rng: random.Random, count: int) -> list[float]:
    """Turns around a circle, at least 35 degrees apart, no two of them almost opposite."""
    while True:
        turns = sorted(rng.uniform(0, 360) for _ in range(count))
        gaps = [(b - a) % 360 for a, b in zip(turns, turns[1:] + turns[:1], strict=True)]
        across = [abs((b - a) % 360 - 180) for a, b in combinations(turns, 2)]
        if min(gaps) > 35 and min(across) > 8:
            return turns
