"""The colours a chart is drawn in, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from environment.tools.boxes import Box
from environment.tools.color_shape_detect.colors import RGB, Floats, Labels, Mask
from environment.tools.pixels import Pixels

DISTINCT = 12.0
"""CIE76 distance at which two flat colours are told apart."""
LEAST_SHARE = 0.0003
MOST_COLOURS = 24
SOLID = 0.85
PAINTED = 0.45
PALE = 6.0
"""Lab chroma below which a colour counts as grey."""
PANEL = 25.0
"""Lightness by which a plot's panel may differ from the ground around it."""
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


def swatch(rgb: RGB) -> Pixels:
    """Return one pixel of a colour, shape (1, 1, 3)."""
    return np.array([[rgb]], np.uint8)


def inks_of(pixels: Pixels) -> list[Ink]:
    """Return the colours that cover a share of the picture; not the grounds or near-whites.

    The ground is what the picture's edge is of; the commonest colour is one too where it is as grey and nearly as
    light, as behind plots on a shaded panel. Commonest alone would not do: wide bars cover more than the ground.
    """
    lab = lab_of(pixels)
    keys = _keys(pixels)
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(keys.shape)
    grounds: list[Floats] = [lab_of(swatch(ground_of(pixels)))[0, 0]]
    kept: list[tuple[RGB, Floats]] = []
    for rank, at in enumerate(np.argsort(-counts)):
        if counts[at] < LEAST_SHARE * keys.size or len(kept) >= MOST_COLOURS:
            break
        rgb, colour = _colour_of(pixels, inverse == at)
        chroma = float(np.hypot(colour[1], colour[2]))
        if rank == 0 and chroma < PALE and abs(float(colour[0] - grounds[0][0])) < PANEL:
            grounds.append(colour)
        known = [*grounds, *(other for _, other in kept)]
        light = colour[0] > 92 and chroma < PALE
        if light or min(float(np.linalg.norm(colour - other)) for other in known) < DISTINCT:
            continue
        kept.append((rgb, colour))
    if not kept:
        return []
    centres = np.stack([*grounds, *(colour for _, colour in kept)])
    distance = np.stack([np.asarray(np.linalg.norm(lab - centre, axis=2)) for centre in centres])
    nearest, least = distance.argmin(axis=0), distance.min(axis=0)
    first = len(grounds)
    return [Ink(rgb, (nearest == at + first) & (least < DISTINCT)) for at, (rgb, _) in enumerate(kept)]


def ground_of(pixels: Pixels) -> RGB:
    """Return the colour that most of the picture's edge is of."""
    keys = _keys(pixels)
    names, counts = np.unique(
        np.concatenate([keys[0], keys[-1], keys[:, 0], keys[:, -1]]), return_counts=True
    )
    return _colour_of(pixels, keys == names[counts.argmax()])[0]


def _keys(pixels: Pixels) -> Labels:
    """Return one number a pixel, the same for colours of one coarse step."""
    coarse = (pixels // _STEP).astype(np.int32)
    keys: Labels = (coarse[..., 0] << 16) | (coarse[..., 1] << 8) | coarse[..., 2]
    return keys


def _colour_of(pixels: Pixels, mask: Mask) -> tuple[RGB, Floats]:
    red, green, blue = (int(c) for c in np.median(pixels[mask], axis=0))
    return (red, green, blue), lab_of(swatch((red, green, blue)))[0, 0]


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
