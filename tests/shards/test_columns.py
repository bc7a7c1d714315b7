"""Column-wise checking holds the very rules of the JSON Schemas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import SchemaViolationError, problems_of, to_plain
from shards import bc_row, rejected_row, rl_row
from shards.columns import Row, fitting_batch, record_batch
from tests.shards.shard_samples import REGISTRY, REGISTRY_NAMES, rollout, task, verdict

TASK = task(3)
ROLLOUT = rollout(TASK)
BC = bc_row(TASK, ROLLOUT, verdict(ROLLOUT), None, REGISTRY)
REJECTED = rejected_row(TASK, ROLLOUT, verdict(ROLLOUT, accepted=False), REGISTRY)
RL = rl_row(TASK, 0, None, REGISTRY[:2], REGISTRY)
KINDS: dict[str, tuple[Row, tuple[str, ...]]] = {
    "bc_row": (BC, ()),
    "rejected_row": (REJECTED, ()),
    "rl_row": (RL, REGISTRY_NAMES),
}
VALUES: list[Any] = [None, True, 0, 1, 2, -1, 1.5, "", "train", "required", "chartqa-0123456789abcdef", ()]


@pytest.mark.parametrize("kind", KINDS)
def test_columns_hold_what_the_rows_hold(kind: str) -> None:
    row, keys = KINDS[kind]
    (read,) = record_batch(kind, [row], keys).to_pylist()
    assert read == to_plain(row)


@given(st.sampled_from(sorted(KINDS)), st.data())
@settings(max_examples=300, deadline=None)
def test_a_row_is_refused_exactly_when_its_json_schema_refuses_it(kind: str, data: st.DataObject) -> None:
    row, keys = KINDS[kind]
    column = data.draw(st.sampled_from(sorted(row.__dataclass_fields__)))
    changed = replace(row, **{column: data.draw(st.sampled_from(VALUES))})
    _same_verdict(kind, changed, keys)


@pytest.mark.parametrize(
    "changed",
    [
        replace(BC, images=(replace(BC.images[0], path="a/b.jpg"),)),
        replace(BC, images=(replace(BC.images[0], bytes=None),)),  # type: ignore[arg-type]
        replace(BC, messages=(replace(BC.messages[0], role="tool"),)),
        replace(BC, messages_text=(replace(BC.messages_text[0], content=None),)),  # type: ignore[arg-type]
        replace(BC, messages=(replace(BC.messages[0], content=(None,)),)),  # type: ignore[arg-type]
        replace(BC, schema_version=2),
        replace(BC, n_turns=-1),
    ],
)
def test_a_fault_inside_a_nested_value_is_found(changed: Row) -> None:
    assert problems_of("bc_row", to_plain(changed))
    _same_verdict("bc_row", changed, ())


def _same_verdict(kind: str, row: Row, keys: tuple[str, ...]) -> None:
    problems = problems_of(kind, to_plain(row))
    try:
        record_batch(kind, [row], keys)
    except SchemaViolationError:
        assert problems
    else:
        assert not problems


def test_a_tool_missing_from_tools_kwargs_is_refused_not_null_padded() -> None:
    info = replace(RL.extra_info, tools_kwargs={})
    with pytest.raises(SchemaViolationError, match="must have exactly the keys"):
        record_batch("rl_row", [replace(RL, extra_info=info)], REGISTRY_NAMES)


def test_a_refusal_names_row_column_and_reason() -> None:
    with pytest.raises(SchemaViolationError, match=f"row {BC.id}: split: 'dev' is not one of"):
        record_batch("bc_row", [BC, replace(BC, split="dev")])


def test_text_that_utf_8_cannot_hold_is_refused_with_its_row() -> None:
    batch, letters = fitting_batch("bc_row", [BC, replace(BC, id="rollout-b", answer="\ud83d")])
    assert batch.num_rows == 1
    (letter,) = letters
    assert (letter.dataset, letter.row, letter.reason) == ("chartqa", "rollout-b", "schema_violation")
    assert "surrogates" in letter.detail
