"""What each predicate says.

Equations where it has a measure, relations for the theorems where it has none.
"""

from __future__ import annotations

from collections.abc import Callable

from environment.tools.inter_gps_solve.facts import GIVEN, Equation, Relation
from environment.tools.inter_gps_solve.figure import Figure
from environment.tools.inter_gps_solve.forms import Form, FormError
from environment.tools.inter_gps_solve.measures import Measures, length
from environment.tools.inter_gps_solve.polynomial import Quantity, polynomial
from environment.tools.inter_gps_solve.sketch import POLYGONS, corners_of, is_point, pair_of

CLEARLY = 0.08
"""Relative difference at which drawn lengths are told apart."""
ABOUT_RIGHT = 12.0
"""Degrees by which a drawn angle that is said to be right may miss 90."""
_SILENT = frozenset(
    (
        "PointLiesOnLine",
        "PointLiesOnCircle",
        "IntersectAt",
        "Circle",
        "Line",
        "Point",
        "Angle",
        "Arc",
        "IsChordOf",
        "IsRadiusOf",
        "IsDiameterOf",
        "IsSideOf",
        "IsBaseOf",
        "IsLegOf",
        "IsDiagonalOf",
        "Secant",
    )
)
"""Predicates that the figure's incidences already hold, or that say nothing more."""


class Statements:
    """Collects equations and relations in one figure."""

    def __init__(self, figure: Figure, measures: Measures) -> None:
        self.figure, self.measures = figure, measures
        self.equations: list[Equation] = []
        self.relations: list[Relation] = []

    def take(self, text: str, form: Form) -> None:
        """Take one statement; raises FormError where it is not understood."""
        self.shapes(text, form)
        reader = _READERS.get(form.head)
        if reader is not None:
            reader(self, text, form)
        elif form.head not in _SILENT and form.head not in POLYGONS and form.head not in _QUALITIES:
            raise FormError(f"`{form.head}` is not understood")

    def shapes(self, text: str, form: Form) -> None:
        """Take what polygons named anywhere in a form are said to be.

        `Rhombus(A,B,C,D)`, `Isosceles(...)`.
        """
        if form.head in POLYGONS and (corners := corners_of(form)):
            self.relate(form.head, corners, text=text)
        if form.head in _QUALITIES and len(form.args) == 1 and (corners := corners_of(form)):
            _QUALITIES[form.head](self, text, corners)
        for arg in form.args:
            self.shapes(text, arg)

    def relate(self, kind: str, *parts: tuple[str, ...], text: str) -> None:
        """Add a relation."""
        self.relations.append(Relation(kind, parts, (text,)))

    def equal(self, one: Quantity | None, two: Quantity | int | None, text: str) -> None:
        """Add the equation of a quantity with another or a number.

        Raises FormError where one of them is None.
        """
        if one is None or two is None:
            raise FormError("it names the same ray or point twice")
        self.equations.append(Equation(polynomial(one) - polynomial(two), GIVEN, (text,)))

    def right(self, a: str, vertex: str, b: str, text: str) -> None:
        """Add a right angle."""
        self.equal(self.figure.angle(a, vertex, b), 90, text)

    def equals(self, text: str, form: Form) -> None:
        """`Equals(a,b)`, any number of sides."""
        values = [self.measures.read(arg) for arg in form.args]
        if len(values) < 2:
            raise FormError("it has one side only")
        for value in values[1:]:
            self.equations.append(Equation(values[0].equals(value), GIVEN, (text,)))

    def congruent(self, text: str, form: Form) -> None:
        """`Congruent` and `Similar` of polygons, circles, lines, angles and arcs."""
        if len(form.args) != 2:
            raise FormError("it needs two parts")
        one, two = form.args
        first, second = corners_of(one), corners_of(two)
        if first and len(first) == len(second):
            self.relate(form.head.lower(), first, second, text=text)
        elif one.head == two.head == "Circle" and form.head == "Congruent":
            self.equal(Quantity("radius", one.names[:1]), Quantity("radius", two.names[:1]), text)
        elif form.head == "Congruent" and one.head == two.head and one.head in ("Line", "Angle", "Arc"):
            self.equals(text, form)
        elif form.head == "Congruent" or first or second:
            raise FormError("its parts do not correspond")

    def parallel(self, text: str, form: Form) -> None:
        """`Parallel(Line(A,B),Line(C,D))`."""
        pairs = [pair_of(arg) for arg in form.args]
        if len(pairs) != 2 or pairs[0] is None or pairs[1] is None:
            raise FormError("it needs two lines named by two points each")
        self.relate("parallel", pairs[0], pairs[1], text=text)

    def perpendicular(self, text: str, form: Form) -> None:
        """`Perpendicular(Line(A,B),Line(B,C))`: the lines' crossing must be a named point."""
        pairs = [pair_of(arg) for arg in form.args]
        if len(pairs) != 2 or pairs[0] is None or pairs[1] is None:
            raise FormError("it needs two lines named by two points each")
        self.relate("perpendicular", pairs[0], pairs[1], text=text)
        self._crossing(pairs[0], pairs[1], text)

    def _crossing(self, one: tuple[str, str], two: tuple[str, str], text: str) -> str | None:
        lines = [self.figure.line(*one), self.figure.line(*two)]
        if lines[0] is None or lines[1] is None or lines[0] == lines[1]:
            raise FormError("its lines are one")
        common = [p for p in lines[0].points if p in lines[1]]
        if not common:
            return None
        vertex = common[0]
        a, b = (next(p for p in line.points if p != vertex) for line in (lines[0], lines[1]))
        self.right(a, vertex, b, text)
        return vertex

    def right_angle(self, text: str, form: Form) -> None:
        """`RightAngle(Angle(A,B,C))`."""
        self.equal(self.measures.angle(form.args[0]), 90, text)

    def bisects(self, text: str, form: Form) -> None:
        """`BisectsAngle(Line(A,C),Angle(B,A,D))`."""
        pair = pair_of(form.args[0])
        angle = self.measures.angle(form.args[-1])
        if pair is None or len(angle.names) != 3 or angle.names[1] not in pair:
            raise FormError("its line does not start at the angle's vertex")
        vertex, inner = angle.names[1], next(p for p in pair if p != angle.names[1])
        self.relate("bisects", (vertex, inner), (angle.names[0], angle.names[2]), text=text)

    def midpoint(self, text: str, form: Form) -> None:
        """`IsMidpointOf(Point(M),Line(A,B))`."""
        point = form.args[0].names[0] if form.args[0].head == "Point" else form.args[0].head
        pair = pair_of(form.args[-1])
        if pair is None or not is_point(point):
            raise FormError("it needs a point and a line named by two points")
        self.equal(length(pair[0], point), length(point, pair[1]), text)

    def of_triangle(self, text: str, form: Form) -> None:
        """`IsMedianOf`, `IsAltitudeOf`: a line from a corner to the opposite side."""
        pair, corners = pair_of(form.args[0]), corners_of(form.args[-1])
        if pair is None or len(corners) != 3 or len(set(pair) & set(corners)) != 1:
            raise FormError("it needs a line from a corner of a triangle")
        foot = next(p for p in pair if p not in corners)
        apex = next(p for p in pair if p in corners)
        a, b = (c for c in corners if c != apex)
        if form.head == "IsMedianOf":
            self.equal(length(a, foot), length(foot, b), text)
        elif self.figure.collinear(a, foot, b):
            self.right(apex, foot, a, text)
        else:
            raise FormError("the altitude's foot is not known to lie on the side")

    def perpendicular_bisector(self, text: str, form: Form) -> None:
        """`IsPerpendicularBisectorOf(Line(M,P),Line(A,B))`."""
        pairs = [pair_of(arg) for arg in form.args]
        if len(pairs) != 2 or pairs[0] is None or pairs[1] is None:
            raise FormError("it needs two lines named by two points each")
        a, b = pairs[1]
        middle = self._crossing(pairs[0], pairs[1], text)
        line = self.figure.line(*pairs[0])
        for point in line.points if line else ():
            if point == middle or self.figure.joined(point, a) or self.figure.joined(point, b):
                self.equal(length(a, point), length(point, b), text)

    def tangent(self, text: str, form: Form) -> None:
        """`Tangent(Line(A,B),Circle(O))`: where the line touches must be a named point of the circle."""
        pair, circle = pair_of(form.args[0]), form.args[-1]
        line = self.figure.line(*pair) if pair else None
        on = self.figure.circles.get(circle.names[0], ()) if circle.head == "Circle" else ()
        touching = [p for p in (line.points if line else ()) if p in on]
        if line is None or len(touching) != 1:
            raise FormError("where the line touches the circle is not known")
        other = next(p for p in line.points if p != touching[0])
        self.relate("tangent", (touching[0], other), circle.names[:1], text=text)

    def inscribed(self, text: str, form: Form) -> None:
        """`InscribedIn(Circle(O),Triangle(A,B,C))`; a polygon in a circle is an incidence."""
        if len(form.args) != 2:
            raise FormError("it needs two parts")
        inner, corners = form.args[0], corners_of(form.args[1])
        if inner.head == "Circle" and is_point(inner.names[0]) and corners:
            self.relate("incircle", inner.names[:1], corners, text=text)
        elif not (corners_of(inner) and form.args[1].head == "Circle"):
            raise FormError("it needs a circle and a polygon")

    def centre_of(self, text: str, form: Form) -> None:
        """`IsCentroidOf(Point(G),Triangle(A,B,C))`, `IsIncenterOf`."""
        point = form.args[0].names[0] if form.args[0].head == "Point" else form.args[0].head
        corners = corners_of(form.args[-1])
        if not is_point(point) or len(corners) != 3:
            raise FormError("it needs a point and a triangle")
        self.relate("centroid" if form.head == "IsCentroidOf" else "incentre", (point,), corners, text=text)

    def midsegment(self, text: str, form: Form) -> None:
        """`IsMidsegmentOf(Line(D,E),Triangle(A,B,C))`."""
        pair, corners = pair_of(form.args[0]), corners_of(form.args[-1])
        if pair is None or len(corners) not in (3, 4):
            raise FormError("it needs a line and a triangle or trapezoid")
        self.relate("midsegment", pair, corners, text=text)

    def hypotenuse(self, text: str, form: Form) -> None:
        """`IsHypotenuseOf(Line(A,B),Triangle(A,B,C))`."""
        pair, corners = pair_of(form.args[0]), corners_of(form.args[-1])
        if pair is None or len(corners) != 3 or not set(pair) < set(corners):
            raise FormError("it needs a side of a triangle")
        self.right(pair[0], next(c for c in corners if c not in pair), pair[1], text)

    def isosceles(self, text: str, corners: tuple[str, ...]) -> None:
        """Which sides of an isosceles triangle are equal is told by the drawing; of a trapezoid, the legs."""
        if len(corners) == 4:
            self.relate("Isosceles", corners, text=text)
            return
        if len(corners) != 3 or not self.figure.drawn(*corners):
            raise FormError("which of its sides are equal needs positions")
        sides = {p: [self.figure.drawn_length(p, q) for q in corners if q != p] for p in corners}
        uneven = sorted((abs(a - b) / max(a, b, 1e-9), p) for p, (a, b) in sides.items())
        if uneven[1][0] - uneven[0][0] < CLEARLY:
            raise FormError("the drawing does not tell which of its sides are equal")
        apex = uneven[0][1]
        a, b = (c for c in corners if c != apex)
        self.equal(length(apex, a), length(apex, b), text)

    def right_triangle(self, text: str, corners: tuple[str, ...]) -> None:
        """Where a right triangle has its right angle is told by the drawing."""
        if len(corners) != 3 or not self.figure.drawn(*corners):
            raise FormError("where its right angle is needs positions")
        a, b, c = corners
        near = [
            (p, v, q)
            for p, v, q in ((a, b, c), (b, c, a), (c, a, b))
            if abs(self.figure.drawn_angle(p, v, q) - 90) < ABOUT_RIGHT
        ]
        if len(near) != 1:
            raise FormError("the drawing does not tell where its right angle is")
        self.right(*near[0], text)

    def regular(self, text: str, corners: tuple[str, ...]) -> None:
        """Equal sides and equal angles."""
        self.relate("Regular", corners, text=text)


_QUALITIES: dict[str, Callable[[Statements, str, tuple[str, ...]], None]] = {
    "Isosceles": Statements.isosceles,
    "Right": Statements.right_triangle,
    "Equilateral": Statements.regular,
    "Regular": Statements.regular,
}
_READERS: dict[str, Callable[[Statements, str, Form], None]] = {
    "Equals": Statements.equals,
    "Congruent": Statements.congruent,
    "Similar": Statements.congruent,
    "Parallel": Statements.parallel,
    "Perpendicular": Statements.perpendicular,
    "RightAngle": Statements.right_angle,
    "BisectsAngle": Statements.bisects,
    "IsMidpointOf": Statements.midpoint,
    "IsMedianOf": Statements.of_triangle,
    "IsAltitudeOf": Statements.of_triangle,
    "IsPerpendicularBisectorOf": Statements.perpendicular_bisector,
    "Tangent": Statements.tangent,
    "InscribedIn": Statements.inscribed,
    "IsCentroidOf": Statements.centre_of,
    "IsIncenterOf": Statements.centre_of,
    "IsMidsegmentOf": Statements.midsegment,
    "IsHypotenuseOf": Statements.hypotenuse,
}
