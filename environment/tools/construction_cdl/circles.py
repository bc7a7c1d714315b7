"""The circles of a drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from environment.tools.construction_cdl.ink import Mask
from environment.tools.construction_cdl.strokes import NEAR, Circle
from environment.tools.pixels import Pixels

SMALLEST = 0.04
"""Radius of the smallest circle looked for, in parts of the picture's diagonal; smaller ones are letters."""
ROUND = 0.85
"""Share of a circle's rim, as far as it lies in the picture, that must be ink."""


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


def rims(shape: tuple[int, ...], circles: Sequence[Circle]) -> Mask:
    """Return the pixels on the rims of circles."""
    ys, xs = np.indices(shape)
    rim = np.zeros(shape, dtype=bool)
    for circle in circles:
        rim |= np.abs(np.hypot(xs - circle.centre[0], ys - circle.centre[1]) - circle.radius) < NEAR
    return rim
