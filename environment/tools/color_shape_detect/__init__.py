"""`color_shape_detect`: objects with colour, shape, size and place, or the fill colour at given points.

Classical vision, no weights. Two kinds of picture: shaded scenes of solids on a plain ground (CLEVR) and flat
diagrams. Anything else is refused, for on photographs the answer would be made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from environment.tool import ToolResult
from environment.tools.boxes import BOX_RESULT
from environment.tools.objects import closed
from environment.tools.pixels import OPENCV, PICTURE_ARGUMENT, decode_rgb, picture_at
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

if TYPE_CHECKING:
    from environment.tools.color_shape_detect.detection import DetectedObject

__all__ = ["run", "spec"]

_RGB: Json = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0, "maximum": 255},
    "minItems": 3,
    "maxItems": 3,
}
_POINT: Json = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_SHAPES = ("sphere", "cylinder", "cube", "circle", "square", "rectangle", "triangle", "polygon", "region")


spec = ToolSpec(
    name="color_shape_detect",
    family="perception",
    group="detection",
    provider="native",
    description=(
        "List the objects of a rendered scene or flat diagram with shape, colour, size, material and box; "
        "with `points`, tell the fill colour at each point instead. Not for photographs."
    ),
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "picture": PICTURE_ARGUMENT,
                "points": {
                    "type": "array",
                    "items": _POINT,
                    "minItems": 1,
                    "maxItems": 200,
                    "description": "Points [x, y] in pixels of the picture whose fill colour is wanted.",
                },
            },
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        closed(
            {
                "picture": {"type": "integer", "minimum": 0},
                "kind": {"enum": ["scene", "flat", "points"]},
                "objects": {
                    "type": "array",
                    "items": closed(
                        {
                            "shape": {"enum": list(_SHAPES)},
                            "color": {"type": "string"},
                            "rgb": _RGB,
                            "size": {"enum": ["large", "small"]},
                            "material": {"enum": ["metal", "rubber", "flat"]},
                            "box": BOX_RESULT,
                            "center": _POINT,
                            "area": {"type": "integer", "minimum": 1},
                        }
                    ),
                },
                "points": {
                    "type": "array",
                    "items": closed({"point": _POINT, "color": {"type": "string"}, "rgb": _RGB}),
                },
            }
        )
    ),
    version=f"1+{OPENCV}",
    weights_digest="",
    determinism=Determinism.TOLERANT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `objects` from left to right, or `points` in the order asked; boxes are pixels of the picture.

    Raises ArgumentValueError for points outside the picture, NothingFoundError for a picture that is neither
    a scene on plain ground nor a flat diagram.
    """
    from environment.tools.color_shape_detect.detection import detect
    from environment.tools.color_shape_detect.points import color_at
    from environment.tools.points import points_argument

    index, picture = picture_at(arguments, pictures)
    if arguments.get("points") is not None:
        asked = points_argument(arguments["points"], picture)
        pixels = decode_rgb(picture)
        found = [(point, *color_at(pixels, point)) for point in asked]
        return ToolResult(
            result={
                "picture": index,
                "kind": "points",
                "objects": [],
                "points": [{"point": list(p), "color": name, "rgb": list(rgb)} for p, name, rgb in found],
            },
            text="\n".join(f"[{p[0]:g}, {p[1]:g}] {name} rgb{rgb}" for p, name, rgb in found),
        )
    kind, objects = detect(decode_rgb(picture))
    return ToolResult(
        result={"picture": index, "kind": kind, "objects": [o.plain() for o in objects], "points": []},
        text="\n".join(map(_told, objects)) or "no objects found",
    )


def _told(o: DetectedObject) -> str:
    return f"{o.size} {o.color} {o.material} {o.shape} {list(o.box)}"
