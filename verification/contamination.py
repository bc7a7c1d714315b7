"""Contamination: does a task repeat a benchmark's? Every suspect is compared with the whole index.

No candidate keys stand before the comparison of pictures: at the distance that crops need, banded keys lose
more than half of them, and a full pass over the eleven benchmarks' pictures takes milliseconds.

A picture decides by itself, because every question about a benchmark's picture shows the picture. It does not

* where either side is rendered (scenes and plots of one renderer look alike): the question must match too,
  unless the pixels are the same, which two scenes never have by chance;
* where it is flat, or smaller than 32 pixels: nothing in it tells it from others.

Unless one cropped frame is clearly nearer than the whole picture, the detail must match as well: forms of one
print and charts of one house differ there alone.

A text decides by itself only where one side has no picture: "What is the total?" stands below many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from schemas import PictureSignature, Signature, digest
from verification.signature import Radii, question_distance
from verification.similarity.pictures import (
    BITS,
    DETAIL_BITS,
    DETAIL_WORDS,
    WORDS,
    Hashes,
    bit_distances,
    detail_of,
    hashes_of,
)
from verification.similarity.text import PERMUTATIONS, text_distances


class MatchKind(StrEnum):
    """How a task repeats another, the surest first."""

    EXACT_PICTURE = "exact_picture"
    PICTURE_AND_TEXT = "picture_and_text"
    NEAR_PICTURE = "near_picture"
    EXACT_TEXT = "exact_text"
    NEAR_TEXT = "near_text"


_SURENESS = {kind: place for place, kind in enumerate(MatchKind)}


@dataclass(frozen=True)
class Match:
    """One benchmark task that a suspect repeats."""

    matched_id: str
    kind: MatchKind
    distance: float
    """0 (the same) to 1: share of differing hash bits, or 1 - Jaccard similarity for a text alone."""
    evidence: str


@dataclass(frozen=True)
class Index:
    """The benchmarks' signatures, laid out for comparison."""

    tasks: tuple[Signature, ...]
    """By task id."""
    owners: dict[str, tuple[int, ...]]
    """Pixel digest -> the tasks (places in `tasks`) that show this picture."""
    digests: tuple[str, ...]
    """The distinct pictures that have perceptual hashes."""
    hashes: Hashes
    """(frames of all distinct pictures, 4)."""
    starts: npt.NDArray[np.int64]
    """Where each distinct picture's frames begin in `hashes`; the first frame is the whole."""
    details: npt.NDArray[np.uint64]
    """(distinct pictures, 16)."""
    texts: npt.NDArray[np.uint8]
    """(tasks, 128)."""
    radii: Radii
    digest: str
    """Over everything above: changed benchmarks or radii give another."""


def index_of(signatures: Iterable[Signature], radii: Radii | None = None) -> Index:
    """Return the index of evaluation tasks; order and repetition of the signatures do not matter."""
    radii = radii or Radii()
    tasks = tuple(sorted({s.task_id: s for s in signatures}.values(), key=lambda s: s.task_id))
    owners: dict[str, list[int]] = {}
    shown: dict[str, PictureSignature] = {}
    for place, task in enumerate(tasks):
        for picture in task.pictures:
            owners.setdefault(picture.pixels_sha256, []).append(place)
            before = shown.get(picture.pixels_sha256)
            if picture.phashes and (before is None or len(picture.phashes) > len(before.phashes)):
                shown[picture.pixels_sha256] = picture
    rows = [hashes_of(shown[key].phashes) for key in sorted(shown)]
    details = [detail_of(shown[key].detail) for key in sorted(shown)]
    counts = np.array([0, *(len(row) for row in rows)], np.int64)
    return Index(
        tasks=tasks,
        owners={key: tuple(places) for key, places in owners.items()},
        digests=tuple(sorted(shown)),
        hashes=np.concatenate(rows) if rows else np.zeros((0, WORDS), np.uint64),
        starts=counts.cumsum()[:-1],
        details=np.stack(details) if details else np.zeros((0, DETAIL_WORDS), np.uint64),
        texts=np.frombuffer(b"".join(t.text_minhash for t in tasks), np.uint8).reshape(-1, PERMUTATIONS),
        radii=radii,
        digest=digest(
            [
                [radii.picture, radii.nearer, radii.detail, radii.text],
                [
                    [t.task_id, t.rendered, t.text_sha256, [p.pixels_sha256 for p in t.pictures]]
                    for t in tasks
                ],
            ]
        ),
    )


def contaminating(suspect: Signature, index: Index) -> Match | None:
    """Return the surest and nearest benchmark task that a suspect repeats; of equals the lower id."""
    return _best([*_by_pictures(suspect, suspect.pictures, index), *_by_text(suspect, index)])


def contaminating_picture(asked: Signature, picture: PictureSignature, index: Index) -> Match | None:
    """Return the benchmark task whose picture this is; `asked` is the task in whose course a tool made it."""
    return _best(_by_pictures(asked, [picture], index))


def _best(matches: Iterable[Match]) -> Match | None:
    return min(matches, key=lambda m: (_SURENESS[m.kind], m.distance, m.matched_id), default=None)


def _by_pictures(suspect: Signature, pictures: Sequence[PictureSignature], index: Index) -> Iterator[Match]:
    for number, picture in enumerate(pictures):
        for place in index.owners.get(picture.pixels_sha256, ()):
            if match := _same_picture(suspect, number, bool(picture.phashes), index, place):
                yield match
        if picture.phashes and index.digests:
            yield from _near_pictures(suspect, number, picture, index)


def _same_picture(suspect: Signature, number: int, telling: bool, index: Index, place: int) -> Match | None:
    task = index.tasks[place]
    if not telling:
        asked = question_distance(suspect, task)
        if asked > index.radii.text:
            return None
        evidence = f"picture {number} has the same pixels, the texts are {asked:.2f} apart"
        return Match(task.task_id, MatchKind.PICTURE_AND_TEXT, 0.0, evidence)
    return Match(task.task_id, MatchKind.EXACT_PICTURE, 0.0, f"picture {number} has the same pixels")


def _near_pictures(
    suspect: Signature, number: int, picture: PictureSignature, index: Index
) -> Iterator[Match]:
    every = bit_distances(hashes_of(picture.phashes)[0], index.hashes)
    nearest = np.minimum.reduceat(every, index.starts)
    whole = every[index.starts]
    for found in np.flatnonzero(nearest <= index.radii.picture):
        distance, near = nearest[found] / BITS, f"{nearest[found]} of {BITS} bits from a crop of"
        if nearest[found] > whole[found] - index.radii.nearer:
            detail = int(bit_distances(detail_of(picture.detail), index.details[found]))
            if detail > index.radii.detail:
                continue
            distance, near = detail / DETAIL_BITS, f"{detail} of {DETAIL_BITS} bits from"
        for place in index.owners[index.digests[found]]:
            if match := _near_picture(suspect, index.tasks[place], float(distance), index.radii):
                yield replace(match, evidence=f"picture {number} is {near} its picture{match.evidence}")


def _near_picture(suspect: Signature, task: Signature, distance: float, radii: Radii) -> Match | None:
    if not (suspect.rendered or task.rendered):
        return Match(task.task_id, MatchKind.NEAR_PICTURE, distance, "")
    asked = question_distance(suspect, task)
    if asked > radii.text:
        return None
    return Match(task.task_id, MatchKind.PICTURE_AND_TEXT, distance, f", and the texts are {asked:.2f} apart")


def _by_text(suspect: Signature, index: Index) -> Iterator[Match]:
    if not index.tasks:
        return
    near = text_distances(suspect.text_minhash, index.texts) <= index.radii.text
    for place in np.flatnonzero(near):
        task = index.tasks[place]
        if suspect.pictures and task.pictures:
            continue
        asked = question_distance(suspect, task)
        if asked <= index.radii.text:
            kind = MatchKind.NEAR_TEXT if asked else MatchKind.EXACT_TEXT
            yield Match(task.task_id, kind, asked, f"the texts are {asked:.2f} apart")
