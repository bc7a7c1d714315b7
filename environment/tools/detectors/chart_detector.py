"""A chart detector: a tool that has a service find a chart's parts and tells them as SVG or scene graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from environment.errors import NothingFoundError
from environment.providers.detector import Detector
from environment.providers.settings import ProviderSettings
from environment.tool import Tool, ToolResult
from environment.tools.detectors.colors import color_of, ground_of
from environment.tools.detectors.forms import Form, Seen
from environment.tools.detectors.parts import Role, parts_of
from environment.tools.objects import closed
from environment.tools.pixels import ONLY_A_PICTURE, decode_rgb, encode_png, picture_at
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json, digest

MIN_SCORE = 0.5
"""What the detector is less sure of is left out, and counted."""
_COUNT: Json = {"type": "integer", "minimum": 0}


@dataclass(frozen=True)
class ChartDetector:
    """What a detector's elements are told as under one tool name, before anyone says where it is served."""

    name: str
    group: str
    provider: str
    """Its entry of `tools.providers` in the parameters."""
    description: str
    roles: Mapping[str, Role]
    """The classes the detector knows, each with what it is in a chart."""
    form: Form
    trained_on: tuple[str, ...]

    def spec(self, model: str) -> ToolSpec:
        """Return the tool as served by the detector of that name; known from the settings alone."""
        fields: dict[str, Json] = {"picture": _COUNT, **self.form.fields, "left_out": _COUNT}
        return ToolSpec(
            name=self.name,
            family="chart",
            group=self.group,
            provider="endpoint",
            description=self.description,
            arguments_schema=ONLY_A_PICTURE,
            result_schema=canonical_json(closed(fields)),
            version="1",
            weights_digest=digest(["detector", model]) if model else "",
            determinism=Determinism.RECORDED,
            trained_on=self.trained_on,
            paper_tool=True,
        )

    def served(self, settings: ProviderSettings) -> Tool:
        """Return the tool at its service."""
        return ServedChartDetector(self, settings)


class ServedChartDetector:
    """A chart detector at its service: a Tool."""

    def __init__(self, detector: ChartDetector, settings: ProviderSettings) -> None:
        self.spec = detector.spec(settings.model)
        self._known = detector
        self._service = Detector(settings, detector.roles.keys())

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        """Return the form's fields and how many unsure elements were `left_out`.

        Raises UnavailableError, BadReplyError, ToolError where the picture does not decode, and
        NothingFoundError where the service is sure of no element.
        """
        index, picture = picture_at(arguments, pictures)
        pixels = decode_rgb(picture)
        # Sent as the pixels that are looked at here, so that nobody turns or flattens them otherwise.
        elements = self._service.detect(encode_png(pixels))
        sure = [element for element in elements if element.score >= MIN_SCORE]
        if not sure:
            raise NothingFoundError(f"No part of a chart was found ({len(elements)} unsure guesses).")
        parts = parts_of(sure, self._known.roles)
        ground = ground_of(pixels)
        colors = [color_of(part, pixels, ground) for part in parts]
        found, told = self._known.form.tell(Seen(parts, colors, picture.width, picture.height))
        left_out = len(elements) - len(sure)
        more = f"\n{left_out} less certain elements are left out." if left_out else ""
        return ToolResult({"picture": index, **found, "left_out": left_out}, told + more)
