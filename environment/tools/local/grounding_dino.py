"""grounding_dino: boxes for what words describe (GroundingDINO, arXiv 2303.05499).

The tiny checkpoint saw Objects365, GoldG (GLIP's grounding set, with Flickr30k's and GQA's pictures) and
Cap4M, says its card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from environment.errors import ArgumentValueError
from environment.providers.local import LAYOUT, Loaded, LocalModel, numbers, pillow_processor
from environment.providers.settings import WeightSettings
from environment.tool import ToolResult
from environment.tools.boxes import BOX_RESULT, Box
from environment.tools.local.weighted import Weighted
from environment.tools.pixels import Pixels, decode_rgb, picture_at
from schemas import Json, Picture, ToolSpec

BOX_THRESHOLD, TEXT_THRESHOLD = 0.35, 0.25
"""Of the model's own demonstration."""
SAME = 0.8
"""Intersection over union at which two boxes are one object."""
MOST = 100

ARGUMENTS: dict[str, Json] = {
    "query": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "description": "What to look for, in words; several things with a full stop between them.",
    },
    "threshold": {
        "type": "number",
        "minimum": 0.05,
        "maximum": 1,
        "description": f"Least score of a box, {BOX_THRESHOLD} by default.",
    },
}


@dataclass(frozen=True)
class Detection:
    """One object found."""

    label: str
    """The words of the query it answers to; empty where the model is sure of none."""
    box: Box
    score: float


class GroundingDino:
    """The tool."""

    def __init__(self, spec: ToolSpec, settings: WeightSettings) -> None:
        self.spec = spec
        self._model = LocalModel(settings, _load)

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        """Return the objects the query names, surest first; none at all is a result too.

        Raises ArgumentValueError for a query without words, UnavailableError.
        """
        index, picture = picture_at(arguments, pictures)
        query = query_of(arguments["query"])
        least = float(arguments.get("threshold", BOX_THRESHOLD))
        found = detect(self._model.get(), decode_rgb(picture), query, least)
        told = "\n".join(f"{d.label or 'object'} {list(d.box)} {d.score:.2f}" for d in found)
        objects: list[Json] = [{"label": d.label, "box": list[Json](d.box), "score": d.score} for d in found]
        return ToolResult({"picture": index, "objects": objects}, told or "nothing of that kind found")


def query_of(words: str) -> str:
    """Return a query as the model was trained on them: lower case, each thing closed by a full stop.

    Raises ArgumentValueError where there is no word.
    """
    things = [" ".join(thing.split()) for thing in words.lower().split(".")]
    things = [thing for thing in things if any(letter.isalnum() for letter in thing)]
    if not things:
        raise ArgumentValueError("`query` holds no word: say what to look for.")
    return " ".join(f"{thing}." for thing in things)


def detect(loaded: Loaded, pixels: Pixels, query: str, least: float) -> list[Detection]:
    """Return what the model finds with at least that score, boxes in pixels of the picture, surest first."""
    import torch

    height, width = pixels.shape[:2]
    encoded = loaded.processor(images=pixels, text=query, return_tensors="pt", input_data_format=LAYOUT)
    with torch.inference_mode():
        output = loaded.model(**loaded.inputs(encoded))
    (found,) = loaded.processor.post_process_grounded_object_detection(
        output, encoded["input_ids"], least, TEXT_THRESHOLD, [(height, width)]
    )
    if not len(found["scores"]):  # the library then returns one label all the same
        return []
    rows = zip(numbers(found["scores"]), numbers(found["boxes"]), found["text_labels"], strict=True)
    detections = [
        Detection(_label(label), box, round(min(score, 1.0), 4))
        for score, edges, label in rows
        if (box := pixels_of(edges, width, height))
    ]
    return distinct(detections)


def pixels_of(edges: Sequence[float], width: int, height: int) -> Box | None:
    """Return the whole-pixel box within the picture, None where it has no pixel or no numbers."""
    if not all(abs(edge) < 1e9 for edge in edges):
        return None
    x0, y0, x1, y1 = (round(edge) for edge in edges)
    box = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    return box if box[0] < box[2] and box[1] < box[3] else None


def distinct(detections: Sequence[Detection]) -> list[Detection]:
    """Return at most a hundred detections, surest first, without those that repeat a surer one's box."""
    kept: list[Detection] = []
    for one in sorted(detections, key=lambda d: (-d.score, d.box, d.label)):
        if len(kept) < MOST and all(shared(one.box, other.box) < SAME for other in kept):
            kept.append(one)
    return kept


def shared(a: Box, b: Box) -> float:
    """Return intersection over union of two boxes."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(wide, 0) * max(high, 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return both / (sum(areas) - both)


def _label(text: str) -> str:
    """Return a phrase without the marks that the tokenizer's special tokens leave."""
    for mark in ("[CLS]", "[SEP]", "[PAD]"):
        text = text.replace(mark, " ")
    return " ".join(text.split()).strip(" .")


def _load(weights: str, commit: str | None, dtype: str) -> tuple[Any, Any]:
    from transformers import GroundingDinoForObjectDetection, GroundingDinoProcessor

    processor = GroundingDinoProcessor.from_pretrained(weights, revision=commit)
    # Its compiled kernel exists for few machines; the plain one gives the same numbers.
    model = GroundingDinoForObjectDetection.from_pretrained(
        weights, revision=commit, dtype=dtype, disable_custom_kernels=True
    )
    return pillow_processor(processor, weights, commit), model


TOOL = Weighted(
    name="grounding_dino",
    family="perception",
    group="detection",
    provider="grounding_dino",
    model="IDEA-Research/grounding-dino-tiny",
    description="Find the objects that words describe: returns a box, a label and a score for each.",
    arguments=ARGUMENTS,
    required=("query",),
    result={
        "type": "object",
        "properties": {
            "picture": {"type": "integer", "minimum": 0},
            "objects": {
                "type": "array",
                "maxItems": MOST,
                "items": {
                    "type": "object",
                    "properties": {
                        "label": {"type": "string"},
                        "box": dict(BOX_RESULT),
                        "score": {"type": "number", "minimum": 0, "maximum": 1},
                    },
                    "required": ["label", "box", "score"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["picture", "objects"],
        "additionalProperties": False,
    },
    trained_on=("objects365", "goldg", "cap4m"),
    serve=GroundingDino,
)
