"""The fill colour at a point, also where letters or border lines cross it."""

from __future__ import annotations

import math

import numpy as np

from environment.tools.color_shape_detect.colors import RGB, color_name
from environment.tools.pixels import Pixels
from environment.tools.points import Point

REACH = 10
"""Half the side in pixels of the neighbourhood looked at."""
NEARNESS = 6.0
"""Distance in pixels at which a pixel counts 1/e of the one at the point."""


def color_at(pixels: Pixels, point: Point) -> tuple[str, RGB]:
    """Return name and value of the commonest even colour around a point, near pixels counting more."""
    x, y = math.floor(point[0]), math.floor(point[1])
    top, left = max(0, y - REACH), max(0, x - REACH)
    around = pixels[top : y + REACH + 1, left : x + REACH + 1]
    rows, columns = np.mgrid[top : top + around.shape[0], left : left + around.shape[1]]
    weight = np.exp(-np.hypot(rows - y, columns - x) / NEARNESS).ravel()
    colors = around.reshape(-1, 3).astype(np.int32)
    # Bins of 12 levels, laid twice: a colour on a bin's edge is whole in the other laying.
    best, fill = -1.0, colors[:1]
    for shift in (0, 6):
        codes = ((colors + shift) // 12) @ (1024, 32, 1)
        totals = np.bincount(codes, weights=weight)
        mode = int(totals.argmax())
        if totals[mode] > best:
            best, fill = float(totals[mode]), colors[codes == mode]
    red, green, blue = (int(v) for v in np.median(fill, axis=0))
    return color_name((red, green, blue)), (red, green, blue)
