"""A local model that says garbage, through the whole road: every task is accounted for, and none is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import run
from pipelines.counts import read_counts
from pipelines.layout import Layout
from pipelines.records import count_records, read_records
from schemas import Ended, Rollout, TeacherKind, Verdict
from tests.pipelines.small import write_docvqa, write_params

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("torch_here")]
GARBAGE = {Ended.MALFORMED, Ended.TRUNCATED}


def test_garbage_of_a_local_model_ends_as_rejected_rows(tmp_path: Path) -> None:
    import torch

    from tests.teachers import tiny_qwen

    torch.manual_seed(0)
    model = tiny_qwen.write_qwen2_5_vl(tmp_path / "tiny-vl", context=8192)
    raw, out = write_docvqa(tmp_path / "raw"), tmp_path / "data"
    params = write_params(
        tmp_path / "params.yaml",
        {"docvqa": {"adapter": "docvqa", "path": str(raw)}},
        teacher={
            "kind": "transformers",
            "model": str(model),
            "device": "cpu",
            "decoding": {"max_tokens": 24},
            "in_flight": 4,
        },
        synthesize={"attempts": 2},
    )
    run.main(["--params", str(params), "--out", str(out)])

    layout = Layout(out)
    rollouts = list(read_records(layout.rollouts("docvqa"), Rollout))
    tasks = count_records(layout.tasks("docvqa"))
    synthesized, verified = read_counts(layout.rollouts("docvqa")), read_counts(layout.verdicts("docvqa"))
    assert (synthesized.rows_in, synthesized.rows_out, synthesized.owed) == (tasks, tasks, {})
    assert {rollout.teacher.kind for rollout in rollouts} == {TeacherKind.TRANSFORMERS}
    assert {rollout.ended for rollout in rollouts} <= GARBAGE
    assert {rollout.teacher.name for rollout in rollouts} == {"tiny-vl"}
    assert all(rollout.usage.completion_tokens and rollout.usage.cost_usd == 0 for rollout in rollouts)
    assert (verified.rows_in, verified.rows_out) == (len(rollouts), 0)
    assert sum(verified.rejected.values()) >= len(rollouts)
    assert not any(v.accepted for v in read_records(layout.verdicts("docvqa"), Verdict))
    kept = read_counts(layout.shard_counts("rejected"))
    assert kept.rows_out + kept.rejected["eval"] == len(rollouts)
    assert read_counts(layout.shard_counts("bc")).rows_out == 0
