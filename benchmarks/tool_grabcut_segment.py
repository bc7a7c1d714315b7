"""grabcut_segment: masks of drawn shapes on blotched, grained ground, from boxes that are a little loose."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from environment.errors import ToolError
from environment.tools import grabcut_segment
from environment.tools.pixels import Mask, Pixels, decode_rgb, encode_png

SHAPES = 60
WIDTH, HEIGHT = 320, 240
KINDS = ("ellipse", "rectangle", "star")
LOOSE = (3, 14)
"""Pixels by which a box stands off its shape, least and most."""
BLOTCHES = 16
"""Largest standard deviation of the ground's blotches, of 255."""
CONTRAST = (12, 80)
"""Distance in RGB between a shape and the middle of its ground, least and most."""


def measure(folder: Path) -> Iterator[str]:
    """Yield the mean IoU with the drawn masks, 0 where refused; no data set at hand has true ones."""
    draw = random.Random(0)
    scores: dict[str, list[float]] = {kind: [] for kind in KINDS}
    seconds = 0.0
    for number in range(SHAPES):
        kind = KINDS[number % len(KINDS)]
        pixels, mask = drawn(kind, draw)
        picture = encode_png(pixels)
        rows, columns = np.nonzero(mask)
        loose = draw.randint(*LOOSE)
        box = [
            max(0, int(columns.min()) - loose),
            max(0, int(rows.min()) - loose),
            min(WIDTH, int(columns.max()) + 1 + loose),
            min(HEIGHT, int(rows.max()) + 1 + loose),
        ]
        started = time.process_time()
        try:
            shown = grabcut_segment.run({"bbox_2d": box}, [picture]).pictures[0]
            found = decode_rgb(shown)[..., 0] > 0
            scores[kind].append(float((found & mask).sum() / (found | mask).sum()))
        except ToolError:
            scores[kind].append(0.0)
        seconds += time.process_time() - started
    refused = sum(score == 0.0 for kind in KINDS for score in scores[kind])
    every = [score for kind in KINDS for score in scores[kind]]
    yield (
        f"drawn shapes: mean IoU {np.mean(every):.3f}, {refused} of {SHAPES} refused, "
        f"{1000 * seconds / SHAPES:.0f} ms of CPU a call"
    )
    yield "drawn shapes: " + ", ".join(f"{kind} {np.mean(scores[kind]):.3f}" for kind in KINDS)


def drawn(kind: str, draw: random.Random) -> tuple[Pixels, Mask]:
    """Draw one shaded shape of its own colour on ground that changes from side to side, with grain."""
    shape = Image.new("L", (WIDTH, HEIGHT))
    x, y = draw.randint(90, WIDTH - 90), draw.randint(80, HEIGHT - 80)
    across, up = draw.randint(20, 60), draw.randint(20, 50)
    around = (x - across, y - up, x + across, y + up)
    if kind == "star":
        turns = np.linspace(0, 2 * np.pi, 11)[:-1]
        reach = np.where(np.arange(10) % 2, 0.5, 1.0)
        corners = zip(x + across * reach * np.sin(turns), y - up * reach * np.cos(turns), strict=True)
        ImageDraw.Draw(shape).polygon([(float(a), float(b)) for a, b in corners], fill=255)
    elif kind == "ellipse":
        ImageDraw.Draw(shape).ellipse(around, fill=255)
    else:
        ImageDraw.Draw(shape).rectangle(around, fill=255)
    mask = np.asarray(shape) > 0
    grain = np.random.default_rng(draw.randrange(2**32))
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    blotches = grain.normal(0, 1, (HEIGHT // 20, WIDTH // 20)).astype(np.float32)
    spread = np.asarray(Image.fromarray(blotches).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    slope = columns / WIDTH * draw.randint(-40, 40) + spread * draw.uniform(0, BLOTCHES)
    middle = np.array([draw.randint(90, 170) for _ in range(3)])
    ground = middle + slope[..., None]
    away = grain.normal(0, 1, 3)
    colour = middle + away / np.linalg.norm(away) * draw.uniform(*CONTRAST)
    light = 1 - 0.15 * (rows - y + up) / (2 * up)
    pixels = np.where(mask[..., None], colour * light[..., None], ground)
    pixels = pixels + grain.normal(0, draw.uniform(2, 8), pixels.shape)
    return np.clip(pixels, 0, 255).astype(np.uint8), mask
