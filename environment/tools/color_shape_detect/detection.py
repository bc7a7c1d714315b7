"""Detection: which kind of picture it is, and its objects in the picture's own pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from environment.errors import NothingFoundError
from environment.tools.boxes import Box
from environment.tools.color_shape_detect import flat, scene, solid
from environment.tools.color_shape_detect.colors import RGB, color_name, median_rgb, polar_lab
from environment.tools.pixels import Mask, Pixels
from schemas import Json

SCENE_COLORS = ("", "red", "brown", "yellow", "green", "cyan", "blue", "purple", "gray")
"""Names of the hue classes of `scene`."""
MOST_FLAT_SIDE = 1200
LEAST_SIDE = 16
LIGHTEST_GROUND = 88.0
"""Lightness above which plain ground is paper, not the floor of a scene."""


@dataclass(frozen=True)
class DetectedObject:
    """One object; box, centre and area are pixels of the picture."""

    shape: str
    color: str
    rgb: RGB
    size: str
    material: str
    box: Box
    center: tuple[float, float]
    area: int

    def plain(self) -> dict[str, Json]:
        """Return it as the result schema has it."""
        return {
            "shape": self.shape,
            "color": self.color,
            "rgb": list(self.rgb),
            "size": self.size,
            "material": self.material,
            "box": list(self.box),
            "center": list(self.center),
            "area": self.area,
        }


def detect(pixels: Pixels) -> tuple[str, list[DetectedObject]]:
    """Return `scene` or `flat` and the objects from left to right; raises NothingFoundError for neither."""
    # One thread: workers already fill the cores, and the result must not hang on their number.
    cv2.setNumThreads(1)
    height, width = pixels.shape[:2]
    if min(height, width) < LEAST_SIDE:
        raise NothingFoundError(f"The picture is only {width} x {height} pixels: too small to hold objects.")
    background, share = flat.background_of(pixels)
    if share >= flat.LEAST_BACKGROUND:
        return "flat", _flat_objects(pixels, background)
    return "scene", _scene_objects(pixels)


def _scene_objects(pixels: Pixels) -> list[DetectedObject]:
    scale = scene.WORKING_SIDE / max(pixels.shape[:2])
    worked = _resized(pixels, scale)
    lab = polar_lab(worked)
    ground = scene.ground_lightness(lab)
    ratio = lab.lightness / ground
    if float(np.median(ground)) > LIGHTEST_GROUND or not scene.is_scene(lab, ratio):
        raise NothingFoundError(
            "The picture is neither a scene of objects on plain ground nor a flat diagram: use another tool."
        )
    masks = scene.object_masks(lab, ratio)
    anything = np.logical_or.reduce([mask for _, mask in masks]) if masks else np.zeros(lab.hue.shape, bool)
    found = []
    for hue, mask in masks:
        x0, y0, x1, y1 = _box(mask)
        large = solid.is_large(x1 - x0, y1 - y0, y1)
        shape, metal = solid.solid_shape(mask, anything), solid.is_polished(mask, lab)
        found.append(
            _object(
                pixels,
                worked,
                mask,
                shape=shape,
                color=SCENE_COLORS[hue],
                size="large" if large else "small",
                material="metal" if metal else "rubber",
            )
        )
    return _left_to_right(found)


def _flat_objects(pixels: Pixels, background: RGB) -> list[DetectedObject]:
    scale = min(1.0, MOST_FLAT_SIDE / max(pixels.shape[:2]))
    worked = _resized(pixels, scale)
    masks = flat.patches(worked, background)
    shapes = [flat.shape_of(mask) for mask in masks]
    largest = max((int(m.sum()) for m, s in zip(masks, shapes, strict=True) if s != "region"), default=1)
    found = []
    for mask, shape in zip(masks, shapes, strict=True):
        size = "large" if 2 * mask.sum() > largest else "small"
        name = color_name(median_rgb(worked, mask))
        found.append(_object(pixels, worked, mask, shape=shape, color=name, size=size, material="flat"))
    return _left_to_right(found)


def _object(
    pixels: Pixels, worked: Pixels, mask: Mask, *, shape: str, color: str, size: str, material: str
) -> DetectedObject:
    x0, y0, x1, y1 = _box(mask)
    height, width = pixels.shape[:2]
    down, across = height / mask.shape[0], width / mask.shape[1]
    right, bottom = min(math.ceil(x1 * across), width), min(math.ceil(y1 * down), height)
    rows, columns = np.nonzero(mask)
    return DetectedObject(
        shape=shape,
        color=color,
        rgb=median_rgb(worked, mask),
        size=size,
        material=material,
        box=(int(x0 * across), int(y0 * down), right, bottom),
        center=(round(float(columns.mean()) * across, 1), round(float(rows.mean()) * down, 1)),
        area=max(1, round(float(mask.sum()) * across * down)),
    )


def _box(mask: Mask) -> Box:
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _resized(pixels: Pixels, scale: float) -> Pixels:
    if scale == 1:
        return pixels
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how))


def _left_to_right(objects: list[DetectedObject]) -> list[DetectedObject]:
    return sorted(objects, key=lambda o: (o.center, o.box))
