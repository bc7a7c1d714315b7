"""The colours a chart is drawn in, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from environment.tools.boxes import Box
from environment.tools.color_shape_detect.colors import RGB, Floats, Mask
from environment.tools.pixels import Pixels

DISTINCT = 12.0
"""CIE76 distance at which two flat colours are told apart."""
LEAST_SHARE = 0.0003
MOST_COLOURS = 24
SOLID = 0.85
PAINTED = 0.45
_STEP = 8


class Ink(NamedTuple):
    """One drawing colour with the mask of its pixels."""

    rgb: RGB
    mask: Mask


class Patch(NamedTuple):
    """A filled rectangle of one colour."""

    box: Box
    rgb: RGB


def lab_of(pixels: Pixels) -> Floats:
    """Return CIE Lab, lightness 0-100, shape (height, width, 3)."""
    lab: Floats = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return lab


def inks_of(pixels: Pixels) -> list[Ink]:
    """Return the colours that cover a share of the picture; not the commonest (the ground) or near-whites."""
    lab = lab_of(pixels)
    coarse = (pixels // _STEP).astype(np.int32)
    keys = (coarse[..., 0] << 16) | (coarse[..., 1] << 8) | coarse[..., 2]
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(keys.shape)
    ground: Floats | None = None
    kept: list[tuple[RGB, Floats]] = []
    for at in np.argsort(-counts):
        if counts[at] < LEAST_SHARE * keys.size or len(kept) >= MOST_COLOURS:
            break
        rgb = np.median(pixels[inverse == at], axis=0).astype(np.uint8)
        colour = lab_of(rgb.reshape(1, 1, 3))[0, 0]
        if ground is None:
            ground = colour
            continue
        light = colour[0] > 92 and np.hypot(colour[1], colour[2]) < 6
        known = [ground, *(other for _, other in kept)]
        if light or min(float(np.linalg.norm(colour - other)) for other in known) < DISTINCT:
            continue
        kept.append(((int(rgb[0]), int(rgb[1]), int(rgb[2])), colour))
    if not kept or ground is None:
        return []
    centres = np.stack([ground, *(colour for _, colour in kept)])
    distance = np.stack([np.asarray(np.linalg.norm(lab - centre, axis=2)) for centre in centres])
    nearest, least = distance.argmin(axis=0), distance.min(axis=0)
    return [Ink(rgb, (nearest == at + 1) & (least < DISTINCT)) for at, (rgb, _) in enumerate(kept)]


def _beneath(mask: Mask, written: Sequence[Box]) -> Mask:
    """Continue a colour under text in the columns (or rows) that have it on both sides of the text."""
    mask = mask.copy()
    for x0, y0, x1, y1 in written:
        above, below = mask[max(0, y0 - 3) : y0 + 2, x0:x1], mask[y1 - 2 : y1 + 3, x0:x1]
        columns: Mask = np.asarray(above.any(axis=0) & below.any(axis=0))
        before, after = mask[y0:y1, max(0, x0 - 3) : x0 + 2], mask[y0:y1, x1 - 2 : x1 + 3]
        rows: Mask = np.asarray(before.any(axis=1) & after.any(axis=1))
        mask[y0:y1, x0:x1] |= columns[None, :] | rows[:, None]
    return mask


def patches_of(inks: Sequence[Ink], written: Sequence[Box]) -> list[Patch]:
    """Return filled rectangles of each colour, unbroken by the text at the boxes `written`."""
    patches: list[Patch] = []
    for ink in inks:
        mask = _beneath(ink.mask, written)
        contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            x, y, width, height = cv2.boundingRect(contour)
            if width < 2 or height < 2 or width * height < 8:
                continue
            filled = np.zeros((height, width), np.uint8)
            cv2.drawContours(filled, [contour - (x, y)], -1, 1, cv2.FILLED)
            painted = mask[y : y + height, x : x + width] & (filled > 0)
            if filled.mean() >= SOLID and painted.mean() >= PAINTED:
                patches.append(Patch((x, y, x + width, y + height), ink.rgb))
    return patches
