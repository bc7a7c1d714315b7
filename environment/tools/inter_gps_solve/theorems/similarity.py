"""Similar and congruent polygons and triangles, and midsegments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations

from environment.tools.inter_gps_solve.context import Context, because, equal
from environment.tools.inter_gps_solve.facts import Equation, Premise
from environment.tools.inter_gps_solve.measures import length, of_figure
from environment.tools.inter_gps_solve.theorems.triangles import Triangle, opposite_side, triangles

MAX_OF_ONE_SHAPE = 6
"""Triangles of one shape that are compared each with each; further ones are compared with the first alone."""


def as_stated(context: Context) -> Iterator[Equation]:
    """Polygons said to be similar or congruent correspond corner by corner."""
    for relation in context.related("similar", "congruent"):
        (one, two), why, law = relation.parts, relation.premises, f"{relation.kind} polygons"
        n = len(one)
        for i in range(n):
            angles = [context.figure.angle(p[i - 1], p[i], p[(i + 1) % n]) for p in (one, two)]
            yield from equal(angles[0], angles[1], law, why)
        if relation.kind == "congruent":
            yield from _equal_sides(one, two, law, why)
        else:
            yield from _proportional_sides(one, two, law, why)
            yield from _scale(context, one, two, why)
            yield from _sizes(context, one, two, why)


def _equal_sides(
    one: Sequence[str], two: Sequence[str], law: str, why: tuple[Premise, ...]
) -> Iterator[Equation]:
    for i in range(len(one)):
        yield from equal(length(one[i - 1], one[i]), length(two[i - 1], two[i]), law, why)


def _proportional_sides(
    one: Sequence[str], two: Sequence[str], law: str, why: tuple[Premise, ...]
) -> Iterator[Equation]:
    sides = [(length(one[i - 1], one[i]), length(two[i - 1], two[i])) for i in range(len(one))]
    for (a, b), (c, d) in combinations(sides, 2):
        yield from equal(a * d, c * b, law, why)


def _scale(
    context: Context, one: Sequence[str], two: Sequence[str], why: tuple[Premise, ...]
) -> Iterator[Equation]:
    """The scale factor, where one is asked or given."""
    for scale in context.knowledge.used("scale"):
        half = len(scale.names) // 2
        for first, second in ((one, two), (two, one)):
            if set(scale.names[:half]) == set(first) and set(scale.names[half:]) == set(second):
                for i in range(half):
                    sides = length(first[i - 1], first[i]), length(second[i - 1], second[i])
                    yield from equal(scale * sides[1], sides[0], "scale factor of similar polygons", why)


def _sizes(
    context: Context, one: Sequence[str], two: Sequence[str], why: tuple[Premise, ...]
) -> Iterator[Equation]:
    """The ratio of the perimeters is that of the sides, the ratio of the areas its square."""
    for kind, power in (("area", 2), ("perimeter", 1)):
        sizes = of_figure(kind, one), of_figure(kind, two)
        if set(sizes) <= set(context.knowledge.used(kind)):
            for i in range(len(one)):
                sides = [length(p[i - 1], p[i]) ** power for p in (one, two)]
                yield from equal(
                    sizes[0] * sides[1], sizes[1] * sides[0], f"{kind}s of similar polygons", why
                )


def similar_triangles(context: Context) -> Iterator[Equation]:
    """Triangles with two equal angles: sides in proportion, and all equal where one side is."""
    for one, two in _alike(context, lambda triangle: triangle[1]):
        yield from _compared(context, one, two)


def _alike(
    context: Context, parts: Callable[[Triangle], Sequence[object]]
) -> Iterator[tuple[Triangle, Triangle]]:
    """Yield pairs of triangles of which two parts (angles, or sides) may be equal."""
    groups: dict[tuple[str, str], list[Triangle]] = {}
    for triangle in triangles(context):
        kins = [str(context.knowledge.kin(part)) for part in parts(triangle)]  # type: ignore[arg-type]
        for i, j in combinations(range(3), 2):
            group = groups.setdefault((min(kins[i], kins[j]), max(kins[i], kins[j])), [])
            if triangle not in group:
                group.append(triangle)
    seen = set()
    for group in groups.values():
        for one, two in combinations(group, 2):
            near = group.index(two) < MAX_OF_ONE_SHAPE or one == group[0]
            if near and (one[0], two[0]) not in seen:
                seen.add((one[0], two[0]))
                yield one, two


def _compared(context: Context, one: Triangle, two: Triangle) -> Iterator[Equation]:
    """Use the first correspondence with two equal angles.

    A second one says nothing that equal sides do not.
    """
    knowledge = context.knowledge
    for order in permutations(range(3)):
        names, angles = [two[0][i] for i in order], [two[1][i] for i in order]
        whys = [why for i in range(3) if (why := knowledge.equal(one[1][i], angles[i])) is not None]
        if len(whys) < 2:
            continue
        why = because(*sorted(whys, key=len)[:2])
        yield from _proportional_sides(one[0], names, "similar triangles (AA)", why)
        for i in range(3):
            side = knowledge.equal(length(one[0][i - 1], one[0][i]), length(names[i - 1], names[i]))
            if side is not None:
                yield from _equal_sides(one[0], names, "congruent triangles (ASA, AAS)", because(why, side))
                break
        return


def congruent_triangles(context: Context) -> Iterator[Equation]:
    """Triangles with equal sides, two sides and the angle between, or hypotenuse and leg are congruent."""
    for one, two in _alike(context, lambda triangle: [opposite_side(triangle[0], i) for i in range(3)]):
        for order in permutations(range(3)):
            names, angles = tuple(two[0][i] for i in order), [two[1][i] for i in order]
            law, why = _criterion(
                context, one, ((names[0], names[1], names[2]), (angles[0], angles[1], angles[2]))
            )
            if why is not None:
                for i in range(3):
                    yield from equal(one[1][i], angles[i], law, why)
                yield from _equal_sides(one[0], names, law, why)
                break


def _criterion(context: Context, one: Triangle, two: Triangle) -> tuple[str, tuple[Premise, ...] | None]:
    """Return the law by which triangles are congruent corner by corner, and why; None where none says so."""
    knowledge = context.knowledge
    sides = [knowledge.equal(opposite_side(one[0], i), opposite_side(two[0], i)) for i in range(3)]
    found = [i for i in range(3) if sides[i] is not None]
    given = because(*(side for side in sides if side is not None))
    if len(found) == 3:
        return "congruent triangles (SSS)", given
    if len(found) == 2:
        between = 3 - sum(found)
        included = knowledge.equal(one[1][between], two[1][between])
        if included is not None:
            return "congruent triangles (SAS)", because(given, included)
        for i in found:
            if context.is_right(one[1][i]) and context.is_right(two[1][i]):
                return "congruent triangles (HL)", because(given, (one[1][i], two[1][i]))
    return "", None


def midsegments(context: Context) -> Iterator[Equation]:
    """A line between the midpoints of two sides of a triangle is parallel to the third and half of it.

    Said to be a midsegment, its ends halve their sides.
    """
    figure = context.figure
    for relation in context.related("midsegment"):
        ends, polygon = relation.parts
        for end in ends:
            for a, b in zip(polygon[-1:] + polygon, polygon, strict=False):
                if figure.between(a, end, b):
                    yield from equal(length(a, end), length(end, b), "midsegment", relation.premises)
    law = "triangle midsegment"
    for names, _ in triangles(context):
        for i, apex in enumerate(names):
            b, c = names[i - 2], names[i - 1]
            for m, one in middles(context, apex, b):
                for n, two in middles(context, apex, c):
                    if figure.joined(m, n):
                        why = because(one, two)
                        yield from equal(2 * length(m, n), length(b, c), law, why)
                        yield from equal(figure.angle(apex, m, n), figure.angle(apex, b, c), law, why)
                        yield from equal(figure.angle(apex, n, m), figure.angle(apex, c, b), law, why)


def middles(context: Context, a: str, b: str) -> Iterator[tuple[str, tuple[Premise, ...]]]:
    """Yield the points known to halve a segment, and why."""
    line = context.figure.line(a, b)
    for point in line.points if line else ():
        if context.figure.between(a, point, b):
            why = context.knowledge.equal(length(a, point), length(point, b))
            if why is not None:
                yield point, why
