"""Points on lines and circles, lines that meet, and tangents named together."""

from __future__ import annotations

from collections.abc import Sequence

from environment.tools.text_cdl.clause import Clause
from environment.tools.text_cdl.notation import Token, points_of
from environment.tools.text_cdl.terms import DETERMINERS, Term, read_object, skip_words


def read_incidence(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    """`AB and CD intersect at O`, `A, B and C are on circle O`, `PA and PB are tangents of circle O`."""
    return _meeting(tokens, at) or _points_on(tokens, at) or _tangents(tokens, at)


def read_names(tokens: Sequence[Token], at: int) -> tuple[list[str], int]:
    """Read a list of names, `A, B, and C` or `PA and PB`; the position is that after the last name."""
    names: list[str] = []
    after = at
    while at < len(tokens) and tokens[at].kind == "name":
        names.append(tokens[at].text)
        after = at + 1
        at = after
        if at < len(tokens) and tokens[at].text == ",":
            at += 1
        at = skip_words(tokens, at, "and")
    return names, after


def foot(tokens: Sequence[Token], at: int, lines: tuple[str, str]) -> tuple[tuple[str, ...], int]:
    """Read `at E` after two lines: their crossing, as a point of the line that it is no end of."""
    if at + 1 >= len(tokens) or not tokens[at].is_word("at"):
        return (), at
    point = read_object(tokens, at + 1)
    if point is None or point.kind != "point":
        return (), at
    others = [
        line for line in lines if point.form not in line.removeprefix("Line(").removesuffix(")").split(",")
    ]
    return tuple(f"PointLiesOnLine({point.form},{line})" for line in others), point.after


def _meeting(tokens: Sequence[Token], at: int) -> Clause | None:
    first = read_object(tokens, skip_words(tokens, at, *DETERMINERS, "two"))
    if first is None or first.kind != "line" or first.after >= len(tokens):
        return None
    at = first.after
    if tokens[at].is_word("and"):
        second = read_object(tokens, at + 1)
        at = second.after if second is not None else at
        owner = read_object(tokens, at + 1) if at < len(tokens) and tokens[at].is_word("of", "in") else None
        at = owner.after if owner is not None else at
        if not (at < len(tokens) and tokens[at].is_word("intersect", "meet", "cross")):
            return None
        at += 1
    elif tokens[at].is_word("intersects", "meets", "crosses"):
        second, owner = read_object(tokens, at + 1), None
        at = second.after if second is not None else at
    else:
        return None
    at = skip_words(tokens, at, "each", "other")
    point = read_object(tokens, at + 1) if at < len(tokens) and tokens[at].is_word("at", "in") else None
    if second is None or second.kind != "line" or point is None or point.kind != "point":
        return None
    named = (owner.form,) if owner is not None and owner.kind == "figure" else ()
    return Clause((*named, f"IntersectAt({first.form},{second.form},Point({point.form}))"), point.after)


def _points_on(tokens: Sequence[Token], at: int) -> Clause | None:
    """`points A, B and C are (points) on circle O`, `F is a point on AB`."""
    at = skip_words(tokens, at, *DETERMINERS, "two", "three", "four", "points", "point")
    names, at = read_names(tokens, at)
    points = [p for name in names for p in points_of(name)]
    if not names or len(points) != len(names) or at >= len(tokens):
        return None
    if not tokens[at].is_word("is", "are", "lies", "lie"):
        return None
    at = skip_words(tokens, at + 1, *DETERMINERS, "all", "two", "three", "four", "any", "points", "point")
    if not (at < len(tokens) and tokens[at].is_word("on")):
        return None
    where = read_object(tokens, skip_words(tokens, at + 1, "the"))
    if where is None or not (where.kind == "line" or where.form.startswith("Circle(")):
        return None
    head = "PointLiesOnLine" if where.kind == "line" else "PointLiesOnCircle"
    return Clause(tuple(f"{head}({p},{where.form})" for p in points), where.after, _figure(where))


def _tangents(tokens: Sequence[Token], at: int) -> Clause | None:
    """`PA and PB are tangents of circle O`, `PA and PB are tangent to circle O at A and B`."""
    at = skip_words(tokens, at, *DETERMINERS, "lines", "segments", "rays", "straight")
    names, at = read_names(tokens, at)
    if len(names) < 2 or any(len(points_of(name)) != 2 for name in names):
        return None
    if not (at < len(tokens) and tokens[at].is_word("are")):
        return None
    at = skip_words(tokens, at + 1, *DETERMINERS, "both", "respectively", "two")
    if not (at + 1 < len(tokens) and tokens[at].is_word("tangent", "tangents")):
        return None
    circle = read_object(tokens, at + 2) if tokens[at + 1].is_word("to", "of") else None
    if circle is None or not circle.form.startswith("Circle("):
        return None
    lines = [f"Line({','.join(points_of(name))})" for name in names]
    forms = [f"Tangent({line},{circle.form})" for line in lines]
    after = circle.after
    if after < len(tokens) and tokens[after].is_word("at"):
        touching, end = read_names(tokens, skip_words(tokens, after + 1, "point", "points"))
        if len(touching) == len(lines):
            forms += [f"PointLiesOnCircle({p},{circle.form})" for p in touching]
            after = skip_words(tokens, end, "respectively")
    return Clause(tuple(forms), after, circle.form)


def _figure(term: Term) -> str | None:
    return term.form if term.kind == "figure" else None
