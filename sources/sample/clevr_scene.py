"""Scenes in CLEVR's terms: what lies where on the table, and how that stands in scenes.json."""

import math
import random
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 320
SHAPES = ("cube", "sphere", "cylinder")
SIZES = {"large": 0.7, "small": 0.35}
"""Name -> radius in scene units, as in the data set; a cube's half side is radius / sqrt 2."""
MATERIALS = ("rubber", "metal")
COLORS = {
    "gray": (87, 87, 87),
    "red": (173, 35, 35),
    "blue": (42, 75, 215),
    "green": (29, 105, 20),
    "brown": (129, 74, 25),
    "purple": (129, 38, 192),
    "cyan": (41, 208, 208),
    "yellow": (255, 238, 51),
}

CAMERA = (7.2, -6.6, 5.1)
TARGET = (0.35, -0.3, 0.55)
FOCAL = 1.09
"""Half the picture's width over the tangent of half the view."""

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Thing:
    """One object standing on the floor at (x, y)."""

    shape: str
    size: str
    material: str
    color: str
    x: float
    y: float
    rotation: float
    """Degrees about the vertical."""

    @property
    def radius(self) -> float:
        """Half of its height, and of its width before a cube is turned."""
        return SIZES[self.size] / (math.sqrt(2) if self.shape == "cube" else 1)

    @property
    def centre(self) -> Vector:
        """Its middle, `radius` above the floor."""
        return self.x, self.y, self.radius


def camera_axes() -> tuple[Vector, Vector, Vector]:
    """Unit vectors forward, right and up of the camera."""
    forward = _unit(tuple(t - c for t, c in zip(TARGET, CAMERA, strict=True)))
    right = _unit((forward[1], -forward[0], 0.0))
    up = (right[1] * forward[2], -right[0] * forward[2], right[0] * forward[1] - right[1] * forward[0])
    return forward, right, up


def project(point: Vector) -> Vector:
    """(pixel x, pixel y, depth) of a point."""
    forward, right, up = camera_axes()
    offset = tuple(p - c for p, c in zip(point, CAMERA, strict=True))
    depth = _dot(offset, forward)
    half = WIDTH / 2
    return (
        half + _dot(offset, right) / depth * FOCAL * WIDTH,
        HEIGHT / 2 - _dot(offset, up) / depth * FOCAL * WIDTH,
        depth,
    )


def scatter(count: int, rng: random.Random) -> list[Thing]:
    """Place `count` objects so that each is wholly in the picture and none hides another."""
    while True:
        things: list[Thing] = []
        for _ in range(400):
            thing = Thing(
                rng.choice(SHAPES),
                rng.choice(list(SIZES)),
                rng.choice(MATERIALS),
                rng.choice(list(COLORS)),
                rng.uniform(-3, 3),
                rng.uniform(-3, 3),
                rng.uniform(0, 360),
            )
            if _inside(thing) and all(_apart(thing, other) for other in things):
                things.append(thing)
            if len(things) == count:
                return things


def _screen_radius(thing: Thing) -> float:
    return SIZES[thing.size] * 1.18 / project(thing.centre)[2] * FOCAL * WIDTH


def _inside(thing: Thing) -> bool:
    x, y, _ = project(thing.centre)
    reach = _screen_radius(thing) + 4
    return reach < x < WIDTH - reach and reach < y < HEIGHT - reach


def _apart(one: Thing, other: Thing) -> bool:
    ax, ay, _ = project(one.centre)
    bx, by, _ = project(other.centre)
    return math.dist((ax, ay), (bx, by)) > (_screen_radius(one) + _screen_radius(other)) * 0.98


def directions() -> dict[str, Vector]:
    """The four directions on the floor, as seen from the camera, and the two off it."""
    forward, right, _ = camera_axes()
    behind = _unit((forward[0], forward[1], 0.0))
    return {
        "right": right,
        "behind": behind,
        "above": (0.0, 0.0, 1.0),
        "below": (0.0, 0.0, -1.0),
        "left": (-right[0], -right[1], 0.0),
        "front": (-behind[0], -behind[1], 0.0),
    }


def related(things: list[Thing], side: str) -> list[list[int]]:
    """For each object, the others that lie to that `side` of it by more than 0.2 units."""
    axis = directions()[side]
    along = [_dot(thing.centre, axis) for thing in things]
    return [
        [j for j in range(len(things)) if j != i and along[j] - along[i] > 0.2] for i in range(len(things))
    ]


def scene_record(things: list[Thing], split: str, index: int) -> dict[str, object]:
    """The scene as an entry of CLEVR_<split>_scenes.json."""
    return {
        "image_index": index,
        "objects": [
            {
                "color": thing.color,
                "size": thing.size,
                "rotation": round(thing.rotation, 4),
                "shape": thing.shape,
                "3d_coords": [round(value, 4) for value in thing.centre],
                "material": thing.material,
                "pixel_coords": [round(value, 2) for value in project(thing.centre)],
            }
            for thing in things
        ],
        "relationships": {side: related(things, side) for side in ("right", "behind", "front", "left")},
        "image_filename": f"CLEVR_{split}_{index:06d}.png",
        "split": split,
        "directions": {name: [round(v, 6) for v in vector] for name, vector in directions().items()},
    }


def _dot(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _unit(vector: tuple[float, ...]) -> Vector:
    length = math.sqrt(_dot(vector, vector))
    return vector[0] / length, vector[1] / length, vector[2] / length
