"""A drawing as forms: FormalGeo's construction CDL, and the Geometry3K language for the solver."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise

from environment.tools.construction_cdl.assembly import Drawing
from environment.tools.construction_cdl.faces import shapes


@dataclass(frozen=True)
class Forms:
    """What a drawing says."""

    construction: tuple[str, ...]
    """`Shape(AB,BC,CA)`, `Collinear(ADB)`, `Cocircular(O,ABC)`; `Shape(AB)` is a line that bounds none."""
    lines: tuple[str, ...]
    """Every two points that a straight line joins."""
    incidences: tuple[str, ...]
    """`PointLiesOnLine` and `PointLiesOnCircle`."""


def told(drawing: Drawing) -> Forms:
    """Return a drawing's forms, in an order that depends on the names alone."""
    lines = sorted(min(line, line[::-1]) for line in drawing.lines)
    places = {p.name: p.place for p in drawing.points}
    rims = dict(drawing.circles)
    faces = [[side.told for side in face] for face in shapes(places, lines, rims)]
    bounding = {frozenset(side) for face in faces for side in face}
    steps = dict.fromkeys((min(step), max(step)) for line in lines for step in pairwise(line))
    faces += [[a + b] for a, b in steps if frozenset((a, b)) not in bounding]
    construction = [f"Shape({','.join(face)})" for face in faces]
    construction += [f"Collinear({''.join(line)})" for line in lines if len(line) > 2]
    construction += [f"Cocircular({c}{',' if on else ''}{''.join(on)})" for c, on in sorted(rims.items())]
    incidences = [
        f"PointLiesOnLine({middle},Line({a},{b}))" for line in lines for a, middle, b in combinations(line, 3)
    ]
    incidences += [f"PointLiesOnCircle({p},Circle({c}))" for c, on in sorted(rims.items()) for p in on]
    joined = dict.fromkeys(a + b for line in lines for a, b in combinations(line, 2))
    return Forms(tuple(construction), tuple(joined), tuple(incidences))
