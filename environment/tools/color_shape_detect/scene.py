"""Shaded scenes of solid objects on a plain ground, as CLEVR renders them.

The ground is a smooth surface of light, fitted and divided out; what has a hue, or is much darker than the
ground beneath it, is an object. Thresholds were set on real CLEVR validation pictures.
"""

from __future__ import annotations

import cv2
import numpy as np

from environment.tools.color_shape_detect.colors import GREY_BELOW, Floats, Lab, Labels
from environment.tools.pixels import Mask

WORKING_SIDE = 480
"""Scenes are looked at in this size (CLEVR's own); pixel constants below are of this frame."""
DARK_AGAINST_GROUND = 0.77
"""Grey objects are darker than this share of the ground's lightness, their soft shadows are not."""
LEAST_AREA = 45
LEAST_THICKNESS = 4.0
LEAST_GREY_THICKNESS = 8.0
LEAST_EDGE = 0.18
LEAST_GROUND = 0.35
"""Share of the picture that must be plain ground for it to be a scene at all."""
HUES = (
    (345.0, 50.0),
    (50.0, 87.0),
    (87.0, 117.0),
    (117.0, 165.0),
    (165.0, 235.0),
    (235.0, 301.0),
    (301.0, 345.0),
)
"""Hue ranges of red, brown, yellow, green, cyan, blue and purple under CLEVR's lamps."""
GREY = len(HUES) + 1


def ground_lightness(lab: Lab, degree: int = 4, rounds: int = 12) -> Floats:
    """Fit a polynomial surface to the lightness of hueless pixels, robustly against objects and shadows."""
    height, width = lab.lightness.shape
    rows, columns = np.mgrid[0:height:4, 0:width:4]
    terms = _terms(rows / height, columns / width, degree)
    seen = lab.lightness[rows, columns].ravel().astype(np.float64)
    usable = (lab.chroma[rows, columns].ravel() < GREY_BELOW).astype(np.float64)
    weights = usable
    for _ in range(rounds):
        weighted = terms * (weights**2)[:, None]
        # The tiny ridge keeps the equations solvable where too few pixels are hueless.
        fitted = np.linalg.solve(terms.T @ weighted + 1e-6 * np.eye(terms.shape[1]), weighted.T @ seen)
        rest = seen - terms @ fitted
        spread = max(1.5, 1.4826 * float(np.median(np.abs(rest[usable > 0])))) if usable.any() else 1.5
        weights = usable / (1 + (rest / (2 * spread)) ** 2)
    coarse = np.maximum((terms @ fitted).reshape(rows.shape), 1.0).astype(np.float32)
    # Sample (i, j) of the coarse grid is pixel (4 i, 4 j); resize would take it for the middle of its cell.
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / 4
    return np.asarray(cv2.remap(coarse, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _terms(y: Floats, x: Floats, degree: int) -> Floats:
    x, y = 2 * x.ravel() - 1, 2 * y.ravel() - 1
    return np.stack([x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)], axis=1)


def is_scene(lab: Lab, ratio: Floats) -> bool:
    """Whether most of the picture and of its border is plain, smoothly lit ground."""
    plain = (lab.chroma < GREY_BELOW) & (np.abs(ratio - 1) < 0.08)
    border = np.concatenate([plain[0], plain[-1], plain[:, 0], plain[:, -1]])
    return bool(plain.mean() >= LEAST_GROUND and border.mean() >= 0.7)


def object_masks(lab: Lab, ratio: Floats) -> list[tuple[int, Mask]]:
    """Return (hue class, mask) of each object; classes count from 1 in the order of HUES, then GREY."""
    classes = _classes(lab, ratio)
    found: list[tuple[int, Mask]] = []
    for hue in range(1, GREY + 1):
        mask = (classes == hue).astype(np.uint8)
        opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5) if hue == GREY else (3, 3), np.uint8))
        found += [(hue, part) for part in _parts(opened)]
    pieces = [(hue, piece) for hue, mask in _without_reflections(found) for piece in split_at_waists(mask)]
    anything = np.logical_or.reduce([mask for _, mask in pieces]) if pieces else classes > 0
    return [
        (hue, mask)
        for hue, mask in pieces
        if thickness(mask) >= (LEAST_GREY_THICKNESS if hue == GREY else LEAST_THICKNESS)
        and (hue != GREY or edge_step(mask, anything, ratio) >= LEAST_EDGE)
    ]


def thickness(mask: Mask) -> float:
    """Return the radius of the largest circle inside a mask, in pixels."""
    return float(cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3).max())


def edge_step(mask: Mask, anything: Mask, ratio: Floats) -> float:
    """Return how sharply lightness changes across the outline towards the ground: shadows end softly."""
    kernel = np.ones((3, 3), np.uint8)
    solid = mask.astype(np.uint8)
    inner = mask & ~cv2.erode(solid, kernel, iterations=3).astype(bool)
    others = cv2.dilate((anything & ~mask).astype(np.uint8), kernel, iterations=5).astype(bool)
    outer = cv2.dilate(solid, kernel, iterations=3).astype(bool) & ~cv2.dilate(solid, kernel).astype(bool)
    inside, outside = ratio[inner & ~others], ratio[outer & ~others]
    if len(inside) < 8 or len(outside) < 8:
        return 0.0
    return float(abs(np.median(outside) - np.median(inside)))


def _classes(lab: Lab, ratio: Floats) -> Labels:
    classes = np.zeros(lab.hue.shape, np.int32)
    for number, (start, stop) in enumerate(HUES, start=1):
        inside = (
            (lab.hue >= start) & (lab.hue < stop) if start < stop else (lab.hue >= start) | (lab.hue < stop)
        )
        classes[inside & (lab.chroma >= GREY_BELOW)] = number
    classes[(lab.chroma < GREY_BELOW) & (ratio < DARK_AGAINST_GROUND)] = GREY
    return classes


def _parts(mask: Labels) -> list[Mask]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return [labels == n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] >= LEAST_AREA]


def _without_reflections(found: list[tuple[int, Mask]]) -> list[tuple[int, Mask]]:
    """Give pieces that lie within another object's outline (mirror images, dark spots) to that object."""
    found = sorted(found, key=lambda item: int(item[1].sum()), reverse=True)
    kept: list[tuple[int, Mask]] = []
    for hue, mask in found:
        for n, (other_hue, other) in enumerate(kept):
            around = filled_hull(other)
            if (mask & around).sum() >= 0.8 * mask.sum() and mask.sum() < 0.35 * other.sum():
                kept[n] = (other_hue, other | mask)
                break
        else:
            kept.append((hue, mask))
    return [(hue, filled(mask)) for hue, mask in kept]


def outline(mask: Mask) -> Labels:
    """Return the longest outer contour of a mask, shape (n, 2), x before y."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(contours, key=len)).reshape(-1, 2).astype(np.int32)


def filled_hull(mask: Mask) -> Mask:
    """Return the mask of the convex hull."""
    canvas = np.zeros(mask.shape, np.uint8)
    cv2.fillConvexPoly(canvas, cv2.convexHull(outline(mask)), 1)
    return canvas.astype(bool)


def filled(mask: Mask) -> Mask:
    """Return the mask with its holes filled and slits up to two pixels closed."""
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    canvas = np.zeros(mask.shape, np.uint8)
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(canvas, contours, -1, 1, cv2.FILLED)
    return canvas.astype(bool)


def split_at_waists(mask: Mask) -> list[Mask]:
    """Cut a blob between its two deepest dents where that leaves rounder pieces: touching objects."""
    contour = outline(mask)
    hull = cv2.convexHull(contour, returnPoints=False)
    solidity = mask.sum() / max(filled_hull(mask).sum(), 1)
    if len(hull) < 4 or solidity > 0.93:
        return [mask]
    hull[::-1].sort(axis=0)
    defects = cv2.convexityDefects(contour, hull)
    if defects is None:
        return [mask]
    deep = sorted((d for d in defects.reshape(-1, 4) if d[3] / 256 >= 2.5), key=lambda d: -int(d[3]))[:4]
    best, pieces = solidity + 0.03, [mask]
    for i in range(len(deep)):
        for j in range(i):
            cut = mask.astype(np.uint8)
            start, stop = (tuple(int(v) for v in contour[d[2]]) for d in (deep[i], deep[j]))
            cv2.line(cut, start, stop, 0, 2)
            parts = _parts(cut.astype(np.int32))
            if len(parts) != 2 or min(p.sum() for p in parts) < 0.12 * mask.sum():
                continue
            whole = sum(int(p.sum()) for p in parts) / sum(int(filled_hull(p).sum()) for p in parts)
            if whole > best:
                best, pieces = whole, parts
    return [mask] if len(pieces) == 1 else [q for p in pieces for q in split_at_waists(p)]
