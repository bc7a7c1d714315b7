"""EasyOCR as a detector service: `python -m services.easyocr_service --port 9100 --languages en`.

Run it from the project's folder in an environment of its own with `pip install easyocr`; this project's has
no torchvision, which EasyOCR needs. EasyOCR downloads its weights at the first start. Text is passed on as it
was read, to the letter.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from services.shell import Detect, Value, serve

Reading: TypeAlias = tuple[Sequence[Sequence[Any]], str, Any]
"""Four corners, text and confidence as `Reader.readtext` returns them: numbers of Python or of numpy."""
ReadText: TypeAlias = Callable[[bytes], Sequence[Reading]]


def detector_of(readtext: ReadText) -> Detect:
    """Return EasyOCR's reader as a function of the service."""

    def detect(png: bytes, width: int, height: int) -> list[dict[str, Value]]:
        return [element_of(reading, width, height) for reading in readtext(png)]

    return detect


def element_of(reading: Reading, width: int, height: int) -> dict[str, Value]:
    """Return one reading as an element: the upright box around its corners, at least one pixel, cut to the
    picture, since EasyOCR's corners may lie outside it and are fractions for slanted text."""
    corners, text, confidence = reading
    x0, x1 = _span([float(corner[0]) for corner in corners], width)
    y0, y1 = _span([float(corner[1]) for corner in corners], height)
    score = min(float(confidence), 1.0)  # a product of rounded probabilities may end a digit above
    return {"class": "text", "box": [x0, y0, x1, y1], "score": score, "text": str(text)}


def _span(values: Sequence[float], end: int) -> tuple[float, float]:
    low = min(max(min(values), 0.0), end - 1.0)
    return low, max(min(max(values), float(end)), low + 1.0)


def main() -> None:
    """Load the weights and serve until interrupted."""
    parser = argparse.ArgumentParser(description="EasyOCR as a detector service on the loopback.")
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--languages", nargs="+", default=["en"], metavar="CODE")
    parser.add_argument("--gpu", action="store_true", help="read on the GPU")
    args = parser.parse_args()
    import easyocr

    serve(detector_of(easyocr.Reader(args.languages, gpu=args.gpu).readtext), args.port)


if __name__ == "__main__":
    main()
