"""Flat diagrams: even patches of colour on an even background, as drawing programs make them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.color_shape_detect.colors import RGB, Floats
from environment.tools.color_shape_detect.scene import (
    filled,
    filled_hull,
    outline,
    split_at_waists,
    thickness,
)
from environment.tools.color_shape_detect.solid import hexagon_loss
from environment.tools.pixels import Mask, Pixels

LEAST_BACKGROUND = 0.25
"""Share of the picture that must have the background's very colour for it to be a flat diagram."""
SAME_COLOR = 12.0
"""Lab distance within which two pixels have one colour."""
MOST_COLORS = 24
LEAST_SHARE = 0.0002
"""Smallest patch, as a share of the picture."""
LEAST_THICKNESS = 3.5
"""Half the width in pixels under which a patch is a line or a letter."""
ROUND = 0.11
"""Share of its area that a disc, also one cut at an overlap, loses when its outline keeps six corners."""


def background_of(pixels: Pixels) -> tuple[RGB, float]:
    """Return the commonest colour and the share of the picture that has it, give or take two levels."""
    coarse = (pixels >> 3).astype(np.int32)
    codes = (coarse[..., 0] << 10) | (coarse[..., 1] << 5) | coarse[..., 2]
    mode = int(np.bincount(codes.ravel()).argmax())
    red, green, blue = (int(v) for v in np.median(pixels[codes == mode], axis=0))
    share = (np.abs(pixels.astype(np.int16) - (red, green, blue)).max(axis=2) <= 2).mean()
    return (red, green, blue), float(share)


def patches(pixels: Pixels, background: RGB) -> list[Mask]:
    """Return the masks of the even patches that are no lines and no letters, in reading order."""
    lab = _lab(pixels)
    left = np.linalg.norm(lab - _lab(np.array([[background]], np.uint8)), axis=2) > SAME_COLOR
    even = cv2.erode(left.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & (_unevenness(lab) < 4)
    found: list[Mask] = []
    for _ in range(MOST_COLORS):
        if even.sum() < 9:
            break
        near = np.linalg.norm(lab - _commonest(lab, even), axis=2) <= SAME_COLOR
        found += _parts((near & left).astype(np.uint8))
        even &= ~near
        left &= ~near
    # What is mostly hole is an outline drawn around something, not a patch.
    patched = [(mask, filled(mask)) for mask in found]
    return [p for mask, whole in patched if 2 * mask.sum() > whole.sum() for p in _discs_apart(whole)]


def shape_of(mask: Mask) -> str:
    """Name a patch: circle, square, rectangle, triangle, polygon (convex) or region (anything else)."""
    if mask.sum() < 0.9 * filled_hull(mask).sum():
        return "region"
    points = outline(mask)
    (_, (across, along), _) = cv2.minAreaRect(points)
    ratio = min(across, along) / max(across, along, 1.0)
    if hexagon_loss(mask) > ROUND:
        return "circle" if ratio > 0.88 else "region"
    hull = cv2.convexHull(points)
    corners = len(cv2.approxPolyDP(hull, 0.04 * cv2.arcLength(hull, True), True))
    if corners == 3:
        return "triangle"
    if corners == 4 and cv2.contourArea(hull) > 0.88 * across * along:
        return "square" if ratio > 0.9 else "rectangle"
    return "polygon"


def _lab(pixels: Pixels) -> Floats:
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))


def _unevenness(lab: Floats) -> Floats:
    kernel = np.ones((3, 3), np.uint8)
    return np.asarray((cv2.dilate(lab, kernel) - cv2.erode(lab, kernel)).max(axis=2))


def _commonest(lab: Floats, mask: Mask) -> NDArray[np.float32]:
    levels = np.round((lab[mask] + (0, 128, 128)) / 6).astype(np.int32)
    codes = (levels[:, 0] << 12) | (levels[:, 1] << 6) | levels[:, 2]
    return np.asarray(np.median(lab[mask][codes == np.bincount(codes).argmax()], axis=0), np.float32)


def _parts(mask: NDArray[np.uint8]) -> list[Mask]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    least = max(30.0, LEAST_SHARE * mask.size)
    large = [labels == n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] >= least]
    return [part for part in large if thickness(part) >= LEAST_THICKNESS]


def _discs_apart(mask: Mask) -> list[Mask]:
    """Cut overlapping discs apart; leave any other patch whole."""
    pieces = split_at_waists(mask)
    return pieces if len(pieces) > 1 and all(hexagon_loss(piece) > 0.1 for piece in pieces) else [mask]
