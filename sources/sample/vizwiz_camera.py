"""A phone held by someone who cannot see its screen: tilted, cut off, dim, out of focus."""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from sources.sample.canvas import Canvas


@dataclass(frozen=True)
class Handling:
    """Greatest tilt in degrees, the share of the picture that is cut off, blur in pixels, light, grain."""

    tilt: float
    cut: float
    blur: float
    light: float
    grain: float


HANDLINGS = {
    "fair": Handling(5, 0.02, 1.1, 1.0, 5),
    "tilted": Handling(24, 0.0, 1.3, 0.95, 6),
    "cropped": Handling(7, 0.14, 1.2, 1.0, 6),
    "dim": Handling(8, 0.04, 1.2, 0.5, 9),
    "lost": Handling(30, 0.2, 34, 0.4, 12),
}

AROUND = 260
"""Pixels by which the surface goes on beyond the scene."""


def photograph(canvas: Canvas, quality: str, noise: np.random.Generator) -> Image.Image:
    """Return the scene as the phone took it, 600 by 800 pixels."""
    how = HANDLINGS[quality]
    image = canvas.finish()
    around = Image.fromarray(np.pad(np.asarray(image), ((AROUND, AROUND), (AROUND, AROUND), (0, 0)), "edge"))
    tilt = math.radians(float(noise.uniform(0.6, 1) * how.tilt * noise.choice((-1, 1))))
    aside, down = (float(noise.choice((-1, 1))) * how.cut * side for side in image.size)
    # Where in `around` each pixel of the picture lies: turned about the scene's middle, then moved.
    cos, sin = math.cos(tilt), math.sin(tilt)
    middle_x, middle_y = image.width / 2, image.height / 2
    start_x = AROUND + middle_x + cos * (aside - middle_x) - sin * (down - middle_y)
    start_y = AROUND + middle_y + sin * (aside - middle_x) + cos * (down - middle_y)
    turn = (cos, -sin, start_x, sin, cos, start_y)
    seen = around.transform(image.size, Image.Transform.AFFINE, turn, Image.Resampling.BICUBIC)
    pixels = np.asarray(seen.filter(ImageFilter.GaussianBlur(how.blur)), np.float32)
    rows, columns = pixels.shape[:2]
    v, u = np.mgrid[0:rows, 0:columns].astype(np.float32)
    lamp = noise.uniform(0.2, 0.8, 2)
    away = (u / columns - lamp[0]) ** 2 + (v / rows - lamp[1]) ** 2
    pixels = pixels * (how.light * (1.08 - 0.4 * away))[..., None]
    pixels += noise.standard_normal(pixels.shape, np.float32) * how.grain
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
