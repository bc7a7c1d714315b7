"""`opencv_to_svg`: a chart picture to its drawn primitives as SVG, by classical vision and text recognition.

The paper names OpenCV itself as the provider of this tool (Appendix B, ChartToSVG).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import NothingFoundError
from environment.tool import ToolResult
from environment.tools import rapidocr
from environment.tools.objects import closed
from environment.tools.opencv_chart_table import text_reader
from environment.tools.pixels import ONLY_A_PICTURE, OPENCV, decode_rgb, picture_at
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec"]

_COUNT: Json = {"type": "integer", "minimum": 0}
_KINDS = ("line", "rect", "path", "polyline", "text")
_RESULT: dict[str, Json] = {
    "picture": _COUNT,
    "width": {"type": "integer", "minimum": 1},
    "height": {"type": "integer", "minimum": 1},
    "counts": closed(dict.fromkeys(_KINDS, _COUNT)),
    "left_out": _COUNT,
    "svg": {"type": "string"},
}

spec = ToolSpec(
    name="opencv_to_svg",
    family="chart",
    group="chart_to_svg",
    provider="native",
    description=(
        "Segment a chart into its primitives and return them as SVG in pixels of the picture: bars (rect), "
        "series (polyline), pie sectors (path), axis and grid lines (line), and the printed text."
    ),
    arguments_schema=ONLY_A_PICTURE,
    result_schema=canonical_json(closed(_RESULT)),
    version=f"1+{OPENCV}+{rapidocr.spec.version}",
    weights_digest=rapidocr.spec.weights_digest,
    determinism=Determinism.TOLERANT,
    paper_tool=True,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `svg` with `counts` of its elements and how many were `left_out` to bound its size.

    Raises NothingFoundError where neither bars, series, sectors nor straight lines were found: text alone is
    no chart.
    """
    from environment.tools.opencv_to_svg.primitives import drawing_of
    from environment.tools.opencv_to_svg.svg import svg_of

    index, picture = picture_at(arguments, pictures)
    pixels = decode_rgb(picture)
    lines, read = text_reader(picture, pixels)
    drawing = drawing_of(pixels, lines, read)
    if not (drawing.rects or drawing.paths or drawing.sectors or drawing.straights):
        raise NothingFoundError("No drawn primitives were found: use rapidocr for the text, or zoom.")
    svg, counts, left_out = svg_of(drawing, picture.width, picture.height)
    result: dict[str, Json] = {
        "picture": index,
        "width": picture.width,
        "height": picture.height,
        "counts": {kind: counts[kind] for kind in _KINDS},
        "left_out": left_out,
        "svg": svg,
    }
    more = f"\n{left_out} more elements are left out." if left_out else ""
    return ToolResult(result, svg + more)
