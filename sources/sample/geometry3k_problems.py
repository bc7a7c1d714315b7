"""Problems as the textbook behind Geometry3K asks them; each maker draws its numbers and computes its answer."""

import math
import random
from dataclasses import dataclass

from sources.sample.geometry3k_figures import Figure

BLUE = "#0b6cb8"


@dataclass(frozen=True)
class Problem:
    """One problem: the text as typed in the data set, its figure, its truth and three wrong values."""

    text: str
    answer: float
    wrong: tuple[float, ...]
    figure: Figure
    text_forms: tuple[str, ...]
    diagram_forms: tuple[str, ...]
    graph: str
    goal: str
    decimals: int = 0
    dissolved: tuple[str, ...] = ()
    """The text forms with `$` filled in; empty where they are the same."""


def triangle_angle_in_text(rng: random.Random) -> Problem:
    """Two angles told, the third asked."""
    a, b = rng.randint(35, 80), rng.randint(35, 75)
    p, q, r = _letters(rng, 3)
    c = 180 - a - b
    return Problem(
        f"In \\triangle {p} {q} {r}, m \\angle {p} = {a} and m \\angle {q} = {b}. Find m \\angle {r}.",
        c, (a + b, 90 - a if a < 88 else 12, 180 - a),
        _triangle(p, q, r, a, b),
        (f"Triangle({p},{q},{r})", f"Equals(MeasureOf(Angle({p})),{a})", f"Equals(MeasureOf(Angle({q})),{b})",
         f"Find(MeasureOf(Angle({r})))"),
        (), "Triangle", "Angle",
    )  # fmt: skip


def triangle_angle_in_diagram(rng: random.Random) -> Problem:
    """Two angles printed in the figure, x in the third."""
    a, b = rng.randint(40, 75), rng.randint(35, 70)
    figure = _triangle("A", "B", "C", a, b)
    figure = _with(figure, hidden="ABC", ink=BLUE, angles={"BAC": f"{a}°", "CBA": f"{b}°", "ACB": "x°"})
    forms = (_angle_is("BAC", a), _angle_is("CBA", b), _angle_is("ACB", "x"))
    return Problem(
        "Find x.", 180 - a - b, (a + b, 180 - a, a), figure, ("Find(x)",), forms, "Triangle", "Angle"
    )


def exterior_angle(rng: random.Random) -> Problem:
    """An exterior angle is the sum of the two far interior ones."""
    a, b = rng.randint(35, 60), rng.randint(40, 70)
    figure = _triangle("A", "B", "C", a, b)
    x, y = figure.points["B"]
    points = {**figure.points, "D": (x + 2.4, y)}
    figure = _with(figure, points=points, lines=("AD", "BC", "CA"), hidden="", ink="black",
                   angles={"BAC": f"{a}°", "ACB": f"{180 - a - b}°"})  # fmt: skip
    forms = (_angle_is("BAC", a), _angle_is("ACB", 180 - a - b), "PointLiesOnLine(B, Line(A, D))")
    return Problem(
        "Find m \\angle C B D.", 180 - b, (b, 180 - a, a + b), figure,
        ("Find(MeasureOf(Angle(C,B,D)))",), forms, "Triangle", "Angle",
    )  # fmt: skip


def right_triangle_hypotenuse(rng: random.Random) -> Problem:
    """Both legs given, the hypotenuse asked."""
    short, long, slant = _triple(rng)
    p, q, r = _letters(rng, 3)
    figure = Figure(
        {p: (0, short), q: (0, 0), r: (long, 0)}, (p + q, q + r, r + p), squares=(p + q + r,),
        sides={p + q: str(short), q + r: str(long), r + p: "x"}, ink=BLUE,
    )  # fmt: skip
    forms = (_length_is(p + q, short), _length_is(q + r, long), _length_is(r + p, "x"), _right(p, q, r))
    wrong = (short + long, long - short, slant + 2)
    return Problem("Find x.", slant, wrong, figure, ("Find(x)",), forms, "Triangle", "Length")


def right_triangle_leg_in_text(rng: random.Random) -> Problem:
    """Hypotenuse and a leg told in words."""
    short, long, slant = _triple(rng)
    p, q, r = _letters(rng, 3)
    figure = Figure({p: (0, 0), q: (long, 0), r: (long, short)}, (p + q, q + r, r + p), squares=(p + q + r,))
    return Problem(
        f"In \\triangle {p} {q} {r}, m \\angle {q} = 90, {p} {q} = {long}, and {p} {r} = {slant}. Find {q} {r}.",
        short, (slant - long, slant + long, short + 3), figure,
        (f"Triangle({p},{q},{r})", f"Equals(MeasureOf(Angle({q})),90)", f"Equals(LengthOf(Line({p},{q})),{long})",
         f"Equals(LengthOf(Line({p},{r})),{slant})", f"Find(LengthOf(Line({q},{r})))"),
        (_right(p, q, r),), "Triangle", "Length",
    )  # fmt: skip


def right_triangle_sine(rng: random.Random) -> Problem:
    """An acute angle and the hypotenuse given, the opposite leg asked to a tenth."""
    angle, slant = rng.randint(28, 58), rng.randint(9, 26)
    height, base = slant * math.sin(math.radians(angle)), slant * math.cos(math.radians(angle))
    tangent = slant * math.tan(math.radians(angle))
    figure = Figure(
        {"A": (0, 0), "B": (base, height), "C": (base, 0)}, ("AB", "BC", "CA"), squares=("ACB",),
        sides={"AB": str(slant), "BC": "x"}, angles={"CAB": f"{angle}°"},
    )  # fmt: skip
    forms = (_length_is("AB", slant), _length_is("BC", "x"), _angle_is("CAB", angle), _right("A", "C", "B"))
    return Problem("Find x. Round to the nearest tenth.", height, (base, tangent, height / 2), figure,
                   ("Find(x)",), forms, "Triangle", "Length", 1)  # fmt: skip


def isosceles_base_angle(rng: random.Random) -> Problem:
    """The apex angle given, a base angle asked."""
    top = 2 * rng.randint(16, 44)
    p, q, r = _letters(rng, 3)
    base = (180 - top) // 2
    figure = _with(_triangle(p, q, r, base, base), angles={p + r + q: f"{top}°"}, ink=BLUE)
    return Problem(
        f"In \\triangle {p} {q} {r}, {r} {p} \\cong {r} {q}. Find m \\angle {p}.",
        base, (top, 180 - top, base - 10), figure,
        (f"Triangle({p},{q},{r})", f"Equals(LengthOf(Line({r},{p})),LengthOf(Line({r},{q})))",
         f"Find(MeasureOf(Angle({p})))"),
        (_angle_is(p + r + q, top),), "Triangle", "Angle",
    )  # fmt: skip


def parallelogram_angle_in_text(rng: random.Random) -> Problem:
    """Consecutive angles of a parallelogram, both told as multiples of x."""
    one, two = rng.choice(((2, 3), (1, 2), (4, 5), (1, 3), (2, 7)))
    p, q, r, s = _letters(rng, 4)
    second = 180 * two // (one + two)
    figure = _parallelogram(p, q, r, s, 9, 5.5, 180 * one / (one + two))
    return Problem(
        f"parallelogram {p} {q} {r} {s} with m \\angle {p} = {10 * one} x and m \\angle {q} = {10 * two} x, "
        f"find m \\angle {s}.",
        second, (180 - second, 90, second // 2), figure,
        (f"Parallelogram({p},{q},{r},{s})", f"Equals(MeasureOf(Angle({p})),{10 * one}x)",
         f"Equals(MeasureOf(Angle({q})),{10 * two}x)", f"Find(MeasureOf(Angle({s})))"),
        (), "Parallelogram", "Angle",
    )  # fmt: skip


def parallelogram_side(rng: random.Random) -> Problem:
    """Opposite sides are equal."""
    p, q, r, s = _letters(rng, 4)
    long, short, angle = rng.randint(18, 34), rng.randint(10, 17), rng.randint(62, 78)
    figure = _with(_parallelogram(p, q, r, s, long, short, angle), ink=BLUE,
                   sides={p + q: str(long), q + r: str(short)}, angles={s + p + q: f"{angle}°"})  # fmt: skip
    return Problem(
        f"Use parallelogram {p} {q} {r} {s} to find {p} {s}.",
        short, (long, long + short, long - short), figure,
        (f"Parallelogram({p},{q},{r},{s})", f"Find(LengthOf(Line({p},{s})))"),
        (_length_is(p + q, long), _length_is(q + r, short), _angle_is(s + p + q, angle)), "Parallelogram", "Length",
    )  # fmt: skip


def parallelogram_area(rng: random.Random) -> Problem:
    """Base times height, the height drawn in."""
    base, height, shift = rng.randint(12, 24), rng.randint(6, 11), rng.randint(3, 6)
    points = {"A": (shift, height), "B": (base + shift, height), "C": (base, 0), "D": (0, 0), "E": (shift, 0)}
    figure = Figure(points, ("AB", "BC", "CD", "DA", "AE"), squares=("AEC",), hidden="",
                    sides={"AB": str(base), "AE": str(height)})  # fmt: skip
    forms = (_length_is("AB", base), _length_is("AE", height), "Perpendicular(Line(A, E), Line(E, C))",
             "PointLiesOnLine(E, Line(D, C))")  # fmt: skip
    return Problem(
        "Find the area of the parallelogram.", base * height, (base * height / 2, 2 * (base + height), base + height),
        figure, ("Find(AreaOf(Parallelogram($)))",), forms, "Parallelogram", "Area",
        dissolved=("Find(AreaOf(Parallelogram(A,B,C,D)))",),
    )  # fmt: skip


def transversal(rng: random.Random) -> Problem:
    """Two parallel lines and a transversal: co-interior angles, one printed, the other x."""
    angle = rng.randint(52, 76)
    lean = 4 / math.tan(math.radians(angle))
    points = {
        "A": (-4.0, 4.0), "C": (5.0 + lean, 4.0), "D": (-4.0, 0.0), "F": (5.0 + lean, 0.0),
        "B": (lean, 4.0), "E": (0.0, 0.0), "G": (lean * 1.55, 6.2), "H": (-lean * 0.55, -2.2),
    }  # fmt: skip
    figure = Figure(
        points, (), hidden="", arrows=("AC", "DF", "GH"), angles={"FEB": f"{angle}°", "EBC": "x°"}
    )
    forms = ("Parallel(Line(A, C), Line(D, F))", "PointLiesOnLine(B, Line(A, C))", "PointLiesOnLine(E, Line(D, F))",
             _angle_is("FEB", angle), _angle_is("EBC", "x"))  # fmt: skip
    return Problem("If A C \\parallel D F, find x.", 180 - angle, (angle, 90 - angle, 90), figure,
                   ("Parallel(Line(A,C),Line(D,F))", "Find(x)"), forms, "Line", "Angle")  # fmt: skip


def inscribed_angle(rng: random.Random) -> Problem:
    """An inscribed angle is half its arc, the arc told in words."""
    arc = 2 * rng.randint(38, 64)
    centre, a, b, c = _letters(rng, 4)
    points = {centre: (0.0, 0.0), a: _on_circle(90 + 150), b: _on_circle(88), c: _on_circle(240 + arc)}
    figure = Figure(points, (a + b, b + c), ((centre, 5.0),), dots=centre, ink=BLUE)
    on_circle = tuple(f"PointLiesOnCircle({p}, Circle({centre}, radius_0_0))" for p in (a, b, c))
    return Problem(
        f"In \\odot {centre}, m \\widehat {a} {c} = {arc}. Find m \\angle {a} {b} {c}.",
        arc // 2, (arc, 180 - arc, 180 - arc // 2), figure,
        (f"Circle({centre})", f"Equals(MeasureOf(Arc({a},{c})),{arc})", f"Find(MeasureOf(Angle({a},{b},{c})))"),
        on_circle, "Circle", "Angle",
    )  # fmt: skip


def chord_distance(rng: random.Random) -> Problem:
    """A radius perpendicular to a chord halves it: radius and chord told, the distance asked."""
    short, long, radius = _triple(rng)
    k, a, b, m = _letters(rng, 4)
    points = {
        k: (0.0, 0.0),
        a: (-float(long), -float(short)),
        b: (float(long), -float(short)),
        m: (0.0, -float(short)),
    }
    figure = Figure(points, (a + b, k + m, k + a), ((k, float(radius)),), squares=(k + m + b,), dots=k)
    return Problem(
        f"In \\odot {k}, {k} {a} = {radius} and {a} {b} = {2 * long}. Find {k} {m}.",
        short, (radius - short, radius, long), figure,
        (f"Circle({k})", f"Equals(LengthOf(Line({k},{a})),{radius})", f"Equals(LengthOf(Line({a},{b})),{2 * long})",
         f"Find(LengthOf(Line({k},{m})))"),
        (f"PointLiesOnLine({m}, Line({a}, {b}))", _right(k, m, b)), "Circle", "Length",
    )  # fmt: skip


def trapezoid_median(rng: random.Random) -> Problem:
    """The median is the mean of the bases."""
    top = rng.randint(8, 14)
    bottom = top + 2 * rng.randint(3, 6)
    w, x, y, z = _letters(rng, 4)
    inset = (bottom - top) / 2
    points = {w: (0.0, 0.0), x: (inset, 7.0), y: (inset + top, 7.0), z: (float(bottom), 0.0)}
    figure = Figure(
        points, (w + x, x + y, y + z, z + w), sides={x + y: str(top), w + z: str(bottom)}, ink=BLUE
    )
    whole = f"Isosceles(Trapezoid({w},{x},{y},{z}))"
    return Problem(
        f"For isosceles trapezoid {w} {x} {y} {z}, find the length of the median.",
        (top + bottom) / 2, (bottom - top, top + bottom, bottom), figure,
        (whole, f"Find(MedianOf({whole}))"), (_length_is(x + y, top), _length_is(w + z, bottom)), "Trapezoid", "Length",
    )  # fmt: skip


def triangle_area_in_text(rng: random.Random) -> Problem:
    """Half of base times height, all told in words."""
    base, height = 2 * rng.randint(5, 12), rng.randint(6, 15)
    p, q, r, h = _letters(rng, 4)
    foot = base * 0.38
    points = {p: (0.0, 0.0), q: (float(base), 0.0), r: (foot, float(height)), h: (foot, 0.0)}
    figure = Figure(points, (p + q, q + r, r + p, r + h), squares=(r + h + q,))
    return Problem(
        f"In \\triangle {p} {q} {r}, {r} {h} \\perp {p} {q}, {p} {q} = {base}, and {r} {h} = {height}. "
        f"Find the area of \\triangle {p} {q} {r}.",
        base * height / 2, (base * height, base + height, 2 * (base + height)), figure,
        (f"Triangle({p},{q},{r})", f"Perpendicular(Line({r},{h}),Line({p},{q}))",
         f"Equals(LengthOf(Line({p},{q})),{base})", f"Equals(LengthOf(Line({r},{h})),{height})",
         f"Find(AreaOf(Triangle({p},{q},{r})))"),
        (f"PointLiesOnLine({h}, Line({p}, {q}))", _right(r, h, q)), "Triangle", "Area",
    )  # fmt: skip


MAKERS = (
    triangle_angle_in_text, right_triangle_hypotenuse, parallelogram_angle_in_text, inscribed_angle,
    triangle_angle_in_diagram, right_triangle_leg_in_text, transversal, parallelogram_side,
    isosceles_base_angle, chord_distance, right_triangle_sine, trapezoid_median,
    exterior_angle, triangle_area_in_text, parallelogram_area,
)  # fmt: skip


def _letters(rng: random.Random, count: int) -> list[str]:
    """Distinct vertex letters in a run or not, never O (a zero) or I (a stroke)."""
    return rng.sample("ABCDEFGHJKLMNPQRSTUVWXYZ", count)


def _triple(rng: random.Random) -> tuple[int, int, int]:
    a, b, c = rng.choice(((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 12, 15)))
    times = rng.choice((1, 2)) if c < 26 else 1
    return a * times, b * times, c * times


def _triangle(p: str, q: str, r: str, a: float, b: float) -> Figure:
    """A triangle with angle `a` at p and `b` at q, its base lying flat."""
    base = 6.0
    reach = base * math.sin(math.radians(b)) / math.sin(math.radians(180 - a - b))
    top = (reach * math.cos(math.radians(a)), reach * math.sin(math.radians(a)))
    return Figure({p: (0.0, 0.0), q: (base, 0.0), r: top}, (p + q, q + r, r + p))


def _parallelogram(p: str, q: str, r: str, s: str, long: float, short: float, angle: float) -> Figure:
    """The angle at p is `angle`; p and q lie on the base."""
    x, y = short * math.cos(math.radians(angle)), short * math.sin(math.radians(angle))
    return Figure({p: (0.0, 0.0), q: (long, 0.0), r: (long + x, y), s: (x, y)}, (p + q, q + r, r + s, s + p))


def _with(figure: Figure, **changes: object) -> Figure:
    return Figure(**{**figure.__dict__, **changes})


def _on_circle(degrees: float) -> tuple[float, float]:
    return 5 * math.cos(math.radians(degrees)), 5 * math.sin(math.radians(degrees))


def _angle_is(angle: str, value: int | str) -> str:
    return f"Equals(MeasureOf(Angle({', '.join(angle)})), {value})"


def _length_is(line: str, value: int | str) -> str:
    return f"Equals(LengthOf(Line({', '.join(line)})), {value})"


def _right(a: str, vertex: str, b: str) -> str:
    return f"Perpendicular(Line({a}, {vertex}), Line({vertex}, {b}))"
