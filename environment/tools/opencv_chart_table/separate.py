"""Lines of text that the reader ran together, cut apart where picture or numbers show several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from environment.tools.boxes import Box
from environment.tools.lines import Line
from environment.tools.opencv_chart_table.legend import Mark, is_hued
from environment.tools.opencv_chart_table.numbers import read_number
from environment.tools.opencv_chart_table.palette import Ink

Reader = Callable[[Box], str]
"""Reads the text in a box of the picture."""

EDGE = 2
"""Pixels around a mark that its smoothed edge may take."""
_YEARS = re.compile(r"(?:(?:19|20)\d\d){2,}")
_SYMBOL_THEN_NAME = re.compile(r"[—■□●○]\s*(?P<name>[^—■□●○]*[^—■□●○\s])\s*")
_NAME_THEN_NUMBER = re.compile(r"(?P<name>.*[^\W\d_].*?)[\s–-]*(?P<number>\d[\d.,]*%?)")


def separated(lines: Sequence[Line], marks: Sequence[Mark], inks: Sequence[Ink], read: Reader) -> list[Line]:
    """Return the lines, several names or numbers in one cut apart, without those of symbols alone."""
    parts: list[Line] = []
    for line in lines:
        if not any(c.isalnum() for c in line.text):
            continue
        within = _marks_within(line, marks, inks)
        pieces = _around_marks(line, within, read) if within else _between_symbols(line)
        parts += (number for piece in pieces for number in _numbers_in(piece))
    return parts


def cut_at(lines: Sequence[Line], foot: float, top: float, bottom: float) -> list[Line]:
    """Cut `name` from `number` in lines that run across x = `foot`, where bars begin: `Ghana1,414`.

    `top` and `bottom` are where the bars lie; text above and below them is left whole.
    """
    parts: list[Line] = []
    for line in lines:
        x0, y0, x1, y1 = line.box
        across = x0 + 8 < foot < x1 - 8 and top <= (y0 + y1) / 2 <= bottom
        found = _NAME_THEN_NUMBER.fullmatch(line.text) if across else None
        if found is None or read_number(found["number"]) is None:
            parts.append(line)
            continue
        middle = x1 - round((x1 - x0) * len(found["number"]) / len(line.text))
        parts.append(Line(found["name"], (x0, y0, middle, y1), line.confidence))
        parts.append(Line(found["number"], (middle, y0, x1, y1), line.confidence))
    return parts


def _marks_within(line: Line, marks: Sequence[Mark], inks: Sequence[Ink]) -> list[Mark]:
    x0, y0, x1, y1 = line.box
    height = y1 - y0
    inside = [
        mark
        for mark in marks
        if x0 + 0.9 * height < mark.box[0]
        and mark.box[2] < x1 - 0.5 * height
        and abs(mark.box[1] + mark.box[3] - y0 - y1) <= 0.7 * height
        and 0.1 * height <= mark.box[3] - mark.box[1] <= 1.2 * height
    ]
    if read_number(line.text) is not None:
        return []
    alone = [mark for mark in inside if is_hued(mark.rgb) and _holds_its_colour(line.box, mark, inside, inks)]
    return sorted(alone, key=lambda mark: mark.box[0])


def _holds_its_colour(box: Box, mark: Mark, marks: Sequence[Mark], inks: Sequence[Ink]) -> bool:
    """Whether the marks of a colour are all there is of it in a box: letters of a colour come in numbers."""
    x0, y0, x1, y1 = box
    mask = next(ink.mask for ink in inks if ink.rgb == mark.rgb)
    outside = int(mask[y0:y1, x0:x1].sum())
    for a0, b0, a1, b1 in (other.box for other in marks if other.rgb == mark.rgb):
        outside -= int(mask[max(y0, b0) : min(y1, b1), a0:a1].sum())
    return outside <= 2


def _around_marks(line: Line, marks: Sequence[Mark], read: Reader) -> Iterator[Line]:
    x0, y0, x1, y1 = line.box
    starts = [x0, *(mark.box[2] + EDGE for mark in marks)]
    ends = [*(mark.box[0] - EDGE for mark in marks), x1]
    for start, end in zip(starts, ends, strict=True):
        box = (start, y0, end, y1)
        text = read(box) if end - start >= 4 else ""
        if any(c.isalnum() for c in text):
            yield Line(text, box, line.confidence)


def _between_symbols(line: Line) -> Iterator[Line]:
    """Yield each of several names that stand behind a symbol: `— Coal — Wind`; the line itself otherwise."""
    names = list(_SYMBOL_THEN_NAME.finditer(line.text))
    if len(names) < 2 or "".join(name[0] for name in names) != line.text:
        yield line
        return
    x0, y0, x1, y1 = line.box
    each = (x1 - x0) / len(line.text)
    for name in names:
        start, end = (round(x0 + each * at) for at in name.span("name"))
        yield Line(name["name"], (start, y0, end, y1), line.confidence)


def _numbers_in(line: Line) -> Iterator[Line]:
    """Yield each of several numbers in a row, in proportion to its letters: `30,000 35,000`, `20072008`."""
    text = " ".join(re.findall("....", line.text)) if _YEARS.fullmatch(line.text) else line.text
    words = text.split(" ")
    if len(words) < 2 or read_number(text) is not None or any(read_number(w) is None for w in words):
        yield line
        return
    x0, y0, x1, y1 = line.box
    each = (x1 - x0) / len(text)
    at = [0]
    for word in words:
        at.append(at[-1] + len(word) + 1)
    for word, (start, end) in zip(words, pairwise(at), strict=True):
        yield Line(word, (round(x0 + start * each), y0, round(x0 + (end - 1) * each), y1), line.confidence)
