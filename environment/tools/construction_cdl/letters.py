"""The letters printed in a drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from environment.tools.boxes import Box
from environment.tools.construction_cdl.strokes import Point

Text: TypeAlias = tuple[str, Box, float]
"""A piece of text, its box, and how sure the reading is."""
LOOKS_ALIKE = frozenset("CKOPSUVWXYZ")
"""Capitals that differ from their small letters in size alone."""
SPECKS = " .,•·-_:'\"`"
"""What dots and ends of lines beside a letter are read as."""


@dataclass(frozen=True)
class Letter:
    """A printed capital and where it stands."""

    name: str
    box: tuple[float, float, float, float]
    doubt: float = 0.0
    """Pixels by which it must stand nearer than another letter to be believed before it."""

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.box[3] - self.box[1]

    def away(self, p: Point) -> float:
        """Return a point's distance from the box, 0 within it."""
        x0, y0, x1, y1 = self.box
        return math.hypot(max(x0 - p[0], 0, p[0] - x1), max(y0 - p[1], 0, p[1] - y1))

    def centred(self, p: Point) -> float:
        """Return a point's distance from the middle of the box."""
        return math.dist(((self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2), p)


def letters_in(texts: Sequence[Text], large: Callable[[Box], bool] = lambda box: True) -> list[Letter]:
    """Return the point letters among the texts read: capitals, alone or two or three run together.

    Of two readings of one letter that which stands alone, then the surer one, counts. `large` tells whether
    the ink in a box is of a capital's height: an x is lower than an X.
    """
    found: dict[str, Letter] = {}
    for text, (x0, y0, x1, y1), _ in sorted(texts, key=lambda t: (len(t[0]), -t[2], t[1])):
        name = "O" if text in ("0", "o") else text
        if not re.fullmatch(r"[A-Z]{1,3}", name):
            continue
        if len(name) == 1 and name in LOOKS_ALIKE and not large((x0, y0, x1, y1)):
            continue
        step = (x1 - x0) / len(name)
        for i, part in enumerate(name):
            found.setdefault(part, Letter(part, (x0 + i * step, y0, x0 + (i + 1) * step, y1)))
    return list(found.values())
