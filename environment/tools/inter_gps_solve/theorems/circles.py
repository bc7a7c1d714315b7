"""Circles: radii, chords and their distance from the centre, and products along secants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from environment.tools.inter_gps_solve.arithmetic import PI
from environment.tools.inter_gps_solve.context import Context, because, equal
from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.figure import Figure, Line
from environment.tools.inter_gps_solve.knowledge import SQUARE
from environment.tools.inter_gps_solve.measures import length
from environment.tools.inter_gps_solve.polynomial import Quantity


def radius(centre: str) -> Quantity:
    """Return a circle's radius."""
    return Quantity("radius", (centre,))


def on_circle(figure: Figure, centre: str) -> str:
    """Return what the figure says of a circle, as a premise."""
    return f"{', '.join(figure.circles[centre])} lie on Circle({centre})"


def radii(context: Context) -> Iterator[Equation]:
    """All points of a circle are a radius from its centre; a diameter, the chord of half of it, is two."""
    figure = context.figure
    for centre, points in figure.circles.items():
        why = (on_circle(figure, centre),)
        for point in points:
            yield from equal(length(centre, point), radius(centre), "radius", why)
        for a, b in combinations(points, 2):
            halves = [q for q in (arc(centre, a, b), arc(centre, b, a)) if is_half(context, q)]
            if figure.between(a, centre, b):
                yield from equal(length(a, b), 2 * radius(centre), "diameter", why)
            elif halves:
                yield from equal(length(a, b), 2 * radius(centre), "diameter", (halves[0],))


def arc(centre: str, start: str, end: str) -> Quantity:
    """Return the arc from one point to another, counter-clockwise as drawn."""
    return Quantity("arc", (centre, start, end))


def is_half(context: Context, piece: Quantity) -> bool:
    """Whether an arc is known to be half the circle."""
    return abs(context.knowledge.values.get(piece, 0.0) - 180) < SQUARE


def sizes(context: Context) -> Iterator[Equation]:
    """Area, circumference and sectors of circles, where they are in use."""
    for around in context.knowledge.used("circumference"):
        yield from equal(around, 2 * PI * radius(around.names[0]), "circumference")
    for area in context.knowledge.used("area"):
        if len(area.names) == 1:
            yield from equal(area, PI * radius(area.names[0]) ** 2, "area of a circle")
        if area.names[0] == "sector":
            arc, whole = Quantity("arc", area.names[1:]), PI * radius(area.names[1]) ** 2
            yield from equal(360 * area, whole * arc, "area of a sector")


def chords(context: Context) -> Iterator[Equation]:
    """A line through the centre that meets a chord at a right angle halves it, and halves its arcs."""
    figure = context.figure
    for centre, line, a, b, middle in _crossed(figure):
        halves = length(a, middle), length(middle, b)
        same = context.knowledge.equal(*halves)
        for end in (a, b):
            angle = figure.angle(end, middle, centre)
            if same is not None:
                yield from equal(angle, 90, "line from the centre to a chord's midpoint", same)
            if angle is None or not context.is_right(angle):
                continue
            yield from equal(*halves, "perpendicular from the centre halves a chord", (angle,))
            for tip in (p for p in line.points if p in figure.circles[centre]):
                angles = figure.angle(a, centre, tip), figure.angle(tip, centre, b)
                yield from equal(*angles, "perpendicular from the centre halves an arc", (angle,))


def _crossed(figure: Figure) -> Iterator[tuple[str, Line, str, str, str]]:
    """Yield centre, a line through it, a chord's ends and the named point where they cross off the centre."""
    for centre, points in figure.circles.items():
        for a, b in combinations(points, 2):
            chord = figure.line(a, b)
            for line in figure.lines if chord is not None and figure.joined(a, b) else ():
                if centre in line and line != chord:
                    crossings = [p for p in line.points if figure.between(a, p, b) and p != centre]
                    yield from ((centre, line, a, b, p) for p in crossings)


def equal_chords(context: Context) -> Iterator[Equation]:
    """In one circle or equal ones: equal chords have equal central angles, and the other way round."""
    figure, knowledge = context.figure, context.knowledge
    found = [
        (centre, length(a, b), angle)
        for centre, points in figure.circles.items()
        for a, b in combinations(points, 2)
        if figure.joined(a, b) and (angle := figure.angle(a, centre, b)) is not None
    ]
    for (o, *one), (p, *two) in combinations(found, 2):
        same = knowledge.equal(radius(o), radius(p))
        if same is None:
            continue
        if (why := knowledge.equal(one[0], two[0])) is not None:
            yield from equal(one[1], two[1], "equal chords, equal arcs", because(same, why))
        if (why := knowledge.equal(one[1], two[1])) is not None:
            yield from equal(one[0], two[0], "equal arcs, equal chords", because(same, why))


def distances(context: Context) -> Iterator[Equation]:
    """In one circle or equal ones: chords equally far from the centre are equal, and the other way round."""
    figure, knowledge = context.figure, context.knowledge
    found: dict[tuple[str, Quantity], tuple[Quantity, Quantity]] = {}
    for centre, _, a, b, middle in _crossed(figure):
        for end in (a, b):
            angle = figure.angle(end, middle, centre)
            if angle is not None and context.is_right(angle):
                found[centre, length(a, b)] = (length(centre, middle), angle)
    for ((o, one), (near, first)), ((p, two), (far, second)) in combinations(sorted(found.items()), 2):
        same = knowledge.equal(radius(o), radius(p))
        if same is None:
            continue
        given = because(same, (first, second))
        if (why := knowledge.equal(near, far)) is not None:
            law = "chords equally far from the centre are equal"
            yield from equal(one, two, law, because(given, why))
        if (why := knowledge.equal(one, two)) is not None:
            law = "equal chords are equally far from the centre"
            yield from equal(near, far, law, because(given, why))


def products(context: Context) -> Iterator[Equation]:
    """Through one point, the product along a chord or secant is the same for all, and a tangent's square."""
    figure = context.figure
    for centre, points in figure.circles.items():
        given = (on_circle(figure, centre),)
        for place in (p for p in figure.points if p not in points):
            ways = list(_ways(context, centre, place))
            for (one, kind, first), (two, other, second) in combinations(ways, 2):
                if (kind == "chord") != (other == "chord") or set(one) == set(two):
                    continue
                law = "intersecting chords" if kind == "chord" else f"{kind} and {other}"
                sides = [length(place, p) * length(place, q) for p, q in (one, two)]
                yield from equal(sides[0], sides[1], law, because(given, first, second))


def _ways(
    context: Context, centre: str, place: str
) -> Iterator[tuple[tuple[str, str], str, tuple[Premise, ...]]]:
    """Yield the two points in which each line through a place meets a circle, a tangent's twice."""
    figure = context.figure
    for line in figure.lines:
        hits = [p for p in line.points if p in figure.circles[centre]] if place in line else []
        if len(hits) == 2 and line.ordered:
            kind = "chord" if figure.between(hits[0], place, hits[1]) else "secant"
            yield (hits[0], hits[1]), kind, ()
    for relation in context.related("tangent"):
        touch, other = relation.parts[0]
        line_ = figure.line(touch, other)
        if relation.parts[1] == (centre,) and line_ is not None and place in line_ and place != touch:
            yield (touch, touch), "tangent", relation.premises
