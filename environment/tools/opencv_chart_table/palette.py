"""The colours a chart is drawn in, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from environment.tools.boxes import Box
from environment.tools.color_shape_detect.colors import RGB, Floats, Labels
from environment.tools.pixels import Mask, Pixels

DISTINCT = 12.0
"""CIE76 distance at which two flat colours are told apart."""
LEAST_SHARE = 0.0003
MOST_COLOURS = 24
SOLID = 0.85
PAINTED = 0.45
THREADS = 0.7
"""Share of a piece that is left without what is thinner than three pixels, at least."""
PALE = 6.0
"""Lab chroma below which a colour counts as grey."""
PANEL = 15.0
"""Lightness by which a plot's panel may differ from the ground around it."""
PANEL_SHARE = 0.1
"""Share of the picture that a panel covers at least."""
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


def chroma_of(rgb: RGB) -> float:
    """Return the Lab chroma of a colour, 0 for greys."""
    _, a, b = lab_of(swatch(rgb))[0, 0]
    return float(np.hypot(a, b))


def inks_of(pixels: Pixels) -> list[Ink]:
    """Return the colours that cover a share of the picture; not the grounds or near-whites.

    Ground is what the picture's edge is of, and so are near-whites and wide panels that are nearly as light.
    The commonest colour would not do: wide bars cover more than the ground.
    """
    lab = lab_of(pixels)
    keys = _keys(pixels)
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(keys.shape)
    grounds: list[Floats] = [lab_of(swatch(ground_of(pixels)))[0, 0]]
    kept: list[tuple[RGB, Floats]] = []
    for at in np.argsort(-counts):
        if counts[at] < LEAST_SHARE * keys.size or len(kept) >= MOST_COLOURS:
            break
        rgb, colour = _colour_of(pixels, inverse == at)
        pale = float(np.hypot(colour[1], colour[2])) < PALE
        panel = counts[at] >= PANEL_SHARE * keys.size and abs(float(colour[0] - grounds[0][0])) < PANEL
        if pale and (panel or colour[0] > 92):
            grounds.append(colour)
            continue
        known = [*grounds, *(other for _, other in kept)]
        if min(float(np.linalg.norm(colour - other)) for other in known) < DISTINCT:
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
        for box, solid in _pieces(mask, (0, 0)):
            x0, y0, x1, y1 = box
            if solid:
                patches.append(Patch(box, ink.rgb))
            elif x1 - x0 >= 4 and y1 - y0 >= 4:
                # The smoothed outline of a darker neighbour may have this colour and hang on like a thread.
                part = mask[y0:y1, x0:x1].astype(np.uint8)
                opened = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
                if opened.sum() >= THREADS * part.sum():  # else it is a grid, of threads alone
                    patches += [Patch(inner, ink.rgb) for inner, whole in _pieces(opened, (x0, y0)) if whole]
    return patches


def _pieces(mask: Mask, origin: tuple[int, int]) -> Iterator[tuple[Box, bool]]:
    """Yield the box of each connected piece of a mask at `origin`, and whether it is a filled rectangle."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if width < 2 or height < 2 or width * height < 8:
            continue
        filled = np.zeros((height, width), np.uint8)
        cv2.drawContours(filled, [contour - (x, y)], -1, 1, cv2.FILLED)
        painted = mask[y : y + height, x : x + width] & (filled > 0)
        box = (origin[0] + x, origin[1] + y, origin[0] + x + width, origin[1] + y + height)
        yield box, bool(filled.mean() >= SOLID and painted.mean() >= PAINTED)
