"""What a theorem looks at: the figure, the relations found so far, and which values are known or equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from environment.tools.inter_gps_solve.facts import Equation, Premise, Relation
from environment.tools.inter_gps_solve.figure import Figure
from environment.tools.inter_gps_solve.knowledge import SQUARE, Knowledge
from environment.tools.inter_gps_solve.polynomial import Quantity, Value, polynomial


@dataclass(frozen=True)
class Context:
    """One moment of a search."""

    figure: Figure
    knowledge: Knowledge
    relations: Sequence[Relation]

    def related(self, *kinds: str) -> Iterator[Relation]:
        """Yield the relations of these kinds."""
        return (relation for relation in self.relations if relation.kind in kinds)

    def is_right(self, angle: Quantity | None) -> bool:
        """Whether an angle is known to be 90 degrees."""
        return angle is not None and abs(self.knowledge.values.get(angle, 0.0) - 90) < SQUARE


Law: TypeAlias = Callable[[Context], Iterator[Equation | Relation]]
"""A theorem: yields what it says of the figure at this moment; saying something twice does no harm."""


def equal(
    one: Value | None, two: Value | None, law: str, premises: Sequence[Premise] = ()
) -> Iterator[Equation]:
    """Yield that two values are equal; nothing where one does not exist, such as the angle of one ray."""
    if one is not None and two is not None:
        yield Equation(polynomial(one) - two, law, tuple(premises))


def because(*parts: Sequence[Premise]) -> tuple[Premise, ...]:
    """Join premises, each once."""
    return tuple(dict.fromkeys(p for part in parts for p in part))
