"""zoom: share of random boxes whose crop equals, pixel by pixel, one cut by Pillow from the file."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.rows import picture_from, pictures
from environment.tools import zoom
from environment.tools.pixels import decode_rgb

BOXES = 4
PICTURES = 60


def measure(folder: Path) -> Iterator[str]:
    """Yield how many crops are exact, unenlarged and enlarged, and the time a call takes."""
    draw = random.Random(0)
    exact, total, enlarged, seconds = 0, 0, 0, 0.0
    every = pictures(folder)
    for path in draw.sample(every, min(PICTURES, len(every))):
        picture = picture_from(path)
        with Image.open(path) as image:
            original = image.convert("RGBA")
        original = Image.alpha_composite(Image.new("RGBA", original.size, "white"), original).convert("RGB")
        for _ in range(BOXES):
            width, height = (draw.randint(min(8, side), side) for side in original.size)
            x0, y0 = draw.randint(0, original.width - width), draw.randint(0, original.height - height)
            if max(width, height) > 20 * min(width, height):
                continue
            box = (x0, y0, x0 + width, y0 + height)
            started = time.process_time()
            found = zoom.run({"bbox_2d": list(box)}, [picture])
            seconds += time.process_time() - started
            scale = found.result["scale"]
            wanted = original.crop(box)
            if scale > 1:
                wanted = wanted.resize((width * scale, height * scale), Image.Resampling.LANCZOS)
                enlarged += 1
            total += 1
            exact += np.array_equal(np.asarray(wanted), decode_rgb(found.pictures[0]))
    took = f"{1000 * seconds / total:.0f} ms of CPU a call"
    yield f"{exact} of {total} crops exact ({enlarged} of them enlarged), {took}"
