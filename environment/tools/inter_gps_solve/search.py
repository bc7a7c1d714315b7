"""The search: theorems and algebra in turn, until nothing new is found or a bound is reached."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice

from environment.tools.inter_gps_solve.context import Context, Law
from environment.tools.inter_gps_solve.elimination import eliminate, settle_linear, settle_one_more
from environment.tools.inter_gps_solve.facts import GIVEN, Equation, Problem, Relation
from environment.tools.inter_gps_solve.figure import Figure
from environment.tools.inter_gps_solve.knowledge import Knowledge
from environment.tools.inter_gps_solve.polynomial import Quantity, polynomial
from environment.tools.inter_gps_solve.theorems import ALWAYS, WHEN_STUCK

MAX_ROUNDS = 24
MAX_EQUATIONS = 3000
MAX_OF_ONE_LAW = 10_000
"""They bound the work and not the time, so that the same problem ends the same way on every machine."""


@dataclass(frozen=True)
class Found:
    """Where a search ended."""

    knowledge: Knowledge
    goals: tuple[Quantity, ...]
    """One for each goal of the problem; known ones have a value."""


def goal_quantity(at: int) -> Quantity:
    """Return the quantity that stands for the problem's goal number `at`."""
    return Quantity("goal", (str(at),))


def search(problem: Problem) -> Found:
    """Apply theorems until every goal is known and nothing contradicts it, or nothing new comes."""
    knowledge = Knowledge(lambda quantity: drawn_size(problem.figure, knowledge, quantity))
    for equation in problem.equations:
        knowledge.add(equation)
    for at, goal in enumerate(problem.goals):
        value = polynomial(goal_quantity(at)) * goal.value.under - goal.value.over
        knowledge.add(Equation(value, GIVEN, (f"Find({goal.text})",)))
    knowledge.propagate()
    goals = tuple(goal_quantity(at) for at in range(len(problem.goals)))
    relations = list(problem.relations)
    laws = list(ALWAYS)
    waiting = list(WHEN_STUCK)
    for _ in range(MAX_ROUNDS):
        news = _apply(laws, Context(problem.figure, knowledge, relations), relations)
        news |= knowledge.propagate()
        if not news:
            news = _together(knowledge)
        if knowledge.conflicts or len(knowledge.equations) > MAX_EQUATIONS:
            break
        if news:
            continue
        if all(goal in knowledge.values for goal in goals) or not waiting:
            break
        laws.append(waiting.pop(0))
    return Found(knowledge, goals)


def _apply(laws: list[Law], context: Context, relations: list[Relation]) -> bool:
    news = False
    seen = {_sign(relation) for relation in relations}
    for law in laws:
        for said in islice(law(context), MAX_OF_ONE_LAW):
            if isinstance(said, Equation):
                news |= context.knowledge.add(said)
            elif _sign(said) not in seen:
                seen.add(_sign(said))
                relations.append(said)
                news = True
        if len(context.knowledge.equations) > MAX_EQUATIONS:
            break
    return news


def _sign(relation: Relation) -> tuple[str, frozenset[frozenset[str]]]:
    return relation.kind, frozenset(map(frozenset, relation.parts))


def _together(knowledge: Knowledge) -> bool:
    """Solve equations together where none can be used alone."""
    solved = eliminate(knowledge)
    return settle_linear(knowledge, solved) or settle_one_more(knowledge, solved)


def drawn_size(figure: Figure, knowledge: Knowledge, quantity: Quantity) -> float | None:
    """Return what the drawing shows of a quantity, lengths by the scale of the known ones.

    None where it cannot tell.
    """
    names = quantity.names
    if quantity.kind == "angle" and len(names) == 3 and figure.drawn(*names):
        return figure.drawn_angle(*names)
    if quantity.kind == "arc" and figure.drawn(*names):
        return (figure.direction(names[0], names[2]) - figure.direction(names[0], names[1])) % 360
    if quantity.kind == "length" and len(names) == 2 and figure.drawn(*names):
        scale = _scale(figure, knowledge)
        return figure.drawn_length(*names) * scale if scale else None
    return None


def _scale(figure: Figure, knowledge: Knowledge) -> float | None:
    """Return the drawing's unit: the middle one of those that known lengths give, where these agree."""
    units = sorted(
        value / figure.drawn_length(*quantity.names)
        for quantity, value in knowledge.values.items()
        if quantity.kind == "length" and len(quantity.names) == 2 and figure.drawn(*quantity.names)
        if figure.drawn_length(*quantity.names) > 0
    )
    if not units or units[-1] > 1.5 * units[0]:
        return None
    return math.exp(sum(map(math.log, units)) / len(units))
