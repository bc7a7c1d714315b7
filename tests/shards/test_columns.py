"""Shard rows become columns; what does not fit becomes a dead letter with its row, column and reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas import SchemaViolationError, to_plain
from schemas.columns import record_batch
from shards import bc_row, rejected_row, rl_row
from shards.columns import Row, fitting_batch
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


@pytest.mark.parametrize("kind", KINDS)
def test_columns_hold_what_the_rows_hold(kind: str) -> None:
    row, keys = KINDS[kind]
    (read,) = record_batch(kind, [row], keys).to_pylist()
    assert read == to_plain(row)


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
