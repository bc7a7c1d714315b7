"""Objects that a detector found, and the noun phrases ("tiny red rubber spheres") that select among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from teachers.programmatic.questions import words

SHAPES = {
    "cube": "cube", "cubes": "cube", "block": "cube", "blocks": "cube",
    "sphere": "sphere", "spheres": "sphere", "ball": "sphere", "balls": "sphere",
    "cylinder": "cylinder", "cylinders": "cylinder",
}  # fmt: skip
SIZES = {"large": "large", "big": "large", "small": "small", "tiny": "small"}
MATERIALS = {"rubber": "rubber", "matte": "rubber", "metal": "metal", "metallic": "metal", "shiny": "metal"}
COLORS = frozenset({"gray", "red", "blue", "green", "brown", "purple", "cyan", "yellow"})
ANYTHING = frozenset({"thing", "things", "object", "objects", "item", "items"})
# fmt: off
_FILLER = frozenset({
    "the", "a", "an", "any", "all", "other", "another", "there", "is", "are", "of", "that", "either", "both",
    "visible", "present", "exist", "in", "scene", "picture",
})
# fmt: on
SIDES = {"left": (0, -1), "right": (0, 1), "front": (1, 1), "behind": (1, -1)}
SIDE_MARGIN = 4
"""Pixels by which centres must differ before one object counts as left of (or before) another."""


@dataclass(frozen=True)
class Thing:
    """One detected object; `center` in pixels of the picture."""

    shape: str
    color: str
    size: str
    material: str
    center: tuple[float, float]


@dataclass(frozen=True)
class Kind:
    """What a noun phrase asks for: attribute -> value, nothing for "objects"."""

    attributes: tuple[tuple[str, str], ...]

    def selects(self, thing: Thing) -> bool:
        """Whether a thing has every attribute of the phrase."""
        return all(getattr(thing, name) == value for name, value in self.attributes)

    def within(self, other: Kind) -> bool:
        """Whether everything this phrase selects is also selected by the other."""
        return set(other.attributes) <= set(self.attributes)

    def apart_from(self, other: Kind) -> bool:
        """Whether no thing can be both."""
        mine, theirs = dict(self.attributes), dict(other.attributes)
        return any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys())


def things_in(result: Mapping[str, Any]) -> tuple[Thing, ...]:
    """Return the shaded objects of a `color_shape_detect` result."""
    return tuple(
        Thing(o["shape"], _plain(o["color"]), o["size"], o["material"], (o["center"][0], o["center"][1]))
        for o in result["objects"]
        if o["shape"] in {"sphere", "cube", "cylinder"}
    )


def kind_of(phrase: str) -> Kind | None:
    """Parse a noun phrase, or return None when a word of it is unknown."""
    found: dict[str, str] = {}
    noun = False
    for word in words(phrase):
        if word in _FILLER:
            continue
        if noun:
            return None
        if word in ANYTHING:
            noun = True
        elif word in SHAPES:
            found["shape"], noun = SHAPES[word], True
        elif word in SIZES:
            found["size"] = SIZES[word]
        elif word in MATERIALS:
            found["material"] = MATERIALS[word]
        elif _plain(word) in COLORS:
            found["color"] = _plain(word)
        else:
            return None
    return Kind(tuple(sorted(found.items()))) if noun else None


def beside(things: Sequence[Thing], anchor: Thing, side: str) -> tuple[Thing, ...] | None:
    """Return the things on one side of an anchor, or None when one is too close to call."""
    axis, sign = SIDES[side]
    offsets = [(t, sign * (t.center[axis] - anchor.center[axis])) for t in things if t is not anchor]
    if any(abs(offset) < SIDE_MARGIN for _, offset in offsets):
        return None
    return tuple(t for t, offset in offsets if offset > 0)


def _plain(color: str) -> str:
    return "gray" if color == "grey" else color
