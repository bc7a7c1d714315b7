"""A plane geometry problem as GeoQA and its English counterpart UniGeo hold it, and how its row is made."""

import pickle
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sources.sample.geometry3k_figures import Figure, render
from sources.sample.output import number

PROTOCOL = 4
"""Fixed, so that another Python writes the same bytes."""


@dataclass(frozen=True)
class Plane:
    """One problem; the k-th of `numbers` is `N_k` of the program and stands in both texts.

    The program is in the authors' language: an operator, then its operands (`N_k` told, `V_k` the result of
    step k, `C_2` and `C_3` for 90 and 180).
    """

    chinese: str
    english: str
    numbers: tuple[int, ...]
    program: tuple[str, ...]
    answer: float
    wrong: tuple[float, ...]
    figure: Figure
    point: str
    """The theorem it is about, in Chinese, as the data set lists its `formal_point`."""
    kind: str
    """angle or length."""
    degrees: bool = False


def options(problem: Plane, rng: random.Random) -> tuple[list[float], int]:
    """Four values in a shuffled order, and the 0-based index of the true one."""
    values = [problem.answer]
    for value in (*problem.wrong, problem.answer + 10, problem.answer + 5, problem.answer * 2):
        if value > 0 and value not in values and len(values) < 4:
            values.append(value)
    rng.shuffle(values)
    return values, values.index(problem.answer)


def printed(problem: Plane, value: float) -> str:
    """A value as an option shows it."""
    return number(value) + ("°" if problem.degrees else "")


def grey(figure: Figure, width: int) -> npt.NDArray[np.uint8]:
    """The figure as an array (height, width) of grey levels."""
    return np.array(render(figure, width)[0].convert("RGB").convert("L"), dtype=np.uint8)


def write_pickle(path: Path, value: object) -> None:
    """Write a pickle whose bytes depend on what it holds alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(value, protocol=PROTOCOL))
