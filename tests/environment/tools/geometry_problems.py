"""The literal problems of `geometry_problems.yaml`, as arguments of the solver."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Posed:
    """A problem as short as it can be written."""

    law: str
    answer: float
    text: str
    """Forms, split at blanks."""
    lines: str
    points: str = ""
    circle: str = ""
    """`O ABC`: the centre and the points on the circle."""

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the tool."""
        points = {p.split()[0]: [float(n) for n in p.split()[1:]] for p in self.points.split(", ") if p}
        lines = self.lines.split()
        shown = [f"PointLiesOnLine({p},Line({line[0]},{line[-1]}))" for line in lines for p in line[1:-1]]
        centre, _, around = self.circle.partition(" ")
        shown += [f"PointLiesOnCircle({p},Circle({centre}))" for p in around]
        return {
            "text_forms": self.text.split(),
            "diagram_forms": shown,
            "lines": [f"{a}{b}" for line in lines for a, b in pairwise(line)],
            "circles": [centre] if centre else [],
            "points": points,
        }


PROBLEMS = tuple(
    Posed(**entry)
    for entry in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
)
