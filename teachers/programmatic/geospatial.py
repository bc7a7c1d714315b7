"""Maps: read codes and legend by OCR, read the fill colours there, and answer from state -> legend entry."""

from __future__ import annotations

from collections.abc import Sequence

from schemas import Prompt
from teachers.programmatic.answers import answered
from teachers.programmatic.lines import lines_in
from teachers.programmatic.map_questions import needed, read
from teachers.programmatic.map_reading import Layout, coloured, layout_of
from teachers.programmatic.plan import Abstain, Action, Plan, Seen, Use, failed, last

OCR = "rapidocr"
COLORS = "color_shape_detect"


def plans(prompt: Prompt) -> Sequence[Plan]:
    """By the printed state codes alone; and with the states whose code was not read placed by geography."""
    return (
        Plan("codes and places", (OCR, COLORS), lambda p, s: _move(p, s, placed=True)),
        Plan("printed codes", (OCR, COLORS), lambda p, s: _move(p, s, placed=False)),
    )


def _move(prompt: Prompt, seen: Sequence[Seen], *, placed: bool) -> Action:
    text = last(seen, OCR)
    if text is None:
        return Use(OCR, {}, "The map's state labels and legend have to be read first.")
    if text.result is None:
        return failed(text)
    layout = layout_of(lines_in(text.result), needed(prompt.question), placed=placed)
    if layout is None:
        return Abstain("No legend of at least two entries was read on the map.")
    colors = last(seen, COLORS)
    if colors is None:
        return Use(COLORS, {"points": layout.points()}, _why(layout))
    if colors.result is None:
        return failed(colors)
    reading = coloured(layout, colors.result["points"])
    if reading is None:
        return Abstain("The legend's colours could not be told apart.")
    answer = read(prompt.question, reading)
    if answer is None:
        return Abstain("The colours that were read do not determine the answer to this question.")
    text_, sentence = answer
    return answered(prompt, text_, sentence)


def _why(layout: Layout) -> str:
    return (
        f"The fill colours of {len(layout.states)} states have to be compared with those of the "
        f"{len(layout.entries)} legend entries."
    )
