"""A detector service: a picture posted, the elements seen in it returned as JSON.

The contract is `detector.schema.json` beside this file. A reply that breaks it anywhere is refused whole:
part of a wrong answer is no answer.
"""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple, TypeAlias

import jsonschema
from jsonschema.protocols import Validator

from environment.errors import BadReplyError
from environment.providers.exchange import post
from environment.providers.settings import ProviderSettings
from schemas import Picture

Point: TypeAlias = tuple[float, float]


class Element(NamedTuple):
    """One thing seen, in pixels of the picture that was posted."""

    kind: str
    """Its class, one of those the detector is said to know."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom; right and bottom are exclusive."""
    score: float
    """How sure the detector is, 0 to 1."""
    text: str = ""
    """What is printed in it, as read; empty where nothing was read."""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Detector:
    """A service that finds elements of known classes."""

    settings: ProviderSettings
    classes: Set[str]

    def detect(self, png: Picture) -> tuple[Element, ...]:
        """Return the elements in the order they were sent; an empty picture has none.

        Raises UnavailableError where the service cannot be had within `timeout_s` or refuses, BadReplyError
        where its reply breaks the contract, is about a picture of another size, or leaves the picture.
        """
        content = post(self.settings, "/detect", png.data, png.media_type)
        try:
            reply = json.loads(content, parse_constant=_no_constant)
            problem = next(iter(_contract().iter_errors(reply)), None)
            json.dumps(reply, ensure_ascii=False).encode()  # half a pair fits JSON and not UTF-8
        except (ValueError, RecursionError) as error:
            raise BadReplyError(
                f"{self.settings.model} sent something that is not JSON: use another tool."
            ) from error
        if problem is not None:
            place = ".".join(map(str, problem.absolute_path)) or "reply"
            raise self._bad(f"its {place} does not fit ({problem.validator})")
        if (reply["width"], reply["height"]) != (png.width, png.height):
            raise self._bad("it is about a picture of another size")
        return tuple(self._element(found, png) for found in reply["elements"])

    def _element(self, found: dict[str, Any], png: Picture) -> Element:
        kind = found["class"]
        if kind not in self.classes:
            raise self._bad(f"it names an unknown class {kind[:40]!r}")
        x0, y0, x1, y1 = found["box"]
        points = found.get("points", ())
        # Compared before they are floats: an integer of JSON may be too long for one.
        if not (x0 < x1 <= png.width and y0 < y1 <= png.height):
            raise self._bad(f"a box of {kind} is empty, swapped or leaves the picture")
        if any(x > png.width or y > png.height for x, y in points):
            raise self._bad(f"a point of {kind} leaves the picture")
        box = (float(x0), float(y0), float(x1), float(y1))
        at = tuple((float(x), float(y)) for x, y in points)
        return Element(kind, box, float(found["score"]), found.get("text", ""), at)

    def _bad(self, why: str) -> BadReplyError:
        return BadReplyError(f"The reply of {self.settings.model} cannot be used, {why}: use another tool.")


@cache
def _contract() -> Validator:
    text = resources.files("environment.providers").joinpath("detector.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return jsonschema.Draft202012Validator(schema)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")
