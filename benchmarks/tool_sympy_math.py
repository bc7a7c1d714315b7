"""sympy_math: solutions of small systems as geometry and chart questions need them, with known answers."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path

from environment.errors import ToolError
from environment.tools import sympy_math

SYSTEMS: tuple[tuple[list[str], str, list[float]], ...] = (
    (["x + 50 + 60 = 180"], "x", [70]),
    (["10x + 20x = 180"], "20x", [120]),
    (["3x - 5 = 2x + 9"], "x", [14]),
    (["x/12 = 5/8"], "x", [7.5]),
    (["(x + 2)/(x - 1) = 4"], "x", [2]),
    (["c^2 = 8^2 + 15^2", "c = abs(c)"], "c", [17]),
    (["x^2 + 9^2 = 15^2"], "x", [-12, 12]),
    (["x^2 - 5x + 6 = 0"], "x", [2, 3]),
    (["2x + 3y = 12", "x - y = 1"], "x", [3]),
    (["x + y + z = 6", "x - y = 0", "z = 2x - 2"], "z", [2]),
    (["h = 10*sind(30)"], "h", [5]),
    (["x*cosd(60) = 7"], "x", [14]),
    (["pi*r^2 = 25pi", "r = abs(r)"], "2pi*r", [10 * math.pi]),
    (["sqrt(2x + 1) = 5"], "x", [12]),
    (["abs(2x - 3) = 7"], "x", [-2, 5]),
    (["x^2 + y^2 = 25", "y = x + 1"], "x*y", [12]),
    (["a*b = 12", "a + b = 7"], "a", [3, 4]),
    (["x^3 = 27"], "x", [3]),
    (["x^4 - 5x^2 + 4 = 0"], "x", [-2, -1, 1, 2]),
    (["1/x + 1/y = 1", "x = y"], "x", [2]),
    ([], "(31.2 - 28.7)/28.7*100", [100 * 2.5 / 28.7]),
    ([], "asind(3/5)", [math.degrees(math.asin(0.6))]),
    ([], "sqrt(3)/2*6^2", [18 * math.sqrt(3)]),
    (["x = 1", "x = 2"], "x", []),
    (["x^2 = -4"], "x", []),
    (["x + y = 3"], "x", []),
)
"""Equations, unknown, and every real value; no value where the tool must say that there is none to give."""


def measure(folder: Path) -> Iterator[str]:
    """Yield how many of the systems are solved whole; the folder is not looked at."""
    right = 0
    started = time.perf_counter()
    for equations, unknown, values in SYSTEMS:
        try:
            result = sympy_math.run({"equations": equations, "unknown": unknown}, ()).result
            found = [solution["decimal"] for solution in result["solutions"]]
        except ToolError:
            found = []
        right += len(found) == len(values) and all(map(math.isclose, found, values))
    seconds = time.perf_counter() - started
    yield f"{right} of {len(SYSTEMS)} systems right, {1000 * seconds / len(SYSTEMS):.0f} ms a call"
