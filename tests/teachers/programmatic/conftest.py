"""Literal prompts, observations and turns for the planner's tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from schemas import (
    AnswerFormat,
    Call,
    Determinism,
    Family,
    Observation,
    Picture,
    Prompt,
    Request,
    Step,
    ToolSpec,
)
from schemas import canonical_json as as_json
from teachers.programmatic.plan import Action
from teachers.programmatic.teacher import decide

ALL_TOOLS = ("zoom", "rapidocr", "color_shape_detect", "opencv_chart_table", "text_cdl", "sympy_math")


def _spec(name: str) -> ToolSpec:
    return ToolSpec(name, "", "", "native", "", "{}", "{}", "1", "", Determinism.EXACT)


@dataclass(frozen=True)
class Observed:
    """A tool's literal result, or the error code it gave."""

    tool: str
    result: dict[str, Any] | str
    arguments: dict[str, Any] | None = None

    def step(self) -> Step:
        call = Call(self.tool, as_json(self.arguments or {}))
        if isinstance(self.result, str):
            return Step("", call, Observation("error", self.result, "", ""))
        return Step("", call, Observation("ok", "", "", as_json(self.result)))


class Ask(Protocol):
    """Ask the planner for its next action."""

    def __call__(
        self,
        family: Family,
        question: str,
        *observed: Observed,
        choices: Sequence[str] = (),
        context: str = "",
        attempt: int = 0,
        turns_left: int = 3,
        tools: Sequence[str] = ALL_TOOLS,
    ) -> Action: ...


@pytest.fixture
def request_for() -> Callable[..., Request]:
    """Build a request from literals."""

    def build(
        family: Family,
        question: str,
        *observed: Observed,
        choices: Sequence[str] = (),
        context: str = "",
        attempt: int = 0,
        turns_left: int = 3,
        tools: Sequence[str] = ALL_TOOLS,
    ) -> Request:
        form = AnswerFormat.LETTER if choices else AnswerFormat.SHORT
        picture = Picture(b"", "0" * 64, 400, 300, "image/png")
        prompt = Prompt(
            "task-1",
            "any",
            family,
            question,
            context,
            tuple(choices),
            form,
            (picture,),
            tuple(map(_spec, tools)),
        )
        return Request(prompt, (), tuple(o.step() for o in observed), attempt, turns_left, False)

    return build


@pytest.fixture
def ask(request_for: Callable[..., Request]) -> Ask:
    """Ask the planner for its next action, given literal observations."""

    def act(family: Family, question: str, *observed: Observed, **rest: Any) -> Action:  # noqa: ANN401
        return decide(request_for(family, question, *observed, **rest))

    return act


@pytest.fixture
def observed() -> type[Observed]:
    """The type of a literal observation."""
    return Observed


@pytest.fixture
def ocr() -> Callable[..., Observed]:
    """A `rapidocr` observation from (text, x0, y0, x1, y1) tuples."""

    def build(*lines: tuple[str, int, int, int, int]) -> Observed:
        return Observed(
            "rapidocr", {"lines": [{"text": t, "box": list(box), "confidence": 1.0} for t, *box in lines]}
        )

    return build
