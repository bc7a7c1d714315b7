"""Colour questions: the colour of the only detected thing of a named shape."""

from __future__ import annotations

import re

from schemas import Prompt
from teachers.programmatic.answers import answered
from teachers.programmatic.plan import Abstain, Action, Result
from teachers.programmatic.questions import normal, singular, words

_SHAPES = frozenset({"sphere", "cube", "cylinder", "circle", "square", "rectangle", "triangle"})
_ALIASES = {
    "ball": "sphere",
    "block": "cube",
    "grey": "gray",
    "round": "circle",
    "circular": "circle",
    "triangular": "triangle",
    "rectangular": "rectangle",
}


def color_answer(prompt: Prompt, result: Result) -> Action:
    """Answer "what color is the triangle" where exactly one such shape was found."""
    asked = [_ALIASES.get(singular(w), singular(w)) for w in words(prompt.question)]
    shapes = [w for w in asked if w in _SHAPES]
    if not re.search(r"\b(what|which) colou?r\b", normal(prompt.question)) or len(shapes) != 1:
        return Abstain("The question does not ask for the colour of a shape that the detector knows.")
    found = [o for o in result["objects"] if o["shape"] == shapes[0]]
    if len(found) != 1:
        return Abstain(
            f"The detector found {len(found)} of the shape {shapes[0]}, so its colour is not determined."
        )
    color = str(found[0]["color"])
    return answered(prompt, color, f"The only {shapes[0]} is {color}.")
