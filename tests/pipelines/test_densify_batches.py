"""Densify through the Batch API: every thought in one batch, and none of it asked for again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines import densify, ingest, screen, synthesize, verify
from pipelines.counts import read_counts
from pipelines.layout import Layout
from pipelines.records import read_records
from schemas import Dense
from teachers.prices import listed
from tests.endpoint import Answer, completion, endpoint
from tests.pipelines.small import write_charts, write_params
from tests.pipelines.test_densify import ANSWERS, LOOK, acts, number_of, teacher
from tests.teachers.batch_vendor import Vendor
from tests.thinker import text_of, thinker

TOKENS = {"prompt_tokens": 1000, "completion_tokens": 100}


def writes(body: dict[str, Any]) -> Answer:
    """Write a good thought for every turn."""
    said = ANSWERS[number_of(body)]
    answered = f"<thought>It reads {said}.</thought><answer>{said}</answer>"
    return 200, completion(
        answered if "This turn answers" in text_of(body) else f"<thought>{LOOK}</thought>", TOKENS
    )


@pytest.mark.slow
def test_the_thoughts_of_a_dataset_are_written_in_one_batch_at_its_price(tmp_path: Path) -> None:
    write_charts(tmp_path / "raw", ANSWERS)
    vendor, out = Vendor(writes), tmp_path / "data"
    with thinker(acts) as actor, endpoint(vendor) as base_url:
        params = write_params(
            tmp_path / "params.yaml",
            {"chartqa": {"adapter": "chartqa", "path": str(tmp_path / "raw")}},
            teacher=teacher(actor, "actor"),
            densify={
                "teacher": {"kind": "openai", "base_url": base_url, "model": "gpt-5", "batch_api": True}
            },
        )
        common = ["--params", str(params), "--out", str(out)]
        one = ["--dataset", "chartqa", *common]
        ingest.main(one)
        screen.main(common)
        for stage in (synthesize, verify, densify, densify):
            stage.main(one)
    counts = read_counts(Layout(out).dense("chartqa"))
    assert (counts.rows_in, counts.rows_out, dict(counts.owed)) == (4, 4, {})
    assert [len(vendor.lines(name)) for name in vendor.batches] == [8], (
        "the second run found all in the ledger"
    )
    entry = listed("gpt-5")
    assert entry is not None
    assert entry.batch is not None
    cost = (1000 * entry.batch.input + 100 * entry.batch.output) / 1e6
    records = list(read_records(Layout(out).dense("chartqa"), Dense))
    assert {thought.usage.cost_usd for record in records for thought in record.thoughts} == {cost}
