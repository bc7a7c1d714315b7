"""What a problem says: equations between quantities, relations between parts of the figure, and goals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from environment.tools.inter_gps_solve.arithmetic import Ratio
from environment.tools.inter_gps_solve.figure import Figure
from environment.tools.inter_gps_solve.polynomial import Polynomial, Quantity

GIVEN = "given"

Premise: TypeAlias = str | Quantity | int
"""A given form as written, a quantity whose value is known, or the number of an equation."""


@dataclass(frozen=True)
class Equation:
    """A polynomial that is zero, the law that says so, and from what."""

    zero: Polynomial
    law: str
    premises: tuple[Premise, ...] = ()


@dataclass(frozen=True)
class Relation:
    """Something other than an equation that holds.

    Kinds and their parts: `parallel` (two points, two points), a head of a polygon such as `Rhombus` or
    `Regular` (corners), `tangent` (the touching point, another point of the line; centre), `bisects`
    (vertex, point; ray, ray), `similar` and `congruent` (corners, corners), `equal circles` (centre,
    centre), `centroid` and `incentre` (point, corners), `incircle` (centre, corners), `midsegment` (ends,
    corners).
    """

    kind: str
    parts: tuple[tuple[str, ...], ...]
    premises: tuple[Premise, ...]


@dataclass(frozen=True)
class Goal:
    """What is asked: the form as written and its value as a ratio of polynomials."""

    text: str
    value: Ratio


@dataclass(frozen=True)
class Problem:
    """A whole problem, read."""

    figure: Figure
    equations: tuple[Equation, ...]
    relations: tuple[Relation, ...]
    goals: tuple[Goal, ...]
    ignored: tuple[str, ...]
    """Forms that say nothing the solver understands, each with the reason."""
    spelled: Mapping[Quantity, str]
    """Angles, lengths, areas and the like as the problem writes them."""
