"""Pickled annotation files without trust: an unpickler that can build plain data and arrays of numbers only.

A pickle is a program, and these come from the internet. Whatever it names is looked up in a table of
stand-ins, none of which is the thing itself; anything else refuses the whole file. Both of numpy's module
paths are known (`numpy.core` before numpy 2, `numpy._core` since), and files written by Python 2.
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from schemas import Json
from sources.faults import Fault, RowError

Values = npt.NDArray[Any]

_NUMBERS = frozenset({"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"})
_LARGEST_FIELD = 4096
"""Values in one annotation field; a shared list can stand for billions in a few bytes."""
_DEEPEST_FIELD = 8
_LARGEST_INTEGER = 1 << 63


class ForbiddenPickleError(pickle.UnpicklingError):
    """The pickle asks for something that no table of numbers needs."""


class PickledArray:
    """What stands for a numpy array while a pickle is read; `values` is None until its state came."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: Values | None = None

    def __setstate__(self, state: tuple[object, ...]) -> None:
        _version, shape, dtype, by_columns, data = state
        self.values = _array(data, dtype, shape, "F" if by_columns else "C")


class _NumberType:
    """What stands for a numpy dtype: one of the numeric ones, in either byte order."""

    __slots__ = ("code", "order")

    def __init__(self, code: object, *_flags: object) -> None:
        self.code = str(code).lstrip("<>=|")
        self.order = "<"
        if self.code not in _NUMBERS:
            raise ForbiddenPickleError(f"an array of type {code!r}, which is no type of numbers")

    def __setstate__(self, state: tuple[object, ...]) -> None:
        self.order = ">" if state[1] == ">" else "<"


class _Maker:
    """The one thing a pickle may do with a name: call what stands for it."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[..., object]) -> None:
        self._make = make

    def __call__(self, *arguments: object) -> object:
        return self._make(*arguments)

    def __setstate__(self, _state: object) -> None:
        raise ForbiddenPickleError("to change what a name stands for")


class _Reader(pickle._Unpickler):
    # The one written in Python: the C one makes room for whatever memo index ten bytes of a file may name.
    def find_class(self, module: str, name: str) -> object:
        path = f"{module}.{name}"
        if path not in _NAMES:
            raise ForbiddenPickleError(path)
        return _NAMES[path]


def pickled_rows(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (index, row) of a pickled list of dicts; the whole file is in memory, as a pickle must be.

    Values are plain data and PickledArray; `plain` makes a field of one. Raises RowError: `forbidden_pickle`
    naming what was asked for, or `broken_pickle`.
    """
    try:
        with path.open("rb") as file:
            rows = _Reader(file, encoding="latin1").load()
    except ForbiddenPickleError as error:
        raise RowError(
            Fault.FORBIDDEN_PICKLE,
            f"{path.name} asks for {error}; only plain data and arrays of numbers are built from a pickle",
        ) from error
    # A corrupt pickle raises nearly anything (EOFError, IndexError, TypeError, UnicodeDecodeError, ...).
    except Exception as error:
        raise RowError(
            Fault.BROKEN_PICKLE, f"{path.name} cannot be read: {type(error).__name__}: {error}"
        ) from error
    if not isinstance(rows, list | tuple):
        raise RowError(Fault.BROKEN_PICKLE, f"{path.name} holds a {type(rows).__name__}, no list of rows")
    for index, row in enumerate(rows):
        yield str(index), row if isinstance(row, dict) else {}


def plain(name: str, value: object) -> Json:
    """Return an unpickled field as plain data, arrays as lists; raises RowError where it is anything else."""
    room = [_LARGEST_FIELD]
    try:
        return _plain(value, room, _DEEPEST_FIELD)
    except ValueError as error:
        raise RowError(Fault.BAD_FIELD, f"field {name!r} {error}") from error


def values_of(name: str, value: object) -> Values:
    """Return the array of an unpickled field; raises RowError where it is none."""
    if not isinstance(value, PickledArray) or value.values is None:
        raise RowError(
            Fault.BAD_FIELD, f"field {name!r} should be an array of numbers, not a {type(value).__name__}"
        )
    return value.values


def _plain(value: object, room: list[int], depth: int) -> Json:
    room[0] -= 1
    if room[0] < 0 or depth < 0:
        raise ValueError(f"holds more than {_LARGEST_FIELD} values, or is nested too deep")
    if isinstance(value, PickledArray):
        if value.values is None or value.values.size > room[0]:
            raise ValueError("holds an array where annotations should be")
        return _plain(value.values.tolist(), room, depth)
    if isinstance(value, list | tuple):
        return [_plain(item, room, depth - 1) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item, room, depth - 1) for key, item in value.items() if _is_key(key)}
    if isinstance(value, int) and abs(value) >= _LARGEST_INTEGER:
        raise ValueError("holds an integer of more than 64 bits")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ValueError(f"holds a {type(value).__name__}, no plain data")


def _is_key(key: object) -> bool:
    return isinstance(key, str) or (isinstance(key, int) and abs(key) < _LARGEST_INTEGER)


def _array(data: object, dtype: object, shape: object, order: object) -> Values:
    raw = data.encode("latin1") if isinstance(data, str) else data
    if not isinstance(dtype, _NumberType) or not isinstance(raw, bytes | bytearray):
        raise ForbiddenPickleError("an array of objects")
    values: Values = np.frombuffer(bytes(raw), np.dtype(dtype.order + dtype.code))
    return values.reshape(_sides(shape), order="F" if order == "F" else "C")


def _sides(shape: object) -> tuple[int, ...]:
    sides = shape if isinstance(shape, tuple) else (shape,)
    if not all(isinstance(side, int) and side >= 0 for side in sides):
        raise ValueError(f"an array of shape {shape!r}")
    return tuple(int(side) for side in sides)


def _empty_array(*_arguments: object) -> PickledArray:
    return PickledArray()


def _array_of_buffer(data: object, dtype: object, shape: object, order: object) -> PickledArray:
    array = PickledArray()
    array.values = _array(data, dtype, shape, order)
    return array


def _scalar(dtype: object, data: object) -> object:
    return _array(data, dtype, (1,), "C").tolist()[0]


def _latin1(text: object, encoding: object) -> bytes:
    # Python 3 writes bytes so for protocols 0 to 2.
    if not isinstance(text, str) or encoding != "latin1":
        raise ForbiddenPickleError(f"text encoded as {encoding!r}")
    return text.encode("latin1")


_TYPE = _Maker(_NumberType)
_NAMES: dict[str, _Maker] = {
    "numpy.ndarray": _Maker(_empty_array),
    "numpy.dtype": _TYPE,
    "_codecs.encode": _Maker(_latin1),
} | {
    f"{core}.{name}": maker
    for core in ("numpy.core", "numpy._core")
    for name, maker in {
        "multiarray._reconstruct": _Maker(_empty_array),
        "multiarray.scalar": _Maker(_scalar),
        "numeric._frombuffer": _Maker(_array_of_buffer),
    }.items()
}
