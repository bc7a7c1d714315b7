"""Dense: an accepted rollout's thoughts written out by a thinking teacher (paper, 5.1)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from schemas.canonical import Json, digest, sha256_hex
from schemas.codec import to_plain
from schemas.rollout import Rollout, Step, TeacherRef, Usage


class ThoughtOutcome(StrEnum):
    """What became of one thought: a dense one stands in its place, or the original is kept and why."""

    DENSE = "dense"
    VERBATIM = "verbatim"
    """The turn did not parse and stands as it was written: nobody was asked."""
    MALFORMED = "malformed"
    """The reply was not in the form asked for."""
    TRUNCATED = "truncated"
    """The reply was cut by its length limit."""
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TAG = "tag"
    """A protocol tag, a special token or a tool call stands inside."""
    REPETITION = "repetition"
    LEAK = "leak"
    """It speaks of a right answer that it was given."""
    REWRITING = "rewriting"
    """It speaks of having been asked to write a thought."""
    OTHER_ANSWER = "other_answer"
    """It leads to another answer than the rollout's."""
    TEACHER_ERROR = "teacher_error"
    """The reply could not be had: the rollout is owed."""
    BUDGET = "budget"
    """The reply could not be paid: the rollout is owed."""


@dataclass(frozen=True)
class Flaw:
    """Why a rewritten thought is dropped."""

    outcome: ThoughtOutcome
    evidence: str
    """One sentence with the values seen."""


@dataclass(frozen=True)
class DenseThought:
    """One turn's thought, rewritten or not."""

    original: str
    """SHA-256 of the original thought's UTF-8, 64 hex digits."""
    thought: str | None
    """The dense thought; None where the original is kept."""
    outcome: ThoughtOutcome
    evidence: str
    """Why the original is kept, in one sentence with the values seen; empty where it is not."""
    usage: Usage


@dataclass(frozen=True)
class Dense:
    """The thoughts of one accepted rollout, one entry a step, by one teacher."""

    rollout_id: str
    schema_version: int
    task_id: str
    teacher: TeacherRef
    acts: str
    """Digest of all of the rollout but its thoughts, as it was when they were rewritten."""
    thoughts: tuple[DenseThought, ...]


class DenseMismatchError(ValueError):
    """Dense thoughts were put beside another rollout than the one they were written for."""


def acts_digest(rollout: Rollout) -> str:
    """Return the digest of what densifying must not touch, 64 hex digits.

    Covers every step's call, observation (pictures by their digests), problem and verbatim text, and the
    answer and end of the rollout.
    """
    return digest([[_act(step) for step in rollout.steps], rollout.answer, rollout.ended.value])


def with_dense(rollout: Rollout, dense: Dense) -> Rollout:
    """Return the rollout with its dense thoughts in place, everything else byte for byte as it was.

    Raises DenseMismatchError where the dense thoughts are of another rollout, or of other content of it.
    """
    originals = [sha256_hex(step.thought) for step in rollout.steps]
    if (
        dense.rollout_id != rollout.rollout_id
        or dense.acts != acts_digest(rollout)
        or [thought.original for thought in dense.thoughts] != originals
    ):
        raise DenseMismatchError(
            f"the dense thoughts of {dense.rollout_id} were written for other content than that of "
            f"{rollout.rollout_id}: run densify again"
        )
    written = replace(
        rollout,
        steps=tuple(
            step if one.thought is None else replace(step, thought=one.thought)
            for step, one in zip(rollout.steps, dense.thoughts, strict=True)
        ),
    )
    assert acts_digest(written) == dense.acts
    return written


def _act(step: Step) -> Json:
    plain = to_plain(replace(step, thought=""))
    for picture in plain["observation"]["pictures"] if plain["observation"] else ():
        # Bytes have no JSON; the digest stands for them.
        del picture["data"]
    act: Json = plain
    return act
