"""Which solid a mask shows: sphere, cylinder or cube; how large it is, and whether it is polished."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.color_shape_detect.colors import Lab
from environment.tools.color_shape_detect.scene import outline
from environment.tools.pixels import Mask

SCORE = (11.3, 1.08, 0.23, 0.63, -1.75)
"""Cylinder against cube: weights of hexagon loss, height over width, bottom and top roundness; a constant."""


def solid_shape(mask: Mask, others: Mask) -> str:
    """Name the solid a mask shows; `others` are all objects, which may hide a part of it."""
    misfit, loss = circle_misfit(free_outline(mask, others)), hexagon_loss(mask)
    # Hiding a part of a disc makes its hull less round, not what is left of its outline.
    if loss > 0.142 or (misfit < 0.07 and loss > 0.118) or (misfit < 0.02 and loss > 0.085):
        return "sphere"
    points = outline(mask)
    width, height = (int(v) + 1 for v in np.ptp(points, axis=0))
    features = (loss, height / width, roundness(points, bottom=True), roundness(points, bottom=False), 1.0)
    return "cylinder" if np.dot(SCORE, features) > 0 else "cube"


def is_polished(mask: Mask, lab: Lab) -> bool:
    """Whether mirror images and highlights make the surface uneven: metal, not rubber."""
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2).astype(bool)
    inner = inner if inner.sum() >= 10 else mask
    lightness = lab.lightness[inner]
    contrast = float(lightness.std() / max(float(lightness.mean()), 1.0))
    detail = float(np.abs(cv2.Laplacian(lab.lightness, cv2.CV_32F))[inner].mean())
    return (contrast / 0.13) * (detail / 1.6) > 1


def is_large(width: int, height: int, bottom: int) -> bool:
    """Whether an object is a large one for where it stands: the lower in the picture, the nearer.

    Sizes are pixels of the working frame; the line holds for a camera like CLEVR's.
    """
    return max(width, height) > 40 + 0.25 * (bottom - 110)


def roundness(points: NDArray[np.int32], *, bottom: bool) -> float:
    """Return the log of how much better an arc fits an outline's bottom (or top) than two straight edges."""
    x, y = points.T
    columns = np.arange(x.min(), x.max() + 1)
    extreme = np.array([(y[x == c].max() if bottom else y[x == c].min()) for c in columns], np.float64)
    u = 2 * (columns - columns.mean()) / len(columns)
    u, extreme = u[np.abs(u) < 0.93], extreme[np.abs(u) < 0.93]
    one = np.ones_like(u)
    arc = _residual(np.column_stack([one, u, np.sqrt(1 - u * u)]), extreme)
    edges = min(
        _residual(np.column_stack([one, u, np.maximum(0, u - bend)]), extreme)
        for bend in np.linspace(-0.75, 0.75, 16)
    )
    return float(np.log((edges + 0.05) / (arc + 0.05)))


def _residual(terms: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    fitted, *_ = np.linalg.lstsq(terms, values, rcond=None)
    return float(np.sqrt(np.mean((values - terms @ fitted) ** 2)))


def free_outline(mask: Mask, others: Mask) -> NDArray[np.float64]:
    """Return the outline points that border on ground, shape (n, 2); all of them where most are covered."""
    points = outline(mask)
    near = cv2.dilate((others & ~mask).astype(np.uint8), np.ones((7, 7), np.uint8)).astype(bool)
    free = points[~near[points[:, 1], points[:, 0]]]
    return (free if len(free) >= max(12, 0.2 * len(points)) else points).astype(np.float64)


def circle_misfit(points: NDArray[np.float64]) -> float:
    """Return the root mean square distance of points from their best circle, as a share of its radius."""
    kept = points
    misfit = 1.0
    for _ in range(3):
        terms = np.column_stack([2 * kept, np.ones(len(kept))])
        (cx, cy, c), *_ = np.linalg.lstsq(terms, (kept**2).sum(axis=1), rcond=None)
        radius = float(np.sqrt(max(c + cx * cx + cy * cy, 1e-6)))
        away = np.abs(np.hypot(*(points - (cx, cy)).T) - radius)
        cutoff = float(np.quantile(away, 0.9))
        kept = points[away <= cutoff]
        misfit = float(np.sqrt(np.mean(away[away <= cutoff] ** 2))) / radius
        if len(kept) < 8:
            break
    return misfit


def hexagon_loss(mask: Mask) -> float:
    """Return the share of the hull's area lost when its outline is thinned to six corners."""
    corners = cv2.convexHull(outline(mask)).reshape(-1, 2).astype(np.float64)
    whole = _area(corners)
    while len(corners) > 6:
        before, after = np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)
        (x1, y1), (x2, y2) = (corners - before).T, (after - before).T
        corners = np.delete(corners, int(np.argmin(np.abs(x1 * y2 - x2 * y1))), axis=0)
    return 1 - _area(corners) / whole


def _area(corners: NDArray[np.float64]) -> float:
    x, y = corners.T
    return 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))
