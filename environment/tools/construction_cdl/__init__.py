"""`construction_cdl`: a geometry diagram to the shapes, lines and circles that it is built of, by name.

A native provider of the tool that the paper takes from DiagramFormalizer; the forms are those of FormalGeo's
construction CDL. Strokes are found by classical vision, letters by text recognition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import NothingFoundError
from environment.tool import ToolResult
from environment.tools import rapidocr
from environment.tools.objects import closed
from environment.tools.pixels import ONLY_A_PICTURE, OPENCV, decode_rgb, picture_at
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec"]

_STRINGS: Json = {"type": "array", "items": {"type": "string"}}
_RESULT: dict[str, Json] = {
    "picture": {"type": "integer", "minimum": 0},
    "construction_cdl": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    "points": {
        "type": "object",
        "additionalProperties": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
        },
    },
    "unlettered": _STRINGS,
    "left_out": {"type": "integer", "minimum": 0},
    "lines": _STRINGS,
    "circles": _STRINGS,
    "diagram_forms": _STRINGS,
}

spec = ToolSpec(
    name="construction_cdl",
    family="diagram",
    group="cdl",
    provider="native",
    description=(
        "Read the construction of a geometry diagram: Shape(AB,BC,CA), Collinear(ADB), Cocircular(O,ABC), "
        "with the points' places in pixels, and the same as points, lines, circles and diagram_forms for "
        "inter_gps_solve. Greek capitals stand for points at which no letter was read; numbers, right angles "
        "and other marks are not read."
    ),
    arguments_schema=ONLY_A_PICTURE,
    result_schema=canonical_json(closed(_RESULT)),
    version=f"1+{OPENCV}+{rapidocr.spec.version}",
    weights_digest=rapidocr.spec.weights_digest,
    determinism=Determinism.TOLERANT,
    paper_tool=True,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `construction_cdl` with `points` [x, y] in pixels, and `lines`, `circles` and `diagram_forms`.

    `Shape` lists sides counter-clockwise as seen, `OAB` being the arc of circle O from A to B; `Cocircular`
    has the centre first. Raises NothingFoundError where no diagram is seen, or more than one holds.
    """
    from environment.tools.construction_cdl.drawing import read_picture
    from environment.tools.construction_cdl.telling import told

    index, picture = picture_at(arguments, pictures)
    drawing = read_picture(decode_rgb(picture), rapidocr.read_lines, rapidocr.recognise)
    if drawing is None:
        raise NothingFoundError(
            "No geometry diagram was seen: there is neither a straight line between two points nor a circle, "
            "or more than a diagram holds; zoom into the diagram if the picture shows other things too."
        )
    forms = told(drawing)
    result: dict[str, Json] = {
        "picture": index,
        "construction_cdl": list(forms.construction),
        "points": {p.name: [round(p.place[0], 1), round(p.place[1], 1)] for p in drawing.points},
        "unlettered": [p.name for p in drawing.points if not p.lettered],
        "left_out": drawing.left_out,
        "lines": list(forms.lines),
        "circles": [centre for centre, _ in drawing.circles],
        "diagram_forms": list(forms.incidences),
    }
    places = ", ".join(f"{p.name} [{p.place[0]:.0f}, {p.place[1]:.0f}]" for p in drawing.points)
    text = "\n".join([*forms.construction, f"points: {places}"])
    if names := ", ".join(p.name for p in drawing.points if not p.lettered):
        text += f"\nno letter was read at {names}"
    if drawing.left_out:
        text += f"\n{drawing.left_out} more points without a letter are left out"
    return ToolResult(result, text)
