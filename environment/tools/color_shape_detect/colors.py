"""Colours: CIE Lab, and the simple name a person would give to a colour."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.pixels import Mask, Pixels

Floats: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.int32]
RGB: TypeAlias = tuple[int, int, int]

GREY_BELOW = 10.0
"""Chroma (Lab) under which a colour has no hue; real grey objects and floors stay below it."""


class Lab(NamedTuple):
    """A picture in polar CIE Lab: lightness 0-100, chroma, hue in degrees 0-360."""

    lightness: Floats
    chroma: Floats
    hue: Floats


def polar_lab(pixels: Pixels) -> Lab:
    """Convert RGB pixels to lightness, chroma and hue."""
    lightness, a, b = cv2.split(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))
    return Lab(lightness, np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360)


def color_name(rgb: RGB) -> str:
    """Name a colour: gray, black, white, red, orange, brown, yellow, green, cyan, blue, purple or pink."""
    lightness, chroma, hue = (float(c[0, 0]) for c in polar_lab(np.array([[rgb]], np.uint8)))
    if chroma < GREY_BELOW:
        return "black" if lightness < 20 else "white" if lightness > 93 else "gray"
    if hue < 45 or hue >= 345:
        muddy = chroma < 40 and lightness < 50 and 25 <= hue < 345
        return "pink" if lightness > 70 else "brown" if muddy else "red"
    if hue < 85:
        return "orange" if lightness > 60 or chroma > 60 else "brown"
    if 290 <= hue < 307.5 and chroma < 65 and lightness > 40:
        return "purple"
    for name, below in (("yellow", 115), ("green", 170), ("cyan", 220), ("blue", 307.5), ("purple", 335)):
        if hue < below:
            return "pink" if name == "purple" and lightness > 65 else name
    return "pink" if lightness > 55 else "purple"


def median_rgb(pixels: Pixels, mask: Mask) -> RGB:
    """Return the median colour under a mask that is not empty."""
    red, green, blue = (int(v) for v in np.median(pixels[mask], axis=0))
    return red, green, blue
