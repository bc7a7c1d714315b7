"""The trajectory column restores the rollout from the row alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas import Frame, RowImage
from shards import bc_row, parse_dense, parse_trajectory
from tests.shards.shard_samples import REGISTRY, dense, rollout, task, verdict


def test_a_row_alone_restores_the_rollout_with_its_pictures() -> None:
    t = task(3)
    r = rollout(t)
    first, last = r.steps
    assert first.observation is not None
    framed = replace(first, observation=replace(first.observation, frame=Frame(640, 480, "absolute")))
    r = replace(r, steps=(framed, last))
    row = bc_row(t, r, verdict(r), None, REGISTRY)
    pictures, restored = parse_trajectory(row.trajectory, row.images)
    assert pictures == t.pictures
    assert restored == replace(r, usage=replace(r.usage, seconds=0.0))


def test_the_original_and_the_dense_thoughts_both_stand_in_the_trajectory() -> None:
    t = task(3)
    r = rollout(t)
    written = dense(r, "The bars are small, so I look closer.", None)
    row = bc_row(t, r, verdict(r), None, REGISTRY, written)
    _, restored = parse_trajectory(row.trajectory, row.images)
    assert restored == replace(r, usage=replace(r.usage, seconds=0.0))
    thoughts = tuple(replace(one, usage=replace(one.usage, seconds=0.0)) for one in written.thoughts)
    assert parse_dense(row.trajectory) == replace(written, thoughts=thoughts)
    assert parse_dense(bc_row(t, r, verdict(r), None, REGISTRY).trajectory) is None


def test_seconds_do_not_change_a_row() -> None:
    t = task(3)
    rows = []
    for seconds in (9.0, 0.1):
        r = rollout(t, usage=replace(rollout(t).usage, seconds=seconds))
        rows.append(bc_row(t, r, verdict(r), None, REGISTRY, dense(r, "I look.", None, seconds=seconds)))
    assert rows[0] == rows[1]


def test_an_exchanged_picture_is_noticed() -> None:
    t = task(3)
    r = rollout(t)
    row = bc_row(t, r, verdict(r), None, REGISTRY)
    with pytest.raises(ValueError, match="image 1 is not the picture"):
        parse_trajectory(row.trajectory, (row.images[0], RowImage(b"other", row.images[1].path)))
