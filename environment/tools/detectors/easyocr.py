"""easyocr: printed text by EasyOCR behind a detector service, exactly as it was read.

The service is `services/easyocr_service.py`. Nothing is corrected on either side: a post-processor of symbols
once turned the year 2010 into the angle 201°. EasyOCR's reader of Latin script saw generated text alone,
rendered by its maker's own generator (its issue 244), so that no data set is named in `trained_on`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.providers.detector import Detector, Element
from environment.providers.settings import ProviderSettings
from environment.tool import Tool, ToolResult
from environment.tools.detectors.parts import Part, Role
from environment.tools.lines import ARGUMENTS, LINES_SCHEMA, Line, read_region
from environment.tools.pixels import Pixels, encode_png
from schemas import Determinism, Picture, ToolSpec, canonical_json, digest

MIN_CONFIDENCE = 0.5
"""Readings below it are left out, as by the other readers of text."""


class EasyOcr:
    """The tool before anyone says where it is served."""

    name = "easyocr"
    provider = "easyocr"

    def spec(self, model: str) -> ToolSpec:
        """Return the tool as served under that model's name; known from the settings alone."""
        return ToolSpec(
            name=self.name,
            family="perception",
            group="ocr",
            provider="endpoint",
            description=(
                "Read the printed text of a picture, or of one region of it, with EasyOCR, with a box for "
                "each piece."
            ),
            arguments_schema=canonical_json(
                {"type": "object", "properties": ARGUMENTS, "additionalProperties": False}
            ),
            result_schema=LINES_SCHEMA,
            version="1",
            weights_digest=digest(["detector", model]) if model else "",
            determinism=Determinism.RECORDED,
            paper_tool=True,
        )

    def served(self, settings: ProviderSettings) -> Tool:
        """Return the tool at its service."""
        return ServedEasyOcr(self.spec(settings.model), settings)


class ServedEasyOcr:
    """EasyOCR at its service: a Tool."""

    def __init__(self, spec: ToolSpec, settings: ProviderSettings) -> None:
        self.spec = spec
        self._service = Detector(settings, frozenset({"text"}))

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        """Return the lines of text in reading order; no text at all is a result too.

        Raises ArgumentValueError for a region that is no box of that picture, UnavailableError and
        BadReplyError as the service does.
        """
        return read_region(arguments, pictures, self._read)

    def _read(self, pixels: Pixels) -> list[Line]:
        return [
            _line(element)
            for element in self._service.detect(encode_png(pixels))
            if element.text and element.score >= MIN_CONFIDENCE
        ]


def _line(element: Element) -> Line:
    return Line(element.text, Part(Role.TEXT, element).pixel_box, round(element.score, 4))
