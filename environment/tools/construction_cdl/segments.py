"""The straight lines of a drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.construction_cdl.circles import rims
from environment.tools.construction_cdl.ink import Mask
from environment.tools.construction_cdl.strokes import NEAR, Circle, Segment

SHORTEST = 0.05
"""Length of the shortest line looked for, in parts of the picture's diagonal; at least `MIN_PIXELS`."""
MIN_PIXELS = 26.0
ALONG = 8.0
"""Pixels within which a tangent and its circle run together in a thinned drawing."""
MAX_PIECES = 300
"""More pieces of lines than this are no diagram."""
GAP = 10.0
"""Pixels that a line may be interrupted by."""
COVERED = 45.0
"""The same where other ink covers it: a letter printed on it."""


def segments_in(lines: Mask, circles: Sequence[Circle], ink: Mask) -> list[Segment] | None:
    """Return the straight lines in a thinned mask, longest first; the rims of circles are left out.

    None where there are more pieces than a diagram holds.

    `ink` is all that is drawn: a line goes on under a letter that covers it.
    """
    height, width = lines.shape
    left = lines & ~rims(lines.shape, circles)
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
    for circle in circles:
        kept = [_cut_off(s, circle) if circle.is_touched(s) else s for s in kept]
    return sorted(kept, key=lambda s: (-s.length, s.a, s.b))


def _is_rim(segment: Segment, circle: Circle) -> bool:
    """Whether a line is a piece of a circle's rim, cut flat by the picture's edge or merely short."""
    middle = ((segment.a[0] + segment.b[0]) / 2, (segment.a[1] + segment.b[1]) / 2)
    return all(circle.off(p) < 2 * NEAR for p in (segment.a, middle, segment.b))


def _cut_off(segment: Segment, circle: Circle) -> Segment:
    """End a tangent where it touches, if it seems to go on no further than the rim runs beside it."""
    foot = segment.along(circle.centre)
    beside = math.sqrt((circle.radius + ALONG) ** 2 - circle.radius**2)
    share = foot / (segment.length or 1.0)
    touch = tuple(a + (b - a) * share for a, b in zip(segment.a, segment.b, strict=True))
    place = touch[0], touch[1]
    if -beside < foot < beside and segment.length - foot > beside:
        return Segment(place, segment.b)
    if foot > beside and -beside < segment.length - foot < beside:
        return Segment(segment.a, place)
    return segment


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
