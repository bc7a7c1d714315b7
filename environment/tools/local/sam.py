"""sam: Segment Anything (arXiv 2304.02643), a mask for a box or for points.

Its weights saw SA-1B alone, which names none of the data sets whose questions are asked here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from environment.errors import ArgumentValueError, NothingFoundError
from environment.providers.local import LAYOUT, Loaded, LocalModel, numbers, pillow_processor
from environment.providers.settings import WeightSettings
from environment.tool import ToolResult
from environment.tools.boxes import box_argument, pixel_box
from environment.tools.local.weighted import Weighted
from environment.tools.masks import MASK_RESULT, check_maskable, measured
from environment.tools.objects import closed
from environment.tools.pixels import Mask, Pixels, decode_rgb, picture_at
from environment.tools.points import points_argument
from schemas import Json, Picture, ToolSpec

_POINT: Json = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
ARGUMENTS: dict[str, Json] = {
    "bbox_2d": box_argument("A box around the object: [x0, y0, x1, y1] in pixels of the picture."),
    "points": {
        "type": "array",
        "items": _POINT,
        "minItems": 1,
        "maxItems": 20,
        "description": "Points [x, y] on the object, in pixels of the picture.",
    },
    "outside": {
        "type": "array",
        "items": _POINT,
        "maxItems": 20,
        "description": "Points [x, y] beside the object, with `points`.",
    },
}


class Sam:
    """The tool."""

    def __init__(self, spec: ToolSpec, settings: WeightSettings) -> None:
        self.spec = spec
        self._model = LocalModel(settings, _load)

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        """Return the surest of the model's masks as a new picture, with its box, area, centroid and score.

        Raises ArgumentValueError for a box or point that is none, or without either; NothingFoundError where
        the mask is empty; UnavailableError.
        """
        index, picture = picture_at(arguments, pictures)
        check_maskable(picture)
        asked = _prompt(arguments, picture)
        mask, score = segment(self._model.get(), decode_rgb(picture), asked)
        if not mask.any():
            raise NothingFoundError("The model finds no object there: give another box or other points.")
        found, new = measured(mask), len(pictures)
        return ToolResult(
            result={"picture": index, **found.result(new), "score": score},
            text=(
                f"Picture {new}: mask on picture {index}, white on black, in its frame, score {score:.2f}. "
                f"{found.told()}"
            ),
            pictures=(found.picture,),
        )


def _prompt(arguments: Mapping[str, Any], picture: Picture) -> dict[str, Json]:
    """Return the processor's arguments for what a call points at."""
    prompt: dict[str, Json] = {}
    if "bbox_2d" in arguments:
        box = pixel_box(arguments["bbox_2d"], "bbox_2d", picture)
        prompt["input_boxes"] = [[[float(edge) for edge in box]]]
    if "points" in arguments:
        inside = points_argument(arguments["points"], picture)
        outside = points_argument(arguments["outside"], picture) if arguments.get("outside") else []
        prompt["input_points"] = [[[list[Json](point) for point in (*inside, *outside)]]]
        prompt["input_labels"] = [[[1] * len(inside) + [0] * len(outside)]]
    elif arguments.get("outside"):
        raise ArgumentValueError("`outside` goes with `points`: give points on the object too.")
    if not prompt:
        raise ArgumentValueError("Give `bbox_2d`, a box around the object, or `points` on it.")
    return prompt


def segment(loaded: Loaded, pixels: Pixels, prompt: Mapping[str, Json]) -> tuple[Mask, float]:
    """Return the mask, of the picture's shape, that the model is surest of, and how sure (0 to 1)."""
    import torch

    encoded = loaded.processor(pixels, return_tensors="pt", input_data_format=LAYOUT, **prompt)
    with torch.inference_mode():
        output = loaded.model(**loaded.inputs(encoded), multimask_output=True)
    (masks,) = loaded.processor.image_processor.post_process_masks(
        output.pred_masks.float().cpu(), encoded["original_sizes"], encoded["reshaped_input_sizes"]
    )
    scores = numbers(output.iou_scores[0, 0])
    best = int(np.argmax(scores))
    return masks[0, best].numpy(), round(min(max(scores[best], 0.0), 1.0), 4)


def _load(weights: str, commit: str | None, dtype: str) -> tuple[Any, Any]:
    from transformers import SamModel, SamProcessor

    processor = SamProcessor.from_pretrained(weights, revision=commit)
    model = SamModel.from_pretrained(weights, revision=commit, dtype=dtype)
    return pillow_processor(processor, weights, commit), model


_RESULT: dict[str, Json] = {
    "picture": {"type": "integer", "minimum": 0},
    **MASK_RESULT,
    "score": {"type": "number", "minimum": 0, "maximum": 1},
}

TOOL = Weighted(
    name="sam",
    family="perception",
    group="segmentation",
    provider="sam",
    model="facebook/sam-vit-base",
    description=(
        "Cut out the object in a box or under points with Segment Anything: returns a mask picture (white on "
        "black, the size of the picture) with its box, area and centre."
    ),
    arguments=ARGUMENTS,
    required=(),
    result=closed(_RESULT),
    trained_on=("sa-1b",),
    serve=Sam,
)
