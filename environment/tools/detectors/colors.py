"""The colour a part of a chart is drawn in, apart from the ground it stands on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from environment.tools.detectors.parts import Part, Role
from environment.tools.pixels import Pixels

RGB: TypeAlias = tuple[int, int, int]
Sample: TypeAlias = NDArray[np.uint8]
"""Pixels without their places, shape (n, 3)."""

NEAR = 40.0
"""Colours closer than this, of 442 between black and white, count as one."""
_LEVELS = 16
"""Width of the bins in which colours are counted; JPEG spreads a flat colour over a few steps."""
_INTO_SECTOR = 0.6
"""Where a sector is sampled, of its radius: outside a ring's hole, inside most printed values."""
_KEY_HEIGHTS = 3
"""How far beside a legend's text its key is looked for, in heights of that text."""


def ground_of(pixels: Pixels) -> RGB:
    """Return the commonest colour of a picture."""
    found = _commonest(pixels.reshape(-1, 3))
    assert found is not None, "a picture has pixels"
    return found


def color_of(part: Part, pixels: Pixels, ground: RGB) -> RGB | None:
    """Return the commonest colour of a mark, a legend's patch or the key beside a legend's text.

    None where all of it has the colour of the ground, and for parts that are not drawn in a colour.
    """
    return _commonest(_unlike(_sample(part, pixels), ground))


def alike(a: RGB, b: RGB) -> bool:
    """Whether two colours count as one."""
    return math.dist(a, b) <= NEAR


def _sample(part: Part, pixels: Pixels) -> Sample:
    x0, y0, x1, y1 = part.pixel_box
    points = part.seen.points
    if part.role == Role.LINE and points:
        return _around(points, 1, pixels)
    if part.role == Role.SECTOR and len(points) == 3:
        return _around([_into_sector(*points)], 2, pixels)
    if part.role == Role.LEGEND_LABEL:
        reach = _KEY_HEIGHTS * (y1 - y0)
        return pixels[y0:y1, max(0, x0 - reach) : x0].reshape(-1, 3)
    if part.role in (Role.BAR, Role.LEGEND_PATCH, Role.LINE, Role.SECTOR):
        return pixels[y0:y1, x0:x1].reshape(-1, 3)
    return np.empty((0, 3), np.uint8)


def _around(points: Sequence[tuple[float, float]], reach: int, pixels: Pixels) -> Sample:
    height, width = pixels.shape[:2]
    cells = [(min(int(x), width - 1), min(int(y), height - 1)) for x, y in points]
    windows = [
        pixels[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].reshape(-1, 3)
        for x, y in cells
    ]
    return np.concatenate(windows)


def _into_sector(
    center: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> tuple[float, float]:
    first = math.atan2(start[1] - center[1], start[0] - center[0])
    last = math.atan2(end[1] - center[1], end[0] - center[0])
    middle = first + (last - first) % math.tau / 2
    reach = _INTO_SECTOR * math.dist(center, start)
    return max(0.0, center[0] + reach * math.cos(middle)), max(0.0, center[1] + reach * math.sin(middle))


def _unlike(sample: Sample, ground: RGB) -> Sample:
    apart: NDArray[np.bool_] = np.linalg.norm(sample.astype(np.float64) - np.array(ground), axis=1) > NEAR
    return sample[apart]


def _commonest(sample: Sample) -> RGB | None:
    """Return the median of the fullest bin; None of no pixels."""
    if not len(sample):
        return None
    red, green, blue = (sample // _LEVELS).astype(np.int32).T
    bins = (red * _LEVELS + green) * _LEVELS + blue
    fullest = np.bincount(bins).argmax()
    r, g, b = (int(v) for v in np.median(sample[bins == fullest], axis=0))
    return r, g, b
