"""Photographs: a choice that is printed in the picture, once and alone; everything else stays open."""

from __future__ import annotations

from collections.abc import Sequence

from schemas import Prompt
from teachers.programmatic.answers import picked
from teachers.programmatic.lines import lines_in
from teachers.programmatic.plan import Abstain, Action, Plan, Seen, Use, failed, last
from teachers.programmatic.questions import normal, squeezed, words
from teachers.programmatic.scene import COLORS
from teachers.programmatic.seen_colors import color_answer

OCR = "rapidocr"
COLORS_TOOL = "color_shape_detect"


def plans(prompt: Prompt) -> Sequence[Plan]:
    """Colour questions by the detector, and all by what is printed in the picture."""
    printed = Plan("printed words", (OCR,), _printed)
    if _asks_color(prompt):
        return (Plan("colours", (COLORS_TOOL,), _colored), printed)
    return (printed,)


def _asks_color(prompt: Prompt) -> bool:
    return "color" in normal(prompt.question) or all(normal(c) in COLORS for c in prompt.choices)


def _printed(prompt: Prompt, seen: Sequence[Seen]) -> Action:
    call = last(seen, OCR)
    if call is None:
        return Use(OCR, {}, "The answer may be printed in the picture, so its text has to be read.")
    if call.result is None:
        return failed(call)
    lines = [line.text for line in lines_in(call.result)]
    hits = [i for i, choice in enumerate(prompt.choices) if any(_prints(line, choice) for line in lines)]
    if len(hits) != 1:
        return Abstain(f"Of the choices {len(hits)} are printed in the picture, so the text does not decide.")
    printed = next(line for line in lines if _prints(line, prompt.choices[hits[0]]))
    return picked(prompt, hits[0], f"The picture prints {printed}, and no other choice.")


def _prints(line: str, choice: str) -> bool:
    """Whether a printed line is the choice, or holds it as whole words."""
    return (
        squeezed(line) == squeezed(choice) or f" {' '.join(words(choice))} " in f" {' '.join(words(line))} "
    )


def _colored(prompt: Prompt, seen: Sequence[Seen]) -> Action:
    call = last(seen, COLORS_TOOL)
    if call is None:
        return Use(
            COLORS_TOOL, {}, "The question is about a colour, so the coloured shapes have to be found."
        )
    return failed(call) if call.result is None else color_answer(prompt, call.result)
