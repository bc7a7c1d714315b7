"""Real roots of the small polynomials that arise, and which values a quantity may have."""

from __future__ import annotations

import math
from collections.abc import Mapping

from environment.tools.inter_gps_solve.polynomial import Quantity

TINY = 1e-9
_RANGES = {
    "angle": (0.0, 180.0),
    "arc": (0.0, 360.0),
    "sin": (0.0, 1.0),
    "cos": (-1.0, 1.0),
}
_FREE = ("variable", "tan", "turn", "direction", "goal")
LARGEST = 1e9


def admissible(quantity: Quantity, value: float) -> bool:
    """Whether a quantity may have a value: lengths and areas are positive, angles lie between 0 and 180."""
    if not math.isfinite(value) or abs(value) > LARGEST:
        return False
    if quantity.kind in _FREE or quantity.names[0] == "turn":
        return True
    low, high = _RANGES.get(quantity.kind, (0.0, math.inf))
    slack = TINY if quantity.kind in ("sin", "cos", "angle") else 0.0
    return low - (TINY if quantity.kind == "cos" else -TINY) <= value <= high + slack


def roots(powers: Mapping[int, float]) -> list[float]:
    """Return the distinct real roots of a polynomial given by power, ascending.

    Empty where they cannot be told.

    Solved are degree 1 and 2 and those in a single power (`a x^n = c`, `a x^2n + b x^n = c`).
    """
    terms = {power: factor for power, factor in powers.items() if factor}
    lowest = min(terms, default=0)
    zero = [0.0] if lowest else []
    terms = {power - lowest: factor for power, factor in terms.items()}
    degree = max(terms, default=0)
    if degree == 0:
        return zero if terms else []
    step = math.gcd(*terms)
    inner = (
        _quadratic(terms.get(2 * step, 0.0), terms.get(step, 0.0), terms.get(0, 0.0))
        if degree <= 2 * step
        else []
    )
    found = zero + [r for value in inner for r in _power_roots(value, step)]
    return sorted(set(found))


def _quadratic(a: float, b: float, c: float) -> list[float]:
    if a == 0:
        return [-c / b]
    square = b * b - 4 * a * c
    if square < 0:
        # A double root may miss zero by the rounding of what it was computed from.
        return [-b / (2 * a)] if -square <= 1e-9 * (b * b + abs(4 * a * c)) else []
    q = -(b + math.copysign(math.sqrt(square), b)) / 2
    return sorted({q / a, c / q} if q else {0.0})


def _power_roots(value: float, power: int) -> list[float]:
    if power == 1:
        return [value]
    if value < 0:
        return [-((-value) ** (1 / power))] if power % 2 else []
    root = value ** (1 / power)
    return [root] if power % 2 else [-root, root]
