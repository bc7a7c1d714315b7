"""From pixels to points, lines and circles by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from environment.tools.boxes import Box
from environment.tools.construction_cdl.assembly import Drawing, assembled
from environment.tools.construction_cdl.letters import SPECKS, Letter, Text, letters_in
from environment.tools.construction_cdl.pen import drawn, painted_over, without_lettering
from environment.tools.construction_cdl.places import places_in
from environment.tools.construction_cdl.points import matched
from environment.tools.construction_cdl.second_look import Recognise, capital_height, is_capital, missed
from environment.tools.pixels import Pixels

ReadText = Callable[[Pixels], Sequence[Text]]
"""Optical character recognition."""
SECOND_LOOK = 15.0
"""Doubt, in pixels, of a letter that the first reading did not find alone."""
WIDEST_REACH = 22.0
"""Pixels, at most, that a stroke's end may be away from the point it belongs to."""
LARGE, USUAL, MOST_ENLARGED = 1200, 360, 3
"""Pixels of a picture's longer side up to which it is read as it is, and to which a small one is enlarged."""
MAX_LINES = 40
MAX_PLACES = 20
"""What a drawing may hold: a photograph holds lines without number, and the solver takes 26 points."""


def read_picture(pixels: Pixels, text_of: ReadText, recognise: Recognise) -> Drawing | None:
    """Read a diagram, a large one made smaller and a small one larger; see `read`.

    Places are in pixels of the picture given.
    """
    height, width = pixels.shape[:2]
    longer = max(height, width)
    scale = LARGE / longer if longer > LARGE else float(min(max(USUAL // longer, 1), MOST_ENLARGED))
    if scale == 1:
        return read(pixels, text_of, recognise)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = np.asarray(cv2.resize(pixels, size, interpolation=way), dtype=np.uint8)
    drawing = read(sized, text_of, recognise)
    if drawing is None:
        return None
    points = (replace(p, place=(p.place[0] / scale, p.place[1] / scale)) for p in drawing.points)
    return replace(drawing, points=tuple(points))


def read(pixels: Pixels, text_of: ReadText, recognise: Recognise) -> Drawing | None:
    """Read a diagram; None where neither a line nor a circle is seen, or more than a diagram holds."""
    strokes = drawn(pixels)
    if strokes is None or not (strokes.segments or strokes.circles):
        return None
    texts = [(text.strip(SPECKS) or text, box, sure) for text, box, sure in text_of(pixels)]
    strokes = without_lettering(strokes, [box for _, box, _ in texts])
    if not (strokes.segments or strokes.circles) or len(strokes.segments) > MAX_LINES:
        return None
    cleared = painted_over(pixels, strokes)
    tall = capital_height(cleared, texts)
    alone = [line for line in texts if len(line[0]) == 1]
    letters = letters_in(alone, is_capital(cleared, tall))
    reach = min(max((letter.height for letter in letters), default=24.0) * 0.8, WIDEST_REACH)
    places = places_in(strokes, letters, reach)
    if len(places) > MAX_PLACES:
        return None
    with_letter = matched(places, letters)
    without = [place for j, place in enumerate(places) if j not in with_letter]
    more = missed(cleared, letters, texts, [*without, *strokes.dots], tall, recognise)
    words = [line for line in texts if len(line[0]) > 1]
    more += letters_in([word for word in words if not any(_is_in(letter, word[1]) for letter in more)])
    for letter in more:
        if letter.name not in {known.name for known in letters}:
            letters.append(replace(letter, doubt=SECOND_LOOK))
    return assembled(places, letters, strokes, reach)


def _is_in(letter: Letter, box: Box) -> bool:
    x, y = (letter.box[0] + letter.box[2]) / 2, (letter.box[1] + letter.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
