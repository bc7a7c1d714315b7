"""Twelve problems of Chinese secondary schools, each told in Chinese and in English with the same numbers."""

import math
import random
from collections.abc import Callable

from sources.sample.canvas import Point
from sources.sample.geometry3k_figures import Figure
from sources.sample.geometry3k_problem import triple
from sources.sample.plane_problem import Plane


def parallel_in_triangle(rng: random.Random) -> Plane:
    """DE parallel to BC: angle CED is the sum of the angles at A and B."""
    a, b = rng.randint(50, 80), rng.randint(40, 70)
    points = _triangle(a, b)
    points["D"], points["E"] = _between(points, "AB", 0.55), _between(points, "AC", 0.55)
    return Plane(
        f"如图，在△ABC中，已知∠A＝{a}°，∠B＝{b}°，DE∥BC，则∠CED的大小是（）",
        f"As shown in the figure, in △ABC, it is known that ∠A = {a}.0, ∠B = {b}.0, DE ∥ BC, then the size "
        "of ∠CED is ()",
        (a, b),
        ("g_add", "N_0", "N_1"),
        a + b,
        (a, 180 - a - b, 180 - a),
        Figure(points, ("AB", "BC", "CA", "DE")),
        "平行线",
        "angle",
        True,
    )


def cointerior_angles(rng: random.Random) -> Plane:
    """Co-interior angles of two parallel lines."""
    a = rng.randint(48, 78)
    lean = 4 / math.tan(math.radians(a))
    points = {"A": (-4.0, 4.0), "B": (6.0, 4.0), "C": (-4.0, 0.0), "D": (6.0, 0.0)}
    points |= {"F": (0.0, 0.0), "E": (lean, 4.0)}
    return Plane(
        f"如图，直线AB∥CD，直线EF分别交AB、CD于点E、F，若∠EFD＝{a}°，则∠BEF的度数为（）",
        "As shown in the figure, the straight line AB ∥ CD, the straight line EF intersects AB and CD at "
        f"points E and F. If ∠EFD = {a}.0, then the degree of ∠BEF is ()",
        (a,),
        ("g_minus", "C_3", "N_0"),
        180 - a,
        (a, 90 - a, 90 + a - 40),
        Figure(points, ("AB", "CD", "EF")),
        "平行线",
        "angle",
        True,
    )


def vertical_angles(rng: random.Random) -> Plane:
    """Two lines that meet: supplementary angles."""
    a = rng.randint(38, 72)
    far = _polar(5, a)
    points = {"A": (-5.0, 0.0), "B": (5.0, 0.0), "C": far, "D": (-far[0], -far[1]), "O": (0.0, 0.0)}
    return Plane(
        f"如图，直线AB与CD相交于点O，若∠BOC＝{a}°，则∠AOC的度数为（）",
        f"As shown in the figure, the straight lines AB and CD intersect at point O, ∠BOC = {a}.0, then the "
        "degree of ∠AOC is ()",
        (a,),
        ("g_minus", "C_3", "N_0"),
        180 - a,
        (a, 90 - a, 180 - 2 * a),
        Figure(points, ("AB", "CD")),
        "邻补角",
        "angle",
        True,
    )


def isosceles(rng: random.Random) -> Plane:
    """The base angle of an isosceles triangle."""
    a = 2 * rng.randint(18, 50)
    base = (180 - a) // 2
    points = _triangle(base, base)
    points = {"B": points["A"], "C": points["B"], "A": points["C"]}
    return Plane(
        f"如图，在△ABC中，AB＝AC，∠A＝{a}°，则∠B的度数为（）",
        f"As shown in the figure, in △ABC, AB = AC, ∠A = {a}.0, then the degree of ∠B is ()",
        (a,),
        ("g_minus", "C_3", "N_0", "g_half", "V_0"),
        base,
        (a, 180 - a, base + 10),
        Figure(points, ("AB", "BC", "CA")),
        "等腰三角形",
        "angle",
        True,
    )


def bisector_and_parallel(rng: random.Random) -> Plane:
    """AC bisects angle BAF and EF is parallel to BC."""
    b = 2 * rng.randint(22, 34)
    side = 4 / math.sin(math.radians(b))
    apex = (side * math.cos(math.radians(b)), 4.0)
    # Angle CAF equals angle ACB, so triangle ABC has equal sides AB and BC.
    points = {"B": (0.0, 0.0), "C": (side, 0.0), "A": apex, "E": (apex[0] - 4, 4.0), "F": (apex[0] + 5, 4.0)}
    return Plane(
        f"如图，EF∥BC，AC平分∠BAF，∠B＝{b}°，则∠C的度数为（）",
        f"As shown in the figure, EF ∥ BC, AC bisects ∠BAF, ∠B = {b}.0, then the degree of ∠C is ()",
        (b,),
        ("g_minus", "C_3", "N_0", "g_half", "V_0"),
        (180 - b) // 2,
        (b, 180 - b, b // 2),
        Figure(points, ("AB", "BC", "CA", "EF")),
        "角平分线",
        "angle",
        True,
    )


def inscribed(rng: random.Random) -> Plane:
    """An inscribed angle is half the central angle over the same arc."""
    a = 2 * rng.randint(35, 65)
    points = _circle({"A": 270 - a / 2, "B": 270 + a / 2, "C": 80})
    return Plane(
        f"如图，点A、B、C都在⊙O上，若∠AOB＝{a}°，则∠ACB的度数为（）",
        f"As shown in the figure, points A, B, and C are all on ⊙O, if ∠AOB = {a}.0, then the degree of ∠ACB "
        "is ()",
        (a,),
        ("g_half", "N_0"),
        a // 2,
        (a, 180 - a, 90 - a // 4),
        Figure(points, ("AO", "OB", "AC", "CB"), (("O", 5.0),), dots="O"),
        "圆周角",
        "angle",
        True,
    )


def central(rng: random.Random) -> Plane:
    """A central angle is twice the inscribed one."""
    a = rng.randint(32, 66)
    points = _circle({"A": 270 - a, "C": 270 + a, "B": 100})
    return Plane(
        f"如图，△ABC是⊙O的内接三角形，若∠ABC＝{a}°，则∠AOC的度数等于（）",
        f"As shown in the figure, △ABC is the inscribed triangle of ⊙O. If ∠ABC = {a}.0, then the degree of "
        "∠AOC is equal to ()",
        (a,),
        ("g_double", "N_0"),
        2 * a,
        (a, 180 - a, 180 - 2 * a),
        Figure(points, ("AO", "OC", "AB", "BC", "CA"), (("O", 5.0),), dots="O"),
        "圆周角",
        "angle",
        True,
    )


def hypotenuse(rng: random.Random) -> Plane:
    """Pythagoras, both legs told."""
    a, b, c = triple(rng)
    points = {"C": (0.0, 0.0), "B": (float(b), 0.0), "A": (0.0, float(a))}
    return Plane(
        f"如图，在Rt△ABC中，∠C＝90°，AC＝{a}，BC＝{b}，则AB的长为（）",
        f"As shown in the figure, in Rt△ABC, ∠C = 90.0, AC = {a}.0, BC = {b}.0, then the length of AB is ()",
        (90, a, b),
        ("gougu_add", "N_1", "N_2"),
        c,
        (a + b, c + 1, c - 1),
        Figure(points, ("AB", "BC", "CA"), squares=("ACB",)),
        "勾股定理",
        "length",
    )


def chord(rng: random.Random) -> Plane:
    """The distance of a chord from the centre."""
    a, b, c = triple(rng)
    points = {"O": (0.0, 0.0), "A": (-float(b), -float(a)), "B": (float(b), -float(a)), "D": (0.0, -float(a))}
    return Plane(
        f"如图，⊙O的半径为{c}，弦AB的长为{2 * b}，OD⊥AB于点D，则OD的长为（）",
        f"As shown in the figure, the radius of ⊙O is {c}.0, the length of chord AB is {2 * b}.0, OD ⊥ AB at "
        "point D, then the length of OD is ()",
        (c, 2 * b),
        ("g_half", "N_1", "gougu_minus", "N_0", "V_0"),
        a,
        (b, c - a, c),
        Figure(points, ("AB", "OD", "OA"), (("O", float(c)),), squares=("ODB",), dots="O"),
        "垂径定理",
        "length",
    )


def midline(rng: random.Random) -> Plane:
    """The line through two midpoints is half the third side."""
    base = 2 * rng.randint(4, 11)
    points = _triangle(rng.randint(50, 70), rng.randint(45, 65))
    points = {"B": points["A"], "C": points["B"], "A": points["C"]}
    points["D"], points["E"] = _between(points, "AB", 0.5), _between(points, "AC", 0.5)
    return Plane(
        f"如图，在△ABC中，点D、E分别是AB、AC的中点，若BC＝{base}，则DE的长是（）",
        "As shown in the figure, in △ABC, points D and E are the midpoints of AB and AC respectively. If BC "
        f"= {base}.0, then the length of DE is ()",
        (base,),
        ("g_half", "N_0"),
        base // 2,
        (base, base // 2 + 1, base * 2),
        Figure(points, ("AB", "BC", "CA", "DE")),
        "三角形中位线",
        "length",
    )


def similar(rng: random.Random) -> Plane:
    """DE parallel to BC: the sides of similar triangles."""
    near, times, line = rng.randint(2, 4), rng.choice((1, 2)), rng.randint(2, 5)
    far = near * times
    points = _triangle(62, 55)
    points = {"B": points["A"], "C": points["B"], "A": points["C"]}
    share = near / (near + far)
    points["D"], points["E"] = _between(points, "AB", share), _between(points, "AC", share)
    return Plane(
        f"如图，在△ABC中，DE∥BC，AD＝{near}，DB＝{far}，DE＝{line}，则BC的长是（）",
        f"As shown in the figure, in △ABC, DE ∥ BC, AD = {near}.0, DB = {far}.0, DE = {line}.0, then the "
        "length of BC is ()",
        (near, far, line),
        ("g_add", "N_0", "N_1", "g_mul", "V_0", "N_2", "g_divide", "V_1", "N_0"),
        line * (1 + times),
        (line * times, line * (2 + times), line + far),
        Figure(points, ("AB", "BC", "CA", "DE")),
        "相似三角形",
        "length",
    )


def rhombus(rng: random.Random) -> Plane:
    """The side of a rhombus from its diagonals."""
    a, b, c = triple(rng)
    points = {"A": (-float(b), 0.0), "C": (float(b), 0.0), "B": (0.0, -float(a)), "D": (0.0, float(a))}
    return Plane(
        f"如图，在菱形ABCD中，对角线AC＝{2 * b}，BD＝{2 * a}，则菱形的边长是（）",
        f"As shown in the figure, in rhombus ABCD, the diagonals AC = {2 * b}.0, BD = {2 * a}.0, then the "
        "side length of the rhombus is ()",
        (2 * b, 2 * a),
        ("g_half", "N_0", "g_half", "N_1", "gougu_add", "V_0", "V_1"),
        c,
        (2 * c, a + b, c + 2),
        Figure(points, ("AB", "BC", "CD", "DA", "AC", "BD")),
        "菱形",
        "length",
    )


def _triangle(left: float, right: float) -> dict[str, Point]:
    """A base AB of 8 with these angles at its ends, C above."""
    rise, fall = math.tan(math.radians(left)), math.tan(math.radians(right))
    x = 8 * fall / (rise + fall)
    return {"A": (0.0, 0.0), "B": (8.0, 0.0), "C": (x, x * rise)}


def _between(points: dict[str, Point], side: str, share: float) -> Point:
    (x0, y0), (x1, y1) = points[side[0]], points[side[1]]
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def _polar(radius: float, degrees: float) -> Point:
    return radius * math.cos(math.radians(degrees)), radius * math.sin(math.radians(degrees))


def _circle(degrees: dict[str, float]) -> dict[str, Point]:
    return {"O": (0.0, 0.0)} | {letter: _polar(5, at) for letter, at in degrees.items()}


MAKERS: tuple[Callable[[random.Random], Plane], ...] = (
    parallel_in_triangle,
    central,
    hypotenuse,
    cointerior_angles,
    midline,
    isosceles,
    chord,
    vertical_angles,
    similar,
    bisector_and_parallel,
    rhombus,
    inscribed,
)
"""Taken in turn."""
