"""One tool call, checked on both sides: arguments before, result after; the outcome is an observation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from environment.errors import (
    ArgumentNameError,
    ArgumentValueError,
    ToolCrashedError,
    ToolError,
    ToolMemoryError,
    UnknownToolError,
)
from environment.tool import MAX_ASPECT, MIN_SIDE, Tool, ToolResult
from schemas import Call, Frame, Observation, Picture, ToolSpec, canonical_json

MAX_TEXT = 6000
"""Characters of an observation the model is told; the rest is cut with a marker that says so."""


def execute(tools: Mapping[str, Tool], call: Call, pictures: Sequence[Picture]) -> Observation:
    """Run one call and return what the model is told; a tool's fault never raises and never passes for ok."""
    tool = tools.get(call.name)
    if tool is None:
        return refusal(UnknownToolError(f"There is no tool {call.name!r}: use one of {', '.join(tools)}."))
    try:
        arguments = check_arguments(tool.spec, call.arguments)
        picture = _picture_of(tool.spec, arguments, pictures)
        outcome = tool.run(arguments, pictures)
        _check_result(tool.spec, outcome)
    except ToolError as error:
        return refusal(error, tool.spec)
    except MemoryError:
        return refusal(ToolMemoryError(f"{call.name} needs more memory than it may have."), tool.spec)
    except (Exception, SystemExit) as error:  # a library that exits must not take the run along
        crash = ToolCrashedError(
            f"{call.name} failed ({type(error).__name__}): try another tool or argument."
        )
        return refusal(crash, tool.spec)
    spec = tool.spec
    return Observation(
        status="ok",
        error_code="",
        text=_cut(outcome.text),
        result=canonical_json(outcome.result),
        pictures=outcome.pictures,
        tool=spec.name,
        tool_version=spec.version,
        weights_digest=spec.weights_digest,
        determinism=spec.determinism.value,
        frame=None if picture is None else Frame(picture.width, picture.height, "absolute"),
    )


def refusal(error: ToolError, spec: ToolSpec | None = None) -> Observation:
    """Return the observation that tells the model of a typed error in one sentence."""
    return Observation(
        status="error",
        error_code=error.code,
        text=f"Error: {error}",
        result="",
        tool=spec.name if spec else "",
        tool_version=spec.version if spec else "",
        weights_digest=spec.weights_digest if spec else "",
        determinism=spec.determinism.value if spec else "",
    )


def check_arguments(spec: ToolSpec, arguments: str) -> dict[str, Any]:
    """Parse and check a call's arguments against the tool's schema.

    Raises ArgumentNameError for missing and unknown names, ArgumentValueError for values that do not fit.
    """
    try:
        value = json.loads(arguments, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # half of a pair, which JSON can escape and UTF-8 cannot hold
        raise ArgumentValueError(
            f"The arguments of {spec.name} hold half a character: {error.reason}."
        ) from error
    except ValueError as error:
        raise ArgumentValueError(f"The arguments of {spec.name} are not valid JSON: {error}.") from error
    problems = sorted(_validator(spec.arguments_schema).iter_errors(value), key=lambda e: str(e.validator))
    if not problems:
        checked: dict[str, Any] = value
        return checked
    names = [p for p in problems if p.validator in ("required", "additionalProperties")]
    problem = (names or problems)[0]
    place = ".".join(str(p) for p in problem.absolute_path) or "arguments"
    kind = ArgumentNameError if names else ArgumentValueError
    raise kind(f"{spec.name}: {place}: {problem.message[:200]}.")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


@cache
def _validator(schema: str) -> Validator:
    return jsonschema.Draft202012Validator(json.loads(schema))


def _picture_of(spec: ToolSpec, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> Picture | None:
    if not spec.needs_picture:
        return None
    index = int(arguments.get("picture", 0))  # JSON Schema calls 1.0 an integer too
    if not pictures:
        if "picture" in arguments:
            raise ArgumentValueError("This task has no picture.")
        return None
    if not 0 <= index < len(pictures):
        raise ArgumentValueError(f"There is no picture {index}: pictures are 0 to {len(pictures) - 1}.")
    return pictures[index]


def _check_result(spec: ToolSpec, outcome: ToolResult) -> None:
    problem = next(
        iter(_validator(spec.result_schema).iter_errors(json.loads(canonical_json(outcome.result)))), None
    )
    if problem is not None:
        raise RuntimeError(f"{spec.name} returned a result that does not fit its schema: {problem.message}")
    for picture in outcome.pictures:
        small, large = sorted((picture.width, picture.height))
        if small < MIN_SIDE or large / small > MAX_ASPECT:
            raise RuntimeError(f"{spec.name} returned a picture of {picture.width} x {picture.height}")


def _cut(text: str) -> str:
    if len(text) <= MAX_TEXT:
        return text
    return text[:MAX_TEXT] + f"\n[cut: {len(text) - MAX_TEXT} more characters]"
