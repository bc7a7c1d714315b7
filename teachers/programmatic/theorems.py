"""The equations that geometric facts license; a theorem is used only where the text says its condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teachers.programmatic.logic_form import (
    CORNERS,
    Figure,
    Form,
    angle,
    arc,
    degrees,
    figure_of,
    length,
    named,
)


@dataclass(frozen=True)
class Equation:
    """One equation over unknowns and the fact it follows from."""

    text: str
    because: str


_PARALLELOGRAMS = frozenset({"Parallelogram", "Rectangle", "Square", "Rhombus"})


def theorems(
    figures: Sequence[Figure], facts: Sequence[Form], right: frozenset[str], equal: frozenset[frozenset[str]]
) -> list[Equation]:
    """Return every equation that figures and facts license.

    `right` holds the unknowns of the angles said to be 90 degrees, `equal` the pairs of lengths or angles
    said to be equal.
    """
    found: list[Equation] = []
    for figure in figures:
        if figure.corners == ("$",):
            continue
        found += _polygon(figure)
        if len(figure.corners) == 3:
            found += _triangle(figure, right, equal)
            found += _altitudes(figure, facts)
        if figure.shape in _PARALLELOGRAMS and len(figure.corners) == 4:
            found += _parallelogram(figure)
    for fact in facts:
        found += _relation(fact)
    found += _circles(facts)
    return list(dict.fromkeys(found))


def _polygon(figure: Figure) -> Iterator[Equation]:
    c, n = figure.corners, len(figure.corners)
    sides = [length(c[i], c[(i + 1) % n]) for i in range(n)]
    angles = [angle(c[i - 1], c[i], c[(i + 1) % n]) for i in range(n)]
    yield Equation(
        f"{' + '.join(angles)} = {(n - 2) * 180}", f"the angles of {_name(c)} sum to {(n - 2) * 180} degrees"
    )
    yield Equation(
        f"perimeter{named(figure.shape, c)} = {' + '.join(sides)}", "the perimeter is the sum of the sides"
    )
    if figure.qualities & {"Regular", "Equilateral"}:
        inner = f"{(n - 2) * 180}/{n}"
        yield from (Equation(f"{a} = {inner}", "a regular polygon's angles are equal") for a in angles)
        yield from (Equation(f"{sides[0]} = {s}", "a regular polygon's sides are equal") for s in sides[1:])


def _triangle(figure: Figure, right: frozenset[str], equal: frozenset[frozenset[str]]) -> Iterator[Equation]:
    corners = figure.corners
    for i in range(3):
        v, a, b = corners[i], corners[i - 1], corners[(i + 1) % 3]
        at_v, at_a, at_b = angle(a, v, b), angle(v, a, b), angle(a, b, v)
        va, vb, ab = length(v, a), length(v, b), length(a, b)
        area = f"area{named('Triangle', corners)}"
        if at_v in right:
            yield Equation(
                f"{va}**2 + {vb}**2 = {ab}**2", f"the triangle has its right angle at {v} (Pythagoras)"
            )
            for angle_there, opposite, adjacent in ((at_a, vb, va), (at_b, va, vb)):
                why = f"the triangle has its right angle at {v}"
                yield Equation(f"{degrees('sin', angle_there)} = {opposite}/{ab}", why)
                yield Equation(f"{degrees('cos', angle_there)} = {adjacent}/{ab}", why)
                yield Equation(f"{degrees('tan', angle_there)} = {opposite}/{adjacent}", why)
            yield Equation(f"{area} = {va}*{vb}/2", "the legs of a right triangle are base and height")
        elif not {at_a, at_b} & right:
            yield Equation(
                f"{ab}**2 = {va}**2 + {vb}**2 - 2*{va}*{vb}*{degrees('cos', at_v)}", "the law of cosines"
            )
            yield Equation(f"{ab}*{degrees('sin', at_b)} = {va}*{degrees('sin', at_v)}", "the law of sines")
            yield Equation(f"{ab}*{degrees('sin', at_a)} = {vb}*{degrees('sin', at_v)}", "the law of sines")
            yield Equation(
                f"{area} = {va}*{vb}*{degrees('sin', at_v)}/2", "two sides and their angle give the area"
            )
        if frozenset((va, vb)) in equal:
            yield Equation(f"{at_a} = {at_b}", f"the sides at {v} are equal, so the base angles are")
        if frozenset((at_a, at_b)) in equal:
            yield Equation(f"{va} = {vb}", f"the angles at {a} and {b} are equal, so the opposite sides are")


def _altitudes(figure: Figure, facts: Sequence[Form]) -> Iterator[Equation]:
    """A line from a corner, said to be perpendicular to the opposite side, is a height."""
    for fact in facts:
        if fact.head != "Perpendicular" or any(len(line.args) != 2 for line in fact.args):
            continue
        lines = [frozenset(p.head for p in line.args) for line in fact.args]
        for height, base in (lines, lines[::-1]):
            apex = height - base
            corner = set(figure.corners) - base
            if base < set(figure.corners) and corner < height and len(apex) == 2:
                product = f"{length(*base)}*{length(*height)}/2"
                area = f"area{named('Triangle', figure.corners)}"
                yield Equation(
                    f"{area} = {product}", "the perpendicular from a corner to the opposite side is a height"
                )


def _parallelogram(figure: Figure) -> Iterator[Equation]:
    a, b, c, d = figure.corners
    ab, bc, cd, da, ac, bd = (length(*p) for p in ((a, b), (b, c), (c, d), (d, a), (a, c), (b, d)))
    at = {q: angle(p, q, r) for p, q, r in ((d, a, b), (a, b, c), (b, c, d), (c, d, a))}
    area = f"area{named(figure.shape, figure.corners)}"
    kind = figure.shape.lower()
    yield Equation(f"{ab} = {cd}", f"opposite sides of a {kind} are equal")
    yield Equation(f"{bc} = {da}", f"opposite sides of a {kind} are equal")
    yield Equation(f"{at[a]} = {at[c]}", f"opposite angles of a {kind} are equal")
    yield Equation(f"{at[b]} = {at[d]}", f"opposite angles of a {kind} are equal")
    for p, q in ((a, b), (b, c), (c, d), (d, a)):
        yield Equation(f"{at[p]} + {at[q]} = 180", f"neighbouring angles of a {kind} sum to 180 degrees")
    if figure.shape in ("Rectangle", "Square"):
        yield from (Equation(f"{x} = 90", f"the angles of a {kind} are right") for x in at.values())
        yield Equation(f"{area} = {ab}*{bc}", f"the area of a {kind} is the product of its sides")
        yield Equation(f"{ab}**2 + {bc}**2 = {ac}**2", f"a diagonal cuts a {kind} into right triangles")
        yield Equation(f"{ac} = {bd}", f"the diagonals of a {kind} are equal")
    else:
        yield Equation(
            f"{area} = {ab}*{bc}*{degrees('sin', at[b])}", f"two sides and their angle give a {kind}'s area"
        )
    if figure.shape in ("Rhombus", "Square"):
        yield from (Equation(f"{ab} = {x}", f"the sides of a {kind} are equal") for x in (bc, da))
        yield Equation(f"{area} = {ac}*{bd}/2", f"the diagonals of a {kind} are perpendicular")


def _relation(fact: Form) -> Iterator[Equation]:
    """Similar and congruent polygons correspond corner by corner."""
    if fact.head not in ("Similar", "Congruent") or len(fact.args) != 2:
        return
    one, two = figure_of(fact.args[0]), figure_of(fact.args[1])
    if one is None or two is None or len(one.corners) != len(two.corners) or "$" in one.corners:
        return
    p, q, n = one.corners, two.corners, len(one.corners)
    same = "similar" if fact.head == "Similar" else "congruent"
    sides = [(length(p[i], p[(i + 1) % n]), length(q[i], q[(i + 1) % n])) for i in range(n)]
    for i in range(n):
        left, other = angle(p[i - 1], p[i], p[(i + 1) % n]), angle(q[i - 1], q[i], q[(i + 1) % n])
        yield Equation(f"{left} = {other}", f"corresponding angles of {same} figures are equal")
    if fact.head == "Congruent":
        yield from (
            Equation(f"{s} = {t}", "corresponding sides of congruent figures are equal") for s, t in sides
        )
        return
    for s, t in sides:
        yield Equation(
            f"scale_{''.join(sorted(p))} = {s}/{t}", "the scale factor is the ratio of corresponding sides"
        )


def _circles(facts: Sequence[Form]) -> Iterator[Equation]:
    centres = {"".join(a.head for a in f.args) for f in _every(facts) if f.head == "Circle"}
    for name in sorted(centres):
        o = "circle" if name in ("", "$") else name
        yield Equation(f"diameter_{o} = 2*radius_{o}", "a diameter is twice the radius")
        yield Equation(f"circumference_{o} = 2*pi*radius_{o}", "the circumference is 2 pi r")
        yield Equation(f"area_{o} = pi*radius_{o}**2", "the area of a circle is pi r squared")
    for fact in facts:
        if (
            fact.head in ("IsRadiusOf", "IsDiameterOf")
            and len(fact.args) == 2
            and len(fact.args[0].args) == 2
        ):
            name = "".join(a.head for a in fact.args[1].args)
            what = "radius" if fact.head == "IsRadiusOf" else "diameter"
            o = "circle" if name in ("", "$") else name
            line = length(fact.args[0].args[0].head, fact.args[0].args[1].head)
            yield Equation(f"{line} = {what}_{o}", f"it is said to be a {what}")
    for form in _every(facts):
        points = [a.head for a in form.args]
        if form.head == "Arc" and len(points) == 2:
            for centre in sorted(centres - {"", "$"}):
                central = angle(points[0], centre, points[1])
                yield Equation(f"{arc(*points)} = {central}", "an arc has the measure of its central angle")


def corner_count(figure: Figure) -> int | None:
    """How many corners a figure has, by its corners or its name."""
    return len(figure.corners) if figure.corners != ("$",) else CORNERS.get(figure.shape)


def _every(forms: Sequence[Form]) -> Iterator[Form]:
    for form in forms:
        yield form
        yield from _every(form.args)


def _name(corners: Sequence[str]) -> str:
    return "".join(corners)
