"""What every sample writer shares: seeded randomness, fonts, files whose bytes depend on content alone."""

import hashlib
import json
import random
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageFont

FONTS = {
    "sans": "DejaVuSans.ttf",
    "sans-bold": "DejaVuSans-Bold.ttf",
    "sans-italic": "DejaVuSans-Oblique.ttf",
    "serif": "STIXGeneral.ttf",
    "serif-bold": "STIXGeneralBol.ttf",
    "serif-italic": "STIXGeneralItalic.ttf",
    "book": "DejaVuSerif.ttf",
    "book-bold": "DejaVuSerif-Bold.ttf",
    "mono": "DejaVuSansMono.ttf",
    "mono-bold": "DejaVuSansMono-Bold.ttf",
    "typewriter": "cmtt10.ttf",
}
"""Names used here -> files that ship inside matplotlib: pictures do not depend on the machine's fonts."""


def seeded(dataset: str, seed: int) -> random.Random:
    """The random source of one data set: drawing one set never changes another."""
    return random.Random(f"{dataset}/{seed}")


def seeded_noise(dataset: str, seed: int) -> np.random.Generator:
    """The same for arrays of noise."""
    digest = hashlib.sha256(f"{dataset}/{seed}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


@cache
def font_path(name: str) -> str:
    """The file of a font in `FONTS`."""
    from matplotlib import get_data_path

    return str(Path(get_data_path()) / "fonts" / "ttf" / FONTS[name])


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font of `FONTS` at `size` pixels, laid out by Pillow's own engine, the same on every machine."""
    return ImageFont.truetype(font_path(name), size, layout_engine=ImageFont.Layout.BASIC)


def write_json(path: Path, value: object, indent: int | None = None) -> None:
    """Write UTF-8 JSON, keys in the order given, and make the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


def save_png(picture: Image.Image, path: Path) -> None:
    """Write a PNG with no metadata, and make the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, format="PNG", compress_level=6)


def save_jpeg(picture: Image.Image, path: Path) -> None:
    """Write a JPEG with no metadata, and make the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, format="JPEG", quality=90)


def number(value: float) -> str:
    """A number as annotators write it: no trailing zeros, at most ten digits."""
    return f"{value:.10g}"
