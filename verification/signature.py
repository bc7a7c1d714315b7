"""Signatures: a task's text and pictures reduced to what recognises them again."""

from __future__ import annotations

from collections.abc import Collection, MutableMapping
from dataclasses import dataclass, replace

from schemas import Picture, PictureSignature, Signature, Task, sha256_hex
from schemas.versions import SIGNATURE_VERSION
from verification.similarity.pictures import decoded, perceived, pixels_sha256
from verification.similarity.text import minhash, normalised, numbers, text_distance

RENDERED = ("clevr", "clevr_math", "superclevr", "figureqa", "dvqa", "plotqa", "mapqa", "tabmwp")
"""Datasets whose pictures come from one renderer: they all look alike, whatever they show."""


@dataclass(frozen=True)
class Radii:
    """How far apart two things may be and still be the same; chosen by `benchmarks/decontamination.py`."""

    picture: int = 44
    """Of 256 bits, from the nearest frame of a picture."""
    nearer: int = 10
    """Of 256 bits: a crop is believed only where its frame is so much nearer than the whole picture."""
    detail: int = 144
    """Of 1024 bits, where no crop is believed."""
    text: float = 0.4
    """1 - Jaccard similarity, with the same numbers."""


Known = MutableMapping[tuple[str, bool], PictureSignature]
"""Signatures made before, by file digest and `frames`: many questions share a picture."""


def signature_of(
    task: Task, *, frames: bool, rendered: Collection[str] = RENDERED, known: Known | None = None
) -> Signature:
    """Return the signature of a task with its pictures; `frames` for an index, which must meet crops.

    `rendered` names the datasets whose pictures all look alike; `known` is read and filled. Raises
    UndecodableError for a picture that is none.
    """
    known = {} if known is None else known
    pictures = [_known_signature(picture, frames, known) for picture in task.pictures]
    return replace(text_signature(task, rendered), pictures=tuple(pictures))


def text_signature(task: Task, rendered: Collection[str] = RENDERED) -> Signature:
    """Return the signature of a task without its pictures, whose bytes may be absent."""
    words = (task.question, task.context, task.choices)
    text = normalised(*words)
    return Signature(
        task_id=task.task_id,
        schema_version=SIGNATURE_VERSION,
        dataset=task.dataset,
        rendered=task.dataset in rendered,
        text_sha256=sha256_hex(text),
        text_minhash=minhash(text),
        numbers=numbers(*words),
        pictures=(),
    )


def picture_signature(picture: Picture, *, frames: bool) -> PictureSignature:
    """Return the signature of one picture."""
    image = decoded(picture.data)
    return PictureSignature(pixels_sha256(image), *perceived(image, frames=frames))


def _known_signature(picture: Picture, frames: bool, known: Known) -> PictureSignature:
    key = (picture.sha256, frames)
    if key not in known:
        known[key] = picture_signature(picture, frames=frames)
    return known[key]


def question_distance(one: Signature, other: Signature) -> float:
    """Return 0 for the same normalised text, 1 where the numbers differ, else 1 - Jaccard similarity."""
    if one.text_sha256 == other.text_sha256:
        return 0.0
    if one.numbers != other.numbers:
        return 1.0
    return text_distance(one.text_minhash, other.text_minhash)
