"""Readers of text: how many answers stand in what one read, and how many drawn characters it reads right."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.rows import Asked, chartqa, docvqa, picture_from
from environment.tool import Tool
from environment.tools.pixels import encode_png
from verification.scorers.anls import edit_distance

LINES = 60
WORDS = [
    "total",
    "sales",
    "share",
    "of",
    "people",
    "in",
    "percent",
    "Germany",
    "Brazil",
    "men",
    "women",
    "index",
    "price",
    "energy",
    "source",
    "year",
]


def measure_reader(tool: Tool, folder: Path) -> Iterator[str]:
    """Yield the share of references found on pages and charts, and the character accuracy on drawn lines."""
    for name, rows in (("DocVQA", docvqa), ("ChartQA", chartqa)):
        yield from _found(tool, name, rows, folder)
    yield _characters(tool)


def _found(tool: Tool, name: str, rows: Callable[[Path], Iterator[Asked]], folder: Path) -> Iterator[str]:
    read: dict[Path, str] = {}
    hits: dict[str, list[bool]] = {}
    seconds = 0.0
    for asked in rows(folder):
        if asked.picture not in read:
            picture = picture_from(asked.picture)
            started = time.process_time()
            lines = tool.run({}, [picture]).result["lines"]
            seconds += time.process_time() - started
            read[asked.picture] = _plain(" ".join(line["text"] for line in lines))
        there = any(f" {form} " in read[asked.picture] for a in asked.answers for form in _forms(a))
        hits.setdefault(asked.part, []).append(there)
    for part, found in hits.items():
        yield f"{name} {part}: {sum(found)} of {len(found)} answers stand in the text read"
    if read:
        yield f"{name}: {len(read)} pictures, {1000 * seconds / len(read):.0f} ms of CPU a call"


def _plain(text: str) -> str:
    return f" {' '.join(re.sub(r'[^0-9a-z.%]+', ' ', text.lower().replace(',', '')).split())} "


def _forms(answer: str) -> set[str]:
    """Return an answer as it may be printed: charts write 118401 as 118,401 and as 118 401."""
    plain = _plain(answer).strip()
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+(\.|$))", " ", plain) if re.fullmatch(r"[\d.]+", plain) else plain
    return {plain, grouped} - {""}


def _characters(tool: Tool) -> str:
    draw = random.Random(0)
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    wrong = total = exact = 0
    for n in range(LINES):
        number = f"{draw.randint(0, 10 ** draw.randint(1, 6)):,}"
        text = number if n % 2 else " ".join(draw.sample(WORDS, 3)) + f" {draw.randint(1900, 2030)}"
        font = ImageFont.truetype(
            folder / draw.choice(["DejaVuSans.ttf", "DejaVuSerif.ttf"]), draw.randint(11, 28)
        )
        image = Image.new("RGB", (520, 200), "white")
        ImageDraw.Draw(image).text((20, 80), text, fill=(30, 30, 30), font=font)
        lines = tool.run({}, [encode_png(np.asarray(image))]).result["lines"]
        read = " ".join(line["text"] for line in lines)
        wrong += edit_distance(text, read)
        total += len(text)
        exact += text == read
    return f"drawn lines: character accuracy {1 - wrong / total:.4f}, {exact} of {LINES} lines exact"
