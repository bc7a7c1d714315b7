"""Annotation files row by row: some datasets keep millions of rows in one JSON file of gigabytes.

Only a window of the file is in memory, so the rows before a break in it are read all the same. Every reader
raises RowError `broken_json` with line and column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TextIO

from schemas import Json
from sources.faults import Fault, RowError

_WINDOW = 1 << 20
_BLANKS = re.compile(r"[ \t\n\r]*")
_NUMBER_GOES_ON = re.compile(r"[-+.0-9eE]*")
"""What the window may end in between a number read whole, as it seems, and the rest of it: `1` of `1.5`."""


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is no JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


class JsonText:
    """A JSON text read from the front, one value or punctuation mark at a time."""

    def __init__(self, file: TextIO, window: int = _WINDOW) -> None:
        self._file, self._size = file, window
        self._window, self._at = "", 0
        self._line, self._column = 1, 1

    def peek(self) -> str:
        """Return the next character that is no blank, without taking it; empty at the end."""
        while True:
            blanks = _BLANKS.match(self._window, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._read_on():
                return ""

    def expect(self, mark: str) -> None:
        """Raise unless `mark` (empty: the file's end) comes next."""
        found = self.peek()
        if found != mark:
            raise self._broken(f"{_name(mark)} expected, {_name(found)} found", self._at)

    def take(self, mark: str) -> None:
        """Take one punctuation mark."""
        self.expect(mark)
        self._at += len(mark)

    def value(self) -> Json:
        """Take one whole value."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                ahead = error.pos - self._at
                if self._read_on():
                    continue
                raise self._broken(error.msg, self._at + ahead) from error
            except (ValueError, RecursionError) as error:
                raise self._broken(f"{type(error).__name__}: {error}", self._at) from error
            if _NUMBER_GOES_ON.fullmatch(self._window, end) and self._read_on():
                continue
            self._at = end
            parsed: Json = value
            return parsed

    def _read_on(self) -> bool:
        """Drop what was taken and read more, at least doubling a window that was too small."""
        try:
            piece = self._file.read(max(self._size, len(self._window) - self._at))
        except (ValueError, OSError) as error:
            raise self._broken(str(error), len(self._window)) from error
        self._line, self._column = self._position(self._at)
        self._window, self._at = self._window[self._at :] + piece, 0
        return bool(piece)

    def _position(self, at: int) -> tuple[int, int]:
        lines = self._window.count("\n", 0, at)
        column = at - self._window.rfind("\n", 0, at) if lines else self._column + at
        return self._line + lines, column

    def _broken(self, problem: str, at: int) -> RowError:
        line, column = self._position(at)
        return RowError(Fault.BROKEN_JSON, f"line {line}, column {column}: {problem}")


def rows_of_list(text: JsonText) -> Iterator[tuple[str, Json]]:
    """Yield (index, row) of a list."""
    text.take("[")
    index = 0
    while text.peek() != "]" or index:
        yield str(index), text.value()
        index += 1
        if text.peek() != ",":
            break
        text.take(",")
    text.take("]")


def rows_of_object(text: JsonText) -> Iterator[tuple[str, Json]]:
    """Yield (key, row) of an object, in file order."""
    for key in _keys(text):
        yield key, text.value()


def rows_under(text: JsonText, name: str) -> Iterator[tuple[str, Json]]:
    """Yield (index, row) of the list in the field `name` of an object; the other fields are passed over."""
    found = False
    for key in _keys(text):
        if key == name:
            found = True
            yield from rows_of_list(text)
        else:
            text.value()
    if not found:
        raise RowError(Fault.BROKEN_JSON, f"the object has no field {name!r}, where the rows should be")


def rows_of_list_or_lines(text: JsonText) -> Iterator[tuple[str, Json]]:
    """Yield (index, row) of a list, or of JSON Lines: values one after the other."""
    if text.peek() == "[":
        yield from rows_of_list(text)
        return
    index = 0
    while text.peek():
        yield str(index), text.value()
        index += 1


def rows_of_list_or_object(text: JsonText) -> Iterator[tuple[str, Json]]:
    """Yield (index, row) of a list or (key, row) of an object, whichever the file is."""
    yield from rows_of_list(text) if text.peek() == "[" else rows_of_object(text)


def row_alone(text: JsonText) -> Iterator[tuple[str, Json]]:
    """Yield the only row of a file that is one."""
    yield "", text.value()


def _keys(text: JsonText) -> Iterator[str]:
    """Yield the keys of an object; whoever asks takes each key's value before the next."""
    text.take("{")
    first = True
    while text.peek() != "}" or not first:
        text.expect('"')
        key = str(text.value())
        text.take(":")
        yield key
        first = False
        if text.peek() != ",":
            break
        text.take(",")
    text.take("}")


def _name(mark: str) -> str:
    return repr(mark) if mark else "the file's end"
