"""What is drawn: ink against the ground, thinned to lines of one pixel."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.pixels import Pixels

Mask: TypeAlias = NDArray[np.bool_]

FAINTEST = 50
"""Difference from the ground, of 255 in some channel, from which a pixel is ink."""
THICKEST = 10
OUTLINE = 3
"""Pixels: half the width of the thickest pen, and the outline that is left of an area filled thicker."""
LIKE = (25.0, 0.25)
"""How far a pixel may be off the way from the ground to a pen's colour: fixed, and by its own depth."""


def ground(pixels: Pixels) -> NDArray[np.int16]:
    """Return the colour of the ground: the commonest one along the picture's edge."""
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    colours, counts = np.unique(edge // 8, axis=0, return_counts=True)
    return np.asarray(colours[counts.argmax()].astype(np.int16) * 8 + 4, dtype=np.int16)


def ink_of(pixels: Pixels) -> Mask:
    """Return which pixels are ink."""
    return np.asarray(np.abs(pixels.astype(np.int16) - ground(pixels)).max(axis=2) > FAINTEST)


def hollowed(mask: Mask) -> Mask:
    """Leave of filled areas, thicker than any pen, their outline only."""
    away = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    size = 2 * THICKEST + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    filled = cv2.dilate((away > THICKEST).astype(np.uint8), kernel) > 0
    return np.asarray(mask & ~(filled & (away > OUTLINE)))


def of_colours(pixels: Pixels, ink: Mask, colours: NDArray[np.uint8]) -> Mask:
    """Return the ink that is of one of the colours, or on the way from it to the ground."""
    ground_colour = ground(pixels).astype(np.float32)
    away = pixels.astype(np.float32) - ground_colour
    found = np.zeros_like(ink)
    for colour in colours.astype(np.float32):
        pen = colour - ground_colour
        share = np.clip((away @ pen) / max(float(pen @ pen), 1.0), 0, 1.3)
        slack = LIKE[0] + LIKE[1] * np.abs(away).max(axis=2)
        found |= np.abs(away - share[..., None] * pen).max(axis=2) < slack
    return ink & found


def without_specks(mask: Mask) -> Mask:
    """Return a mask without pieces too small to be a line: letters, what is left of their edges, marks."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    least = max(30.0, 0.07 * float(np.hypot(*mask.shape)))
    extent = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    large = extent >= least
    large[0] = False
    return np.asarray(large[labels]) if count > 1 else mask


def thinned(mask: Mask) -> Mask:
    """Thin a mask to lines of one pixel (Zhang and Suen, 1984)."""
    image = np.pad(mask, 1).astype(np.uint8)
    changed = True
    while changed:
        changed = False
        for step in (0, 1):
            p = [np.roll(image, shift, (0, 1)) for shift in _AROUND]
            count = sum(p[1:], p[0].copy())
            turns = sum(((p[i] == 0) & (p[(i + 1) % 8] == 1)).astype(np.uint8) for i in range(8))
            one, two = ((0, 2, 4), (2, 4, 6)) if step == 0 else ((0, 2, 6), (0, 4, 6))
            free = (p[one[0]] * p[one[1]] * p[one[2]] == 0) & (p[two[0]] * p[two[1]] * p[two[2]] == 0)
            gone = (image == 1) & (count >= 2) & (count <= 6) & (turns == 1) & free
            if gone.any():
                image[gone] = 0
                changed = True
    return image[1:-1, 1:-1].astype(bool)


_AROUND = ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))
"""Shifts that bring each of the eight neighbours, from the one above clockwise, to a pixel's place."""


def pen_width(mask: Mask, lines: Mask) -> float:
    """Return the width in pixels of most strokes."""
    if not lines.any():
        return 1.0
    distance = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    return float(2 * np.median(distance[lines]))


def dots(mask: Mask, width: float) -> list[tuple[float, float]]:
    """Return the centres of round blobs wider than any stroke, as x, y."""
    size = int(np.ceil(width)) + 2
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    left = cv2.erode(mask.astype(np.uint8), kernel)
    count, _, stats, centres = cv2.connectedComponentsWithStats(left, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    small = [n for n in range(1, count) if sides[n] < 3 * size]
    return [(float(centres[n][0]), float(centres[n][1])) for n in small]
