"""Logic forms to a problem: first the figure, then what holds in it and what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from environment.tools.inter_gps_solve.facts import Goal, Problem
from environment.tools.inter_gps_solve.figure import Figure, Position
from environment.tools.inter_gps_solve.forms import Form, FormError, parse
from environment.tools.inter_gps_solve.measures import Measures
from environment.tools.inter_gps_solve.outline import in_order, meant, renamed
from environment.tools.inter_gps_solve.sketch import POLYGONS, Sketch, corners_of, is_point
from environment.tools.inter_gps_solve.statements import Statements

UNNAMED = "$"
_BY_CORNERS = {count: head for head, count in reversed(POLYGONS.items()) if count}


def read(
    text_forms: Sequence[str],
    diagram_forms: Sequence[str],
    lines: Sequence[str],
    circles: Sequence[str],
    positions: Mapping[str, Position],
) -> Problem:
    """Read forms of text and diagram, drawn lines (`AB`), circle centres and positions in pixels.

    A form that is not understood is listed with the reason and says nothing; so are lines that are no two
    points.
    """
    ignored: list[str] = []
    parsed: list[tuple[str, Form]] = []
    for text in dict.fromkeys(form.strip() for form in (*text_forms, *diagram_forms)):
        try:
            if text:
                parsed.append((text, _inside_out(parse(text))))
        except FormError as error:
            ignored.append(f"{text}: {error}")
    sketch = Sketch(positions)
    for line in lines:
        if len(line) == 2 and all(map(is_point, line)):
            sketch.join(*line)
    sketch.straighten()
    for centre in filter(is_point, circles):
        sketch.on_circle.setdefault(centre, set())
    drawn = _drawn(sketch, [form for _, form in parsed])
    named = frozenset(leaf for text, form in parsed if text in text_forms for leaf in _leaves(form))
    names: dict[str, str] = {}
    for _, form in parsed:
        names |= _renaming(form, drawn, named)
    parsed = [(text, _dissolved(_spelled(form, names), drawn)) for text, form in parsed]
    for _, form in parsed:
        sketch.take(form)
    sketch.add_radii()
    figure = sketch.figure()
    return _statements(figure, parsed, ignored)


def _statements(figure: Figure, parsed: Sequence[tuple[str, Form]], ignored: list[str]) -> Problem:
    polygons = [corners for _, form in parsed for part in _parts(form) if (corners := corners_of(part))]
    statements = Statements(figure, Measures(figure, list(dict.fromkeys(polygons))))
    goals = []
    for text, form in parsed:
        try:
            if form.head == "Find" and len(form.args) == 1:
                goals.append(Goal(str(form.args[0]), statements.measures.read(form.args[0])))
                statements.shapes(text, form.args[0])
            else:
                statements.take(text, form)
        except FormError as error:
            ignored.append(f"{text}: {error}")
    return Problem(
        figure,
        tuple(statements.equations),
        tuple(statements.relations),
        tuple(goals),
        tuple(ignored),
        statements.measures.spelled,
    )


def _drawn(sketch: Sketch, forms: Sequence[Form]) -> Figure:
    """Return the figure as drawn, before radii: what a polygon without letters is looked for in."""
    for form in forms:
        if not any(leaf == UNNAMED for leaf in _leaves(form)) and not any(map(corners_of, _parts(form))):
            sketch.take(form)
    return sketch.figure()


def _inside_out(form: Form) -> Form:
    """Write `CircumscribedTo(x,y)` as `InscribedIn(y,x)`."""
    if form.head == "CircumscribedTo" and len(form.args) == 2:
        return Form("InscribedIn", form.args[::-1])
    return form


def _renaming(form: Form, drawn: Figure, named: frozenset[str]) -> dict[str, str]:
    """Return drawn letters for those of a polygon that the drawing lacks, if only one can be meant."""
    found: dict[str, str] = {}
    for part in _parts(form):
        corners = corners_of(part)
        if corners and (there := renamed(drawn, corners, named)) is not None:
            found |= {a: b for a, b in zip(corners, there, strict=True) if a != b}
    return found


def _spelled(form: Form, names: Mapping[str, str]) -> Form:
    if not form.args:
        return Form(names.get(form.head, form.head))
    return Form(form.head, tuple(_spelled(arg, names) for arg in form.args))


def _dissolved(form: Form, drawn: Figure) -> Form:
    """Put letters for `$` where the drawing leaves one choice, and corners into their order."""
    args = tuple(_dissolved(arg, drawn) for arg in form.args)
    if form.names == (UNNAMED,):
        if form.head == "Circle" and len(drawn.circles) == 1:
            return Form("Circle", (Form(next(iter(drawn.circles))),))
        corners = meant(drawn, form.head, POLYGONS[form.head]) if form.head in POLYGONS else None
        if corners is not None:
            head = form.head if POLYGONS[form.head] else _BY_CORNERS.get(len(corners), "Polygon")
            return Form(head, tuple(map(Form, corners)))
    if form.head in POLYGONS and (corners := corners_of(form)):
        return Form(form.head, tuple(map(Form, in_order(drawn, corners))))
    return Form(form.head, args)


def _parts(form: Form) -> list[Form]:
    return [form, *(part for arg in form.args for part in _parts(arg))]


def _leaves(form: Form) -> list[str]:
    return [part.head for part in _parts(form) if not part.args]
