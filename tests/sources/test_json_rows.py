"""Reading JSON through a window gives what `json` gives, however small the window."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Json
from sources.faults import Fault, RowError
from sources.json_rows import (
    JsonText,
    row_alone,
    rows_of_list,
    rows_of_list_or_lines,
    rows_of_list_or_object,
    rows_of_object,
    rows_under,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=6,
)
WINDOWS = st.integers(1, 40)
INDENTS = st.sampled_from([None, 0, 3])


def text_of(value: Json, window: int, indent: int | None = None) -> JsonText:
    return JsonText(io.StringIO(json.dumps(value, indent=indent, ensure_ascii=False)), window)


def position(text: str) -> str:
    """Where `json` itself says that a text breaks."""
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    return f"line {caught.value.lineno}, column {caught.value.colno}:"


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, max_size=6), WINDOWS, INDENTS)
def test_rows_of_a_list_are_its_items(rows: list[Json], window: int, indent: int | None) -> None:
    text = text_of(rows, window, indent)
    assert list(rows_of_list(text)) == [(str(i), row) for i, row in enumerate(rows)]
    text.expect("")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(), VALUES, max_size=5), WINDOWS, INDENTS)
def test_rows_of_an_object_are_its_members(rows: dict[str, Json], window: int, indent: int | None) -> None:
    text = text_of(rows, window, indent)
    assert list(rows_of_object(text)) == list(rows.items())
    text.expect("")


OBJECTS = st.dictionaries(st.text(), VALUES, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(OBJECTS, max_size=6), WINDOWS, st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_json_lines_are_the_rows_of_the_list_they_could_be(rows: list[Json], window: int, end: str) -> None:
    lines = JsonText(io.StringIO("".join(json.dumps(row) + end for row in rows)), window)
    there = [(str(i), row) for i, row in enumerate(rows)]
    assert list(rows_of_list_or_lines(lines)) == there
    assert list(rows_of_list_or_lines(text_of(rows, window))) == there
    lines.expect("")


def test_a_broken_line_keeps_the_rows_before_it() -> None:
    found = rows_of_list_or_lines(JsonText(io.StringIO('{"a": 1}\n{"a": \n')))
    assert next(found) == ("0", {"a": 1})
    with pytest.raises(RowError, match="line 3, column 1"):
        next(found)


def test_a_list_or_an_object_is_told_by_its_first_mark() -> None:
    assert list(rows_of_list_or_object(text_of([7], 3))) == [("0", 7)]
    assert list(rows_of_list_or_object(text_of({"a": 7}, 3))) == [("a", 7)]


@settings(max_examples=60, deadline=None)
@given(VALUES, st.lists(VALUES, max_size=4), VALUES, WINDOWS)
def test_fields_around_the_rows_are_passed_over(
    before: Json, rows: list[Json], after: Json, window: int
) -> None:
    text = text_of({"info": before, "data": rows, "rest": after}, window)
    assert [row for _, row in rows_under(text, "data")] == rows
    text.expect("")


@settings(max_examples=60, deadline=None)
@given(VALUES, WINDOWS)
def test_a_file_may_be_one_row(value: Json, window: int) -> None:
    assert list(row_alone(text_of(value, window))) == [("", value)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=3), min_size=1, max_size=4), st.data(), WINDOWS)
def test_a_text_cut_anywhere_raises_after_its_whole_rows(
    rows: list[Json], data: st.DataObject, window: int
) -> None:
    whole = json.dumps(rows)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    read: list[Json] = []
    with pytest.raises(RowError) as caught:
        read.extend(row for _, row in rows_of_list(JsonText(io.StringIO(cut), window)))
    assert caught.value.fault is Fault.BROKEN_JSON
    assert read == rows[: len(read)]


@pytest.mark.parametrize("window", [1, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1},\n {"a": oops}]',
        '[\n\n{"a": 1}, {"a"\n 1}]',
        '[{"a": 1,\n}]',
        '[1, "a\nb"]',
        "[1,]",
        "[tru]",
    ],
)
def test_a_break_is_placed_where_json_itself_places_it(text: str, window: int) -> None:
    with pytest.raises(RowError) as caught:
        list(rows_of_list(JsonText(io.StringIO(text), window)))
    assert caught.value.detail.startswith(position(text))


@pytest.mark.parametrize("text", ["[1] 2", "[1]]", "[1][2]"])
def test_what_stands_behind_the_rows_is_a_break(text: str) -> None:
    reader = JsonText(io.StringIO(text))
    list(rows_of_list(reader))
    with pytest.raises(RowError, match=r"line 1, column \d: the file's end expected"):
        reader.expect("")


@pytest.mark.parametrize(
    "text", ["{}", '{"rows": 3}', '{"data": {}}', "[]", "{data: []}", '{"data" []}', "{,}"]
)
def test_an_object_without_the_rows_is_refused(text: str) -> None:
    with pytest.raises(RowError) as caught:
        list(rows_under(JsonText(io.StringIO(text)), "data"))
    assert caught.value.fault is Fault.BROKEN_JSON


def test_only_a_window_of_the_file_is_read_for_the_first_row() -> None:
    file = io.StringIO(json.dumps([{"row": n} for n in range(10_000)]))
    next(rows_of_list(JsonText(file, window=100)))
    assert file.tell() <= 200
