"""rapidocr: printed text of a picture with its boxes, in reading order, exactly as the model read it.

Models: PP-OCR text detection and recognition as shipped in the rapidocr wheel, run by onnxruntime. Nothing is
corrected afterwards: a reading that is wrong stays visibly wrong, and digits stay the digits that were read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from environment.errors import ToolError
from environment.tool import ToolResult
from environment.tools.boxes import Box
from environment.tools.lines import ARGUMENTS, LINES_SCHEMA, Line, in_reading_order, read_region
from environment.tools.pixels import Pixels
from schemas import Determinism, Picture, ToolSpec, canonical_json

if TYPE_CHECKING:
    from rapidocr import RapidOCR

MIN_CONFIDENCE = 0.5
"""Readings below it are not text but texture; the library's own default."""
UPRIGHT_BELOW = 1.5
"""A text box taller than this times its width is read upright and turned both ways, and the surest kept."""
MIN_CANVAS = 320
MAX_CANVAS_ASPECT = 8
"""Smaller pictures are laid on a canvas of this side, thinner ones on one of this ratio, before detection."""


def _models() -> list[Path]:
    found = find_spec("rapidocr")
    assert found is not None, "rapidocr is a dependency of this package"
    assert found.origin is not None
    folder = Path(found.origin).parent / "models"
    return [folder / "PP-OCRv6_det_small.onnx", folder / "PP-OCRv6_rec_small.onnx"]


def _weights_digest() -> str:
    digest = hashlib.sha256()
    for path in _models():
        digest.update(path.read_bytes())
    return digest.hexdigest()


spec = ToolSpec(
    name="rapidocr",
    family="perception",
    group="ocr",
    provider="native",
    description="Read the printed text of a picture, or of one region of it, with a box for each piece.",
    arguments_schema=canonical_json(
        {"type": "object", "properties": ARGUMENTS, "additionalProperties": False}
    ),
    result_schema=LINES_SCHEMA,
    version=f"1+rapidocr-{version('rapidocr')}+onnxruntime-{version('onnxruntime')}",
    weights_digest=_weights_digest(),
    determinism=Determinism.TOLERANT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return the lines of text in reading order; no text at all is a result too.

    Raises ArgumentValueError for a region that is no box of that picture, ToolError where text is found and
    cannot be read.
    """
    return read_region(arguments, pictures, _read)


def read_lines(pixels: Pixels) -> list[Line]:
    """Return the lines of text in a picture's pixels, in reading order."""
    return in_reading_order(_read(pixels))


def recognise(crops: Sequence[Pixels]) -> list[tuple[str, float]]:
    """Read pictures that hold one piece of text each, without looking for it first: text and confidence."""
    return _recognised(_engine(), crops) if crops else []


@cache
def _engine() -> RapidOCR:
    """Load the models, once a process; one thread, so that the numbers do not depend on the cores."""
    from rapidocr import RapidOCR

    one_thread = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    detection, recognition = (str(path) for path in _models())
    return RapidOCR(
        params={
            **one_thread,
            "Global.log_level": "critical",
            "Det.model_path": detection,
            "Rec.model_path": recognition,
        }
    )


def _read(pixels: Pixels) -> list[Line]:
    """Return the lines in a picture's pixels, in no particular order."""
    from rapidocr.main import RapidOCRError
    from rapidocr.utils.process_img import map_boxes_to_original

    engine = _engine()
    height, width = pixels.shape[:2]
    framed = _framed(pixels)
    sized, steps = engine.preprocess_img(np.ascontiguousarray(framed[:, :, ::-1]))
    try:
        crops, detected = engine.detect_and_crop(sized, steps)
    except RapidOCRError:  # its way to say that there is no text box
        return []
    try:
        readings = _surest(engine, crops, detected.boxes)
    except RapidOCRError as error:
        raise ToolError("There is text, but it could not be read: try a region of the picture.") from error
    quads = map_boxes_to_original(detected.boxes, steps, *framed.shape[:2])
    return [
        Line(text, _around(quad, width, height), round(min(confidence, 1.0), 4))
        for quad, (text, confidence) in zip(quads, readings, strict=True)
        if text and confidence >= MIN_CONFIDENCE
    ]


def _framed(pixels: Pixels) -> Pixels:
    """Add background to the right and below small or thin pictures, which the detector would blow up."""
    height, width = pixels.shape[:2]
    least = max(MIN_CANVAS, -(-max(height, width) // MAX_CANVAS_ASPECT))
    below, right = max(0, least - height), max(0, least - width)
    if not below and not right:
        return pixels
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    framed = np.empty((height + below, width + right, 3), np.uint8)
    framed[:] = np.median(edge, axis=0).astype(np.uint8)
    framed[:height, :width] = pixels
    return framed


def _surest(engine: RapidOCR, crops: Sequence[Pixels], quads: NDArray[np.float32]) -> list[tuple[str, float]]:
    """Read every crop; the library turns tall ones a quarter left, so those are read upright and right too.

    A lone 1 is as tall and thin as a word written upwards, and only reading it each way tells them apart.
    """
    readings = _recognised(engine, crops)
    tall = [n for n, quad in enumerate(quads) if np.ptp(quad[:, 1]) >= UPRIGHT_BELOW * np.ptp(quad[:, 0])]
    for quarters in (2, 3) if tall else ():
        turned = _recognised(engine, [np.rot90(crops[n], quarters) for n in tall])
        for n, reading in zip(tall, turned, strict=True):
            readings[n] = max(readings[n], reading, key=lambda reading: reading[1])
    return readings


def _recognised(engine: RapidOCR, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
    read = engine.recognize_txt([np.ascontiguousarray(crop) for crop in crops])
    return [(text.strip(), float(score)) for text, score in zip(read.txts, read.scores, strict=True)]


def _around(quad: NDArray[np.float32], width: int, height: int) -> Box:
    """Return the upright box around a four-cornered one, within the picture and at least one pixel wide."""
    x0, y0 = (int(v) for v in np.floor(quad.min(axis=0)))
    x1, y1 = (int(v) for v in np.ceil(quad.max(axis=0)))
    x0, y0 = min(max(x0, 0), width - 1), min(max(y0, 0), height - 1)
    return x0, y0, min(max(x1, x0 + 1), width), min(max(y1, y0 + 1), height)
