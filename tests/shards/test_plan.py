"""Splitting a selection into files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shards import RowRef, Selected, plan_files

sizes = st.lists(st.integers(0, 50), max_size=30)


def rows(of: list[int]) -> list[Selected]:
    return [Selected(f"d-{i:02d}", size, RowRef("f", i)) for i, size in enumerate(of)]


@given(sizes, st.integers(1, 60))
def test_files_hold_every_row_in_order_within_the_cap(of: list[int], cap: int) -> None:
    plans = plan_files("bc", rows(of), cap)
    assert [r for p in plans for r in p.refs] == rows(of)
    assert [(p.index, p.total) for p in plans] == [(i, len(plans)) for i in range(len(plans))]
    first = 0
    for plan in plans:
        assert plan.first_row == first
        assert len(plan.refs) == 1 or sum(r.bytes for r in plan.refs) <= cap
        first += len(plan.refs)


def test_an_empty_selection_is_one_file_without_rows() -> None:
    (plan,) = plan_files("rl_tail_patch", [])
    assert (plan.total, plan.refs) == (1, ())


def test_a_cap_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        plan_files("bc", [], 0)
