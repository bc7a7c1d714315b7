"""A mask as an observation: a picture, white on black, in the frame of the picture it lies on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from environment.errors import ArgumentValueError
from environment.tool import MAX_ASPECT, MIN_SIDE
from environment.tools.boxes import BOX_RESULT, Box
from environment.tools.pixels import Mask, encode_png
from schemas import Json, Picture

MASK_RESULT: dict[str, Json] = {
    "new_picture": {"type": "integer", "minimum": 1},
    "box": dict(BOX_RESULT),
    "area": {"type": "integer", "minimum": 1},
    "centroid": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
}
"""JSON Schemas of what a result says of a mask."""


@dataclass(frozen=True)
class Masked:
    """A mask that is not empty, measured."""

    picture: Picture
    box: Box
    area: int
    """Pixels."""
    centroid: tuple[float, float]

    def result(self, new: int) -> dict[str, Json]:
        """Return the result's fields for a mask that becomes the picture of that number."""
        return {
            "new_picture": new,
            "box": list[Json](self.box),
            "area": self.area,
            "centroid": list[Json](self.centroid),
        }

    def told(self) -> str:
        """Return the sentence's end: how large the mask is and where."""
        return f"It covers {self.area} pixels within {list(self.box)}, its centre is {list(self.centroid)}."


def check_maskable(picture: Picture) -> None:
    """Raise ArgumentValueError for pictures of a shape that no mask picture may have."""
    small, large = sorted((picture.width, picture.height))
    if small < MIN_SIDE or large > MAX_ASPECT * small:
        raise ArgumentValueError(
            f"A picture of {picture.width} x {picture.height} pixels has no mask to look at."
        )


def measured(mask: Mask) -> Masked:
    """Measure a mask with at least one pixel and draw it."""
    rows, columns = np.nonzero(mask)
    return Masked(
        picture=encode_png(np.repeat((mask * np.uint8(255))[:, :, None], 3, axis=2)),
        box=(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1),
        area=int(mask.sum()),
        centroid=(round(float(columns.mean()) + 0.5, 1), round(float(rows.mean()) + 0.5, 1)),
    )
