"""One call, checked on both sides: what does not fit is told to the model, and never passes for ok."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.errors import ArgumentNameError, ArgumentValueError, NothingFoundError, ToolError
from environment.execute import MAX_TEXT, check_arguments, execute, refusal
from environment.tool import MAX_ASPECT, MIN_SIDE, Tool, ToolResult
from environment.tools import zoom
from schemas import Call, Frame, Json, Observation, Picture, ToolSpec
from tests.builders import call, picture, tool_spec

SPEC = tool_spec(
    "bars",
    {
        "type": "object",
        "properties": {
            "picture": {"type": "integer", "minimum": 0},
            "box": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        },
        "required": ["box"],
        "additionalProperties": False,
    },
)
BOX: Json = [0, 0, 9, 9]
WHITE, RED = picture(), picture(100, 80, "red")

Found = Callable[[Mapping[str, Any], Sequence[Picture]], ToolResult]


@dataclass
class FakeTool:
    """A tool with the spec and the work a test gives it."""

    spec: ToolSpec
    found: Found

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        return self.found(arguments, pictures)


def seven(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """A good result."""
    return ToolResult({"count": 7}, "7 bars")


def run(arguments: Json, found: Found = seven, pictures: Sequence[Picture] = (WHITE, RED)) -> Observation:
    """Execute one call of the fake tool."""
    return execute({"bars": FakeTool(SPEC, found)}, call("bars", arguments), pictures)


def raising(error: BaseException) -> Found:
    """Work that ends in an error."""

    def found(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        raise error

    return found


def test_a_good_call_tells_text_result_versions_and_frame() -> None:
    assert run({"box": BOX, "picture": 1}) == Observation(
        status="ok",
        error_code="",
        text="7 bars",
        result='{"count":7}',
        pictures=(),
        tool="bars",
        tool_version="1",
        weights_digest="",
        determinism="exact",
        frame=Frame(100, 80, "absolute"),
    )


def test_the_first_picture_is_meant_where_none_is_named() -> None:
    assert run({"box": BOX}).frame == Frame(64, 48, "absolute")
    assert run({"box": BOX, "picture": 1.0}).frame == Frame(100, 80, "absolute")
    assert run({"box": BOX}, pictures=()).frame is None


def test_the_tool_gets_the_arguments_and_all_pictures() -> None:
    got: list[object] = []

    def found(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        got.extend([arguments, pictures])
        return seven(arguments, pictures)

    run({"box": BOX}, found)
    assert got == [{"box": BOX}, (WHITE, RED)]


def test_an_unknown_tool_is_told_which_there_are() -> None:
    seen = execute({"bars": FakeTool(SPEC, seven)}, call("lines"), [])
    assert (seen.status, seen.error_code) == ("error", "unknown_tool")
    assert seen.text == "Error: There is no tool 'lines': use one of bars."


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ({}, "argument_name", "'box' is a required property"),
        ({"box": BOX, "colour": "red"}, "argument_name", "'colour'"),
        ({"bbox": BOX}, "argument_name", "'box'|'bbox'"),
        ({"bbox": BOX, "picture": "0"}, "argument_name", "'box'|'bbox'"),
        ({"box": "0,0,9,9"}, "argument_value", "box: '0,0,9,9' is not of type 'array'"),
        ({"box": [0, 0, 9]}, "argument_value", "box: .*too short"),
        ({"box": [0, 0, 9, "9"]}, "argument_value", r"box\.3: '9'"),
        ({"box": BOX, "picture": True}, "argument_value", "picture: True"),
        ({"box": BOX, "picture": 1.5}, "argument_value", r"picture: 1\.5"),
        ({"box": BOX, "picture": -1}, "argument_value", "picture: -1"),
        ({"box": BOX, "picture": 2}, "argument_value", "no picture 2: pictures are 0 to 1"),
        ([], "argument_value", "arguments: "),
    ],
)
def test_wrong_arguments_are_refused_before_the_tool_runs(arguments: Json, code: str, told: str) -> None:
    seen = run(arguments, raising(AssertionError("the tool ran")))
    assert (seen.status, seen.error_code, seen.result, seen.pictures) == ("error", code, "", ())
    assert (seen.tool, seen.tool_version, seen.determinism) == ("bars", "1", "exact")
    with pytest.raises(ToolError, match=told):
        raise ToolError(seen.text)


def test_a_picture_index_on_a_task_without_pictures_is_refused() -> None:
    assert run({"box": BOX, "picture": 0}, pictures=()).text == "Error: This task has no picture."


def test_a_tool_that_takes_no_picture_has_no_frame() -> None:
    spec = tool_spec(
        "solve", {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    )
    seen = execute({"solve": FakeTool(spec, seven)}, call("solve"), [WHITE])
    assert (seen.status, seen.frame) == ("ok", None)


@pytest.mark.parametrize("arguments", ["", "{", '{"box": [0,0,9,9]'])
def test_arguments_that_are_not_json_are_a_value_error(arguments: str) -> None:
    with pytest.raises(ArgumentValueError, match="arguments of bars are not valid JSON"):
        check_arguments(SPEC, arguments)


def test_arguments_that_no_row_could_hold_are_a_value_error() -> None:
    with pytest.raises(ArgumentValueError, match="arguments of bars hold half a character"):
        check_arguments(SPEC, r'{"box": "\ud800"}')


def test_a_name_error_is_told_before_a_value_error() -> None:
    with pytest.raises(ArgumentNameError):
        check_arguments(SPEC, '{"box": "x", "zzz": 1}')


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
    )
)
def test_no_arguments_make_execute_raise(value: Any) -> None:  # noqa: ANN401
    seen = execute({"zoom": zoom, "bars": FakeTool(SPEC, seven)}, Call("bars", json.dumps(value)), [WHITE])
    assert seen.status == "error"
    assert seen.error_code.startswith("argument_")


def test_a_typed_error_is_told_in_its_own_words() -> None:
    seen = run({"box": BOX}, raising(NothingFoundError("There is no axis here.")))
    assert (seen.error_code, seen.text) == ("nothing_found", "Error: There is no axis here.")


def test_a_call_that_runs_out_of_memory_is_told_so() -> None:
    seen = run({"box": BOX}, raising(MemoryError()))
    assert (seen.status, seen.error_code) == ("error", "out_of_memory")


@pytest.mark.parametrize("error", [ValueError("inner detail"), KeyError("x"), SystemExit(3)])
def test_an_untyped_error_is_a_crash_told_without_its_inner_detail(error: BaseException) -> None:
    seen = run({"box": BOX}, raising(error))
    assert (seen.status, seen.error_code, seen.result) == ("error", "crashed", "")
    assert type(error).__name__ in seen.text
    assert "inner detail" not in seen.text


@pytest.mark.parametrize(
    "result", [{}, {"count": "7"}, {"count": 7.5}, {"count": float("nan")}, {"count": {1}}, [7], None]
)
def test_a_result_off_its_schema_is_a_crash_and_never_told(result: Any) -> None:  # noqa: ANN401
    seen = run({"box": BOX}, lambda a, p: ToolResult(result, "7 bars"))
    assert (seen.status, seen.error_code, seen.result) == ("error", "crashed", "")
    assert "7 bars" not in seen.text


@pytest.mark.parametrize(
    ("width", "height", "status"),
    [
        (MIN_SIDE, MIN_SIDE, "ok"),
        (MIN_SIDE - 1, 100, "error"),
        (100, MIN_SIDE - 1, "error"),
        (int(MIN_SIDE * MAX_ASPECT), MIN_SIDE, "ok"),
        (MIN_SIDE, int(MIN_SIDE * MAX_ASPECT) + 1, "error"),
    ],
)
def test_a_picture_that_vision_encoders_reject_is_a_crash(width: int, height: int, status: str) -> None:
    seen = run({"box": BOX}, lambda a, p: ToolResult({"count": 7}, "7", (picture(width, height),)))
    assert seen.status == status
    assert len(seen.pictures) == (status == "ok")


def test_text_is_cut_with_a_marker_that_says_how_much_is_missing() -> None:
    whole = run({"box": BOX}, lambda a, p: ToolResult({"count": 7}, "x" * MAX_TEXT))
    assert whole.text == "x" * MAX_TEXT
    cut = run({"box": BOX}, lambda a, p: ToolResult({"count": 7}, "x" * (MAX_TEXT + 5)))
    assert cut.text == "x" * MAX_TEXT + "\n[cut: 5 more characters]"


def test_a_refusal_without_a_tool_names_none() -> None:
    assert refusal(ToolError("No.")) == Observation("error", "tool_failed", "Error: No.", "")


def test_a_real_tool_is_run_and_its_observation_fits_its_schema() -> None:
    tools: Mapping[str, Tool] = {"zoom": zoom}
    seen = execute(tools, call("zoom", {"bbox_2d": [10, 10, 30, 30], "picture": 1}), [WHITE, RED])
    assert seen.status == "ok"
    assert json.loads(seen.result)["bbox_2d"] == [10, 10, 30, 30]
    assert seen.frame == Frame(100, 80, "absolute")
    assert len(seen.pictures) == 1
