"""A picture that was published as an array of numbers, made a file of without losing one of them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from sources.faults import Fault, RowError

_CHANNELS = (1, 2, 3, 4)
"""Grey, grey and alpha, RGB, RGBA; channels are taken in the order they come."""


def png_of(values: npt.NDArray[Any]) -> bytes:
    """Return an array (height, width) or (height, width, 1 to 4 channels) as PNG, exactly.

    Truth values become 1 bit a pixel, `uint16` without channels 16 bits, whole numbers of any other type from
    0 to 255 8 bits. Raises RowError `broken_picture` for another shape, an empty array, fractions, and
    numbers outside, since a picture of those would be a different one.
    """
    if values.ndim == 3 and values.shape[2] == 1:
        values = values[:, :, 0]
    if (
        values.ndim not in (2, 3)
        or values.size == 0
        or (values.ndim == 3 and values.shape[2] not in _CHANNELS)
    ):
        raise _broken(f"has the shape {values.shape}; (height, width[, channels]) was expected")
    stored = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(_levels(values))).save(stored, "PNG")
    return stored.getvalue()


def _levels(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if values.dtype == np.bool_ and values.ndim == 2:
        return values
    if values.dtype.kind == "u" and values.dtype.itemsize == 2 and values.ndim == 2:
        return values.astype(np.uint16)
    exact = values.astype(np.uint8) if _fits(values) else None
    if exact is None or not np.array_equal(exact, values):
        raise _broken("holds numbers that are not whole levels from 0 to 255")
    return exact


def _fits(values: npt.NDArray[Any]) -> bool:
    return bool(np.isfinite(values).all() and values.min() >= 0 and values.max() <= 255)


def _broken(problem: str) -> RowError:
    return RowError(Fault.BROKEN_PICTURE, f"the row's picture is an array that {problem}")
