"""Parallelograms and their kinds, trapezoids and kites."""

from __future__ import annotations

from collections.abc import Iterator

from environment.tools.inter_gps_solve.context import Context, because, equal
from environment.tools.inter_gps_solve.facts import Equation, Premise, Relation
from environment.tools.inter_gps_solve.measures import length, of_figure, trigonometric
from environment.tools.inter_gps_solve.outline import outlines, parallel_sides
from environment.tools.inter_gps_solve.polynomial import total
from environment.tools.inter_gps_solve.theorems.parallels import lines_of
from environment.tools.inter_gps_solve.theorems.similarity import middles

PARALLELOGRAMS = ("Parallelogram", "Rectangle", "Square", "Rhombus")
CLEARLY = 0.15
"""Relative difference at which a kite's drawn sides are told apart."""
AROUND = ((3, 0, 1), (0, 1, 2), (1, 2, 3), (2, 3, 0))
"""The corners that make each angle of a quadrilateral."""


def parallelograms(context: Context) -> Iterator[Equation | Relation]:
    """Opposite sides are parallel and equal, opposite angles equal; diagonals halve each other."""
    for relation in context.related(*PARALLELOGRAMS):
        (corners,), why = relation.parts, relation.premises
        if len(corners) != 4:
            continue
        a, b, c, d = corners
        yield Relation("parallel", ((a, b), (d, c)), why)
        yield Relation("parallel", ((b, c), (a, d)), why)
        yield from equal(length(a, b), length(c, d), "parallelogram: opposite sides", why)
        yield from equal(length(b, c), length(d, a), "parallelogram: opposite sides", why)
        angles = [context.figure.angle(*(corners[i] for i in three)) for three in AROUND]
        yield from equal(angles[0], angles[2], "parallelogram: opposite angles", why)
        yield from equal(angles[1], angles[3], "parallelogram: opposite angles", why)
        if angles[0] is not None and angles[1] is not None:
            yield from equal(angles[0] + angles[1], 180, "parallelogram: neighbouring angles", why)
        for centre in crossings(context, (a, c), (b, d)):
            law = "parallelogram: diagonals halve each other"
            yield from equal(length(a, centre), length(centre, c), law, why)
            yield from equal(length(b, centre), length(centre, d), law, why)
        if relation.kind in ("Rectangle", "Square"):
            yield from _rectangle(context, corners, why)
        if relation.kind in ("Rhombus", "Square"):
            yield from _rhombus(context, corners, why)


def _rectangle(context: Context, corners: tuple[str, ...], why: tuple[Premise, ...]) -> Iterator[Equation]:
    for three in AROUND:
        angle = context.figure.angle(*(corners[i] for i in three))
        yield from equal(angle, 90, "rectangle: right angles", why)
    a, b, c, d = corners
    yield from equal(length(a, c), length(b, d), "rectangle: diagonals", why)


def _rhombus(context: Context, corners: tuple[str, ...], why: tuple[Premise, ...]) -> Iterator[Equation]:
    figure = context.figure
    a, b, c, d = corners
    yield from equal(length(a, b), length(b, c), "rhombus: equal sides", why)
    yield from equal(length(b, c), length(c, d), "rhombus: equal sides", why)
    for centre in crossings(context, (a, c), (b, d)):
        yield from equal(figure.angle(a, centre, b), 90, "rhombus: perpendicular diagonals", why)
    for i, (before, at, after) in enumerate(AROUND):
        p, v, q, far = corners[before], corners[at], corners[after], corners[(i + 2) % 4]
        if figure.joined(v, far):
            halves = figure.angle(p, v, far), figure.angle(far, v, q)
            yield from equal(*halves, "rhombus: diagonals halve angles", why)


def crossings(context: Context, one: tuple[str, str], two: tuple[str, str]) -> list[str]:
    """Return the named point where two diagonals cross, if there is one."""
    first, second = context.figure.line(*one), context.figure.line(*two)
    if first is None or second is None:
        return []
    return [p for p in first.points if p in second and p not in (*one, *two)]


def by_bases(context: Context, corners: tuple[str, ...]) -> tuple[str, ...]:
    """Return a trapezoid's corners, the first two a base as drawn; empty where that is not clear."""
    if len(corners) != 4 or not context.figure.drawn(*corners):
        return ()
    sides = parallel_sides(context.figure, corners)
    return corners[sides[0] :] + corners[: sides[0]] if len(sides) == 1 else ()


def trapezoids(context: Context) -> Iterator[Equation | Relation]:
    """The bases are parallel, the median their mean.

    An isosceles one has equal legs, base angles and diagonals.
    """
    for relation in context.related("Trapezoid"):
        corners, why = by_bases(context, relation.parts[0]), relation.premises
        if not corners:
            continue
        a, b, c, d = corners
        bases, law = length(a, b) + length(c, d), "median of a trapezoid"
        yield Relation("parallel", ((a, b), (d, c)), why)
        yield from equal(2 * of_figure("median", corners), bases, law, why)
        for m, one in middles(context, b, c):
            for n, two in middles(context, d, a):
                if context.figure.joined(m, n):
                    yield Relation("parallel", ((a, b), (n, m)), because(why, one, two))
                    yield from equal(2 * length(m, n), bases, law, because(why, one, two))
        for said in context.related("Isosceles"):
            if set(said.parts[0]) == set(corners):
                yield from _isosceles(context, corners, because(why, said.premises))


def _isosceles(context: Context, corners: tuple[str, ...], why: tuple[Premise, ...]) -> Iterator[Equation]:
    a, b, c, d = corners
    law = "isosceles trapezoid"
    angles = [context.figure.angle(*(corners[i] for i in three)) for three in AROUND]
    yield from equal(length(b, c), length(d, a), law, why)
    yield from equal(length(a, c), length(b, d), law, why)
    yield from equal(angles[0], angles[1], law, why)
    yield from equal(angles[2], angles[3], law, why)


def trapezoid_legs(context: Context) -> Iterator[Equation]:
    """The legs' projections make up the bases' difference; both legs span the height."""
    for relation in context.related("Trapezoid"):
        corners, why = by_bases(context, relation.parts[0]), relation.premises
        if not corners:
            continue
        a, b, c, d = corners
        at_a, at_b = context.figure.angle(d, a, b), context.figure.angle(a, b, c)
        if at_a is None or at_b is None:
            continue
        along = length(d, a) * trigonometric("cos", at_a) + length(b, c) * trigonometric("cos", at_b)
        heights = length(d, a) * trigonometric("sin", at_a), length(b, c) * trigonometric("sin", at_b)
        yield from equal(along, length(a, b) - length(c, d), "legs of a trapezoid along its base", why)
        yield from equal(*heights, "legs of a trapezoid span its height", why)
        area = of_figure("area", corners)
        if area in context.knowledge.used("area"):
            bases = total((length(a, b), length(c, d)))
            yield from equal(2 * area, bases * heights[0], "area of a trapezoid", why)


def kites(context: Context) -> Iterator[Equation]:
    """A kite's axis, told by the drawing.

    Equal sides at its ends, equal angles beside it, a right crossing.
    """
    figure = context.figure
    for relation in context.related("Kite"):
        (corners,), why = relation.parts, relation.premises
        if len(corners) != 4 or not figure.drawn(*corners):
            continue
        a, b, c, d = corners
        ab, bc, cd, da = (figure.drawn_length(*pair) for pair in ((a, b), (b, c), (c, d), (d, a)))
        uneven = abs(da - ab) + abs(bc - cd), abs(ab - bc) + abs(cd - da)
        if abs(uneven[0] - uneven[1]) < CLEARLY * max(ab, bc, cd, da):
            continue
        if uneven[1] < uneven[0]:
            a, b, c, d = b, c, d, a
        yield from equal(length(a, b), length(a, d), "kite: equal sides", why)
        yield from equal(length(c, b), length(c, d), "kite: equal sides", why)
        yield from equal(figure.angle(a, b, c), figure.angle(a, d, c), "kite: equal angles", why)
        for centre in crossings(context, (a, c), (b, d)):
            yield from equal(figure.angle(a, centre, b), 90, "kite: perpendicular diagonals", why)
            yield from equal(length(b, centre), length(centre, d), "kite: axis", why)


def recognised(context: Context) -> Iterator[Relation]:
    """A quadrilateral with two pairs of opposite sides parallel or equal, or one pair both: a parallelogram.

    With a right angle besides it is a rectangle, with equal neighbouring sides a rhombus; with three right
    angles it is a rectangle at once.
    """
    figure, knowledge = context.figure, context.knowledge
    known = {(r.kind, frozenset(r.parts[0])): r.premises for r in context.related(*PARALLELOGRAMS)}
    for corners in outlines(figure, 4):
        why = _parallelogram_because(context, corners)
        for kind in PARALLELOGRAMS:
            why = known.get((kind, frozenset(corners)), why)
        rights: list[Premise] = []
        for three in AROUND:
            angle = figure.angle(*(corners[i] for i in three))
            if angle is not None and context.is_right(angle):
                rights.append(angle)
        if len(rights) > 2:
            yield Relation("Rectangle", (corners,), tuple(rights[:3]))
        yield from _trapezoid(context, corners)
        if why is None:
            continue
        yield Relation("Parallelogram", (corners,), why)
        if rights:
            yield Relation("Rectangle", (corners,), because(why, rights[:1]))
        same = knowledge.equal(length(corners[0], corners[1]), length(corners[1], corners[2]))
        if same is not None:
            yield Relation("Rhombus", (corners,), because(why, same))


def _trapezoid(context: Context, corners: tuple[str, ...]) -> Iterator[Relation]:
    """A quadrilateral with one pair of parallel sides, the other pair drawn not parallel."""
    turned = by_bases(context, corners)
    for relation in context.related("parallel") if turned else ():
        pair = lines_of(context.figure, relation)
        bases = {context.figure.line(turned[0], turned[1]), context.figure.line(turned[2], turned[3])}
        if pair is not None and set(pair) == bases:
            yield Relation("Trapezoid", (corners,), relation.premises)


def _parallelogram_because(context: Context, corners: tuple[str, ...]) -> tuple[Premise, ...] | None:
    a, b, c, d = corners
    parallel = {
        frozenset(pair): r.premises
        for r in context.related("parallel")
        if (pair := lines_of(context.figure, r)) is not None
    }
    said: list[tuple[Premise, ...] | None] = []
    same: list[tuple[Premise, ...] | None] = []
    for p, q in (((a, b), (c, d)), ((b, c), (d, a))):
        lines = frozenset(line for line in (context.figure.line(*p), context.figure.line(*q)) if line)
        said.append(parallel.get(lines))
        same.append(context.knowledge.equal(length(*p), length(*q)))
    for one, two in ((said[0], same[0]), (said[1], same[1]), (said[0], said[1]), (same[0], same[1])):
        if one is not None and two is not None:
            return because(one, two)
    return None
