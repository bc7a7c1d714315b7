"""Pages: read the lines by OCR, match the question's label to one, take the value beside or below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas import Prompt
from teachers.programmatic.answers import answered
from teachers.programmatic.document_values import read
from teachers.programmatic.lines import lines_in
from teachers.programmatic.plan import Abstain, Action, Move, Plan, Seen, Use, failed, last

OCR = "rapidocr"
ZOOM = "zoom"


def plans(prompt: Prompt) -> Sequence[Plan]:
    """OCR of the page; OCR of the enlarged half of it that the question points to."""
    halves = [Plan(f"{name} half", (ZOOM, OCR), _half(name)) for name in ("upper", "lower")]
    return (Plan("whole page", (OCR,), _whole), *halves)


def _whole(prompt: Prompt, seen: Sequence[Seen]) -> Action:
    call = last(seen, OCR)
    if call is None:
        return Use(OCR, {}, "The answer is printed on the page, so the page has to be read.")
    return _conclude(prompt, call)


def _half(name: str) -> Move:
    def move(prompt: Prompt, seen: Sequence[Seen]) -> Action:
        page = prompt.pictures[0]
        top, bottom = (0, page.height * 6 // 10) if name == "upper" else (page.height * 4 // 10, page.height)
        if last(seen, ZOOM) is None:
            box = [0, top, page.width, bottom]
            return Use(
                ZOOM, {"bbox_2d": box}, f"Small print may read better in the {name} half of the page alone."
            )
        call = last(seen, OCR)
        if call is None:
            return Use(OCR, {"picture": len(prompt.pictures)}, f"The {name} half of the page has to be read.")
        return _conclude(prompt, call)

    return move


def _conclude(prompt: Prompt, call: Seen) -> Action:
    if call.result is None:
        return failed(call)
    reading = read(prompt.question, lines_in(call.result))
    if reading is None:
        return Abstain("No printed label matches the question together with exactly one value.")
    text, sentence = reading
    return answered(prompt, re.sub(r"\s+", " ", text), sentence)
