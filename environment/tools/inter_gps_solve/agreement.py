"""Whether what is said of the figure fits its drawing.

A fact read off the wrong place must not become an answer.

Textbook figures are near to scale. A number that a drawing plainly contradicts was mostly read off another
angle or segment, and a right derivation from it is a wrong answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from environment.tools.inter_gps_solve.facts import Equation, Problem
from environment.tools.inter_gps_solve.figure import Figure
from environment.tools.inter_gps_solve.knowledge import Knowledge
from environment.tools.inter_gps_solve.polynomial import Quantity
from environment.tools.inter_gps_solve.search import drawn_size, goal_quantity

STATED_ANGLE = 13.0
"""Degrees by which a printed angle or arc may differ from the drawn one."""
DERIVED_ANGLE = 20.0
"""The same for one that was computed: lengths in drawings are less true than angles."""
ELSEWHERE = (8.0, 3.0)
"""An angle that is off by more than the first, while another one fits within the second, was misread."""
LENGTHS = 1.8
"""Largest ratio of the scales that two printed lengths give."""
DERIVED_LENGTH = 2.0
"""Largest ratio of the scale that an asked length gives to the middle one of the printed ones."""


def disagreement(problem: Problem, knowledge: Knowledge) -> str | None:
    """Return a sentence on what does not fit the drawing, or None where all of it does.

    Compared are the angles, arcs and lengths that the problem states or asks for.
    """
    figure = problem.figure
    drawn = [figure.drawn_angle(*q.names) for q in _drawn_angles(figure)]
    for quantity, stated in _angles_in(problem, knowledge):
        value, size = knowledge.values[quantity], drawn_size(figure, knowledge, quantity)
        if size is None:
            continue
        off = abs(value - size)
        misread = off > ELSEWHERE[0] and any(abs(value - other) < ELSEWHERE[1] for other in drawn)
        if off > (STATED_ANGLE if stated else DERIVED_ANGLE) or (stated and misread):
            return f"{_named(quantity)} would be {value:g} degrees, but is drawn with about {size:.0f}"
    return _lengths(problem, knowledge)


def _lengths(problem: Problem, knowledge: Knowledge) -> str | None:
    figure = problem.figure
    stated = [q for e in problem.equations if (q := _alone(e)) is not None and q.kind == "length"]
    units = sorted((u, q) for q in set(stated) if (u := _unit(figure, knowledge, q)) is not None)
    if not units:
        return None
    if units[-1][0] > LENGTHS * units[0][0]:
        return f"{_named(units[0][1])} and {_named(units[-1][1])} are drawn on different scales"
    middle = units[len(units) // 2][0]
    for quantity in _goal_parts(problem, knowledge):
        unit = _unit(figure, knowledge, quantity) if quantity.kind == "length" else None
        if unit is not None and not 1 / DERIVED_LENGTH < unit / middle < DERIVED_LENGTH:
            return f"{_named(quantity)} would be {knowledge.values[quantity]:g}, but is drawn otherwise"
    return None


def _angles_in(problem: Problem, knowledge: Knowledge) -> Iterator[tuple[Quantity, bool]]:
    """Yield angles and arcs that the problem states as a number (True), or in an expression or asks for."""
    for equation in problem.equations:
        for quantity in equation.zero.quantities:
            if quantity.kind in ("angle", "arc") and quantity in knowledge.values:
                yield quantity, _alone(equation) is not None
    for quantity in _goal_parts(problem, knowledge):
        if quantity.kind in ("angle", "arc"):
            yield quantity, False


def _goal_parts(problem: Problem, knowledge: Knowledge) -> list[Quantity]:
    parts = {q for goal in problem.goals for q in goal.value.over.quantities if q in knowledge.values}
    named = {
        other
        for e in problem.equations
        for q in e.zero.quantities
        if q in parts and q.kind == "variable"
        for other in e.zero.quantities
        if other in knowledge.values
    }
    return sorted(parts | named - {goal_quantity(0)})


def _alone(equation: Equation) -> Quantity | None:
    quantities = [q for q in equation.zero.quantities if q.kind != "constant"]
    return quantities[0] if len(quantities) == 1 else None


def _unit(figure: Figure, knowledge: Knowledge, quantity: Quantity) -> float | None:
    if quantity not in knowledge.values or len(quantity.names) != 2 or not figure.drawn(*quantity.names):
        return None
    drawn = figure.drawn_length(*quantity.names)
    return knowledge.values[quantity] / drawn if drawn > 1 else None


def _drawn_angles(figure: Figure) -> Iterator[Quantity]:
    for vertex in figure.points:
        rays = [r for r in figure.rays_at(vertex) if figure.drawn(vertex, r)]
        for at, a in enumerate(rays):
            for b in rays[at + 1 :]:
                angle = figure.angle(a, vertex, b)
                if angle is not None:
                    yield angle


def _named(quantity: Quantity) -> str:
    head = {"angle": "Angle", "arc": "Arc", "length": "Line"}[quantity.kind]
    return f"{head}({','.join(quantity.names[-2:] if quantity.kind == 'arc' else quantity.names)})"
