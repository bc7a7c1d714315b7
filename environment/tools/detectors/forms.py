"""The forms in which a chart's parts are told: SVG, and a scene graph of nodes and edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from environment.tools.boxes import BOX_RESULT
from environment.tools.detectors.colors import RGB
from environment.tools.detectors.parts import Part, Role
from environment.tools.detectors.relations import Relation, edges_of
from environment.tools.detectors.svg import hex_of, printable, svg_of
from environment.tools.objects import closed
from schemas import Json

Told: TypeAlias = tuple[dict[str, Json], str]
"""Fields of the result, and the text for the model."""


@dataclass(frozen=True)
class Seen:
    """A chart's parts with their colours, and the size of its picture."""

    parts: Sequence[Part]
    colors: Sequence[RGB | None]
    width: int
    height: int


@dataclass(frozen=True)
class Form:
    """JSON Schemas of the result's fields and the function that makes them."""

    fields: dict[str, Json]
    tell: Callable[[Seen], Told]


def tell_svg(seen: Seen) -> Told:
    """Return `svg` with `counts` of the parts of each of the detector's classes."""
    svg = svg_of(seen.parts, seen.colors, seen.width, seen.height)
    counts = Counter(part.seen.kind for part in seen.parts)
    found: dict[str, Json] = {
        "width": seen.width,
        "height": seen.height,
        "counts": dict[str, Json](sorted(counts.items())),
        "svg": svg,
    }
    return found, svg


def tell_graph(seen: Seen) -> Told:
    """Return `nodes`, numbered in the order the detector sent them, and `edges` between their numbers."""
    nodes = [_node(part, color) for part, color in zip(seen.parts, seen.colors, strict=True)]
    edges = edges_of(seen.parts, seen.colors)
    found: dict[str, Json] = {
        "nodes": list[Json](nodes),
        "edges": [{"source": e.source, "relation": e.relation.value, "target": e.target} for e in edges],
    }
    drawn = zip(seen.parts, seen.colors, strict=True)
    told = [_line(number, part, color) for number, (part, color) in enumerate(drawn)]
    told += [f"{e.source} {e.relation.value} {e.target}" for e in edges]
    return found, "\n".join(told)


def _node(part: Part, color: RGB | None) -> dict[str, Json]:
    node: dict[str, Json] = {
        "class": part.seen.kind,
        "role": part.role.value,
        "box": list[Json](part.pixel_box),
        "score": round(part.seen.score, 4),
    }
    if part.seen.text:
        node["text"] = part.seen.text
    if part.seen.points:
        node["points"] = [[round(x, 1), round(y, 1)] for x, y in part.seen.points]
    if color:
        node["color"] = hex_of(color)
    return node


def _line(number: int, part: Part, color: RGB | None) -> str:
    words = [f"{number}: {part.role.value}", str(list(part.pixel_box))]
    if part.seen.text:
        words.append(f'"{printable(part.seen.text)}"')
    if part.seen.points:
        words.append("points " + " ".join(f"{x:g},{y:g}" for x, y in part.seen.points))
    if color:
        words.append(hex_of(color))
    return " ".join(words)


_COUNT: Json = {"type": "integer", "minimum": 0}
_SIDE: Json = {"type": "integer", "minimum": 1}
_POINT: Json = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2}
_NODE: dict[str, Json] = {
    "class": {"type": "string"},
    "role": {"enum": [role.value for role in Role]},
    "box": BOX_RESULT,
    "score": {"type": "number", "minimum": 0, "maximum": 1},
}
_MAYBE: dict[str, Json] = {
    "text": {"type": "string", "minLength": 1},
    "points": {"type": "array", "items": _POINT},
    "color": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
}
_EDGE: dict[str, Json] = {
    "source": _COUNT,
    "relation": {"enum": [relation.value for relation in Relation]},
    "target": _COUNT,
}


def _objects(required: dict[str, Json], optional: dict[str, Json]) -> Json:
    return {"type": "array", "items": closed(required, optional)}


SVG = Form(
    {
        "width": _SIDE,
        "height": _SIDE,
        "counts": {"type": "object", "additionalProperties": _SIDE},
        "svg": {"type": "string"},
    },
    tell_svg,
)
SCENE_GRAPH = Form({"nodes": _objects(_NODE, _MAYBE), "edges": _objects(_EDGE, {})}, tell_graph)
