"""Probes of a sampled policy, over real HTTP: k draws a task, and the slice the paper trains on."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines import run
from pipelines.layout import Layout
from pipelines.records import read_records
from schemas import Difficulty, Rollout, RolloutPurpose
from tests.mock import mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts, write_params

TASKS, DRAWS = 24, 8


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a run whose policy errs at a rate of its own for each task."""
    folder = tmp_path_factory.mktemp("probe")
    raw = write_mock_charts(folder / "raw", TASKS)
    with mock_teacher("--latency-ms", "2", "--p-wrong", "0.5", *MOCK_TOOL) as mock:
        params = write_params(
            folder / "params.yaml",
            {"chartqa": {"adapter": "chartqa", "path": str(raw)}},
            teacher=mock_policy(mock.base_url),
            synthesize={"attempts": 3},
            probe={"policy": mock_policy(mock.base_url), "attempts": DRAWS},
        )
        run.main(["--params", str(params), "--out", str(folder / "data")])
    return folder / "data"


def test_a_probe_makes_every_draw_on_every_task(probed: Path) -> None:
    probes = list(read_records(Layout(probed).probes("chartqa"), Rollout))
    assert len(probes) == TASKS * DRAWS
    assert {p.purpose for p in probes} == {RolloutPurpose.PROBE}
    assert {p.attempt for p in probes} == set(range(DRAWS))


def test_the_draws_of_one_task_are_independent(probed: Path) -> None:
    graded = list(read_records(Layout(probed).difficulty("chartqa"), Difficulty))
    assert len(graded) == TASKS
    assert any(0 < d.correct < DRAWS for d in graded)
    for d in graded:
        assert d.pass_rate == d.correct / d.attempts
        assert 0 <= d.interval_low <= d.pass_rate <= d.interval_high <= 1


def test_the_tail_patch_holds_exactly_the_tasks_solved_one_to_three_times_of_eight(probed: Path) -> None:
    graded = {d.task_id: d for d in read_records(Layout(probed).difficulty("chartqa"), Difficulty)}
    wanted = {task for task, d in graded.items() if d.correct in (1, 2, 3)}
    assert wanted, "the mock's seed gives no task in the slice: choose another"
    table = pq.read_table(next((probed / "shards" / "rl_tail_patch" / "data").glob("*.parquet")))
    assert set(table["id"].to_pylist()) == wanted
    assert all(0.125 <= rate <= 0.375 for rate in table["pass_rate"].to_pylist())
    manifest = json.loads((probed / "shards" / "rl_tail_patch" / "manifest.json").read_text())
    assert (manifest["rows"], manifest["note"]) == (len(wanted), "")


def test_a_teacher_stops_at_its_first_accepted_attempt(probed: Path) -> None:
    rollouts = list(read_records(Layout(probed).rollouts("chartqa"), Rollout))
    bc = pq.read_table(next((probed / "shards" / "bc" / "data").glob("*.parquet")))
    accepted = dict(zip(bc["task_id"].to_pylist(), bc["rollout_id"].to_pylist(), strict=True))
    assert accepted
    for task, last in accepted.items():
        made = sorted((r for r in rollouts if r.task_id == task), key=lambda r: r.attempt)
        assert made[-1].rollout_id == last
        assert [r.attempt for r in made] == list(range(len(made)))


def test_programmatic_rows_have_no_share_of_bc_beside_a_model(probed: Path) -> None:
    bc = pq.read_table(next((probed / "shards" / "bc" / "data").glob("*.parquet")))
    assert set(bc["teacher_kind"].to_pylist()) == {"openai"}
    assert json.loads((probed / "shards" / "bc" / "manifest.json").read_text())["selection"].find("0%") > 0
