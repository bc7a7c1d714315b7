"""grabcut_segment: what a box holds, cut from its ground by OpenCV's GrabCut (Rother et al. 2004)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from environment.errors import ArgumentValueError, NothingFoundError
from environment.tool import ToolResult
from environment.tools.boxes import BOX_RESULT, Box, box_argument, pixel_box
from environment.tools.masks import MASK_RESULT, check_maskable, measured
from environment.tools.pixels import OPENCV, PICTURE_ARGUMENT, Mask, Pixels, decode_rgb, picture_at
from schemas import Determinism, Picture, ToolSpec, canonical_json

ROUNDS = 5
"""Iterations of the colour models; the cut hardly moves afterwards."""
MARGIN = 0.5
"""Ground around the box that is looked at, as a share of its sides."""
WORKING_SIDE = 400
"""Longer side in pixels at which the cut is made; it bounds the time of a call."""
LEAST_SIDE = 6
"""Sides of a box in pixels below which there is nothing to tell apart."""

spec = ToolSpec(
    name="grabcut_segment",
    family="perception",
    group="segmentation",
    provider="native",
    description=(
        "Cut the object in a box from its ground by colour: returns a mask picture (white on black, the size "
        "of the picture) with its box, area and centre. The box must leave some ground around the object."
    ),
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "bbox_2d": box_argument(
                    "A box around the object: [x0, y0, x1, y1] in pixels of the picture."
                ),
                "picture": PICTURE_ARGUMENT,
            },
            "required": ["bbox_2d"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "picture": {"type": "integer", "minimum": 0},
                "bbox_2d": BOX_RESULT,
                **MASK_RESULT,
            },
            "required": ["picture", "bbox_2d", *MASK_RESULT],
            "additionalProperties": False,
        }
    ),
    version=f"1+{OPENCV}",
    weights_digest="",
    determinism=Determinism.TOLERANT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return the mask as a new PNG picture in the picture's frame, and its box, area and centroid in pixels.

    Raises ArgumentValueError for a box that is none, too small or without ground around it, and for pictures
    of a shape that no mask picture may have; NothingFoundError where the box holds nothing but ground.
    """
    index, picture = picture_at(arguments, pictures)
    check_maskable(picture)
    box = pixel_box(arguments.get("bbox_2d"), "bbox_2d", picture)
    if min(box[2] - box[0], box[3] - box[1]) < LEAST_SIDE:
        raise ArgumentValueError(
            f"`bbox_2d` is too small: give a box of at least {LEAST_SIDE} pixels a side."
        )
    if box == (0, 0, picture.width, picture.height):
        raise ArgumentValueError("`bbox_2d` is the whole picture: leave some ground around the object.")
    mask = segment(decode_rgb(picture), box)
    if not mask.any():
        raise NothingFoundError("Nothing in the box stands out from the ground around it: give another box.")
    found, new = measured(mask), len(pictures)
    told = f"Picture {new}: mask of what is in {list(box)} of picture {index}, white on black, in its frame. "
    return ToolResult(
        result={"picture": index, "bbox_2d": list(box), **found.result(new)},
        text=told + found.told(),
        pictures=(found.picture,),
    )


def segment(pixels: Pixels, box: Box) -> Mask:
    """Return the mask, of the picture's shape, of what stands out in a box; empty where nothing does.

    Ground is what lies around the box within half its sides; the cut is made at a reduced size.
    """
    import cv2

    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = box
    right, down = round(MARGIN * (x1 - x0)) + 2, round(MARGIN * (y1 - y0)) + 2
    left, top = max(0, x0 - right), max(0, y0 - down)
    part = pixels[top : min(height, y1 + down), left : min(width, x1 + right)]
    scale = min(1.0, WORKING_SIDE / max(part.shape[:2]))
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    working = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    known = np.full((size[1], size[0]), cv2.GC_BGD, np.uint8)
    inner = [round(c * scale) for c in (x0 - left, y0 - top, x1 - left, y1 - top)]
    known[inner[1] : inner[3], inner[0] : inner[2]] = cv2.GC_PR_FGD
    sure, probable = (known == kind for kind in (cv2.GC_BGD, cv2.GC_PR_FGD))
    whole = np.zeros((height, width), np.bool_)
    if not sure.any() or not probable.any() or np.ptp(working.reshape(-1, 3), axis=0).max() == 0:
        return whole  # one even colour, or no ground at all
    cv2.setRNGSeed(0)  # the colour models start from random picks
    models = np.zeros((1, 65), np.float64), np.zeros((1, 65), np.float64)
    try:
        cv2.grabCut(
            np.ascontiguousarray(working[:, :, ::-1]), known, None, *models, ROUNDS, cv2.GC_INIT_WITH_MASK
        )
    except cv2.error:  # a colour model without pixels: everything went to one side
        return whole
    front = ((known == cv2.GC_FGD) | (known == cv2.GC_PR_FGD)).astype(np.uint8)
    full = cv2.resize(front, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_NEAREST) > 0
    whole[top : top + part.shape[0], left : left + part.shape[1]] = full
    within = np.zeros_like(whole)
    within[y0:y1, x0:x1] = whole[y0:y1, x0:x1]
    return within
