"""Dense thoughts change thoughts and nothing else, and only those of the rollout they were written for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import (
    Dense,
    DenseMismatchError,
    DenseThought,
    Ended,
    Rollout,
    TeacherKind,
    TeacherRef,
    ThoughtOutcome,
    Usage,
    acts_digest,
    load_schema,
    sha256_hex,
    to_plain,
    with_dense,
)
from tests.builders import answer_step, call, observation, picture, rollout, tool_step

SEEN = observation(pictures=[picture(colour="red")])
ROLLOUT = rollout([tool_step("I look.", call("zoom", {"x": 1}), SEEN), answer_step("Seven.")])


def dense_of(made: Rollout, *thoughts: str | None) -> Dense:
    """Dense thoughts for a rollout's steps; None keeps the original."""
    return Dense(
        made.rollout_id,
        1,
        made.task_id,
        TeacherRef(TeacherKind.OPENAI, "thinker", "f" * 64, "{}"),
        acts_digest(made),
        tuple(
            DenseThought(
                sha256_hex(step.thought),
                text,
                ThoughtOutcome.EMPTY if text is None else ThoughtOutcome.DENSE,
                "",
                Usage(1),
            )
            for step, text in zip(made.steps, thoughts, strict=True)
        ),
    )


@given(st.lists(st.none() | st.text(st.characters(codec="utf-8")), min_size=2, max_size=2))
def test_everything_but_the_thoughts_is_byte_for_byte_as_it_was(thoughts: list[str | None]) -> None:
    written = with_dense(ROLLOUT, dense_of(ROLLOUT, *thoughts))
    assert [s.thought for s in written.steps] == [
        old.thought if new is None else new for old, new in zip(ROLLOUT.steps, thoughts, strict=True)
    ]
    silent = [replace(r, steps=tuple(replace(s, thought="") for s in r.steps)) for r in (ROLLOUT, written)]
    assert to_plain(silent[0]) == to_plain(silent[1])
    assert acts_digest(written) == acts_digest(ROLLOUT)


def first_step(**changes: object) -> Rollout:
    """The rollout with its first step changed."""
    first, last = ROLLOUT.steps
    return replace(ROLLOUT, steps=(replace(first, **changes), last))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        first_step(call=call("zoom", {"x": 2})),
        first_step(call=call("crop", {"x": 1})),
        first_step(observation=replace(SEEN, text="other")),
        first_step(observation=replace(SEEN, result='{"count":8}')),
        first_step(observation=replace(SEEN, pictures=(picture(colour="blue"),))),
        first_step(observation=None),
        first_step(problem="E2_argument_name"),
        first_step(raw="<answer>"),
        replace(ROLLOUT, answer="8"),
        replace(ROLLOUT, ended=Ended.NO_ANSWER),
        replace(ROLLOUT, steps=ROLLOUT.steps[:1]),
    ],
)
def test_the_digest_of_the_acts_covers_each_of_them(changed: Rollout) -> None:
    assert acts_digest(changed) != acts_digest(ROLLOUT)


@pytest.mark.parametrize(
    "other",
    [
        lambda r: replace(r, rollout_id="rollout-0000000000000000"),
        lambda r: replace(r, answer="8"),
        lambda r: replace(r, steps=(replace(r.steps[0], thought="I glance."), r.steps[1])),
    ],
    ids=["another id", "another answer", "another original thought"],
)
def test_dense_thoughts_beside_other_content_are_refused(other: Callable[[Rollout], Rollout]) -> None:
    with pytest.raises(DenseMismatchError, match="run densify again"):
        with_dense(other(ROLLOUT), dense_of(ROLLOUT, "Long.", "Longer."))


def test_the_schema_lists_every_outcome() -> None:
    listed = load_schema("dense")["$defs"]["DenseThought"]["properties"]["outcome"]["enum"]
    assert listed == list(ThoughtOutcome)
