"""Problems about quadrilaterals, parallel lines and circles; each maker computes its answer."""

import math
import random
from dataclasses import replace

from sources.sample.geometry3k_figures import Figure
from sources.sample.geometry3k_problem import BLUE, Problem, angle_is, length_is, letters, right_angle, triple


def parallelogram_angle_in_text(rng: random.Random) -> Problem:
    """Consecutive angles of a parallelogram, both told as multiples of x."""
    one, two = rng.choice(((2, 3), (1, 2), (4, 5), (1, 3), (2, 7)))
    p, q, r, s = letters(rng, 4)
    second = 180 * two // (one + two)
    figure = _parallelogram(p, q, r, s, 9, 5.5, 180 * one / (one + two))
    return Problem(
        f"parallelogram {p} {q} {r} {s} with m \\angle {p} = {10 * one} x and m \\angle {q} = {10 * two} x, "
        f"find m \\angle {s}.",
        second,
        (180 - second, 90, second // 2),
        figure,
        (
            f"Parallelogram({p},{q},{r},{s})",
            f"Equals(MeasureOf(Angle({p})),{10 * one}x)",
            f"Equals(MeasureOf(Angle({q})),{10 * two}x)",
            f"Find(MeasureOf(Angle({s})))",
        ),
        (),
        "Parallelogram",
        "Angle",
    )


def parallelogram_side(rng: random.Random) -> Problem:
    """Opposite sides are equal."""
    p, q, r, s = letters(rng, 4)
    long, short, angle = rng.randint(18, 34), rng.randint(10, 17), rng.randint(62, 78)
    figure = replace(
        _parallelogram(p, q, r, s, long, short, angle),
        ink=BLUE,
        sides={p + q: str(long), q + r: str(short)},
        angles={s + p + q: f"{angle}°"},
    )
    return Problem(
        f"Use parallelogram {p} {q} {r} {s} to find {p} {s}.",
        short,
        (long, long + short, long - short),
        figure,
        (f"Parallelogram({p},{q},{r},{s})", f"Find(LengthOf(Line({p},{s})))"),
        (length_is(p + q, long), length_is(q + r, short), angle_is(s + p + q, angle)),
        "Parallelogram",
        "Length",
    )


def parallelogram_area(rng: random.Random) -> Problem:
    """Base times height, the height drawn in."""
    base, height, shift = rng.randint(12, 24), rng.randint(6, 11), rng.randint(3, 6)
    points: dict[str, tuple[float, float]] = {
        "A": (shift, height),
        "B": (base + shift, height),
        "C": (base, 0),
        "D": (0, 0),
        "E": (shift, 0),
    }
    figure = Figure(
        points,
        ("AB", "BC", "CD", "DA", "AE"),
        squares=("AEC",),
        hidden="",
        sides={"AB": str(base), "AE": str(height)},
        flipped=("AE",),
    )
    forms = (
        length_is("AB", base),
        length_is("AE", height),
        "Perpendicular(Line(A, E), Line(E, C))",
        "PointLiesOnLine(E, Line(D, C))",
    )
    return Problem(
        "Find the area of the parallelogram.",
        base * height,
        (base * height / 2, 2 * (base + height), base + height),
        figure,
        ("Find(AreaOf(Parallelogram($)))",),
        forms,
        "Parallelogram",
        "Area",
        dissolved=("Find(AreaOf(Parallelogram(A,B,C,D)))",),
    )


def trapezoid_median(rng: random.Random) -> Problem:
    """The median is the mean of the bases."""
    top = rng.randint(8, 14)
    bottom = top + 2 * rng.randint(3, 6)
    w, x, y, z = letters(rng, 4)
    inset = (bottom - top) / 2
    points = {w: (0.0, 0.0), x: (inset, 7.0), y: (inset + top, 7.0), z: (float(bottom), 0.0)}
    figure = Figure(
        points, (w + x, x + y, y + z, z + w), sides={x + y: str(top), w + z: str(bottom)}, ink=BLUE
    )
    whole = f"Isosceles(Trapezoid({w},{x},{y},{z}))"
    return Problem(
        f"For isosceles trapezoid {w} {x} {y} {z}, find the length of the median.",
        (top + bottom) / 2,
        (bottom - top, top + bottom, bottom),
        figure,
        (whole, f"Find(MedianOf({whole}))"),
        (length_is(x + y, top), length_is(w + z, bottom)),
        "Trapezoid",
        "Length",
    )


def transversal(rng: random.Random) -> Problem:
    """Two parallel lines and a transversal: co-interior angles, one printed, the other x."""
    angle = rng.randint(52, 76)
    lean = 4 / math.tan(math.radians(angle))
    points = {
        "A": (-4.0, 4.0),
        "C": (5.0 + lean, 4.0),
        "D": (-4.0, 0.0),
        "F": (5.0 + lean, 0.0),
        "B": (lean, 4.0),
        "E": (0.0, 0.0),
        "G": (lean * 1.55, 6.2),
        "H": (-lean * 0.55, -2.2),
    }
    figure = Figure(
        points, (), hidden="", arrows=("AC", "DF", "GH"), angles={"FEB": f"{angle}°", "EBC": "x°"}
    )
    forms = (
        "Parallel(Line(A, C), Line(D, F))",
        "PointLiesOnLine(B, Line(A, C))",
        "PointLiesOnLine(E, Line(D, F))",
        angle_is("FEB", angle),
        angle_is("EBC", "x"),
    )
    return Problem(
        "If A C \\parallel D F, find x.",
        180 - angle,
        (angle, 90 - angle, 90),
        figure,
        ("Parallel(Line(A,C),Line(D,F))", "Find(x)"),
        forms,
        "Line",
        "Angle",
    )


def inscribed_angle(rng: random.Random) -> Problem:
    """An inscribed angle is half its arc, the arc told in words."""
    arc = 2 * rng.randint(38, 64)
    centre, a, b, c = letters(rng, 4)
    points = {centre: (0.0, 0.0), a: _on_circle(90 + 150), b: _on_circle(88), c: _on_circle(240 + arc)}
    figure = Figure(points, (a + b, b + c), ((centre, 5.0),), dots=centre, ink=BLUE)
    on_circle = tuple(f"PointLiesOnCircle({p}, Circle({centre}, radius_0_0))" for p in (a, b, c))
    return Problem(
        f"In \\odot {centre}, m \\widehat {a} {c} = {arc}. Find m \\angle {a} {b} {c}.",
        arc // 2,
        (arc, 180 - arc, 180 - arc // 2),
        figure,
        (
            f"Circle({centre})",
            f"Equals(MeasureOf(Arc({a},{c})),{arc})",
            f"Find(MeasureOf(Angle({a},{b},{c})))",
        ),
        on_circle,
        "Circle",
        "Angle",
    )


def chord_distance(rng: random.Random) -> Problem:
    """A radius perpendicular to a chord halves it: radius and chord told, the distance asked."""
    short, long, radius = triple(rng)
    k, a, b, m = letters(rng, 4)
    points = {
        k: (0.0, 0.0),
        a: (-float(long), -float(short)),
        b: (float(long), -float(short)),
        m: (0.0, -float(short)),
    }
    figure = Figure(points, (a + b, k + m, k + a), ((k, float(radius)),), squares=(k + m + b,), dots=k)
    return Problem(
        f"In \\odot {k}, {k} {a} = {radius} and {a} {b} = {2 * long}. Find {k} {m}.",
        short,
        (radius - short, radius, long),
        figure,
        (
            f"Circle({k})",
            f"Equals(LengthOf(Line({k},{a})),{radius})",
            f"Equals(LengthOf(Line({a},{b})),{2 * long})",
            f"Find(LengthOf(Line({k},{m})))",
        ),
        (f"PointLiesOnLine({m}, Line({a}, {b}))", right_angle(k, m, b)),
        "Circle",
        "Length",
    )


def _parallelogram(p: str, q: str, r: str, s: str, long: float, short: float, angle: float) -> Figure:
    """The angle at p is `angle`; p and q lie on the base."""
    x, y = short * math.cos(math.radians(angle)), short * math.sin(math.radians(angle))
    return Figure({p: (0.0, 0.0), q: (long, 0.0), r: (long + x, y), s: (x, y)}, (p + q, q + r, r + s, s + p))


def _on_circle(degrees: float) -> tuple[float, float]:
    return 5 * math.cos(math.radians(degrees)), 5 * math.sin(math.radians(degrees))
