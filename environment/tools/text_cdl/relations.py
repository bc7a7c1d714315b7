"""Relations between figures: parallel, similar, tangent, a chord of, a kind of."""

from __future__ import annotations

from collections.abc import Sequence

from environment.tools.text_cdl.clause import UNITS, Clause, ends
from environment.tools.text_cdl.incidences import foot
from environment.tools.text_cdl.notation import Token
from environment.tools.text_cdl.terms import (
    DETERMINERS,
    UNNAMED,
    Term,
    read_expression,
    read_object,
    read_quantity,
    skip_words,
)

_RELATIONS = {"||": "Parallel", "_|_": "Perpendicular", "=~": "Congruent", "~": "Similar"}
_RELATION_WORDS = {"parallel": "||", "perpendicular": "_|_", "congruent": "=~", "similar": "~"}
_FEATURES = {
    "radius": "IsRadiusOf",
    "diameter": "IsDiameterOf",
    "chord": "IsChordOf",
    "altitude": "IsAltitudeOf",
    "median": "IsMedianOf",
    "diagonal": "IsDiagonalOf",
    "hypotenuse": "IsHypotenuseOf",
    "midsegment": "IsMidsegmentOf",
    "side": "IsSideOf",
    "base": "IsBaseOf",
    "leg": "IsLegOf",
    "midpoint": "IsMidpointOf",
    "centroid": "IsCentroidOf",
    "incenter": "IsIncenterOf",
}
_QUALITIES = {"isosceles": "Isosceles", "equilateral": "Equilateral", "regular": "Regular", "right": "Right"}


def read_relation(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    """`AB || CD`, `l || m`, `angle A =~ angle B`, `ABCD is similar to EFGH`, `AB and CD are parallel`."""
    first = _related(tokens, at)
    if first is None or first.after >= len(tokens):
        return None
    sign = _sign(tokens, first.after)
    if sign is not None:
        second = _related(tokens, sign[1])
        pair = None if second is None else _related_pair(sign[0], first, second, second.after)
        if pair is None or second is None or sign[0] != "_|_":
            return pair
        crossing, after = foot(tokens, pair.after, (first.form, second.form))
        return Clause((*pair.predicates, *crossing), after)
    if tokens[first.after].is_word("and"):
        second = _related(tokens, first.after + 1, like=first)
        if second is None or not (second.after + 1 < len(tokens) and tokens[second.after].is_word("are")):
            return None
        word = tokens[second.after + 1]
        if word.kind == "word" and word.text in _RELATION_WORDS:
            return _related_pair(_RELATION_WORDS[word.text], first, second, second.after + 2)
    return None


def _related(tokens: Sequence[Token], at: int, like: Term | None = None) -> Term | None:
    term = read_object(tokens, at)
    lettered = at < len(tokens) and tokens[at].kind == "word" and len(tokens[at].text) == 1
    if term is None and lettered and (like is None or like.kind == "line"):
        return Term("line", f"Line({tokens[at].text})", at + 1)
    if term is not None and like is not None and term.kind == "point" and like.kind == "angle":
        return Term("angle", f"Angle({term.form})", term.after)
    return term


def _sign(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    if tokens[at].text in _RELATIONS:
        return tokens[at].text, at + 1
    if tokens[at].kind == "word" and tokens[at].text in _RELATION_WORDS:
        return _RELATION_WORDS[tokens[at].text], skip_words(tokens, at + 1, "to")
    if at + 2 < len(tokens) and tokens[at].is_word("is") and tokens[at + 2].is_word("to"):
        return (
            (_RELATION_WORDS[tokens[at + 1].text], at + 3) if tokens[at + 1].text in _RELATION_WORDS else None
        )
    return None


def _related_pair(sign: str, first: Term, second: Term, after: int) -> Clause | None:
    head, kinds = _RELATIONS[sign], (first.kind, second.kind)
    if head in ("Parallel", "Perpendicular") and kinds == ("line", "line"):
        return Clause((f"{head}({first.form},{second.form})",), after)
    if head == "Similar" and kinds == ("figure", "figure"):
        return Clause((f"{head}({first.form},{second.form})",), after)
    if head == "Congruent" and kinds == ("figure", "figure"):
        return Clause((f"{head}({first.form},{second.form})",), after)
    if head == "Congruent" and first.kind == second.kind and first.kind in ("line", "angle", "arc"):
        return Clause((f"Equals({first.measured},{second.measured})",), after)
    return None


def read_being(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    """`ABCD is a rhombus`, `AB is a diameter of circle O`, `AB bisects angle C`, `circle O has radius 3`."""
    first = read_object(tokens, at)
    if first is None or first.after + 1 >= len(tokens):
        return None
    verb, at = tokens[first.after], first.after + 1
    if verb.is_word("bisects"):
        second = read_object(tokens, at)
        fits = second is not None and (first.kind, second.kind) == ("line", "angle")
        return (
            Clause((f"BisectsAngle({first.form},{second.form})",), second.after) if fits and second else None
        )
    if verb.is_word("has", "with") and first.kind == "figure":
        return _having(tokens, at, first)
    if not verb.is_word("is"):
        return None
    at = skip_words(tokens, at, *DETERMINERS)
    if at >= len(tokens):
        return None
    word = tokens[at].text
    if word in ("inscribed", "circumscribed") and (within := _named_within(tokens, at, first)) is not None:
        return within
    if word in ("tangent", "inscribed", "circumscribed") and at + 1 < len(tokens):
        return _placed(tokens, at, first)
    if word in ("bisector", "angle") and first.kind == "line":
        return _bisector(tokens, skip_words(tokens, at, "angle", "bisector", "of"), first)
    if word in _FEATURES and at + 1 < len(tokens) and tokens[at + 1].is_word("of"):
        whole = read_object(tokens, at + 2)
        part = f"Point({first.form})" if first.kind == "point" else first.form
        if whole is None or whole.kind not in ("figure", "line") or first.kind not in ("point", "line"):
            return None
        return Clause((f"{_FEATURES[word]}({part},{whole.form})",), whole.after)
    if first.kind == "figure" and word in _QUALITIES and ends(tokens, at + 1):
        form = f"{_QUALITIES[word]}({first.form})"
        return Clause((form,), at + 1, form)
    return _kind_of_figure(tokens, at, first)


def _bisector(tokens: Sequence[Token], at: int, first: Term) -> Clause | None:
    """`AD is the bisector of angle BAC`: the words before the angle are passed over."""
    angle = read_object(tokens, at - 1) if tokens[at - 1].is_word("angle") else read_object(tokens, at)
    if angle is None or angle.kind != "angle" or not any(t.is_word("bisector") for t in tokens[at - 3 : at]):
        return None
    return Clause((f"BisectsAngle({first.form},{angle.form})",), angle.after)


def _named_within(tokens: Sequence[Token], at: int, first: Term) -> Clause | None:
    """`ABC is the inscribed triangle of circle O`, `circle O is the circumscribed circle of triangle ABC`."""
    if first.kind != "figure" or at + 2 >= len(tokens) or not tokens[at + 2].is_word("of"):
        return None
    whole = read_object(tokens, at + 3)
    if whole is None or whole.kind != "figure" or ("Circle" in whole.form) == ("Circle" in first.form):
        return None
    inner, outer = (first, whole) if tokens[at].text == "inscribed" else (whole, first)
    return Clause((f"InscribedIn({inner.form},{outer.form})",), whole.after)


def _having(tokens: Sequence[Token], at: int, owner: Term) -> Clause | None:
    quantity = read_quantity(tokens, at, owner.form)
    if quantity is None or quantity.kind != "measure" or not quantity.form.endswith(f"({owner.form})"):
        return None
    value = read_expression(tokens, skip_words(tokens, quantity.after, "of"))
    if value is None:
        return None
    after = skip_words(tokens, value.after, *UNITS)
    return Clause((f"Equals({quantity.form},{value.form})",), after, owner.form)


def _placed(tokens: Sequence[Token], at: int, first: Term) -> Clause | None:
    word, link = tokens[at].text, tokens[at + 1]
    second = read_object(tokens, at + 2)
    if second is None or second.kind != "figure":
        return None
    if word == "tangent" and link.is_word("to") and first.kind == "line" and "Circle" in second.form:
        after = second.after
        if after + 1 < len(tokens) and tokens[after].is_word("at"):
            point = read_object(tokens, after + 1)
            after = point.after if point is not None and point.kind == "point" else after
        return Clause((f"Tangent({first.form},{second.form})",), after, second.form)
    if word == "inscribed" and link.is_word("in") and first.kind == "figure":
        return Clause((f"InscribedIn({first.form},{second.form})",), second.after)
    if word == "circumscribed" and link.is_word("about", "around", "to") and first.kind == "figure":
        return Clause((f"CircumscribedTo({first.form},{second.form})",), second.after)
    return None


def _kind_of_figure(tokens: Sequence[Token], at: int, first: Term) -> Clause | None:
    kind = read_object(tokens, at)
    if first.kind != "figure" or kind is None or kind.kind != "figure" or UNNAMED not in kind.form:
        return None
    points = first.form.rsplit("(", 1)[1].rstrip(")")
    form = kind.form.replace(UNNAMED, points)
    return Clause((form,), kind.after, form)
