"""A small ray tracer for CLEVR scenes: three shapes on a grey floor, rubber or metal, under soft light."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sources.sample.clevr_scene import (
    CAMERA,
    COLORS,
    FOCAL,
    HEIGHT,
    SIZES,
    WIDTH,
    Thing,
    camera_axes,
    project,
)

Array = NDArray[np.floating]

GRAIN = 2
"""Rays a pixel along each side."""
KEY = np.array((2.6, -6.0, 7.5), np.float32)
FILL = np.array((-5.5, -4.0, 4.5), np.float32)
BACK = np.array((-3.0, 6.5, 5.0), np.float32)
FAR = np.float32(1e9)


def render(things: list[Thing], noise: np.random.Generator) -> Image.Image:
    """The picture, 480 x 320, RGBA as the data set's pictures are."""
    rows, columns = HEIGHT * GRAIN, WIDTH * GRAIN
    rays = _rays(rows, columns)
    floor = _floor(rays)
    image = floor * _shadow(things, rows, columns)[..., None]
    depth = np.full((rows, columns), FAR, np.float32)
    for thing in things:
        box = _bounds(thing, rows, columns)
        part = rays[box]
        distance, normal = _hit(thing, np.array(CAMERA, np.float32), part)
        nearer = distance < depth[box]
        color = _shade(thing, part, normal, distance)
        image[box] = np.where(nearer[..., None], color, image[box])
        depth[box] = np.where(nearer, distance, depth[box])
    small = image.reshape(HEIGHT, GRAIN, WIDTH, GRAIN, 3).mean(axis=(1, 3))
    small += noise.normal(0, 0.006, (HEIGHT, WIDTH, 1)).astype(np.float32)
    pixels = (np.clip(small, 0, 1) * 255 + 0.5).astype(np.uint8)
    return Image.fromarray(pixels, "RGB").convert("RGBA")


def _rays(rows: int, columns: int) -> Array:
    forward, right, up = (np.array(axis, np.float32) for axis in camera_axes())
    x = ((np.arange(columns, dtype=np.float32) + 0.5) / columns - 0.5) / FOCAL
    y = (0.5 - (np.arange(rows, dtype=np.float32) + 0.5) / rows) * (HEIGHT / WIDTH) / FOCAL
    return _unit(forward + x[None, :, None] * right + y[:, None, None] * up)


def _bounds(thing: Thing, rows: int, columns: int) -> tuple[slice, slice]:
    """The part of the picture the object can be in."""
    x, y, depth = project(thing.centre)
    reach = SIZES[thing.size] * 1.35 / depth * FOCAL * WIDTH + 2
    top, bottom = (int(max(0, min(rows, v * GRAIN))) for v in (y - reach, y + reach))
    left, right = (int(max(0, min(columns, v * GRAIN))) for v in (x - reach, x + reach))
    return slice(top, bottom), slice(left, right)


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


def _floor(rays: Array) -> Array:
    """The studio floor: dark towards the back, a pool of light towards the viewer."""
    rows, columns = rays.shape[:2]
    v, u = np.mgrid[0:rows, 0:columns].astype(np.float32)
    u, v = u / columns - 0.52, v / rows
    pool = np.exp(-((u / 0.62) ** 2) - ((v - 0.92) / 0.55) ** 2)
    light = 0.40 + 0.19 * pool + 0.02 * v - 0.05 * np.abs(u)
    tinted: Array = light[..., None] * np.array((1.0, 0.988, 0.978), np.float32)
    return tinted


def _shadow(things: list[Thing], rows: int, columns: int) -> Array:
    """How much light reaches the floor, at half the ray density: soft shadows and a rim of contact."""
    rays = _rays(rows // 2, columns // 2)
    camera = np.array(CAMERA, np.float32)
    reach = -camera[2] / np.minimum(rays[..., 2], -1e-3)
    ground = camera + rays * reach[..., None]
    light = np.ones(rays.shape[:2], np.float32)
    for lamp, strength in ((KEY, 0.30), (FILL, 0.20), (BACK, 0.12)):
        light -= strength * _blocked(things, ground, lamp)
    for thing in things:
        away = np.hypot(ground[..., 0] - thing.x, ground[..., 1] - thing.y) / thing.radius
        light *= 1 - 0.42 * np.exp(-(np.maximum(away - 0.75, 0) ** 2) * 4.5)
    return np.repeat(np.repeat(light, 2, axis=0), 2, axis=1)


def _blocked(things: list[Thing], ground: Array, lamp: Array) -> Array:
    """The share of a round lamp that some object hides from each floor point, each object taken as a ball."""
    light = lamp - ground
    length = np.linalg.norm(light, axis=-1)
    light = light / length[..., None]
    blocked = np.zeros(length.shape, np.float32)
    for thing in things:
        offset = np.array(thing.centre, np.float32) - ground
        along = np.maximum((offset * light).sum(-1), 1e-3)
        across = np.sqrt(np.maximum((offset * offset).sum(-1) - along**2, 0))
        blur = 0.10 + 0.16 * along
        blocked = np.maximum(blocked, np.clip((thing.radius * 1.08 - across) / blur + 0.5, 0, 1))
    smooth: Array = blocked * blocked * (3 - 2 * blocked)
    return smooth


def _hit(thing: Thing, origin: Array, rays: Array) -> tuple[Array, Array]:
    """Distance along each ray (FAR where it misses) and the surface normal there."""
    local = origin - np.array(thing.centre, np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"sphere": _hit_sphere, "cube": _hit_cube, "cylinder": _hit_cylinder}[thing.shape](
            thing, local, rays
        )


def _hit_sphere(thing: Thing, origin: Array, rays: Array) -> tuple[Array, Array]:
    b = rays @ origin
    inside = b * b - (origin @ origin - thing.radius**2)
    distance = np.where(inside > 0, -b - np.sqrt(np.maximum(inside, 0)), FAR).astype(np.float32)
    return distance, _unit(origin + rays * np.minimum(distance, 1e3)[..., None])


def _hit_cube(thing: Thing, origin: Array, rays: Array) -> tuple[Array, Array]:
    turn = _turn(thing.rotation)
    start, rays = origin @ turn, rays @ turn
    half = thing.radius
    near, far = (-np.sign(rays) * half - start) / rays, (np.sign(rays) * half - start) / rays
    enter, leave = near.max(-1), far.min(-1)
    distance = np.where((enter < leave) & (enter > 0), enter, FAR).astype(np.float32)
    point = (start + rays * np.minimum(distance, 1e3)[..., None]) / half
    return distance, (_bevel(point) @ turn.T)


def _bevel(point: Array) -> Array:
    """Normals of a unit cube whose edges are slightly rounded."""
    edge = np.maximum(np.abs(point) - 0.88, 0) * np.sign(point)
    return _unit(edge + 1e-6 * np.sign(point))


def _hit_cylinder(thing: Thing, origin: Array, rays: Array) -> tuple[Array, Array]:
    r = thing.radius
    a = rays[..., 0] ** 2 + rays[..., 1] ** 2
    b = rays[..., 0] * origin[0] + rays[..., 1] * origin[1]
    inside = b * b - a * (origin[0] ** 2 + origin[1] ** 2 - r * r)
    side = (-b - np.sqrt(np.maximum(inside, 0))) / a
    height = origin[2] + rays[..., 2] * side
    on_side = (inside > 0) & (np.abs(height) <= r)
    cap = (r - origin[2]) / rays[..., 2]
    spot = origin + rays * cap[..., None]
    on_cap = np.hypot(spot[..., 0], spot[..., 1]) <= r
    distance = np.where(on_cap, cap, np.where(on_side, side, FAR)).astype(np.float32)
    point = (origin + rays * np.minimum(distance, 1e3)[..., None]) / r
    around = np.maximum(np.hypot(point[..., 0], point[..., 1]), 1e-6)
    outward = np.maximum(around - 0.91, 0) / around
    upward = np.maximum(np.abs(point[..., 2]) - 0.91, 0) * np.sign(point[..., 2])
    normal = np.stack((point[..., 0] * outward, point[..., 1] * outward, upward), -1)
    return distance, _unit(normal + 1e-6)


def _turn(degrees: float) -> Array:
    angle = math.radians(degrees)
    c, s = math.cos(angle), math.sin(angle)
    return np.array(((c, -s, 0), (s, c, 0), (0, 0, 1)), np.float32)


def _shade(thing: Thing, rays: Array, normal: Array, distance: Array) -> Array:
    base = (np.array(COLORS[thing.color], np.float32) / 255) ** 1.15
    base = 0.86 * base + 0.14 * base.mean()
    point = np.array(CAMERA, np.float32) + rays * np.minimum(distance, 1e3)[..., None]
    diffuse = np.full(distance.shape, 0.38, np.float32) + 0.12 * normal[..., 2]
    gloss = np.zeros(distance.shape, np.float32)
    mirror = rays - 2 * (rays * normal).sum(-1, keepdims=True) * normal
    for lamp, strength in ((KEY, 0.50), (FILL, 0.32), (BACK, 0.26)):
        light = _unit(lamp - point)
        diffuse += strength * np.maximum((normal * light).sum(-1), 0)
        gloss += strength * np.maximum((mirror * light).sum(-1), 0) ** (
            12 if thing.material == "rubber" else 160
        )
    ground = np.clip(1 - point[..., 2] / (2.2 * thing.radius), 0, 1)
    diffuse *= 1 - 0.30 * ground**2
    color: Array
    if thing.material == "rubber":
        color = diffuse[..., None] * base * 0.98 + 0.05 * gloss[..., None] + 0.02
        return color
    world = _world(mirror)
    facing = np.clip(-(rays * normal).sum(-1), 0, 1)
    rim = 0.25 * (1 - facing) ** 3
    tint = base * 0.92 + 0.06
    color = tint * (0.35 * diffuse + 0.95 * world)[..., None] + (rim * world)[..., None]
    color = color + np.minimum(gloss * 2.2, 1.0)[..., None] * (0.35 + 0.65 * base)
    return color


def _world(direction: Array) -> Array:
    """What a mirror sees: the floor below, a dark room above with bright panels in it."""
    up = direction[..., 2]
    floor = 0.50 + 0.22 * np.clip(-up, 0, 1)
    room = 0.16 + 0.50 * np.exp(-np.maximum(up, 0) * 5.5)
    for panel, width in (((0.3, -0.55, 0.78), 0.10), ((-0.75, -0.2, 0.62), 0.07), ((-0.3, 0.8, 0.5), 0.05)):
        aim = (direction * _unit(np.array(panel, np.float32))).sum(-1)
        room = room + 0.85 / (1 + np.exp(np.clip((1 - width - aim) * 60, -40, 40)))
    blend = 1 / (1 + np.exp(-up * 30))
    return (floor * (1 - blend) + room * blend).astype(np.float32)
