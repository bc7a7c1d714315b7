"""Duplicates: tasks that ask the same of the same pictures; the first by task id stays.

Several questions about one picture are what these datasets are made of, and one question about many
pictures too: only both together repeat a task. A question that is merely alike ("the minimum", "the
maximum") repeats another only where the answer is the same too, and never among rendered plots, whose
questions are all made from a few patterns. The same question of a picture that is merely alike wants the same
answer as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from schemas import Metric, PictureSignature, Signature, Task, canonical_json, sha256_hex
from verification.contamination import Match, MatchKind
from verification.scorers.choice import chosen
from verification.scorers.plain import plain_text
from verification.signature import Radii, question_distance
from verification.similarity.pictures import DETAIL_BITS, bit_distances, detail_of
from verification.similarity.text import PERMUTATIONS, bands, text_distances


@dataclass(frozen=True)
class Candidate:
    """A train task that may repeat another or be repeated."""

    signature: Signature
    answers: tuple[str, ...]
    """Its references without case and punctuation, sorted; options by their text."""


def answers_of(task: Task) -> tuple[str, ...]:
    """Return a task's references in the form in which candidates are compared."""
    return tuple(sorted({plain_text(_option(task, answer)) for answer in task.answers}))


def _option(task: Task, answer: str) -> str:
    place = chosen(answer, task.choices) if task.metric is Metric.CHOICE else None
    return answer if place is None else task.choices[place]


def duplicate_keys(signature: Signature) -> Iterator[bytes]:
    """Yield the keys under which a task meets its possible duplicates.

    Tasks with other numbers or another count of pictures never meet.
    """
    also = sha256_hex(canonical_json([*signature.numbers, len(signature.pictures)])).encode()
    for band in bands(signature.text_minhash):
        yield band + also


def duplicates_among(candidates: Iterable[Candidate], radii: Radii) -> Iterator[tuple[str, Match]]:
    """Yield (task id, what it repeats) for every task that repeats one with a lower id, the lowest of those.

    The order of the candidates does not matter.
    """
    ordered = sorted(candidates, key=lambda c: c.signature.task_id)
    tasks = [candidate.signature for candidate in ordered]
    texts = np.frombuffer(b"".join(t.text_minhash for t in tasks), np.uint8).reshape(-1, PERMUTATIONS)
    for place, task in enumerate(tasks):
        near = text_distances(task.text_minhash, texts[:place]) <= radii.text
        matches = (_repeats(ordered[place], ordered[earlier], radii) for earlier in np.flatnonzero(near))
        if match := next(filter(None, matches), None):
            yield task.task_id, match


def _repeats(one: Candidate, other: Candidate, radii: Radii) -> Match | None:
    later, earlier = one.signature, other.signature
    asked = question_distance(later, earlier)
    if asked > radii.text or len(later.pictures) != len(earlier.pictures):
        return None
    if asked and (one.answers != other.answers or later.rendered or earlier.rendered):
        return None
    if not later.pictures:
        kind = MatchKind.NEAR_TEXT if asked else MatchKind.EXACT_TEXT
        return Match(earlier.task_id, kind, asked, f"the texts are {asked:.2f} apart")
    bits = max(_bits_apart(a, b) for a, b in zip(later.pictures, earlier.pictures, strict=True))
    if bits > radii.detail or (bits and one.answers != other.answers):
        return None
    evidence = f"the pictures are at most {bits} of {DETAIL_BITS} bits, the texts {asked:.2f} apart"
    return Match(earlier.task_id, MatchKind.PICTURE_AND_TEXT, bits / DETAIL_BITS, evidence)


def _bits_apart(one: PictureSignature, other: PictureSignature) -> int:
    if one.pixels_sha256 == other.pixels_sha256:
        return 0
    if not one.detail or not other.detail:
        return DETAIL_BITS
    return int(bit_distances(detail_of(one.detail), detail_of(other.detail)))
