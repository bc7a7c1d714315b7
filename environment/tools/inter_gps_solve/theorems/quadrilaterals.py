"""Parallelograms and their kinds, trapezoids and kites: what they have, and what makes a parallelogram."""

from __future__ import annotations

from collections.abc import Iterator

from environment.tools.inter_gps_solve.context import Context, because
from environment.tools.inter_gps_solve.facts import Equation, Premise, Relation
from environment.tools.inter_gps_solve.measures import length, of_figure, trigonometric
from environment.tools.inter_gps_solve.outline import outlines, parallel_sides
from environment.tools.inter_gps_solve.polynomial import Polynomial, total

PARALLELOGRAMS = ("Parallelogram", "Rectangle", "Square", "Rhombus")
CLEARLY = 0.15
"""Relative difference at which a kite's drawn sides are told apart."""


def parallelograms(context: Context) -> Iterator[Equation | Relation]:
    """Opposite sides are parallel and equal, opposite angles equal; diagonals halve each other."""
    for relation in context.related(*PARALLELOGRAMS):
        (corners,), why = relation.parts, relation.premises
        if len(corners) != 4:
            continue
        a, b, c, d = corners
        yield Relation("parallel", ((a, b), (d, c)), why)
        yield Relation("parallel", ((b, c), (a, d)), why)
        law = "parallelogram"
        for p, q in (((a, b), (c, d)), ((b, c), (d, a))):
            yield Equation(Polynomial.of(length(*p)) - Polynomial.of(length(*q)), f"{law}: opposite sides", why)
        angles = [context.figure.angle(*t) for t in ((d, a, b), (a, b, c), (b, c, d), (c, d, a))]
        if None not in angles:
            at = [Polynomial.of(q) for q in angles if q is not None]
            yield Equation(at[0] - at[2], f"{law}: opposite angles", why)
            yield Equation(at[1] - at[3], f"{law}: opposite angles", why)
            yield Equation(at[0] + at[1] - Polynomial.of(180), f"{law}: neighbouring angles", why)
        for p, q in ((a, c), (b, d)):
            for centre in _crossing(context, (a, c), (b, d)):
                law_of = f"{law}: diagonals halve each other"
                yield Equation(
                    Polynomial.of(length(p, centre)) - Polynomial.of(length(centre, q)), law_of, why
                )
        yield from _special(context, relation.kind, corners, why)


def _special(
    context: Context, kind: str, corners: tuple[str, ...], why: tuple[Premise, ...]
) -> Iterator[Equation | Relation]:
    a, b, c, d = corners
    figure = context.figure
    if kind in ("Rectangle", "Square"):
        for t in ((d, a, b), (a, b, c), (b, c, d), (c, d, a)):
            if (angle := figure.angle(*t)) is not None:
                yield Equation(Polynomial.of(angle) - Polynomial.of(90), f"{kind.lower()}: right angles", why)
        yield Equation(
            Polynomial.of(length(a, c)) - Polynomial.of(length(b, d)), f"{kind.lower()}: diagonals", why
        )
    if kind in ("Rhombus", "Square"):
        for p, q in (((a, b), (b, c)), ((b, c), (c, d))):
            yield Equation(
                Polynomial.of(length(*p)) - Polynomial.of(length(*q)), f"{kind.lower()}: equal sides", why
            )
        for centre in _crossing(context, (a, c), (b, d)):
            if (angle := figure.angle(a, centre, b)) is not None:
                yield Equation(
                    Polynomial.of(angle) - Polynomial.of(90), f"{kind.lower()}: perpendicular diagonals", why
                )
        for p, v, q, far in ((d, a, b, c), (a, b, c, d), (b, c, d, a), (c, d, a, b)):
            one, two = figure.angle(p, v, far), figure.angle(far, v, q)
            if figure.joined(v, far) and one is not None and two is not None:
                yield Equation(
                    Polynomial.of(one) - Polynomial.of(two), f"{kind.lower()}: diagonals halve angles", why
                )


def _crossing(context: Context, one: tuple[str, str], two: tuple[str, str]) -> list[str]:
    lines = [context.figure.line(*one), context.figure.line(*two)]
    if lines[0] is None or lines[1] is None:
        return []
    return [p for p in lines[0].points if p in lines[1] and p not in (*one, *two)]


def trapezoids(context: Context) -> Iterator[Equation | Relation]:
    """The bases are parallel, the median their mean; an isosceles one has equal legs, base angles and diagonals."""
    for relation in context.related("Trapezoid"):
        (corners,), why = relation.parts, relation.premises
        if len(corners) != 4 or not context.figure.drawn(*corners):
            continue
        sides = parallel_sides(context.figure, corners)
        if len(sides) != 1:
            continue
        a, b, c, d = corners[sides[0] :] + corners[: sides[0]]  # a b and c d are the bases
        yield Relation("parallel", ((a, b), (d, c)), why)
        bases = total((length(a, b), length(c, d)))
        yield Equation(
            Polynomial.of(of_figure("median", corners)).times(2) - bases, "median of a trapezoid", why
        )
        yield from _median(context, (a, b, c, d), why)
        for said in context.related("Isosceles"):
            if set(said.parts[0]) == set(corners):
                yield from _isosceles(context, (a, b, c, d), because(why, said.premises))


def _median(
    context: Context, corners: tuple[str, str, str, str], why: tuple[Premise, ...]
) -> Iterator[Equation | Relation]:
    """A drawn line between the midpoints of the legs."""
    a, b, c, d = corners
    for m in _halves(context, b, c):
        for n in _halves(context, d, a):
            if context.figure.joined(m[0], n[0]):
                reasons = because(why, m[1], n[1])
                yield Relation("parallel", ((a, b), (n[0], m[0])), reasons)
                yield Equation(
                    Polynomial.of(length(m[0], n[0])).times(2) - total((length(a, b), length(c, d))),
                    "median of a trapezoid",
                    reasons,
                )


def _halves(context: Context, a: str, b: str) -> Iterator[tuple[str, tuple[Premise, ...]]]:
    line = context.figure.line(a, b)
    for point in line.points if line else ():
        if context.figure.between(a, point, b):
            why = context.knowledge.equal(length(a, point), length(point, b))
            if why is not None:
                yield point, why


def _isosceles(
    context: Context, corners: tuple[str, str, str, str], why: tuple[Premise, ...]
) -> Iterator[Equation]:
    a, b, c, d = corners
    law = "isosceles trapezoid"
    yield Equation(Polynomial.of(length(b, c)) - Polynomial.of(length(d, a)), law, why)
    yield Equation(Polynomial.of(length(a, c)) - Polynomial.of(length(b, d)), law, why)
    for one, two in (((d, a, b), (a, b, c)), ((b, c, d), (c, d, a))):
        first, second = context.figure.angle(*one), context.figure.angle(*two)
        if first is not None and second is not None:
            yield Equation(Polynomial.of(first) - Polynomial.of(second), law, why)


def trapezoid_legs(context: Context) -> Iterator[Equation]:
    """The legs' projections make up the bases' difference; both legs span the height."""
    figure, knowledge = context.figure, context.knowledge
    for relation in context.related("Trapezoid"):
        (corners,), why = relation.parts, relation.premises
        sides = parallel_sides(figure, corners) if len(corners) == 4 and figure.drawn(*corners) else ()
        if len(sides) != 1:
            continue
        a, b, c, d = corners[sides[0] :] + corners[: sides[0]]
        one, two = figure.angle(a, b, c), figure.angle(d, a, b)
        if one is None or two is None:
            continue
        legs = Polynomial.of(length(b, c)), Polynomial.of(length(d, a))
        bases = Polynomial.of(length(a, b)), Polynomial.of(length(c, d))
        along = [
            leg * Polynomial.of(trigonometric("cos", angle)) for leg, angle in zip(legs, (one, two), strict=True)
        ]
        spans = [
            leg * Polynomial.of(trigonometric("sin", angle)) for leg, angle in zip(legs, (one, two), strict=True)
        ]
        yield Equation(total(along) - bases[0] + bases[1], "legs of a trapezoid along its base", why)
        yield Equation(spans[0] - spans[1], "legs of a trapezoid span its height", why)
        area = of_figure("area", corners)
        if area in knowledge.used("area"):
            yield Equation(
                Polynomial.of(area).times(2) - total(bases) * spans[0], "area of a trapezoid", why
            )


def kites(context: Context) -> Iterator[Equation]:
    """A kite's axis, told by the drawing: equal sides at its ends, equal angles beside it, a right crossing."""
    figure = context.figure
    for relation in context.related("Kite"):
        (corners,), why = relation.parts, relation.premises
        if len(corners) != 4 or not figure.drawn(*corners):
            continue
        a, b, c, d = corners
        size = {p: figure.drawn_length(*p) for p in ((a, b), (b, c), (c, d), (d, a))}
        at_a = abs(size[d, a] - size[a, b]) + abs(size[b, c] - size[c, d])
        at_b = abs(size[a, b] - size[b, c]) + abs(size[c, d] - size[d, a])
        if abs(at_a - at_b) < CLEARLY * max(size.values()):
            continue
        if at_b < at_a:
            a, b, c, d = b, c, d, a
        yield Equation(Polynomial.of(length(a, b)) - Polynomial.of(length(a, d)), "kite: equal sides", why)
        yield Equation(Polynomial.of(length(c, b)) - Polynomial.of(length(c, d)), "kite: equal sides", why)
        one, two = figure.angle(a, b, c), figure.angle(a, d, c)
        if one is not None and two is not None:
            yield Equation(Polynomial.of(one) - Polynomial.of(two), "kite: equal angles", why)
        for centre in _crossing(context, (a, c), (b, d)):
            crossing = figure.angle(a, centre, b)
            if crossing is not None:
                yield Equation(
                    Polynomial.of(crossing) - Polynomial.of(90), "kite: perpendicular diagonals", why
                )
            yield Equation(
                Polynomial.of(length(b, centre)) - Polynomial.of(length(centre, d)), "kite: axis", why
            )


def recognised(context: Context) -> Iterator[Relation]:
    """A drawn quadrilateral with both pairs of opposite sides parallel or equal is a parallelogram.

    With a right angle besides it is a rectangle, with equal neighbouring sides a rhombus.
    """
    figure, knowledge = context.figure, context.knowledge
    parallel = {
        frozenset((one, two)): r.premises
        for r in context.related("parallel")
        if (one := figure.line(*r.parts[0])) and (two := figure.line(*r.parts[1]))
    }
    known = {(r.kind, frozenset(r.parts[0])): r.premises for r in context.related(*PARALLELOGRAMS)}
    for a, b, c, d in outlines(figure, 4):
        why: tuple[Premise, ...] | None = None
        found: list[tuple[Premise, ...]] = []
        for p, q in (((a, b), (c, d)), ((b, c), (d, a))):
            lines = frozenset(line for line in (figure.line(*p), figure.line(*q)) if line)
            said = parallel.get(lines)
            same = knowledge.equal(length(*p), length(*q))
            if said is not None and same is not None:
                why = because(said, same)
            if (said if said is not None else same) is not None:
                found.append(said if said is not None else same or ())
        all_parallel = all(
            frozenset(line for line in (figure.line(*p), figure.line(*q)) if line) in parallel
            for p, q in (((a, b), (c, d)), ((b, c), (d, a)))
        )
        all_equal = all(
            knowledge.equal(length(*p), length(*q)) is not None for p, q in (((a, b), (c, d)), ((b, c), (d, a)))
        )
        if why is None and (all_parallel or all_equal) and len(found) == 2:
            why = because(*found)
        for kind in PARALLELOGRAMS:
            why = known.get((kind, frozenset((a, b, c, d))), why)
        rights = [q for t in ((d, a, b), (a, b, c), (b, c, d), (c, d, a)) if context.is_right(q := figure.angle(*t))]
        if len(rights) > 2:
            yield Relation("Rectangle", ((a, b, c, d),), tuple(q for q in rights[:3] if q))
        if why is None:
            continue
        yield Relation("Parallelogram", ((a, b, c, d),), why)
        if rights:
            yield Relation("Rectangle", ((a, b, c, d),), because(why, tuple(q for q in rights[:1] if q)))
        if (equal := knowledge.equal(length(a, b), length(b, c))) is not None:
            yield Relation("Rhombus", ((a, b, c, d),), because(why, equal))
