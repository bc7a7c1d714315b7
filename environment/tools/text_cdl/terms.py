"""Noun phrases of a geometry text: a figure, a line, an angle, an arc, a measure of one, or an expression.

Each reader takes tokens and a position and returns the term in the Geometry3K logic-form language with the
position after it, or None where no such phrase stands there. `$` stands for a figure that is not named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from environment.tools.text_cdl.notation import Token, points_of

UNNAMED = "$"
SHAPES = {
    "triangle": ("Triangle", 3),
    "quadrilateral": ("Quadrilateral", 4),
    "parallelogram": ("Parallelogram", 4),
    "rectangle": ("Rectangle", 4),
    "square": ("Square", 4),
    "rhombus": ("Rhombus", 4),
    "trapezoid": ("Trapezoid", 4),
    "kite": ("Kite", 4),
    "pentagon": ("Pentagon", 5),
    "hexagon": ("Hexagon", 6),
    "heptagon": ("Heptagon", 7),
    "octagon": ("Octagon", 8),
    "polygon": ("Polygon", 0),
    "circle": ("Circle", 1),
    "region": ("Shape", 0),
    "figure": ("Shape", 0),
    "shape": ("Shape", 0),
}
BY_CORNERS = {3: "Triangle", 4: "Quadrilateral", 5: "Pentagon", 6: "Hexagon", 7: "Heptagon", 8: "Octagon"}
ADJECTIVES = {
    "isosceles": "Isosceles",
    "equilateral": "Equilateral",
    "regular": "Regular",
    "right": "Right",
    "shaded": "Shaded",
    "rt": "Right",
}
ATTRIBUTES = {
    "area": "AreaOf",
    "perimeter": "PerimeterOf",
    "circumference": "CircumferenceOf",
    "radius": "RadiusOf",
    "diameter": "DiameterOf",
    "median": "MedianOf",
    "altitude": "AltitudeOf",
    "height": "HeightOf",
    "width": "WidthOf",
    "hypotenuse": "HypotenuseOf",
}
RATIOS = {
    "sin": "SinOf",
    "sine": "SinOf",
    "cos": "CosOf",
    "cosine": "CosOf",
    "tan": "TanOf",
    "tangent": "TanOf",
}
RATIOS |= {"cot": "CotOf", "cotangent": "CotOf"}
# fmt: off
LINE_WORDS = (
    "line", "lines", "segment", "segments", "side", "sides", "chord", "chords", "ray", "rays", "diagonal",
    "diagonals", "leg", "legs", "base", "bases",
)
# fmt: on
DETERMINERS = ("the", "a", "an", "each", "this", "that", "its")


@dataclass(frozen=True)
class Term:
    """A noun phrase: its kind (figure, line, angle, arc, point, measure), its form, and where it ends."""

    kind: str
    form: str
    after: int

    @property
    def measured(self) -> str:
        """The quantity the phrase stands for in an equation: a line's length, an angle's measure."""
        heads = {"line": "LengthOf", "angle": "MeasureOf", "arc": "MeasureOf"}
        return f"{heads[self.kind]}({self.form})" if self.kind in heads else self.form


def skip_words(tokens: Sequence[Token], at: int, *words: str) -> int:
    """Return the position after any run of the given words."""
    while at < len(tokens) and tokens[at].is_word(*words):
        at += 1
    return at


def read_object(tokens: Sequence[Token], at: int) -> Term | None:
    """Read a figure, line, angle, arc or point."""
    at = skip_words(tokens, at, *DETERMINERS)
    for reader in (_angle, _arc, _figure, _line, _bare_name):
        if (term := reader(tokens, at)) is not None:
            return term
    return None


def read_quantity(tokens: Sequence[Token], at: int, subject: str | None) -> Term | None:
    """Read something that has a value: `m angle ABC`, `AB`, `the area of ...`, `sin x`.

    `subject` is the figure spoken of last: `its area` and a plain `the radius` belong to it.
    """
    at = skip_words(tokens, at, *DETERMINERS)
    if at >= len(tokens):
        return None
    word = tokens[at].text if tokens[at].kind == "word" else ""
    if word in ("ratio", "sum"):
        return _combined(tokens, at, subject)
    if word in ("measure", "degree", "degrees", "size", "length", "m", "value") and at + 1 < len(tokens):
        inner_at = skip_words(tokens, at + 1, "of", *DETERMINERS)
        inner = read_object(tokens, inner_at) or read_quantity(tokens, inner_at, subject)
        if inner is None or inner.kind in ("figure", "point"):
            return None
        head = "LengthOf" if word == "length" and inner.kind == "arc" else ""
        return Term("measure", f"{head}({inner.form})" if head else inner.measured, inner.after)
    if word in RATIOS:
        inner_at = skip_words(tokens, at + 1, "of")
        angle = read_object(tokens, inner_at)
        if angle is not None and angle.kind == "angle":
            return Term("measure", f"{RATIOS[word]}({angle.form})", angle.after)
        if angle is not None and angle.kind == "point":
            return Term("measure", f"{RATIOS[word]}(Angle({angle.form}))", angle.after)
        variable = read_expression(tokens, inner_at)
        return (
            None if variable is None else Term("measure", f"{RATIOS[word]}({variable.form})", variable.after)
        )
    if word == "scale" and at + 1 < len(tokens) and tokens[at + 1].is_word("factor"):
        return _scale_factor(tokens, skip_words(tokens, at + 2, "of"))
    if word in ATTRIBUTES:
        return _attribute(tokens, at, subject)
    term = read_object(tokens, at)
    if term is None or term.kind not in ("line", "angle", "arc"):
        return None
    return _added(tokens, term)


def _added(tokens: Sequence[Token], term: Term) -> Term:
    """Read `+ CD` after a line or an angle, as often as it stands there."""
    parts = [term.measured]
    while term.after < len(tokens) and tokens[term.after].text == "+":
        other = read_object(tokens, term.after + 1)
        if other is None or other.kind != term.kind:
            break
        parts.append(other.measured)
        term = other
    return term if len(parts) == 1 else Term("measure", f"SumOf({','.join(parts)})", term.after)


def read_expression(tokens: Sequence[Token], at: int) -> Term | None:
    """Read an arithmetic expression of numbers and one-letter variables, written without blanks."""
    parts: list[str] = []
    depth, ends_open = 0, True
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "number":
            parts.append(token.text.replace(",", ""))
            ends_open = False
        elif token.kind == "word" and (len(token.text) == 1 or token.text in ("sqrt", "pi")):
            parts.append(token.text)
            ends_open = token.text == "sqrt"
        elif token.kind == "operator":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth < 0 or (ends_open and token.text in "*/^)"):
                return None
            ends_open = token.text != ")"
            parts.append(token.text)
        else:
            break
        at += 1
    return Term("expression", "".join(parts), at) if parts and not ends_open and depth == 0 else None


def figure_of(name: str) -> str | None:
    """Return the polygon that a bare name of three or more points stands for."""
    points = points_of(name)
    return f"{BY_CORNERS[len(points)]}({','.join(points)})" if len(points) in BY_CORNERS else None


def _angle(tokens: Sequence[Token], at: int) -> Term | None:
    if at + 1 >= len(tokens) or not tokens[at].is_word("angle", "angles"):
        return None
    name = tokens[at + 1]
    if name.kind == "name" and len(points_of(name.text)) in (1, 3):
        return Term("angle", f"Angle({','.join(points_of(name.text))})", at + 2)
    if name.kind == "number" or (name.kind == "word" and len(name.text) == 1):
        return Term("angle", f"Angle({name.text})", at + 2)
    return None


def _arc(tokens: Sequence[Token], at: int) -> Term | None:
    at = skip_words(tokens, at, "minor", "major")
    if at + 1 < len(tokens) and tokens[at].is_word("arc", "arcs") and tokens[at + 1].kind == "name":
        points = points_of(tokens[at + 1].text)
        return Term("arc", f"Arc({','.join(points)})", at + 2) if len(points) in (2, 3) else None
    return None


def _figure(tokens: Sequence[Token], at: int) -> Term | None:
    heads: list[str] = []
    while at < len(tokens) and tokens[at].kind == "word" and tokens[at].text in ADJECTIVES:
        heads.append(ADJECTIVES[tokens[at].text])
        at += 1
    plural = tokens[at].text.removesuffix("s") if at < len(tokens) else ""
    if at >= len(tokens) or tokens[at].kind != "word" or not {tokens[at].text, plural} & SHAPES.keys():
        return None
    shape, corners = SHAPES[tokens[at].text if tokens[at].text in SHAPES else plural]
    at += 1
    inside = UNNAMED
    if at < len(tokens) and tokens[at].kind == "name":
        points = points_of(tokens[at].text)
        if corners and len(points) != corners:
            return None
        if shape == "Polygon":
            shape = BY_CORNERS.get(len(points), shape)
        inside = ",".join(points)
        at += 1
    form = f"{shape}({inside})"
    for head in reversed(heads):
        form = f"{head}({form})"
    return Term("figure", form, at)


def _line(tokens: Sequence[Token], at: int) -> Term | None:
    said = at
    at = skip_words(tokens, at, "straight", "perpendicular", *LINE_WORDS)
    if at >= len(tokens):
        return None
    if tokens[at].kind == "name" and len(points_of(tokens[at].text)) == 2:
        return Term("line", f"Line({','.join(points_of(tokens[at].text))})", at + 1)
    if at > said and tokens[at].kind == "word" and len(tokens[at].text) == 1:
        return Term("line", f"Line({tokens[at].text})", at + 1)
    return None


def _bare_name(tokens: Sequence[Token], at: int) -> Term | None:
    at = skip_words(tokens, at, "point", "points")
    if at >= len(tokens) or tokens[at].kind != "name":
        return None
    points = points_of(tokens[at].text)
    if len(points) == 1:
        return Term("point", points[0], at + 1)
    figure = figure_of(tokens[at].text)
    return None if figure is None else Term("figure", figure, at + 1)


def _attribute(tokens: Sequence[Token], at: int, subject: str | None) -> Term | None:
    head = ATTRIBUTES[tokens[at].text]
    at += 1
    if at < len(tokens) and tokens[at].is_word("of"):
        figure = read_object(tokens, at + 1)
        if figure is not None and figure.kind not in ("figure", "line"):
            return None
        if figure is not None:
            return Term("measure", f"{head}({figure.form})", figure.after)
    round_one = head in ("RadiusOf", "DiameterOf", "CircumferenceOf")
    owner = subject or UNNAMED
    if "(" in owner and ("Circle" in owner) != round_one and head != "AreaOf":
        owner = UNNAMED
    if UNNAMED in owner:
        owner = "Circle($)" if round_one else "Polygon($)"
    return Term("measure", f"{head}({owner})", at)


def _combined(tokens: Sequence[Token], at: int, subject: str | None) -> Term | None:
    """`ratio of AB to CD`, `sum of AB and CD`."""
    ratio = tokens[at].text == "ratio"
    if at + 1 >= len(tokens) or not tokens[at + 1].is_word("of"):
        return None
    first = read_quantity(tokens, at + 2, subject)
    if first is None or not (
        first.after < len(tokens) and tokens[first.after].is_word("to" if ratio else "and")
    ):
        return None
    second = read_quantity(tokens, first.after + 1, subject)
    if second is None:
        return None
    return Term(
        "measure", f"{'RatioOf' if ratio else 'SumOf'}({first.measured},{second.measured})", second.after
    )


def _scale_factor(tokens: Sequence[Token], at: int) -> Term | None:
    first = read_object(tokens, at)
    if first is None or first.after >= len(tokens) or not tokens[first.after].is_word("to"):
        return None
    second = read_object(tokens, first.after + 1)
    if second is None or (first.kind, second.kind) != ("figure", "figure"):
        return None
    return Term("measure", f"ScaleFactorOf({first.form},{second.form})", second.after)
