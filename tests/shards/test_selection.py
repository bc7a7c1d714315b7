"""What enters which config, and that nothing is silently missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Purpose, Reason, RolloutPurpose, TeacherKind
from shards import (
    RolloutSummary,
    RowRef,
    TaskSummary,
    select_bc,
    select_rejected,
    select_rl,
    select_rl_tail_patch,
)

AT = RowRef("f", 0)
OPENAI, PROGRAMMATIC = TeacherKind.OPENAI, TeacherKind.PROGRAMMATIC


def a_task(name: str, purpose: Purpose = Purpose.TRAIN, *reasons: Reason) -> TaskSummary:
    return TaskSummary(f"d-{name}", purpose, 10, AT, reasons)


def a_rollout(
    of: str,
    name: str,
    attempt: int = 0,
    tools: tuple[str, ...] = ("zoom",),
    accepted: bool = True,
    kind: TeacherKind = OPENAI,
) -> RolloutSummary:
    return RolloutSummary(f"d-{of}", f"r-{name}", attempt, accepted, (), tools, kind, 5, AT)


def index(*tasks: TaskSummary) -> dict[str, TaskSummary]:
    return {t.task_id: t for t in tasks}


rollouts = st.lists(
    st.builds(
        RolloutSummary,
        task_id=st.sampled_from(["d-a", "d-b", "d-eval", "d-lost"]),
        rollout_id=st.uuids().map(lambda u: f"r-{u.hex[:16]}"),
        attempt=st.integers(0, 7),
        accepted=st.booleans(),
        reasons=st.just(()),
        tool_sequence=st.sampled_from([(), ("zoom",), ("zoom", "rapidocr")]),
        teacher_kind=st.sampled_from([OPENAI, PROGRAMMATIC]),
        bytes=st.just(1),
        ref=st.just(AT),
        purpose=st.sampled_from(RolloutPurpose),
    ),
    max_size=12,
    unique_by=lambda r: r.rollout_id,
)
TASKS = index(a_task("a"), a_task("b"), a_task("eval", Purpose.EVAL))


@given(rollouts, st.integers(1, 3), st.sampled_from([0.0, 0.2, 0.5, 1.0]), st.randoms())
def test_whatever_goes_in_comes_out_once_in_any_order(rows, per_task, share, random) -> None:  # type: ignore[no-untyped-def]
    for rule in (
        lambda rs: select_bc(TASKS, rs, per_task=per_task, programmatic_share=share),
        lambda rs: select_rejected(TASKS, rs),
    ):
        found = rule(rows)
        names = [s.id for s in found.selected] + [item.id for item in found.left]
        assert sorted(names) == sorted(r.rollout_id for r in rows)
        shuffled = list(rows)
        random.shuffle(shuffled)
        assert rule(shuffled) == found


@given(rollouts, st.sampled_from([0.0, 0.2, 0.5, 0.9]))
def test_the_programmatic_share_is_never_exceeded(rows, share) -> None:  # type: ignore[no-untyped-def]
    kinds = {r.rollout_id: r.teacher_kind for r in rows}
    kept = [kinds[s.id] for s in select_bc(TASKS, rows, per_task=3, programmatic_share=share).selected]
    assert kept.count(PROGRAMMATIC) <= share * len(kept)


@given(rollouts)
def test_eval_tasks_and_probes_never_enter_bc_or_rejected(rows) -> None:  # type: ignore[no-untyped-def]
    by_id = {r.rollout_id: r for r in rows}
    for found in (select_bc(TASKS, rows, per_task=9), select_rejected(TASKS, rows)):
        for entry in found.selected:
            assert by_id[entry.id].task_id in ("d-a", "d-b")
            assert by_id[entry.id].purpose is RolloutPurpose.TEACHER


def test_one_a_task_is_the_lowest_attempt() -> None:
    found = select_bc(
        TASKS, [a_rollout("a", "2", 2), a_rollout("a", "1", 1), a_rollout("a", "0", 0, accepted=False)]
    )
    assert [s.id for s in found.selected] == ["r-1"]
    assert {item.id: item.reason for item in found.left} == {"r-2": "another_attempt", "r-0": "not_accepted"}


def test_what_was_left_is_told_with_its_first_fatal_reason() -> None:
    wrong = replace(
        a_rollout("a", "0", accepted=False), reasons=(Reason.UNGROUNDED, Reason.WRONG_ANSWER, Reason.LEAK)
    )
    assert select_bc(TASKS, [wrong]).left[0].reason == "wrong_answer"


def test_a_right_rollout_of_a_duplicate_task_stays_out_of_bc() -> None:
    tasks = index(
        a_task("a", Purpose.TRAIN, Reason.DUPLICATE), a_task("b", Purpose.TRAIN, Reason.GOLD_SUSPECT)
    )
    found = select_bc(tasks, [a_rollout("a", "0"), a_rollout("b", "1")])
    assert [s.id for s in found.selected] == ["r-1"]
    assert found.left[0].reason == "duplicate"


def test_two_a_task_have_different_tool_sequences_where_they_exist() -> None:
    for n in map(str, range(10)):
        rows = [a_rollout(n, "0", 0), a_rollout(n, "1", 1), a_rollout(n, "5", 5, ("rapidocr",))]
        found = select_bc(index(a_task(n)), rows, per_task=2)
        assert {s.id for s in found.selected} == {"r-0", "r-5"}


def test_which_of_several_sequences_comes_first_varies_with_the_task() -> None:
    firsts = set()
    for n in range(20):
        rows = [a_rollout(str(n), "0", 0), a_rollout(str(n), "1", 1, ("rapidocr",))]
        firsts.add(select_bc(index(a_task(str(n))), rows).selected[0].id)
    assert firsts == {"r-0", "r-1"}


def test_a_models_rollout_comes_before_the_programmatic_teachers() -> None:
    rows = [a_rollout("a", "p", 0, kind=PROGRAMMATIC), a_rollout("a", "m", 3)]
    assert [s.id for s in select_bc(TASKS, rows).selected] == ["r-m"]


def test_a_share_outside_nought_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"programmatic_share is 1\.5"):
        select_bc(TASKS, [], programmatic_share=1.5)


def test_rl_takes_train_tasks_with_a_sound_reference() -> None:
    tasks = [
        a_task("a"),
        a_task("b", Purpose.TRAIN, Reason.GOLD_SUSPECT),
        a_task("c", Purpose.TRAIN, Reason.DUPLICATE),
        a_task("d", Purpose.EVAL),
    ]
    found = select_rl(tasks)
    assert [s.id for s in found.selected] == ["d-a"]
    assert [item.reason for item in found.left] == ["gold_suspect", "duplicate", "eval"]


def test_the_tail_patch_takes_both_ends_of_its_range_and_nothing_unprobed() -> None:
    rates = {"d-a": 0.125, "d-b": 0.375, "d-c": 0.0, "d-d": 0.5}
    tasks = [a_task(n) for n in "abcde"]
    found = select_rl_tail_patch(tasks, rates)
    assert [s.id for s in found.selected] == ["d-a", "d-b"]
    assert [item.reason for item in found.left] == ["pass_rate_below", "pass_rate_above", "not_probed"]


def test_rows_are_ordered_by_hash_so_that_datasets_mix() -> None:
    tasks = [replace(a_task("x"), task_id=name) for name in ("a-99", "b-11", "a-22")]
    assert [s.id for s in select_rl(tasks).selected] == ["b-11", "a-22", "a-99"]
