"""Where the states lie on a picture, from those whose labels were read: a fit that callouts don't disturb."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from teachers.programmatic.states import STATES, State

_ENOUGH = 20
"""Labels on the mainland that must have been read before the places of others are derived from them."""
_OFF_MAP = frozenset({"AK", "HI"})


def place_states(labels: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return code -> pixels for the mainland states; empty where too few labels were read.

    A polynomial in degrees is fitted to the labels, and again without those that lie far off it (callouts
    printed beside the map).
    """
    import numpy as np

    kept = sorted(c for c in labels if c not in _OFF_MAP)
    for _ in range(3):
        if len(kept) < _ENOUGH:
            return {}
        terms = np.array([_terms(STATES[c]) for c in kept])
        fit, *_ = np.linalg.lstsq(terms, np.array([labels[c] for c in kept]), rcond=None)
        misses = {c: float(np.hypot(*(np.array(_terms(STATES[c])) @ fit - labels[c]))) for c in kept}
        limit = max(4.0, 3 * median(misses.values()))
        kept = [c for c in kept if misses[c] <= limit]
    places = {c: np.array(_terms(s)) @ fit for c, s in STATES.items() if c not in _OFF_MAP}
    return {c: (float(p[0]), float(p[1])) for c, p in places.items()}


def _terms(state: State) -> list[float]:
    u, v = (state.west - 96) / 20, (state.north - 38) / 10
    return [1.0, u, v, u * v, u * u, v * v, u * u * v]
