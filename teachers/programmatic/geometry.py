"""Geometry: the text as predicates, the equations they license, their solution, and the choice it equals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from schemas import Prompt
from teachers.programmatic.answers import nearest, picked, shown
from teachers.programmatic.choice_values import value_of
from teachers.programmatic.logic_form import CORNERS, Figure, Form, expression, figure_of, named, parse
from teachers.programmatic.plan import Abstain, Action, Answer, Plan, Seen, Use, failed, last
from teachers.programmatic.theorems import Equation, theorems

CDL = "text_cdl"
SOLVE = "sympy_math"
MAX_THEOREMS = 3
"""Theorems combined in one problem; more than that would be search rather than reading."""
_NUMBER = re.compile(r"(?<![\w.*])\d")
_FUNCTIONS = frozenset({"sin", "cos", "tan", "sqrt", "pi"})


@dataclass(frozen=True)
class Problem:
    """A goal, and the equations that determine it."""

    unknown: str
    equations: tuple[Equation, ...]


def plans(prompt: Prompt) -> Sequence[Plan]:
    """Predicates of the text, then algebra; what only the diagram tells stays open."""
    return (Plan("text to equations", (CDL, SOLVE), _move),)


def _move(prompt: Prompt, seen: Sequence[Seen]) -> Action:
    read = last(seen, CDL)
    if read is None:
        return Use(
            CDL, {"text": prompt.question}, "The problem's text has to be turned into exact statements first."
        )
    if read.result is None:
        return failed(read)
    solved = last(seen, SOLVE)
    if solved is None:
        problem = problem_of([str(p) for p in read.result["predicates"]])
        if problem is None:
            return Abstain("The statements of the text alone do not determine the quantity asked for.")
        arguments = {"equations": [e.text for e in problem.equations], "unknown": problem.unknown}
        reasons = list(dict.fromkeys(e.because for e in problem.equations if e.because))
        because = "; ".join(reasons) or "the text states the equations itself"
        return Use(SOLVE, arguments, f"To find {problem.unknown} these facts are enough: {because}.")
    return failed(solved) if solved.result is None else _choose(prompt, solved)


def _choose(prompt: Prompt, solved: Seen) -> Action:
    assert solved.result is not None
    unknown = str(solved.arguments["unknown"])
    values = [s["decimal"] for s in solved.result["solutions"] if isinstance(s["decimal"], int | float)]
    if len(unknown) > 1:
        values = [v for v in values if v > 0]
    if unknown.startswith(("angle_", "arc_")):
        values = [v for v in values if v < 180]
    if not prompt.choices:
        if len(values) != 1:
            return Abstain(f"The equations leave {len(values)} possible values for {unknown}.")
        return Answer(shown(values[0], 2), f"Solving gives {unknown} = {shown(values[0])}.")
    choices = [value_of(c) for c in prompt.choices]
    hits = {i: v for v in values if (i := nearest(choices, v)) is not None}
    if len(hits) != 1:
        return Abstain(
            f"Solving gives {', '.join(map(shown, values)) or 'no value'}, which singles out no choice."
        )
    index, value = next(iter(hits.items()))
    return picked(prompt, index, f"Solving gives {unknown} = {shown(value)}.")


def problem_of(predicates: Sequence[str]) -> Problem | None:
    """Return the smallest set of licensed equations that determines the goal, or None."""
    forms = [parse(p) for p in predicates]
    goals = [f.args[0] for f in forms if f.head == "Find" and f.args]
    facts = [f for f in forms if f.head != "Find"]
    if len(goals) != 1:
        return None
    figures = tuple(dict.fromkeys(f for form in _nodes(forms) if (f := figure_of(form)) is not None))
    given = _given(facts, figures)
    unknown = _goal(goals[0], figures)
    if unknown is None:
        return None
    right, equal = _right_angles(facts, given, figures), _equalities(given)
    right_facts = [Equation(f"{a} = 90", "the angle is right") for a in sorted(right)]
    licensed = [*right_facts, *theorems(figures, [*facts, *goals], right, equal), *_unnamed(figures)]
    return _determining(unknown, given, licensed)


def _goal(goal: Form, figures: tuple[Figure, ...]) -> str | None:
    if goal.head == "ScaleFactorOf" and (figure := figure_of(goal.args[0])) is not None:
        return f"scale_{''.join(sorted(figure.corners))}"
    return expression(goal, figures)


def _given(facts: Sequence[Form], figures: tuple[Figure, ...]) -> list[Equation]:
    given = []
    for fact in facts:
        if fact.head in ("Equals", "Congruent") and len(fact.args) == 2:
            sides = [expression(a, figures) for a in fact.args]
            if None not in sides:
                given.append(Equation(f"{sides[0]} = {sides[1]}", ""))
    return given


def _right_angles(
    facts: Sequence[Form], given: Sequence[Equation], figures: tuple[Figure, ...]
) -> frozenset[str]:
    found = {m[1] for e in given if (m := re.fullmatch(r"(angle_\w+) = 90", e.text))}
    for fact in facts:
        if fact.head != "Perpendicular" or any(len(a.args) != 2 for a in fact.args):
            continue
        one, two = ([p.head for p in a.args] for a in fact.args)
        common = set(one) & set(two)
        if len(common) == 1:
            vertex = common.pop()
            ends = [p for p in (*one, *two) if p != vertex]
            found.add(f"angle_{min(ends)}{vertex}{max(ends)}")
    for fact in facts:
        if fact.head == "IsHypotenuseOf" and (figure := figure_of(fact.args[1])) is not None:
            ends = [p.head for p in fact.args[0].args]
            vertex = "".join(c for c in figure.corners if c not in ends)
            if len(vertex) == 1:
                found.add(f"angle_{min(ends)}{vertex}{max(ends)}")
    return frozenset(found)


def _equalities(given: Sequence[Equation]) -> frozenset[frozenset[str]]:
    sides = (e.text.split(" = ") for e in given)
    return frozenset(
        frozenset(s) for s in sides if all(re.fullmatch(r"[A-Z'’′]{2,}|angle_\w+", x) for x in s)
    )


def _unnamed(figures: Sequence[Figure]) -> list[Equation]:
    """Figures without letters: a regular polygon's perimeter needs only its side."""
    found = []
    for figure in figures:
        n = CORNERS.get(figure.shape)
        if figure.corners == ("$",) and n and "Regular" in figure.qualities:
            found.append(
                Equation(f"perimeter{named(figure.shape, figure.corners)} = {n}*side", "its sides are equal")
            )
    return found


def _determining(unknown: str, given: Sequence[Equation], licensed: Sequence[Equation]) -> Problem | None:
    goal = _unknowns(unknown)
    for size in range(MAX_THEOREMS + 1):
        for chosen in combinations(licensed, size):
            names = goal.union(*(_unknowns(e.text) for e in chosen))
            used: list[Equation] = []
            grew = True
            while grew:
                more = [e for e in given if e not in used and _unknowns(e.text) & names]
                grew = bool(more)
                used += more
                names = names.union(*(_unknowns(e.text) for e in more))
            if not any(_NUMBER.search(e.text) for e in (used or chosen)):
                continue  # equalities alone fix no value
            if goal <= frozenset().union(*(_unknowns(e.text) for e in (*used, *chosen))) and len(
                names
            ) <= len(used) + len(chosen):
                return Problem(unknown, (*used, *chosen))
    return None


def _unknowns(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z][\w'’′]*", text)) - _FUNCTIONS


def _nodes(forms: Sequence[Form]) -> list[Form]:
    return [n for f in forms for n in (f, *_nodes(f.args))]
