"""Clauses of a geometry text: what is given and what is asked, as logic-form predicates.

A reader returns the predicates with the position after the clause, or None. A clause counts only where it
ends as clauses end, so that `AB is 5 more than BC` never yields `AB = 5`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from environment.tools.text_cdl.clause import UNITS, Clause, ends
from environment.tools.text_cdl.incidences import read_incidence
from environment.tools.text_cdl.notation import Token
from environment.tools.text_cdl.relations import read_being, read_relation
from environment.tools.text_cdl.terms import (
    DETERMINERS,
    LINE_WORDS,
    UNNAMED,
    Term,
    read_expression,
    read_object,
    read_quantity,
    skip_words,
)

# fmt: off
_PREFIXES = (
    "in", "for", "given", "if", "and", "then", "suppose", "that", "where", "let", "use", "using",
    "since", "with",
    "when", "so", "on", "consider", "as", "to", "shown",
)
# fmt: on
_ASKING = ("find", "determine", "calculate", "compute", "what", "solve")
_DENIALS = ("not", "no", "never", "false", "whether", "or", "nor", "neither")


def read_clause(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    """Read one clause at a position, trying questions first; None where nothing is understood."""
    for reader in _READERS:
        if (reading := reader(tokens, at, subject)) is not None and ends(tokens, reading.after):
            return reading
    return None


def skip_prefixes(tokens: Sequence[Token], at: int) -> int:
    """Return the position after words that open a clause and say nothing themselves."""
    return skip_words(tokens, at, *_PREFIXES)


def _blank(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    """`The degree of angle CAB is ( )`: a statement whose value is left open asks for it."""
    quantity = read_quantity(tokens, at, subject)
    if quantity is None or quantity.after >= len(tokens):
        return None
    equals = tokens[quantity.after].text == "=" or tokens[quantity.after].is_word("is", "equals")
    at = skip_words(tokens, quantity.after + 1, "equal", "to", "about")
    gap = "".join(token.text for token in tokens[at : at + 2])
    if not equals or (gap != "()" and not gap.startswith("?")):
        return None
    goal = f"Find({quantity.form if quantity.kind == 'measure' else quantity.measured})"
    return Clause((goal,), at + (2 if gap == "()" else 0))


def _question(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    if at >= len(tokens) or not tokens[at].is_word(*_ASKING):
        return None
    at = skip_words(tokens, at + 1, "is", "are", "for", "out")
    goals: list[str] = []
    quantity = read_quantity(tokens, at, subject) or _unknown(tokens, at)
    while quantity is not None and (not goals or ends(tokens, quantity.after)):
        goals.append(f"Find({quantity.form if quantity.kind == 'measure' else quantity.measured})")
        at = quantity.after
        if not (at < len(tokens) and (tokens[at].is_word("and") or tokens[at].text == ",")):
            break
        quantity = read_quantity(tokens, at + 1, subject) or _unknown(tokens, at + 1)
    owner = (
        read_object(tokens, at + 1) if goals and at < len(tokens) and tokens[at].is_word("of", "in") else None
    )
    if owner is not None and owner.kind == "figure":
        return Clause(
            (*([owner.form] if says_something(owner.form) else []), *goals), owner.after, owner.form
        )
    return Clause(tuple(goals), at) if goals else None


def _unknown(tokens: Sequence[Token], at: int) -> Term | None:
    at = skip_words(tokens, at, "the", "value", "values", "of", "each", "variable")
    return read_expression(tokens, at)


def _equation(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    sides: list[str] = []
    first = side = read_quantity(tokens, at, subject) or read_expression(tokens, at)
    while side is not None:
        sides.append(side.form if side.kind in ("measure", "expression") else side.measured)
        at = skip_words(tokens, side.after, *UNITS) if side.kind == "expression" else side.after
        if at < len(tokens) and (tokens[at].text == "=" or tokens[at].is_word("is", "equals")):
            at = skip_words(tokens, at + 1, "equal", "to")
            side = read_quantity(tokens, at, subject) or read_expression(tokens, at)
            if side is None:
                return None
        else:
            break
    if (
        first is None
        or len(sides) < 2
        or (first.kind == "expression" and len(sides) == 2 and sides[0] == sides[1])
    ):
        return None
    return Clause(tuple(f"Equals({sides[0]},{other})" for other in sides[1:]), at)


def _mention(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    """`In circle O,`: a figure named and nothing more."""
    figure = read_object(tokens, at)
    if figure is None or figure.kind != "figure" or not says_something(figure.form):
        return None
    return Clause((figure.form,), figure.after, figure.form)


def _chords(tokens: Sequence[Token], at: int, subject: str | None) -> Clause | None:
    """`Chords AC and DF`: lines said to be chords of the circle in hand."""
    at = skip_words(tokens, at, "the")
    if at >= len(tokens) or not tokens[at].is_word("chord", "chords"):
        return None
    circle = subject if subject is not None and "Circle" in subject else f"Circle({UNNAMED})"
    found: list[str] = []
    while (chord := read_object(tokens, at)) is not None and chord.kind == "line":
        found += [f"IsChordOf({chord.form},{circle})", chord.form]
        at = chord.after
        if not (at < len(tokens) and tokens[at].is_word("and")):
            break
        at += 1
    return Clause(tuple(sorted(found, key=lambda form: form.startswith("Line"))), at) if found else None


def says_something(figure: str) -> bool:
    """Whether a figure alone is a fact: it has a name, a quality, or is of a particular kind."""
    vague = {f"{shape}({UNNAMED})" for shape in ("Shape", "Polygon", "Quadrilateral", "Triangle", "Circle")}
    return figure not in vague and figure != f"Shaded(Shape({UNNAMED}))"


def mentions(tokens: Sequence[Token], subject: str | None) -> list[str]:
    """Return figures and chords that a clause names though it is not understood; none where it denies."""
    if any(token.is_word(*_DENIALS) for token in tokens):
        return []
    found: list[str] = []
    at = 0
    while at < len(tokens):
        starts = tokens[at].kind == "word" and tokens[at].text not in LINE_WORDS
        chords = _chords(tokens, at, subject)
        figure = read_object(tokens, at) if starts and not tokens[at].is_word(*DETERMINERS) else None
        if chords is not None:
            found += chords.predicates
            at = chords.after
        elif figure is not None and figure.kind == "figure" and says_something(figure.form):
            found.append(figure.form)
            at = figure.after
        else:
            at += 1
    return found


_READERS: tuple[Callable[[Sequence[Token], int, str | None], Clause | None], ...] = (
    _question,
    _blank,
    read_incidence,
    read_relation,
    read_being,
    _equation,
    _mention,
)
