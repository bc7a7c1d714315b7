"""Similar and congruent triangles and polygons, and lines cut in proportion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from environment.tools.inter_gps_solve.context import Context, because
from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.measures import length, of_figure
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity
from environment.tools.inter_gps_solve.theorems.triangles import corners

MAX_OF_ONE_SHAPE = 6
"""Triangles of one shape that are compared each with each; more are compared with the first alone."""
Triangle = tuple[tuple[str, str, str], tuple[Quantity, Quantity, Quantity]]


def as_stated(context: Context) -> Iterator[Equation]:
    """Polygons said to be similar or congruent correspond corner by corner."""
    for relation in context.related("similar", "congruent"):
        one, two = relation.parts
        law = f"{relation.kind} polygons"
        n = len(one)
        for i in range(n):
            angles = [context.figure.angle(p[i - 1], p[i], p[(i + 1) % n]) for p in (one, two)]
            if angles[0] is not None and angles[1] is not None:
                yield Equation(
                    Polynomial.of(angles[0]) - Polynomial.of(angles[1]), law, relation.premises
                )
        pairs = [(i, (i + 1) % n) for i in range(n)]
        yield from _sides(one, two, pairs, law, relation.premises, relation.kind == "congruent")
        if relation.kind == "similar":
            yield from _scale(context, one, two, relation.premises)


def _scale(
    context: Context, one: Sequence[str], two: Sequence[str], why: tuple[Premise, ...]
) -> Iterator[Equation]:
    """The scale factor, the perimeters' and the areas' ratio, of which some may be asked or given."""
    for scale in context.knowledge.used("scale"):
        n = len(scale.names) // 2
        for first, second in ((one, two), (two, one)):
            if set(scale.names[:n]) != set(first) or set(scale.names[n:]) != set(second):
                continue
            for i in range(n):
                yield Equation(
                    Polynomial.of(scale) * Polynomial.of(length(second[i - 1], second[i]))
                    - Polynomial.of(length(first[i - 1], first[i])),
                    "scale factor of similar polygons",
                    why,
                )
    used = {kind: context.knowledge.used(kind) for kind in ("area", "perimeter")}
    for kind, power in (("area", 2), ("perimeter", 1)):
        first, second = of_figure(kind, one), of_figure(kind, two)
        if first in used[kind] and second in used[kind]:
            for i in range(len(one)):
                sides = [Polynomial.of(length(p[i - 1], p[i])) ** power for p in (one, two)]
                yield Equation(
                    Polynomial.of(first) * sides[1] - Polynomial.of(second) * sides[0],
                    f"{kind}s of similar polygons",
                    why,
                )


def _sides(
    one: Sequence[str],
    two: Sequence[str],
    pairs: Sequence[tuple[int, int]],
    law: str,
    why: tuple[Premise, ...],
    congruent: bool,
) -> Iterator[Equation]:
    sides = [
        (Polynomial.of(length(one[i], one[j])), Polynomial.of(length(two[i], two[j]))) for i, j in pairs
    ]
    if congruent:
        yield from (Equation(p - q, law, why) for p, q in sides)
        return
    for (a, b), (c, d) in combinations(sides, 2):
        yield Equation(a * d - c * b, law, why)


def similar_triangles(context: Context) -> Iterator[Equation]:
    """Triangles with two equal angles: sides in proportion, and all equal where one side is."""
    shapes: dict[frozenset[object], list[Triangle]] = {}
    for triangle in corners(context):
        kins = [context.knowledge.kin(angle) for angle in triangle[1]]
        for i, j in combinations(range(3), 2):
            key: frozenset[object] = frozenset(((kins[i], kins[i] == kins[j]), (kins[j], kins[i] == kins[j])))
            if triangle not in shapes.setdefault(key, []):
                shapes[key].append(triangle)
    for _, group in sorted(shapes.items(), key=lambda item: item[1]):
        pairs = (
            list(combinations(group, 2))
            if len(group) <= MAX_OF_ONE_SHAPE
            else [(group[0], other) for other in group[1:]]
        )
        for one, two in pairs:
            yield from _compared(context, one, two)


def _compared(context: Context, one: Triangle, two: Triangle) -> Iterator[Equation]:
    knowledge = context.knowledge
    found = 0
    for order in permutations(range(3)):
        names, angles = [two[0][i] for i in order], [two[1][i] for i in order]
        whys = [knowledge.equal(one[1][i], angles[i]) for i in range(3)]
        equal = [why for why in whys if why is not None]
        if len(equal) < 2:
            continue
        found += 1
        if found > 1:
            return  # isosceles: the second correspondence says nothing that the equal sides do not
        why = because(*sorted(equal, key=len)[:2])
        yield from _sides(one[0], names, ((0, 1), (1, 2), (0, 2)), "similar triangles (AA)", why, False)
        for i, j in ((0, 1), (1, 2), (0, 2)):
            side = knowledge.equal(length(one[0][i], one[0][j]), length(names[i], names[j]))
            if side is not None:
                law = "congruent triangles (ASA, AAS)"
                yield from _sides(
                    one[0], names, ((0, 1), (1, 2), (0, 2)), law, because(why, side), True
                )
                break


def congruent_triangles(context: Context) -> Iterator[Equation]:
    """Triangles with three equal sides, two and the angle between, or hypotenuse and leg: all else is equal."""
    knowledge = context.knowledge
    by_sides: dict[frozenset[object], list[Triangle]] = {}
    for triangle in corners(context):
        names = triangle[0]
        kins = [knowledge.kin(length(names[i - 2], names[i - 1])) for i in range(3)]
        for i, j in combinations(range(3), 2):
            key = frozenset((str(kins[i]), str(kins[j])))
            if triangle not in by_sides.setdefault(key, []):
                by_sides[key].append(triangle)
    for _, group in sorted(by_sides.items(), key=lambda item: item[1]):
        for one, two in combinations(group[: 2 * MAX_OF_ONE_SHAPE], 2):
            yield from _made_congruent(context, one, two)


def _made_congruent(context: Context, one: Triangle, two: Triangle) -> Iterator[Equation]:
    knowledge = context.knowledge
    for order in permutations(range(3)):
        names, angles = [two[0][i] for i in order], [two[1][i] for i in order]
        sides = [
            knowledge.equal(length(one[0][i - 2], one[0][i - 1]), length(names[i - 2], names[i - 1]))
            for i in range(3)
        ]
        equal = [i for i in range(3) if sides[i] is not None]
        why: tuple[Premise, ...] | None = None
        law = ""
        if len(equal) == 3:
            law, why = "congruent triangles (SSS)", because(*(s for s in sides if s is not None))
        elif len(equal) == 2:
            between = 3 - sum(equal)
            given = because(*(s for s in sides if s is not None))
            included = knowledge.equal(one[1][between], angles[between])
            if included is not None:
                law, why = "congruent triangles (SAS)", because(given, included)
            for at in equal:
                if context.is_right(one[1][at]) and context.is_right(angles[at]):
                    law, why = "congruent triangles (HL)", because(given, (one[1][at], angles[at]))
        if why is None:
            continue
        for i in range(3):
            yield Equation(Polynomial.of(one[1][i]) - Polynomial.of(angles[i]), law, why)
        yield from _sides(one[0], names, ((0, 1), (1, 2), (0, 2)), law, why, True)
        return


def cut_in_proportion(context: Context) -> Iterator[Equation]:
    """Three parallel lines cut every line across them in one proportion."""
    figure = context.figure
    pairs = []
    for relation in context.related("parallel"):
        one, two = (figure.line(p[0], p[1]) for p in relation.parts)
        if one is not None and two is not None and one != two:
            pairs.append((one, two, relation.premises))
    for (a, b, first), (c, d, second) in combinations(pairs, 2):
        if len({a, b, c, d}) != 3:
            continue
        three = sorted({a, b, c, d}, key=lambda line: line.points)
        across = []
        for line in figure.lines:
            hits = [next((p for p in line.points if p in other), None) for other in three]
            if line not in three and None not in hits and len(set(hits)) == 3:
                across.append([p for p in hits if p is not None])
        for (p, q, r), (s, t, u) in combinations(across, 2):
            yield Equation(
                Polynomial.of(length(p, q)) * Polynomial.of(length(t, u))
                - Polynomial.of(length(q, r)) * Polynomial.of(length(s, t)),
                "parallel lines cut in proportion",
                because(first, second),
            )
            yield Equation(
                Polynomial.of(length(p, q)) * Polynomial.of(length(s, u))
                - Polynomial.of(length(p, r)) * Polynomial.of(length(s, t)),
                "parallel lines cut in proportion",
                because(first, second),
            )


def midsegments(context: Context) -> Iterator[Equation]:
    """A line between the midpoints of two sides of a triangle is parallel to the third and half of it.

    Said to be a midsegment, its ends halve their sides.
    """
    figure = context.figure
    for relation in context.related("midsegment"):
        ends, polygon = relation.parts
        for end in ends:
            for i in range(len(polygon)):
                if figure.between(polygon[i - 1], end, polygon[i]):
                    yield Equation(
                        Polynomial.of(length(polygon[i - 1], end)) - Polynomial.of(length(end, polygon[i])),
                        "midsegment",
                        relation.premises,
                    )
    for names, _ in corners(context):
        for i, apex in enumerate(names):
            b, c = names[i - 2], names[i - 1]
            for m, why_m in _middles(context, apex, b):
                for n, why_n in _middles(context, apex, c):
                    if not figure.joined(m, n):
                        continue
                    why = because(why_m, why_n)
                    yield Equation(
                        Polynomial.of(length(m, n)).times(2) - Polynomial.of(length(b, c)),
                        "triangle midsegment",
                        why,
                    )
                    for p, q in ((m, b), (n, c)):
                        one = figure.angle(apex, p, n if p == m else m)
                        two = figure.angle(apex, q, c if q == b else b)
                        if one is not None and two is not None:
                            yield Equation(
                                Polynomial.of(one) - Polynomial.of(two), "triangle midsegment", why
                            )


def _middles(context: Context, a: str, b: str) -> Iterator[tuple[str, tuple[Premise, ...]]]:
    line = context.figure.line(a, b)
    for point in line.points if line else ():
        if context.figure.between(a, point, b):
            why = context.knowledge.equal(length(a, point), length(point, b))
            if why is not None:
                yield point, why
