"""rotate: quarter turns against Pillow's own, and how a picture that is turned and turned back differs."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.rows import picture_from, pictures
from environment.errors import ToolError
from environment.tools import rotate
from environment.tools.pixels import Pixels, decode_rgb

PICTURES = 40
TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Clockwise degrees; Pillow turns the other way."""


def measure(folder: Path) -> Iterator[str]:
    """Yield exact quarter turns, and the mean difference of the middle after a turn to and fro."""
    draw = random.Random(0)
    every = pictures(folder)
    exact = total = refused = calls = 0
    differences: list[float] = []
    seconds = 0.0
    for path in draw.sample(every, min(PICTURES, len(every))):
        picture = picture_from(path)
        pixels = decode_rgb(picture)
        quarter, angle = draw.choice(sorted(TURNS)), draw.uniform(-45, 45)
        started = time.process_time()
        try:
            turned = rotate.run({"angle": quarter}, [picture]).pictures[0]
            there = rotate.run({"angle": angle}, [picture]).pictures[0]
            back = rotate.run({"angle": -angle}, [there]).pictures[0]
        except ToolError:
            refused += 1
            continue
        finally:
            seconds += time.process_time() - started
        calls += 3
        total += 1
        exact += np.array_equal(
            decode_rgb(turned), np.asarray(Image.fromarray(pixels).transpose(TURNS[quarter]))
        )
        differences.append(_difference(pixels, decode_rgb(back)))
    yield f"{exact} of {total} quarter turns exact, {refused} pictures refused"
    yield (
        f"turned by up to 45 degrees and back: mean difference {np.mean(differences):.1f} of 255, "
        f"{1000 * seconds / calls:.0f} ms of CPU a call"
    )


def _difference(pixels: Pixels, back: Pixels) -> float:
    """Return the mean difference where both show the same; the second lies centred in a larger frame."""
    down, right = ((b - a) // 2 for a, b in zip(pixels.shape[:2], back.shape[:2], strict=True))
    same = back[down : down + pixels.shape[0], right : right + pixels.shape[1]]
    return float(np.abs(same.astype(int) - pixels.astype(int)).mean())
