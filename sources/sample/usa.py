"""The outline of every US state on an Albers equal-area plane, Alaska and Hawaii set in at the lower left.

Outlines come from `bokeh_sampledata.us_states` (public-domain census boundaries).
"""

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class State:
    """One state: its rings on a plane one unit wide, y downwards, and where its letters go."""

    code: str
    name: str
    rings: tuple[Ring, ...]
    label: tuple[float, float]


ASPECT = 0.62
"""Height of the plane, whose width is 1."""

_SHIFTS = {
    "FL": (0.018, 0.0),
    "LA": (-0.008, -0.006),
    "MI": (0.012, 0.022),
    "ID": (0.0, 0.014),
    "MN": (-0.008, 0.0),
    "CA": (-0.006, 0.0),
    "NV": (0.0, -0.008),
    "KY": (0.006, 0.003),
    "WV": (-0.003, 0.004),
    "VA": (0.008, 0.004),
    "NY": (0.003, 0.0),
    "OK": (0.012, 0.0),
    "HI": (0.012, 0.012),
    "AK": (0.01, -0.008),
}
"""By how much the letters of a state leave the middle of its largest part."""


@dataclass(frozen=True)
class _Region:
    """Middle and parallels in degrees, where the middle lies on the plane, plane units an earth radius."""

    longitude: float
    latitude: float
    south: float
    north: float
    x: float
    y: float
    unit: float


_MAINLAND = _Region(-96.0, 38.5, 29.5, 45.5, 0.51, 0.30, 1.30)
_REGIONS = {
    "AK": _Region(-154.0, 63.5, 55.0, 65.0, 0.135, 0.53, 0.36),
    "HI": _Region(-157.5, 20.5, 8.0, 18.0, 0.30, 0.565, 0.90),
}


@cache
def states() -> tuple[State, ...]:
    """The fifty states and the District of Columbia, by code."""
    from bokeh_sampledata.us_states import records

    drawn = []
    for record in records():
        code = str(record["code"])
        geometry = record["geometry"]
        parts = sorted(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area, reverse=True)
        rings = tuple(_project_ring(code, part.exterior.coords) for part in parts[:12])
        rings = tuple(ring for ring in rings if len(ring) > 3)
        middle = parts[0].representative_point()
        centre = _centroid(rings[0])
        spot = centre if parts[0].contains(parts[0].centroid) else _project(code, middle.x, middle.y)
        shift = _SHIFTS.get(code, (0.0, 0.0))
        drawn.append(State(code, str(record["name"]), rings, (spot[0] + shift[0], spot[1] + shift[1])))
    return tuple(sorted(drawn, key=lambda state: state.code))


def _project_ring(code: str, coordinates: list[tuple[float, float]]) -> Ring:
    return tuple(_project(code, x, y) for x, y in coordinates if not (code == "AK" and x > 0))


def _project(code: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Albers conic with each region's usual parallels (Snyder 1987, chapter 14), fitted to the plane."""
    region = _REGIONS.get(code, _MAINLAND)
    x, y = _albers(longitude, latitude, region)
    _, middle = _albers(region.longitude, region.latitude, region)
    return region.x + x * region.unit, region.y - (y - middle) * region.unit


def _albers(longitude: float, latitude: float, region: "_Region") -> tuple[float, float]:
    first, second = math.sin(math.radians(region.south)), math.sin(math.radians(region.north))
    n = (first + second) / 2
    c = math.cos(math.radians(region.south)) ** 2 + 2 * n * first
    rho = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
    rho0 = math.sqrt(c - 2 * n * math.sin(math.radians(37.5))) / n
    theta = n * math.radians(longitude - region.longitude)
    return rho * math.sin(theta), rho0 - rho * math.cos(theta)


def _centroid(ring: Ring) -> tuple[float, float]:
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    return cx / (3 * area), cy / (3 * area)
