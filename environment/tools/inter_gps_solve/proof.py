"""The steps that lead to a goal: each a law, what it rests on, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass

from environment.tools.inter_gps_solve.elimination import fewest, linear_row
from environment.tools.inter_gps_solve.facts import GIVEN, Premise
from environment.tools.inter_gps_solve.knowledge import Knowledge, Source
from environment.tools.inter_gps_solve.polynomial import Quantity
from environment.tools.inter_gps_solve.telling import Teller

ALGEBRA = "solving the equations"
FUNCTION = "sine, cosine, tangent"


@dataclass(frozen=True)
class Step:
    """One step of a proof."""

    law: str
    premises: tuple[str, ...]
    gives: str


class Proof:
    """Collects the steps to quantities, each once, in an order in which every step rests on earlier ones."""

    def __init__(self, knowledge: Knowledge, teller: Teller) -> None:
        self.knowledge, self.teller = knowledge, teller
        self.steps: list[Step] = []
        self.used: list[Quantity] = []
        """Quantities whose values the proof rests on, goals included, in the order of the steps."""
        self._said: set[Quantity | int] = set()

    def reach(self, quantity: Quantity) -> None:
        """Add the steps that lead to a quantity's value."""
        if quantity in self._said:
            return
        self._said.add(quantity)
        source = self.knowledge.sources[quantity]
        told = self.teller.value(quantity, self.knowledge.values[quantity])
        if source.inner is not None:
            self.reach(source.inner)
            inner = self.teller.value(source.inner, self.knowledge.values[source.inner])
            if source.inner.kind != "constant":
                self.steps.append(Step(FUNCTION, (inner,), told))
        elif len(source.equations) == 1:
            self._from_one(quantity, source.equations[0], told)
        elif source.equations:
            self._from_several(quantity, source, told)
        self.used.append(quantity)

    def _from_one(self, quantity: Quantity, number: int, told: str) -> None:
        equation = self.knowledge.equations[number]
        others = [q for q in equation.zero.quantities if q != quantity]
        premises = self._premises(equation.premises)
        for other in others:
            self.reach(other)
        values = [self.teller.value(q, self.knowledge.values[q]) for q in others if q.kind != "constant"]
        alone = quantity.kind == "goal" and len(others) == 1
        if alone and told == self.teller.value(others[0], self.knowledge.values[others[0]]):
            return
        shown = self.teller.equation(equation.zero)
        law = ALGEBRA if equation.law == GIVEN else equation.law
        if equation.law == GIVEN:
            form = str(equation.premises[0])
            if not others:  # the form as written already says it
                return
            self.steps.append(Step(law, tuple(dict.fromkeys((form, *values))), told))
        else:
            gives = told if shown == told else f"{shown}, so {told}"
            self.steps.append(Step(law, tuple(dict.fromkeys((*premises, *values))), gives))

    def _from_several(self, quantity: Quantity, source: Source, told: str) -> None:
        numbers = needed(self.knowledge, quantity, source)
        shown: list[str] = []
        for number in numbers:
            for other in self.knowledge.equations[number].zero.quantities:
                if other not in source.unknown:
                    self.reach(other)
            self._state(number)
            shown.append(self._equation(number))
        known = {
            q
            for number in numbers
            for q in self.knowledge.equations[number].zero.quantities
            if q not in source.unknown and q.kind != "constant"
        }
        values = [self.teller.value(q, self.knowledge.values[q]) for q in sorted(known)]
        self.steps.append(Step(ALGEBRA, tuple(dict.fromkeys((*shown, *values))), told))

    def _state(self, number: int) -> None:
        """Add the step that gives an equation, where it is not given itself."""
        equation = self.knowledge.equations[number]
        if number in self._said or equation.law == GIVEN:
            return
        self._said.add(number)
        premises = self._premises(equation.premises)
        self.steps.append(Step(equation.law, premises, self.teller.equation(equation.zero)))

    def _premises(self, premises: tuple[Premise, ...]) -> tuple[str, ...]:
        told = []
        for premise in premises:
            if isinstance(premise, Quantity):
                self.reach(premise)
                told.append(self.teller.value(premise, self.knowledge.values[premise]))
            elif isinstance(premise, int):
                self._state(premise)
                told.append(self._equation(premise))
            else:
                told.append(premise)
        return tuple(dict.fromkeys(told))

    def _equation(self, number: int) -> str:
        equation = self.knowledge.equations[number]
        return str(equation.premises[0]) if equation.law == GIVEN else self.teller.equation(equation.zero)


def needed(knowledge: Knowledge, quantity: Quantity, source: Source) -> tuple[int, ...]:
    """Return as few of a source's equations as give the quantity."""
    before = {q: knowledge.values.pop(q) for q in source.unknown if q in knowledge.values}
    try:
        linear = all(linear_row(knowledge, knowledge.equations[n].zero) is not None for n in source.equations)
        return fewest(knowledge, quantity, source) if linear else source.equations
    finally:
        knowledge.values.update(before)
