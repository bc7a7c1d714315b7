"""Triangle problems; each maker draws its numbers and computes its answer."""

import math
import random
from dataclasses import replace

from sources.sample.geometry3k_figures import Figure
from sources.sample.geometry3k_problem import BLUE, Problem, angle_is, length_is, letters, right_angle, triple


def triangle_angle_in_text(rng: random.Random) -> Problem:
    """Two angles told, the third asked."""
    a, b = rng.randint(35, 80), rng.randint(35, 75)
    p, q, r = letters(rng, 3)
    c = 180 - a - b
    return Problem(
        f"In \\triangle {p} {q} {r}, m \\angle {p} = {a} and m \\angle {q} = {b}. Find m \\angle {r}.",
        c,
        (a + b, 90 - a if a < 88 else 12, 180 - a),
        _triangle(p, q, r, a, b),
        (
            f"Triangle({p},{q},{r})",
            f"Equals(MeasureOf(Angle({p})),{a})",
            f"Equals(MeasureOf(Angle({q})),{b})",
            f"Find(MeasureOf(Angle({r})))",
        ),
        (),
        "Triangle",
        "Angle",
    )


def triangle_angle_in_diagram(rng: random.Random) -> Problem:
    """Two angles printed in the figure, x in the third."""
    a, b = rng.randint(40, 75), rng.randint(35, 70)
    figure = _triangle("A", "B", "C", a, b)
    figure = replace(figure, hidden="ABC", ink=BLUE, angles={"BAC": f"{a}°", "CBA": f"{b}°", "ACB": "x°"})
    forms = (angle_is("BAC", a), angle_is("CBA", b), angle_is("ACB", "x"))
    return Problem(
        "Find x.", 180 - a - b, (a + b, 180 - a, a), figure, ("Find(x)",), forms, "Triangle", "Angle"
    )


def exterior_angle(rng: random.Random) -> Problem:
    """An exterior angle is the sum of the two far interior ones."""
    a, b = rng.randint(35, 60), rng.randint(40, 70)
    figure = _triangle("A", "B", "C", a, b)
    x, y = figure.points["B"]
    points = {**figure.points, "D": (x + 2.4, y)}
    figure = replace(
        figure,
        points=points,
        lines=("AD", "BC", "CA"),
        hidden="",
        ink="black",
        angles={"BAC": f"{a}°", "ACB": f"{180 - a - b}°"},
    )
    forms = (angle_is("BAC", a), angle_is("ACB", 180 - a - b), "PointLiesOnLine(B, Line(A, D))")
    return Problem(
        "Find m \\angle C B D.",
        180 - b,
        (b, 180 - a, a + b),
        figure,
        ("Find(MeasureOf(Angle(C,B,D)))",),
        forms,
        "Triangle",
        "Angle",
    )


def right_triangle_hypotenuse(rng: random.Random) -> Problem:
    """Both legs given, the hypotenuse asked."""
    short, long, slant = triple(rng)
    p, q, r = letters(rng, 3)
    figure = Figure(
        {p: (0, short), q: (0, 0), r: (long, 0)},
        (p + q, q + r, r + p),
        squares=(p + q + r,),
        sides={p + q: str(short), q + r: str(long), r + p: "x"},
        ink=BLUE,
    )
    forms = (length_is(p + q, short), length_is(q + r, long), length_is(r + p, "x"), right_angle(p, q, r))
    wrong = (short + long, long - short, slant + 2)
    return Problem("Find x.", slant, wrong, figure, ("Find(x)",), forms, "Triangle", "Length")


def right_triangle_leg_in_text(rng: random.Random) -> Problem:
    """Hypotenuse and a leg told in words."""
    short, long, slant = triple(rng)
    p, q, r = letters(rng, 3)
    figure = Figure({p: (0, 0), q: (long, 0), r: (long, short)}, (p + q, q + r, r + p), squares=(p + q + r,))
    return Problem(
        f"In \\triangle {p} {q} {r}, m \\angle {q} = 90, {p} {q} = {long}, and {p} {r} = {slant}. Find "
        f"{q} {r}.",
        short,
        (slant - long, slant + long, short + 3),
        figure,
        (
            f"Triangle({p},{q},{r})",
            f"Equals(MeasureOf(Angle({q})),90)",
            f"Equals(LengthOf(Line({p},{q})),{long})",
            f"Equals(LengthOf(Line({p},{r})),{slant})",
            f"Find(LengthOf(Line({q},{r})))",
        ),
        (right_angle(p, q, r),),
        "Triangle",
        "Length",
    )


def right_triangle_sine(rng: random.Random) -> Problem:
    """An acute angle and the hypotenuse given, the opposite leg asked to a tenth."""
    angle, slant = rng.randint(28, 58), rng.randint(9, 26)
    height, base = slant * math.sin(math.radians(angle)), slant * math.cos(math.radians(angle))
    tangent = slant * math.tan(math.radians(angle))
    figure = Figure(
        {"A": (0, 0), "B": (base, height), "C": (base, 0)},
        ("AB", "BC", "CA"),
        squares=("ACB",),
        sides={"AB": str(slant), "BC": "x"},
        angles={"CAB": f"{angle}°"},
    )
    forms = (length_is("AB", slant), length_is("BC", "x"), angle_is("CAB", angle), right_angle("A", "C", "B"))
    return Problem(
        "Find x. Round to the nearest tenth.",
        height,
        (base, tangent, height / 2),
        figure,
        ("Find(x)",),
        forms,
        "Triangle",
        "Length",
        1,
    )


def isosceles_base_angle(rng: random.Random) -> Problem:
    """The apex angle given, a base angle asked."""
    top = 2 * rng.randint(16, 44)
    p, q, r = letters(rng, 3)
    base = (180 - top) // 2
    figure = replace(_triangle(p, q, r, base, base), angles={p + r + q: f"{top}°"}, ink=BLUE)
    return Problem(
        f"In \\triangle {p} {q} {r}, {r} {p} \\cong {r} {q}. Find m \\angle {p}.",
        base,
        (top, 180 - top, base - 10),
        figure,
        (
            f"Triangle({p},{q},{r})",
            f"Equals(LengthOf(Line({r},{p})),LengthOf(Line({r},{q})))",
            f"Find(MeasureOf(Angle({p})))",
        ),
        (angle_is(p + r + q, top),),
        "Triangle",
        "Angle",
    )


def triangle_area_in_text(rng: random.Random) -> Problem:
    """Half of base times height, all told in words."""
    base, height = 2 * rng.randint(5, 12), rng.randint(6, 15)
    p, q, r, h = letters(rng, 4)
    foot = base * 0.38
    points = {p: (0.0, 0.0), q: (float(base), 0.0), r: (foot, float(height)), h: (foot, 0.0)}
    figure = Figure(points, (p + q, q + r, r + p, r + h), squares=(r + h + q,))
    return Problem(
        f"In \\triangle {p} {q} {r}, {r} {h} \\perp {p} {q}, {p} {q} = {base}, and {r} {h} = {height}. "
        f"Find the area of \\triangle {p} {q} {r}.",
        base * height / 2,
        (base * height, base + height, 2 * (base + height)),
        figure,
        (
            f"Triangle({p},{q},{r})",
            f"Perpendicular(Line({r},{h}),Line({p},{q}))",
            f"Equals(LengthOf(Line({p},{q})),{base})",
            f"Equals(LengthOf(Line({r},{h})),{height})",
            f"Find(AreaOf(Triangle({p},{q},{r})))",
        ),
        (f"PointLiesOnLine({h}, Line({p}, {q}))", right_angle(r, h, q)),
        "Triangle",
        "Area",
    )


def _triangle(p: str, q: str, r: str, a: float, b: float) -> Figure:
    """A triangle with angle `a` at p and `b` at q, its base lying flat."""
    base = 6.0
    reach = base * math.sin(math.radians(b)) / math.sin(math.radians(180 - a - b))
    top = (reach * math.cos(math.radians(a)), reach * math.sin(math.radians(a)))
    return Figure({p: (0.0, 0.0), q: (base, 0.0), r: top}, (p + q, q + r, r + p))
