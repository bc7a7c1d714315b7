"""What a drawing is made of, in pixels: points, straight lines, circles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
NEAR = 2.6
"""Pixels within which ink belongs to a line or circle."""
TOUCHING = 0.08, 4.0
"""How far a line may miss or cut into a circle that it touches: a part of the radius, and at least pixels."""


@dataclass(frozen=True)
class Segment:
    """A straight line between two ends."""

    a: Point
    b: Point

    @property
    def length(self) -> float:
        """Length in pixels."""
        return math.dist(self.a, self.b)

    def along(self, p: Point) -> float:
        """Return how far along the segment a point's foot lies, in pixels from `a`."""
        ux, uy = self.b[0] - self.a[0], self.b[1] - self.a[1]
        return ((p[0] - self.a[0]) * ux + (p[1] - self.a[1]) * uy) / (self.length or 1.0)

    def off(self, p: Point) -> float:
        """Return a point's distance from the straight line."""
        return abs(
            (self.b[0] - self.a[0]) * (p[1] - self.a[1]) - (self.b[1] - self.a[1]) * (p[0] - self.a[0])
        ) / (self.length or 1.0)

    def holds(self, p: Point, slack: float) -> bool:
        """Whether a point lies on the segment, give or take some pixels."""
        return self.off(p) <= slack and -slack <= self.along(p) <= self.length + slack


@dataclass(frozen=True)
class Circle:
    """A circle."""

    centre: Point
    radius: float

    def off(self, p: Point) -> float:
        """Return a point's distance from the rim."""
        return abs(math.dist(self.centre, p) - self.radius)

    def is_touched(self, segment: Segment) -> bool:
        """Whether a segment's straight line touches the circle, give or take a little."""
        return abs(segment.off(self.centre) - self.radius) < max(TOUCHING[0] * self.radius, TOUCHING[1])
