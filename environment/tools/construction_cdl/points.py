"""Places and letters brought together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from environment.tools.construction_cdl.letters import Letter
from environment.tools.construction_cdl.pen import Drawn
from environment.tools.construction_cdl.places import SAME, is_new
from environment.tools.construction_cdl.strokes import Point

MARKS = "ΓΔΘΛΞΠΣΦΨΩ"
"""Names of points at which no letter was read: capitals unlike any Latin letter, of one character each."""
REACH = 1.3
"""How far from a point its letter may stand, in letter heights."""


@dataclass(frozen=True)
class Named:
    """A point of the drawing under the letter read beside it, or under one of `MARKS`."""

    name: str
    place: Point

    @property
    def lettered(self) -> bool:
        """Whether the name is a letter that was read."""
        return self.name not in MARKS


def matched(places: Sequence[Point], letters: Sequence[Letter]) -> dict[int, str]:
    """Return a letter for each place that has one beside it, by the place's index; nearest pairs first."""
    pairs = sorted(
        (letter.away(place) + letter.doubt, letter.centred(place), i, j)
        for i, letter in enumerate(letters)
        for j, place in enumerate(places)
        if letter.away(place) <= REACH * letter.height
    )
    cost = {(i, j): 2 * away + centred for away, centred, i, j in pairs}
    of_letter: dict[int, int] = {}
    for _, _, i, j in pairs:
        if i not in of_letter and j not in of_letter.values():
            of_letter[i] = j
    for i, k in combinations(sorted(of_letter), 2):
        straight = cost[i, of_letter[i]] + cost[k, of_letter[k]]
        crosswise = cost.get((i, of_letter[k]), math.inf) + cost.get((k, of_letter[i]), math.inf)
        if crosswise < straight:
            of_letter[i], of_letter[k] = of_letter[k], of_letter[i]
    for i in sorted({i for _, _, i, _ in pairs} - set(of_letter)):
        _moved_over(i, of_letter, cost)
    return {j: letters[i].name for i, j in of_letter.items()}


def _moved_over(i: int, of_letter: dict[int, int], cost: Mapping[tuple[int, int], float]) -> None:
    """Give a letter the place of another one that has a second place to go to."""
    taken = set(of_letter.values())
    for k, place in sorted(of_letter.items()):
        others = sorted((c, j) for (letter, j), c in cost.items() if letter == k and j not in taken)
        if (i, place) in cost and others:
            of_letter[i], of_letter[k] = place, others[0][1]
            return


def lettered(places: Sequence[Point], letters: Sequence[Letter], strokes: Drawn) -> list[Named]:
    """Return the places that have a letter; letters left over name a centre or a dot.

    A dot by itself is no point: it may be where a letter touches a line.
    """
    found = [Named(name, places[j]) for j, name in matched(places, letters).items()]
    for letter in letters:
        if letter.name not in {n.name for n in found}:
            others = [*(circle.centre for circle in strokes.circles), *strokes.dots]
            near = [p for p in others if letter.away(p) <= REACH * letter.height]
            near = [p for p in near if is_new(p, [n.place for n in found], SAME)]
            if near:
                found.append(Named(letter.name, min(near, key=letter.away)))
    return sorted(found, key=lambda n: n.name)


def marked(places: Sequence[Point]) -> list[Named]:
    """Name places without a letter by `MARKS`, from left to right; those that find no name are left out."""
    return [Named(mark, place) for mark, place in zip(MARKS, sorted(places[: len(MARKS)]), strict=False)]
