"""From forms to values with their steps, or to one sentence on why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from environment.tools.inter_gps_solve.agreement import disagreement
from environment.tools.inter_gps_solve.exact import Exact
from environment.tools.inter_gps_solve.facts import Premise
from environment.tools.inter_gps_solve.figure import Position
from environment.tools.inter_gps_solve.knowledge import Knowledge, Source
from environment.tools.inter_gps_solve.polynomial import Quantity
from environment.tools.inter_gps_solve.proof import Proof, Step
from environment.tools.inter_gps_solve.reader import read
from environment.tools.inter_gps_solve.search import search
from environment.tools.inter_gps_solve.telling import Teller, number, rounded

MOST_FACTS = 8
MAX_TRIANGLES = 150


@dataclass(frozen=True)
class Value:
    """A goal as asked, its number, and a closed form where a short one was found."""

    goal: str
    number: float
    exact: str | None


@dataclass(frozen=True)
class Solution:
    """Values with their steps, or `failure`, a sentence that says why there are none."""

    values: tuple[Value, ...] = ()
    steps: tuple[Step, ...] = ()
    not_understood: tuple[str, ...] = ()
    failure: str = ""


def solve(
    text_forms: Sequence[str],
    diagram_forms: Sequence[str],
    lines: Sequence[str],
    circles: Sequence[str],
    positions: Mapping[str, Position],
) -> Solution:
    """Solve a problem; see `reader.read` for the arguments."""
    problem = read(text_forms, diagram_forms, lines, circles, positions)
    missing = [reason for reason in problem.ignored if reason.startswith("Find")]
    if missing or not problem.goals:
        return Solution(failure=f"Not solved: what is asked is not understood: {'; '.join(missing)}.")
    if len(problem.figure.triangles) > MAX_TRIANGLES:
        return Solution(failure=f"Not solved: the figure has more than {MAX_TRIANGLES} triangles.")
    found = search(problem)
    knowledge, teller = found.knowledge, Teller(problem)
    if knowledge.conflicts:
        return Solution(failure=_contradiction(knowledge))
    unsolved = [
        goal.text
        for goal, quantity in zip(problem.goals, found.goals, strict=True)
        if quantity not in knowledge.values
    ]
    if unsolved:
        ignored = f" Not understood: {'; '.join(problem.ignored[:3])}." if problem.ignored else ""
        return Solution(
            failure=f"Not solved: the facts and theorems do not determine {', '.join(unsolved)}.{ignored}"
        )
    complaint = disagreement(problem, knowledge)
    if complaint is not None:
        return Solution(failure=f"Not solved: {complaint}; check what the forms say of it.")
    proof, exact = Proof(knowledge, teller), Exact(knowledge)
    values = []
    for goal, quantity in zip(problem.goals, found.goals, strict=True):
        proof.reach(quantity)
        value, closed = rounded(knowledge.values[quantity]), exact.value(quantity)
        shown = None if closed is None or str(closed) == number(value) else str(closed)
        values.append(Value(goal.text, value, shown))
    return Solution(tuple(values), tuple(proof.steps), problem.ignored)


def _contradiction(knowledge: Knowledge) -> str:
    """Name the given facts that a contradiction rests on, the nearest first."""
    facts: list[str] = []
    waiting: list[Premise] = [knowledge.conflicts[0]]
    seen: set[Premise] = set()
    while waiting:
        here = waiting.pop(0)
        if here in seen:
            continue
        seen.add(here)
        if isinstance(here, Quantity):
            source = knowledge.sources.get(here, Source())
            waiting += [*source.equations, *([source.inner] if source.inner else [])]
        elif isinstance(here, int):
            equation = knowledge.equations[here]
            waiting += [*equation.premises, *equation.zero.quantities]
        elif here.endswith(")"):
            facts.append(here)
    if not facts:
        return "Not solved: the figure contradicts itself."
    return f"Not solved: the facts contradict each other, among them {'; '.join(facts[:MOST_FACTS])}."
