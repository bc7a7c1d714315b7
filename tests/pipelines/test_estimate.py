"""The estimate of a run over real HTTP: near what the run then takes, and nothing tried is paid for twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import estimate, ingest, synthesize
from pipelines.layout import Layout
from pipelines.records import RecordWriter, read_records
from pipelines.runner import speaking
from schemas import Ended, Rollout, TeacherKind, TeacherRef, Usage
from schemas.columns import record_batch
from synthesis.forecast import Spent
from tests.builders import rollout, task
from tests.mock import Mock, mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts, write_params

TASKS = 36
PRICE = {"input": 100.0, "output": 400.0}


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    """A policy that errs at a rate of its own for each task, so that tasks take one to three attempts."""
    with mock_teacher("--latency-ms", "2", "--p-wrong", "0.5", *MOCK_TOOL) as serving:
        yield serving


@pytest.fixture
def run(mock: Mock, tmp_path: Path) -> list[str]:
    """Arguments of a run whose tasks are ingested."""
    raw = write_mock_charts(tmp_path / "raw", TASKS)
    params = write_params(
        tmp_path / "params.yaml",
        {"chartqa": {"adapter": "chartqa", "path": str(raw)}},
        teacher={**mock_policy(mock.base_url), "price": PRICE},
        synthesize={"attempts": 3},
    )
    common = ["--params", str(params), "--out", str(tmp_path / "data")]
    ingest.main(["--dataset", "chartqa", *common])
    return common


def usd(printed: str) -> tuple[float, float, float]:
    """Expected, low and high of the whole run, as printed."""
    found = re.search(r"whole run: ([\d.,]+) \(([\d.,]+)-([\d.,]+)\) US dollars", printed)
    assert found, printed
    expected, low, high = (float(part.replace(",", "")) for part in found.groups())
    return expected, low, high


@pytest.mark.slow
def test_a_run_takes_what_the_estimate_said_and_the_tried_tasks_are_not_bought_again(
    run: list[str], mock: Mock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mock.stats()["finished"]
    assert estimate.main([*run, "--tasks", "12"]) == 0
    tried = mock.stats()["finished"] - before
    expected, low, high = usd(capsys.readouterr().out)
    assert 0 < low < expected < high

    synthesize.main(["--dataset", "chartqa", *run])
    rollouts = list(read_records(Layout(tmp_path / "data").rollouts("chartqa"), Rollout))
    took = sum(made.usage.cost_usd or 0.0 for made in rollouts)
    assert low <= took <= high
    calls = sum(made.usage.calls for made in rollouts)
    assert mock.stats()["finished"] - before == calls > tried > 0

    capsys.readouterr()
    assert estimate.main(run) == 0
    printed = capsys.readouterr().out
    assert f"| synthesize | chartqa | train | {TASKS} | {TASKS} | {calls} ({calls}-{calls}) |" in printed
    assert usd(printed) == (round(took, 2),) * 3


@pytest.mark.slow
def test_a_cost_without_a_price_is_unknown_and_the_calls_are_forecast_all_the_same(
    run: list[str], mock: Mock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    datasets = {"chartqa": {"adapter": "chartqa", "path": str(tmp_path / "raw")}}
    write_params(tmp_path / "params.yaml", datasets, teacher=mock_policy(mock.base_url))
    assert estimate.main([*run, "--tasks", "3"]) == 0
    printed = capsys.readouterr().out
    assert "| unknown |" in printed
    assert "whole run: unknown, for want of a price" in printed
    assert re.search(rf"\| train \| {TASKS} \| 3 \| \d+ \(", printed)


@pytest.mark.slow
def test_a_probed_policy_is_forecast_beside_the_teacher(
    run: list[str], mock: Mock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = {**mock_policy(mock.base_url), "price": PRICE}
    datasets = {"chartqa": {"adapter": "chartqa", "path": str(tmp_path / "raw")}}
    probe = {"policy": policy, "attempts": 4}
    write_params(tmp_path / "params.yaml", datasets, teacher=policy, probe=probe)
    assert estimate.main([*run, "--tasks", "2"]) == 0
    assert f"| probe | chartqa | train | {TASKS} | 2 | {TASKS * 8} ({TASKS * 8}-{TASKS * 8}) |" in (
        capsys.readouterr().out
    )


def test_only_attempts_of_this_teacher_that_came_to_their_end_are_counted(tmp_path: Path) -> None:
    done, owed, other = (task(question=f"How many? {n}") for n in range(3))
    usage = Usage(calls=2, prompt_tokens=100, completion_tokens=10, cost_usd=0.5)
    made = [
        replace(rollout(of=done), usage=usage),
        replace(rollout(of=done, attempt=1), usage=replace(usage, cost_usd=0.25)),
        replace(rollout(of=owed), usage=usage),
        replace(rollout(of=owed, attempt=1, ended=Ended.TEACHER_ERROR), usage=usage),
        replace(rollout(of=other), teacher=TeacherRef(TeacherKind.OPENAI, "m", "another", "{}")),
    ]
    writer = RecordWriter("rollout", tmp_path)
    writer.write(record_batch("rollout", made))
    writer.close()
    assert estimate.spent_by_task(tmp_path, "teacher") == {done.task_id: Spent(4, 200, 20, 0.75)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], r"synthesize chartqa: train: 0 of 36 tasks were tried.*vistaforge estimate --tasks 20"),
        (["--dataset", "mapqa"], r"datasets\.mapqa: no such entry"),
        (["--out", "{tmp}/nowhere"], "no task of chartqa is to be attempted: has ingest run"),
    ],
)
def test_what_cannot_be_estimated_is_told_in_a_sentence(
    arguments: list[str], said: str, run: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [*run, *(part.format(tmp=tmp_path) for part in arguments)]
    assert speaking(lambda: estimate.main(given)) == 2
    assert re.search(said, capsys.readouterr().err)
