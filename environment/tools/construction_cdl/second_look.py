"""Letters that the first reading missed: small pieces of ink beside points, each read by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from environment.tools.boxes import Box
from environment.tools.construction_cdl.ink import Mask, ground, ink_of, of_colours
from environment.tools.construction_cdl.letters import LOOKS_ALIKE, Letter, Text, letters_in
from environment.tools.construction_cdl.points import REACH
from environment.tools.construction_cdl.strokes import Point
from environment.tools.pixels import Pixels

Recognise = Callable[[Sequence[Pixels]], Sequence[tuple[str, float]]]
"""Reads pictures of one piece of text each: the text and how sure it is."""
SURE = 0.6
"""Confidence from which a letter read by itself counts."""
CERTAIN = 0.8
"""Confidence from which a digit that stands alone is no letter."""
MARGIN = 8
HEIGHT = 48
"""Margin and height in pixels of the picture of a letter as it is read."""
SIZES = (0.55, 1.5)
"""Height of such a letter, in parts of the usual one."""
MOST = 24
UPPER = 0.85
"""Height of a capital, in parts of the middle height of capitals and digits: an x is lower than an X."""
_NO_LETTER = r"[0-9a-z°]"
_FULL_HEIGHT = r"[ABD-IL-NRT0-9]{1,3}°?|[A-Z]{2,3}"


def capital_height(cleared: Pixels, texts: Sequence[Text]) -> float:
    """Return the height in pixels of the ink of the picture's capitals and digits; 0 where it has none."""
    ink = ink_of(cleared)
    heights = [_ink_height(ink, box) for text, box, _ in texts if re.fullmatch(_FULL_HEIGHT, text)]
    return float(median(heights)) if heights else 0.0


def is_capital(cleared: Pixels, tall: float) -> Callable[[Box], bool]:
    """Return whether the ink in a box is as high as a capital."""
    ink = ink_of(cleared)
    return lambda box: _ink_height(ink, box) >= UPPER * tall


def _ink_height(ink: Mask, box: Box) -> int:
    rows = np.flatnonzero(ink[box[1] : box[3], box[0] : box[2]].any(axis=1))
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0


def missed(
    cleared: Pixels,
    letters: Sequence[Letter],
    texts: Sequence[Text],
    places: Sequence[Point],
    tall: float,
    recognise: Recognise,
) -> list[Letter]:
    """Return letters beside places that have none yet; `cleared` is the picture without its strokes.

    Only ink of the colour of the letters read before counts, where there are some, and none of a number or
    an expression that was read. `tall` is the height of the picture's capitals.
    """
    usual = median(letter.height for letter in letters) if letters else 24.0
    ink = ink_of(cleared)
    if len(letters) > 1:
        ink = of_colours(cleared, ink, _colours(cleared, ink, letters))
    read = [*letters, *(Letter("", box) for text, box, sure in texts if _is_no_letter(text, sure))]
    near = [Letter("", box) for box in _pieces(ink, usual) if not _is_read(box, read)]
    near = [piece for piece in near if any(piece.away(place) <= REACH * usual for place in places)][:MOST]
    large = is_capital(cleared, tall)
    found = []
    for piece, (text, sure) in zip(near, recognise([_alone(cleared, piece) for piece in near]), strict=True):
        x0, y0, x1, y1 = (int(v) for v in piece.box)
        if sure >= SURE and (tall or not text.islower()):
            found += letters_in([(_capital(text, bool(letters)), (x0, y0, x1, y1), sure)], large)
    return [letter for letter in found if len(letter.name) < 3]


def _is_no_letter(text: str, sure: float) -> bool:
    """Whether a text is a number or an expression; an 8 that is in doubt may be an S."""
    return re.search(_NO_LETTER, text) is not None and (len(text) > 1 or sure >= CERTAIN)


def _colours(pixels: Pixels, ink: Mask, letters: Sequence[Letter]) -> NDArray[np.uint8]:
    """Return the colours of letters, each once: of the deepest half of a letter's ink."""
    found: list[NDArray[np.uint8]] = []
    for letter in letters:
        x0, y0, x1, y1 = (int(v) for v in letter.box)
        part = pixels[y0:y1, x0:x1][ink[y0:y1, x0:x1]]
        if len(part) < 10:
            continue
        depth = np.abs(part.astype(np.int16) - ground(pixels)).sum(axis=1)
        colour = np.median(part[depth >= np.median(depth)], axis=0).astype(np.uint8)
        if all(np.abs(colour.astype(int) - other.astype(int)).max() > 60 for other in found):
            found.append(colour)
    return np.array(found, dtype=np.uint8).reshape(-1, 3)


def _pieces(ink: Mask, usual: float) -> list[tuple[float, float, float, float]]:
    """Return the boxes of pieces of ink of a letter's size; a stroke painted over does not part a letter."""
    joined = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = []
    for x, y, width, height, _ in stats[1:count].tolist():
        if SIZES[0] * usual <= height + MARGIN <= SIZES[1] * usual + MARGIN and width <= 1.6 * usual:
            boxes.append((float(x), float(y), float(x + width), float(y + height)))
    return boxes


def _is_read(box: tuple[float, float, float, float], letters: Sequence[Letter]) -> bool:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return any(letter.away(middle) == 0 for letter in letters)


def _alone(pixels: Pixels, piece: Letter) -> Pixels:
    """Return the picture of one piece with a margin, enlarged to the height at which letters are read."""
    x0, y0, x1, y1 = (int(v) for v in piece.box)
    edge = [int(v) for v in ground(pixels)]
    part = cv2.copyMakeBorder(
        pixels[y0:y1, x0:x1], MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=edge
    )
    scale = HEIGHT / part.shape[0]
    return np.asarray(cv2.resize(part, (max(8, round(part.shape[1] * scale)), HEIGHT)), dtype=np.uint8)


def _capital(text: str, lettered: bool) -> str:
    """Return a letter read alone as a capital.

    A bare stroke is an I where other points have letters; else it is what is left of a line or an arc. Of
    small letters only those pass that differ from their capitals in size alone, which is seen to elsewhere.
    """
    if text in ("l", "|", "1", "I"):
        return "I" if lettered else ""
    return text.upper() if text.upper() in LOOKS_ALIKE else text
