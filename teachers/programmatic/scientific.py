"""Science figures: each reader knows one kind of figure; questions for lesson knowledge stay open."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from schemas import Prompt
from teachers.programmatic import science_figures as figures
from teachers.programmatic.lines import Line, lines_in
from teachers.programmatic.plan import Abstain, Action, Move, Plan, Seen, Use, failed, last
from teachers.programmatic.questions import normal

OCR = "rapidocr"
SHAPES = "color_shape_detect"
ZOOM = "zoom"
_READERS: tuple[tuple[str, Callable[[Prompt, Sequence[Line]], Action], str], ...] = (
    (r"attract|repel", figures.magnets, "The poles are printed on the magnets."),
    (r"magnetic force", figures.magnetic_force, "The distances are printed between the magnets."),
    (r"kinetic energ|temperature", figures.kinetic_energy, "Mass and speed are printed under the samples."),
    (r"farthest (north|south|east|west)", figures.farthest, "The places are printed on the map."),
    (r"offspring|probability|punnett", figures.punnett, "The genotypes are printed in the square."),
)


def plans(prompt: Prompt) -> Sequence[Plan]:
    """The plan that fits the question, on the picture as it is and enlarged; else what is printed."""
    text = normal(f"{prompt.question} {prompt.context}")
    if "concentration" in text and "particle" in text:
        return (Plan("count particles", (OCR, SHAPES), _concentration),)
    for pattern, reader, why in _READERS:
        if re.search(pattern, normal(prompt.question)):
            return (
                Plan("read labels", (OCR,), _reading(reader, why)),
                Plan("read enlarged labels", (ZOOM, OCR), _enlarged(reader, why)),
            )
    return (
        Plan(
            "printed choice",
            (OCR,),
            _reading(figures.printed_choice, "A choice may be printed in the figure."),
        ),
    )


def _reading(reader: Callable[[Prompt, Sequence[Line]], Action], why: str) -> Move:
    def move(prompt: Prompt, seen: Sequence[Seen]) -> Action:
        call = last(seen, OCR)
        if call is None:
            return Use(OCR, {}, why)
        return failed(call) if call.result is None else reader(prompt, lines_in(call.result))

    return move


def _enlarged(reader: Callable[[Prompt, Sequence[Line]], Action], why: str) -> Move:
    def move(prompt: Prompt, seen: Sequence[Seen]) -> Action:
        if last(seen, ZOOM) is None:
            picture = prompt.pictures[0]
            box = [0, 0, picture.width, picture.height]
            return Use(ZOOM, {"bbox_2d": box}, f"{why} Small letters are easier to read when enlarged.")
        call = last(seen, OCR)
        if call is None:
            return Use(OCR, {"picture": len(prompt.pictures)}, "The enlarged labels have to be read.")
        return failed(call) if call.result is None else reader(prompt, lines_in(call.result))

    return move


def _concentration(prompt: Prompt, seen: Sequence[Seen]) -> Action:
    text = last(seen, OCR)
    if text is None:
        return Use(OCR, {}, "Each solution's name and volume are printed under its beaker.")
    if text.result is None:
        return failed(text)
    shapes = last(seen, SHAPES)
    if shapes is None:
        return Use(SHAPES, {}, "Concentration is particles per volume, so the particles have to be counted.")
    if shapes.result is None:
        return failed(shapes)
    color = re.search(r"concentration of (\w+) particles", normal(prompt.question))
    if color is None:
        return Abstain("The question does not tell the colour of the particles.")
    return figures.concentration(prompt, lines_in(text.result), shapes.result["objects"], color[1])
