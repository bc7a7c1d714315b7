"""Forms that have a value, to ratios of polynomials over the figure's quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from environment.tools.inter_gps_solve import arithmetic
from environment.tools.inter_gps_solve.arithmetic import PI, Ratio, number, of
from environment.tools.inter_gps_solve.figure import FLAT, Figure
from environment.tools.inter_gps_solve.forms import Form, FormError
from environment.tools.inter_gps_solve.polynomial import Quantity
from environment.tools.inter_gps_solve.sketch import corners_of, is_point, pair_of

_RATIOS = {"SinOf": "sin", "CosOf": "cos", "TanOf": "tan"}


def length(a: str, b: str) -> Quantity:
    """Return the length between two points."""
    return Quantity("length", (min(a, b), max(a, b)))


def of_figure(kind: str, names: Sequence[str]) -> Quantity:
    """Return `area` or `perimeter` of a polygon, the same from whichever corner and way round it is named."""
    turns = [tuple(names[i:]) + tuple(names[:i]) for i in range(len(names))]
    return Quantity(kind, min(min(turn, (turn[0], *turn[:0:-1])) for turn in turns))


def trigonometric(kind: str, angle: Quantity) -> Quantity:
    """Return `sin`, `cos` or `tan` of an angle-like quantity."""
    return Quantity(kind, (angle.kind, *angle.names))


class Measures:
    """Reads values in one figure; `polygons` are the corners that the problem names, for `Angle(A)`."""

    def __init__(self, figure: Figure, polygons: Sequence[tuple[str, ...]]) -> None:
        self.figure, self.polygons = figure, polygons
        self.spelled: dict[Quantity, str] = {}
        """How the problem writes what it measures, its first way of several."""

    def read(self, form: Form) -> Ratio:
        """Return the value of a form; raises FormError where it has none that is understood."""
        if not form.args:
            return arithmetic.read(form.head)
        reader = _READERS.get(form.head)
        if reader is None:
            raise FormError(f"`{form.head}` is no measure that is understood")
        return reader(self, form)

    def angle(self, form: Form) -> Quantity:
        """Return the angle of `Angle(A,B,C)`, `Angle(B)`, `Angle(1)`."""
        names = form.names
        if len(names) == 1 and not is_point(names[0]):
            return Quantity("angle", names)
        written = str(form)
        if len(names) == 1:
            names = self._alone(names[0])
        if len(names) != 3 or not all(map(is_point, names)):
            raise FormError(f"`{form}` names no angle")
        found = self.figure.angle(*names)
        if found is None:
            raise FormError(f"the sides of `{form}` are one ray")
        self.spelled.setdefault(found, written)
        return found

    def _alone(self, vertex: str) -> tuple[str, ...]:
        """Return what a lone letter means: the angle at a named polygon's corner, else the only one there."""
        corners = {
            self.figure.angle(p[i - 1], vertex, p[(i + 1) % len(p)])
            for p in self.polygons
            for i, corner in enumerate(p)
            if corner == vertex
        } - {None}
        if len(corners) == 1 and (only := corners.pop()) is not None:
            return only.names
        rays = self.figure.rays_at(vertex)
        if len(rays) != 2:
            raise FormError(
                f"`Angle({vertex})` may be several angles" if rays else f"nothing meets at {vertex}"
            )
        return (rays[0], vertex, rays[1])

    def arc(self, form: Form) -> Quantity:
        """Return the arc of `Arc(A,B)`, the minor one, or of `Arc(A,B,C)`, the one from A to C through B."""
        names = form.names
        on = [c for c, points in self.figure.circles.items() if set(names) <= set(points)]
        if len(on) != 1 or len(set(names)) not in (2, 3):
            raise FormError(f"`{form}` lies on no circle whose points are known, or on several")
        centre, a, b = on[0], names[0], names[-1]
        if not self.figure.drawn(centre, *self.figure.circles[centre]):
            raise FormError(f"where the arc `{form}` runs needs positions")
        if len(names) == 3:
            order = self.figure.circles[centre]
            step = {name: (order.index(name) - order.index(a)) % len(order) for name in names}
            return Quantity("arc", (centre, a, b) if step[names[1]] < step[b] else (centre, b, a))
        turn = (self.figure.direction(centre, b) - self.figure.direction(centre, a)) % 360
        if abs(turn - 180) < FLAT and not self.figure.between(a, centre, b):
            raise FormError(f"which arc `{form}` is cannot be told")
        return Quantity("arc", (centre, a, b) if turn <= 180 else (centre, b, a))

    def _line(self, form: Form) -> Ratio:
        if form.head == "LengthOf":
            form = form.args[0]
        if form.head == "Arc":
            arc = self.arc(form)
            return of(arc) * number(2) * of(PI) * of(Quantity("radius", arc.names[:1])) / number(360)
        pair = pair_of(form)
        if pair is not None:
            self.spelled.setdefault(length(*pair), str(form))
            return of(length(*pair))
        if form.head == "Line" and len(form.args) == 1:
            return of(Quantity("length", form.names))
        raise FormError(f"`{form}` has no length")

    def _measure(self, form: Form) -> Ratio:
        if form.head == "MeasureOf":
            form = form.args[0]
        if form.head == "Arc":
            return of(self.arc(form))
        if form.head == "Angle":
            return of(self.angle(form))
        return self.read(form)

    def _ratio(self, form: Form) -> Ratio:
        inner = form.args[0] if form.args[0].head != "MeasureOf" else form.args[0].args[0]
        angle = self.read(inner).over.quantities
        if (
            len(angle) != 1
            or self.read(inner) != of(angle[0])
            or angle[0].kind not in ("angle", "variable", "arc")
        ):
            value = self.read(inner)
            if angle or (degrees := value.over.number) is None:
                raise FormError(f"`{form.args[0]}` is no single angle")
            angle = (Quantity("constant", ("degrees", str(degrees))),)
        if form.head == "CotOf":
            return number(1) / of(trigonometric("tan", angle[0]))
        return of(trigonometric(_RATIOS[form.head], angle[0]))

    def _of_figure(self, form: Form) -> Ratio:
        inside, kind = form.args[0], form.head
        if inside.head == "Shaded":
            raise FormError("what is shaded is not said")
        if len(inside.args) == 1 and inside.args[0].args:
            return self._of_figure(Form(kind, inside.args))
        if inside.head == "Circle" and is_point(inside.names[0]):
            radius, centre = of(Quantity("radius", inside.names[:1])), inside.names[:1]
            values = {
                "RadiusOf": radius,
                "DiameterOf": radius * number(2),
                "CircumferenceOf": of(Quantity("circumference", centre)),
                "PerimeterOf": of(Quantity("circumference", centre)),
                "AreaOf": of(Quantity("area", centre)),
            }
            if kind in values:
                return values[kind]
        if inside.head == "Sector" and len(inside.args) == 3 and kind == "AreaOf":
            middle, a, b = inside.names
            arc = self.arc(Form("Arc", (Form(a), Form(b))))
            if arc.names[0] == middle:
                return of(Quantity("area", ("sector", *arc.names)))
        corners = corners_of(inside)
        if corners and kind in ("AreaOf", "PerimeterOf"):
            return self._spelled(of_figure(kind.removesuffix("Of").lower(), corners), form)
        if len(corners) == 4 and kind == "MedianOf":
            return self._spelled(of_figure("median", corners), form)
        if len(corners) == 3 and kind == "HypotenuseOf":
            return self._hypotenuse(corners)
        raise FormError(f"`{form}` is not understood")

    def _spelled(self, quantity: Quantity, form: Form) -> Ratio:
        self.spelled.setdefault(quantity, str(form))
        return of(quantity)

    def _hypotenuse(self, corners: tuple[str, ...]) -> Ratio:
        """Return the side that is drawn longest, which the hypotenuse is."""
        if not self.figure.drawn(*corners):
            raise FormError("which side the hypotenuse is needs positions")
        sides = [(corners[i - 1], corners[i]) for i in range(3)]
        return of(length(*max(sides, key=lambda side: self.figure.drawn_length(*side))))

    def _scale(self, form: Form) -> Ratio:
        if len(form.args) == 2:
            one, two = (corners_of(arg) for arg in form.args)
            if one and len(one) == len(two):
                return self._spelled(Quantity("scale", (*one, *two)), form)
        raise FormError(f"`{form}` names no two polygons")

    def _combined(self, form: Form) -> Ratio:
        parts = [self.read(arg) for arg in form.args]
        one, two = (2 * parts)[:2]
        if form.head in ("Add", "SumOf"):
            return sum(parts[1:], parts[0])
        if form.head == "AverageOf":
            return sum(parts[1:], parts[0]) / number(len(parts))
        if form.head == "Mul":
            for part in parts[1:]:
                one = one * part
            return one
        if form.head == "RatioOf" and len(parts) == 1:
            return one
        if form.head == "Pow" and len(parts) == 2 and (power := two.over.number) in (0, 1, 2, 3, 4):
            return one ** int(power or 0)
        values: dict[str, Callable[[], Ratio]] = {
            "HalfOf": lambda: one / number(2),
            "SquareOf": lambda: one * one,
            "SqrtOf": lambda: arithmetic.root(one),
            "Sub": lambda: one - two,
            "Div": lambda: one / two,
            "RatioOf": lambda: one / two,
        }
        if form.head not in values or len(parts) != (
            1 if form.head in ("HalfOf", "SquareOf", "SqrtOf") else 2
        ):
            raise FormError(f"`{form.head}` has the wrong number of arguments")
        return values[form.head]()


_READERS: dict[str, Callable[[Measures, Form], Ratio]] = {
    **dict.fromkeys(("LengthOf", "Line"), Measures._line),
    **dict.fromkeys(("MeasureOf", "Angle", "Arc"), Measures._measure),
    **dict.fromkeys(("SinOf", "CosOf", "TanOf", "CotOf"), Measures._ratio),
    **dict.fromkeys(
        ("AreaOf", "PerimeterOf", "RadiusOf", "DiameterOf", "CircumferenceOf", "MedianOf", "HypotenuseOf"),
        Measures._of_figure,
    ),
    "ScaleFactorOf": Measures._scale,
    **dict.fromkeys(
        ("Add", "SumOf", "AverageOf", "Mul", "RatioOf", "Pow", "HalfOf", "SquareOf", "SqrtOf", "Sub", "Div"),
        Measures._combined,
    ),
}
