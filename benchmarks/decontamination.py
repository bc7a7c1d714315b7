"""Recall and precision of the contamination check on leaks planted on the spot.

    python -m benchmarks.decontamination [--pictures 160] [--realdata ../shared/realdata]

Half of the pictures are a benchmark, half were never in it. From each benchmark picture one leak of every
kind is made; the others, drawn by the same hands, are the look-alikes, and so are cuts of a tool from those.
Radii are chosen on one half (best recall among those that flag at most 0.5 % of the look-alikes); recall and
precision are those of the other half, for them and for `verification.signature.Radii`, which are in use.
"""

from __future__ import annotations

import argparse
import io
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import imagehash
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from schemas import AnswerFormat, Family, Metric, Picture, Purpose, Signature, SourceRef, Task
from verification.contamination import contaminating, index_of
from verification.signature import Radii, signature_of

Image_ = Image.Image
Edit = Callable[[Image_, random.Random], Image_]
ALLOWED = 0.005
"""Share of look-alikes that chosen radii may flag."""
WORDS = ["Total", "Invoice", "Harbour", "Order", "Region", "Sales", "Ward", "Cargo", "Name", "Date"]


def jpeg(image: Image_, quality: int) -> Image_:
    """The image after JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("RGB")


def cut(image: Image_, rng: random.Random, share: float) -> Image_:
    """A share of width and of height cut away, split at random between opposite sides."""
    width, height = round(image.width * (1 - share)), round(image.height * (1 - share))
    left, top = rng.randint(0, image.width - width), rng.randint(0, image.height - height)
    return image.crop((left, top, left + width, top + height))


def one_side(image: Image_, rng: random.Random) -> Image_:
    """A tenth cut from one side."""
    box = [0, 0, image.width, image.height]
    side = rng.randrange(4)
    box[side] += (1 if side < 2 else -1) * round(0.1 * (image.width, image.height)[side % 2])
    return image.crop((box[0], box[1], box[2], box[3]))


LEAKS: dict[str, Edit] = {
    "exact copy": lambda i, _: i,
    "resized to 50 %": lambda i, _: i.resize((max(40, i.width // 2), max(40, i.height // 2))),
    "resized to 150 %": lambda i, _: i.resize((i.width * 3 // 2, i.height * 3 // 2)),
    "JPEG, quality 30": lambda i, _: jpeg(i, 30),
    "brightness 70 %": lambda i, _: ImageEnhance.Brightness(i).enhance(0.7),
    "brightness 130 %": lambda i, _: ImageEnhance.Brightness(i).enhance(1.3),
    "cropped 2 % a side pair": lambda i, r: cut(i, r, 0.02),
    "cropped 10 % of the area": lambda i, r: cut(i, r, 1 - 0.9**0.5),
    "cropped 10 % of both sides": lambda i, r: cut(i, r, 0.1),
    "cropped 10 % of one side": one_side,
    "cropped 10 % of the area, 70 %, JPEG": lambda i, r: jpeg(
        cut(i, r, 1 - 0.9**0.5).resize((max(40, i.width * 7 // 10), max(40, i.height * 7 // 10))), 60
    ),
    "a quarter of the area (beyond its reach)": lambda i, r: cut(i, r, 0.5),
}


def chart(rng: random.Random) -> Image_:
    """A bar chart of one house style."""
    image = Image.new("RGB", (560, 400), "white")
    draw = ImageDraw.Draw(image)
    draw.text(
        (60, 8), f"{rng.choice(WORDS)} by {rng.choice(WORDS)}", fill="black", font=ImageFont.load_default(20)
    )
    draw.line([(50, 40), (50, 360), (540, 360)], fill="black", width=2)
    count = rng.randint(4, 9)
    step = 480 // count
    for number in range(count):
        tall = rng.randint(20, 300)
        draw.rectangle((60 + number * step, 360 - tall, 50 + (number + 1) * step, 359), fill=(40, 110, 190))
        draw.text(
            (60 + number * step, 362), rng.choice(WORDS)[:6], fill="black", font=ImageFont.load_default(14)
        )
        draw.text((60 + number * step, 342 - tall), str(tall), fill="black", font=ImageFont.load_default(14))
    return image


def form(rng: random.Random) -> Image_:
    """A form of one print with other words filled in."""
    image = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(image)
    for number, word in enumerate(WORDS[:6]):
        value = f"{rng.choice(WORDS)} {rng.randint(100, 99999)}"
        draw.text((40, 30 + 70 * number), f"{word}: {value}", fill="black", font=ImageFont.load_default(30))
    return image


def drawing(rng: random.Random) -> Image_:
    """A line drawing of a triangle in a circle."""
    image = Image.new("RGB", (420, 380), "white")
    draw = ImageDraw.Draw(image)
    points = [(rng.randint(30, 390), rng.randint(30, 350)) for _ in range(3)]
    draw.polygon(points, outline="black", width=3)
    x, y, r = rng.randint(120, 300), rng.randint(120, 260), rng.randint(40, 110)
    draw.ellipse((x - r, y - r, x + r, y + r), outline="black", width=3)
    for name, point in zip("ABC", points, strict=True):
        draw.text(point, name, fill="black", font=ImageFont.load_default(22))
    return image


def photo(rng: random.Random) -> Image_:
    """Smooth coloured noise, like an unsharp photograph."""
    seeds = np.random.default_rng(rng.randrange(2**32))
    coarse = Image.fromarray(seeds.integers(0, 256, (9, 12, 3), dtype=np.uint8))
    fine = Image.fromarray(seeds.integers(0, 256, (60, 80, 3), dtype=np.uint8))
    return Image.blend(coarse.resize((640, 480), Image.Resampling.BICUBIC), fine.resize((640, 480)), 0.25)


HANDS = {"charts": chart, "forms": form, "drawings": drawing, "photos": photo}


def drawn(count: int) -> Iterator[tuple[str, Image_]]:
    """Yield generated pictures, as many of every hand."""
    for hand, draw in HANDS.items():
        for number in range(count // len(HANDS)):
            yield hand, draw(random.Random(f"{hand}/{number}"))


def real(folder: Path) -> Iterator[tuple[str, Image_]]:
    """Yield the distinct real pictures of a folder, by data set; nothing where it is absent."""
    seen: set[bytes] = set()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".png", ".jpg", ".jpeg")):
        if path.name == "img_diagram_point.png":  # the same diagram with dots: a true near duplicate
            continue
        with Image.open(path) as opened:
            layered = opened.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
        image.thumbnail((1400, 1400))
        if min(image.size) >= 48 and image.tobytes() not in seen:
            seen.add(image.tobytes())
            yield path.relative_to(folder).parts[0], image


def task_of(image: Image_, number: int, purpose: Purpose) -> Task:
    """A task about a picture; every question is another, so that pictures alone decide."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    picture = Picture.of(out.getvalue(), width=image.width, height=image.height, media_type="image/png")
    return Task.of(
        dataset="planted",
        family=Family.OTHER,
        split="test" if purpose is Purpose.EVAL else "train",
        purpose=purpose,
        question=f"Question {number} of {purpose.value}?",
        answers=["7"],
        metric=Metric.EXACT,
        answer_format=AnswerFormat.SHORT,
        pictures=[picture],
        source=SourceRef("", str(number), ""),
    )


@dataclass(frozen=True)
class Planted:
    """A benchmark with leaks of its pictures, and pictures that were never in it."""

    index: tuple[Signature, ...]
    leaks: dict[str, list[tuple[Signature, str]]]
    """Kind -> (the leak, the benchmark task it leaks)."""
    others: list[Signature]
    """Pictures of the same hands."""
    snippets: list[Signature]
    """Tools' cuts from those."""


def plant(pictures: Sequence[tuple[str, Image_]], parity: int) -> Planted:
    """Make one half: of every four pictures one is the benchmark's and one a look-alike."""
    inside = [(n, image) for n, (_, image) in enumerate(pictures) if n % 4 == parity]
    outside = [(n, image) for n, (_, image) in enumerate(pictures) if n % 4 == parity + 2]
    tasks = {n: signature_of(task_of(image, n, Purpose.EVAL), frames=True) for n, image in inside}
    leaks = {
        kind: [(train(edit(image, random.Random(n)), n), tasks[n].task_id) for n, image in inside]
        for kind, edit in LEAKS.items()
    }
    others = [train(image, n) for n, image in outside]
    snippets = [train(cut(image, random.Random(n * 7 + k), 0.6), n) for n, image in outside for k in range(3)]
    return Planted(tuple(tasks.values()), leaks, others, snippets)


def train(image: Image_, number: int) -> Signature:
    """The signature of a train task about a picture."""
    return signature_of(task_of(image, number, Purpose.TRAIN), frames=False)


def choose(halves: Sequence[Planted]) -> Radii:
    """Return the radii with the best recall among those that flag at most `ALLOWED` of the look-alikes."""
    best, reached = Radii(), -1
    for picture in (28, 36, 44, 52):
        for detail in (112, 144, 176):
            radii = replace(Radii(), picture=picture, detail=detail)
            rows = [row for half in halves for row in measured(half, radii)]
            flagged = sum(n for kind, n, _ in rows if kind.startswith("look-alikes"))
            total = sum(n for kind, _, n in rows if kind.startswith("look-alikes"))
            recall = sum(n for kind, n, _ in rows if not kind.startswith("look-alikes"))
            if flagged <= ALLOWED * total and recall > reached:
                best, reached = radii, recall
    return best


def measured(half: Planted, radii: Radii) -> list[tuple[str, int, int]]:
    """Return (kind, flagged, all) for each kind of leak and of look-alike."""
    index = index_of(half.index, radii)
    rows = []
    for kind, leaks in half.leaks.items():
        found = [contaminating(leak, index) is not None for leak, _ in leaks]
        rows.append((kind, sum(found), len(found)))
    for name, signatures in (("whole", half.others), ("cut by a tool", half.snippets)):
        flagged = sum(contaminating(s, index) is not None for s in signatures)
        rows.append((f"look-alikes, {name}", flagged, len(signatures)))
    return rows


def table(name: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """Return recall by kind and the precision over all as a Markdown table."""
    wrong = sum(n for kind, n, _ in rows if kind.startswith("look-alikes"))
    right = sum(n for kind, n, _ in rows if not kind.startswith("look-alikes"))
    lines = [f"\n{name}\n", "| planted | flagged | of | share |", "|---|---|---|---|"]
    lines += [f"| {kind} | {n} | {of} | {n / of:.3f} |" for kind, n, of in rows if of]
    lines.append(
        f"| precision over everything planted | {right} | {right + wrong} | {right / (right + wrong):.4f} |"
    )
    return "\n".join(lines)


def hashes(pictures: Sequence[tuple[str, Image_]]) -> str:
    """Return how imagehash's hashes tell a leak from another picture, each at its own best threshold."""
    kinds: dict[str, Callable[[Image_], imagehash.ImageHash]] = {
        "phash, 64 bits": imagehash.phash,
        "dhash, 64 bits": imagehash.dhash,
        "whash, 64 bits": imagehash.whash,
        "phash, 256 bits": lambda i: imagehash.phash(i, 16),
        "dhash, 256 bits": lambda i: imagehash.dhash(i, 16),
    }
    edits = [k for k in LEAKS if "resized" in k or "JPEG, q" in k or "brightness" in k]
    lines = ["\nWhole pictures, recall where one pair in 10,000 unrelated pairs is flagged\n"]
    lines += [f"| hash | {' | '.join(edits)} | ms |", "|---" * (len(edits) + 2) + "|"]
    for name, made in kinds.items():
        started = time.process_time()
        base = np.array([made(image).hash.ravel() for _, image in pictures])
        ms = (time.process_time() - started) / len(base) * 1000
        apart = np.array([(base[:n] != row).sum(1).min() for n, row in enumerate(base) if n])
        every = np.concatenate([(base[:n] != row).sum(1) for n, row in enumerate(base) if n])
        limit = int(np.quantile(every, 0.0001)) - 1 if apart.size else 0
        shares = []
        for kind in edits:
            edited = [
                made(LEAKS[kind](image, random.Random(n))).hash.ravel()
                for n, (_, image) in enumerate(pictures)
            ]
            shares.append(
                f"{np.mean([(a != b).sum() <= limit for a, b in zip(edited, base, strict=True)]):.3f}"
            )
        lines.append(f"| {name} | {' | '.join(shares)} | {ms:.1f} |")
    return "\n".join(lines)


def speed(half: Planted, benchmark: int = 20_000) -> str:
    """Return how long one comparison takes against an index of many pictures."""
    rng = np.random.default_rng(0)
    first = half.index[0].pictures[0]
    many = [
        replace(
            half.index[0],
            task_id=f"planted-{n:016x}",
            pictures=(
                replace(
                    first,
                    pixels_sha256=f"{n:064x}",
                    phashes=rng.bytes(len(first.phashes)),
                    detail=rng.bytes(len(first.detail)),
                ),
            ),
        )
        for n in range(benchmark)
    ]
    index = index_of(many)
    started = time.process_time()
    for suspect in half.others[:50]:
        contaminating(suspect, index)
    ms = (time.process_time() - started) / min(50, len(half.others)) * 1000
    memory = (index.hashes.nbytes + index.details.nbytes + index.texts.nbytes) / 1e6
    return f"\nOne task against {benchmark:,} benchmark pictures: {ms:.1f} ms of CPU, index {memory:.0f} MB"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=160, help="generated pictures")
    parser.add_argument("--realdata", type=Path, default=Path("../shared/realdata"))
    args = parser.parse_args()
    sets = {"generated": list(drawn(args.pictures)), "real": list(real(args.realdata))}
    sets = {name: pictures for name, pictures in sets.items() if pictures}
    chosen = choose([plant(pictures, 0) for pictures in sets.values()])
    print(f"in use: {Radii()}\nchosen on the first half of {' and '.join(sets)} pictures: {chosen}")
    for name, pictures in sets.items():
        half = plant(pictures, 1)
        print(f"\n## {name}: {len(pictures)} pictures")
        print(table("Second half, radii in use", measured(half, Radii())))
        if chosen != Radii():
            print(table("Second half, radii chosen on the first", measured(half, chosen)))
        print(hashes(pictures))
    print(speed(plant(sets["generated"][:40], 0)))


if __name__ == "__main__":
    main()
