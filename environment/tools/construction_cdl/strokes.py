"""Straight lines and circles of a drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.construction_cdl.ink import Mask
from environment.tools.pixels import Pixels

SHORTEST = 0.05
"""Length of the shortest line looked for, in parts of the picture's diagonal; at least `MIN_PIXELS`."""
MIN_PIXELS = 26.0
NEAR = 2.6
"""Pixels within which ink belongs to a line or circle."""
MAX_PIECES = 300
GAP = 10.0
"""Pixels that a line may be interrupted by."""
COVERED = 45.0
"""The same where other ink covers it: a letter printed on it."""
SMALLEST = 0.04
"""Radius of the smallest circle looked for, in parts of the picture's diagonal; smaller ones are letters."""
ROUND = 0.85
"""Share of a circle's rim, as far as it lies in the picture, that must be ink."""

Point = tuple[float, float]


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


def segments_in(lines: Mask, circles: Sequence[Circle], ink: Mask) -> list[Segment] | None:
    """Return the straight lines in a thinned mask, longest first; the rims of circles are left out.

    None where there are more pieces than a diagram holds.

    `ink` is all that is drawn: a line goes on under a letter that covers it.
    """
    height, width = lines.shape
    left = lines & ~_rims(lines.shape, circles)
    shortest = max(MIN_PIXELS, SHORTEST * math.hypot(width, height))
    found = cv2.HoughLinesP(
        left.astype(np.uint8) * 255,
        rho=1,
        theta=math.pi / 360,
        threshold=int(0.6 * shortest),
        minLineLength=int(shortest),
        maxLineGap=int(GAP),
    )
    pieces = [
        Segment((float(x0), float(y0)), (float(x1), float(y1)))
        for x0, y0, x1, y1 in (found.reshape(-1, 4).tolist() if found is not None else [])
    ]
    if len(pieces) > MAX_PIECES:
        return None
    places = np.argwhere(lines)[:, ::-1].astype(np.float64)
    kept: list[Segment] = []
    for piece in sorted(pieces, key=lambda s: (-s.length, s.a, s.b)):
        if any(s.holds(piece.a, 2 * NEAR) and s.holds(piece.b, 2 * NEAR) for s in kept):
            continue
        fitted = _fitted(piece, places, ink)
        if fitted is not None and fitted.length >= shortest:
            kept = [s for s in kept if not (fitted.holds(s.a, 2 * NEAR) and fitted.holds(s.b, 2 * NEAR))]
            kept.append(fitted)
    kept = [s for s in kept if not any(_is_rim(s, circle) for circle in circles)]
    return sorted(kept, key=lambda s: (-s.length, s.a, s.b))


def _is_rim(segment: Segment, circle: Circle) -> bool:
    """Whether a line is a piece of a circle's rim, cut flat by the picture's edge or merely short."""
    middle = ((segment.a[0] + segment.b[0]) / 2, (segment.a[1] + segment.b[1]) / 2)
    return all(circle.off(p) < 2 * NEAR for p in (segment.a, middle, segment.b))


def _fitted(piece: Segment, places: NDArray[np.float64], ink: Mask) -> Segment | None:
    """Lay a line through all the ink near a piece's line, as far as it goes on without a gap."""
    for _ in range(3):
        start = np.array(piece.a)
        direction = np.array([piece.b[0] - piece.a[0], piece.b[1] - piece.a[1]]) / (piece.length or 1.0)
        offset = places - start
        along = offset @ direction
        near = np.abs(offset @ np.array([-direction[1], direction[0]])) < NEAR
        run = _run(np.sort(along[near]), piece.length / 2, start, direction, ink)
        if run is None:
            return None
        inside = places[near & (along >= run[0]) & (along <= run[1])]
        centre = inside.mean(axis=0)
        spread = inside - centre
        xx, xy, yy = (spread[:, 0] ** 2).sum(), (spread[:, 0] * spread[:, 1]).sum(), (spread[:, 1] ** 2).sum()
        turn = 0.5 * math.atan2(2 * xy, xx - yy)
        axis = np.array([math.cos(turn), math.sin(turn)])
        reach = spread @ axis
        a, b = centre + axis * reach.min(), centre + axis * reach.max()
        piece = Segment((float(a[0]), float(a[1])), (float(b[0]), float(b[1])))
    return piece


def _run(
    order: NDArray[np.float64],
    middle: float,
    start: NDArray[np.float64],
    direction: NDArray[np.float64],
    ink: Mask,
) -> tuple[float, float] | None:
    """Return the stretch around a middle that a line's pixels cover; short and covered gaps do not end it."""
    if len(order) < 8:
        return None
    at = int(np.clip(np.searchsorted(order, middle), 1, len(order) - 1))
    if order[at] - order[at - 1] > COVERED:
        return None
    low, high = at - 1, at
    while low > 0 and _goes_on(order[low - 1], order[low], start, direction, ink):
        low -= 1
    while high < len(order) - 1 and _goes_on(order[high], order[high + 1], start, direction, ink):
        high += 1
    return float(order[low]), float(order[high])


def _goes_on(
    one: float, two: float, start: NDArray[np.float64], direction: NDArray[np.float64], ink: Mask
) -> bool:
    if two - one <= GAP:
        return True
    if two - one > COVERED:
        return False
    height, width = ink.shape
    steps = start + np.arange(one, two)[:, None] * direction
    xs, ys = np.rint(steps[:, 0]).astype(int), np.rint(steps[:, 1]).astype(int)
    fits = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
    return bool((ink[np.clip(ys, 0, height - 1), np.clip(xs, 0, width - 1)] & fits).mean() > 0.75)


def circles_in(pixels: Pixels, ink: Mask) -> list[Circle]:
    """Return the circles whose rim is drawn, largest first."""
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    height, width = ink.shape
    least = int(max(14.0, SMALLEST * math.hypot(height, width)))
    found = cv2.HoughCircles(
        grey, cv2.HOUGH_GRADIENT_ALT, dp=1.5, minDist=8, param1=200, param2=0.5, minRadius=least, maxRadius=0
    )
    kept: list[Circle] = []
    for x, y, radius in found.reshape(-1, 3).tolist() if found is not None else []:
        circle = _round(Circle((float(x), float(y)), float(radius)), ink)
        twin = any(math.dist(circle.centre, c.centre) + abs(circle.radius - c.radius) < 12 for c in kept)
        if not twin and rim_share(circle, ink) >= ROUND:
            kept.append(circle)
    return sorted(kept, key=lambda c: (-c.radius, c.centre))


def _round(circle: Circle, ink: Mask) -> Circle:
    """Move a circle to where the ink near its rim lies (least squares)."""
    ys, xs = np.nonzero(ink)
    for slack in (5.0, 3.0, 2.5):
        near = np.abs(np.hypot(xs - circle.centre[0], ys - circle.centre[1]) - circle.radius) < slack
        if near.sum() < 20:
            return circle
        x, y = xs[near].astype(np.float64), ys[near].astype(np.float64)
        rows = np.column_stack([x, y, np.ones_like(x)])
        normal, right = rows.T @ rows, rows.T @ (x**2 + y**2)
        try:
            a, b, c = np.linalg.solve(normal, right)
        except np.linalg.LinAlgError:
            return circle
        circle = Circle((float(a / 2), float(b / 2)), float(np.sqrt(max(c + a * a / 4 + b * b / 4, 1.0))))
    return circle


def rim_share(circle: Circle, ink: Mask) -> float:
    """Return which share of a circle's rim, as far as it lies in the picture, is ink within two pixels."""
    height, width = ink.shape
    turns = np.linspace(0, 2 * math.pi, 360, endpoint=False)
    hit = np.zeros(360, dtype=bool)
    inside = np.zeros(360, dtype=bool)
    for step in (-2, -1, 0, 1, 2):
        xs = np.rint(circle.centre[0] + (circle.radius + step) * np.cos(turns)).astype(int)
        ys = np.rint(circle.centre[1] + (circle.radius + step) * np.sin(turns)).astype(int)
        fits = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
        inside |= fits
        hit |= fits & ink[np.clip(ys, 0, height - 1), np.clip(xs, 0, width - 1)]
    return float(hit.sum() / max(int(inside.sum()), 180))


def _rims(shape: tuple[int, ...], circles: Sequence[Circle]) -> Mask:
    ys, xs = np.indices(shape)
    rim = np.zeros(shape, dtype=bool)
    for circle in circles:
        rim |= np.abs(np.hypot(xs - circle.centre[0], ys - circle.centre[1]) - circle.radius) < NEAR
    return rim


def colours_of(
    pixels: Pixels, lines: Mask, segments: Sequence[Segment], circles: Sequence[Circle]
) -> NDArray[np.uint8]:
    """Return the colours that the lines and circles found are drawn in, each once."""
    found: list[NDArray[np.uint8]] = []
    longest = max((s.length for s in segments), default=0.0)
    shapes = [_ink_on(lines, s) for s in segments if s.length > 0.3 * longest]
    shapes += [np.argwhere(lines & _rims(lines.shape, [c])) for c in circles]
    for places in shapes:
        if len(places) < 10:
            continue
        colour = np.median(pixels[places[:, 0], places[:, 1]], axis=0).astype(np.uint8)
        if all(np.abs(colour.astype(int) - other.astype(int)).max() > 60 for other in found):
            found.append(colour)
    return np.array(found, dtype=np.uint8).reshape(-1, 3)


def _ink_on(lines: Mask, segment: Segment) -> NDArray[np.int64]:
    count = max(int(segment.length), 2)
    xs = np.rint(np.linspace(segment.a[0], segment.b[0], count)).astype(int)
    ys = np.rint(np.linspace(segment.a[1], segment.b[1], count)).astype(int)
    height, width = lines.shape
    fits = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
    return np.column_stack([ys[fits], xs[fits]])
