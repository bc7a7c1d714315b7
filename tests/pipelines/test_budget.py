"""The budget of a run, and several teachers in one: through the real stages against a real endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import densify, ingest, probe, screen, synthesize, verify
from pipelines.counts import read_counts
from pipelines.layout import Layout
from pipelines.params_file import load_params
from pipelines.records import read_records
from pipelines.runner import speaking
from pipelines.shares import teacher_of
from schemas import Ended, Family, Rollout
from synthesis.budget import spent_in
from synthesis.ledger import Ledger
from tests.mock import Mock, mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts, write_params

TASKS = 12
PRICE = {"input": 100.0, "output": 100.0}
"""So dear that a reply of the mock, of some 1,500 tokens, costs some 15 cents."""


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with mock_teacher("--latency-ms", "5", *MOCK_TOOL) as running:
        yield running


class Project:
    """Ingested chart tasks and the stages behind them, under parameters that a test changes."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout(folder / "data")
        self._params = folder / "params.yaml"
        self._datasets = {
            "chartqa": {"adapter": "chartqa", "path": str(write_mock_charts(folder / "raw", TASKS))}
        }
        self.common = ["--dataset", "chartqa", "--params", str(self._params), "--out", str(self.layout.root)]
        self.set()
        ingest.main(self.common)
        screen.main(self.common[2:])

    def set(self, **others: object) -> None:
        write_params(self._params, self._datasets, **others)

    def owed(self) -> dict[str, int]:
        return dict(read_counts(self.layout.rollouts("chartqa")).owed)

    def rollouts(self) -> list[Rollout]:
        return list(read_records(self.layout.rollouts("chartqa"), Rollout))

    def spent(self) -> float:
        with Ledger.open(self.layout.ledger("chartqa")) as ledger:
            return spent_in(ledger).usd


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_budget_stops_cleanly_and_a_higher_one_goes_on_where_it_stopped(
    project: Project, mock: Mock
) -> None:
    teacher = {**mock_policy(mock.base_url), "price": PRICE}
    asked = mock.stats()["total"]
    project.set(teacher=teacher, budget_usd=1.5)
    assert speaking(lambda: synthesize.main(project.common)) == 0
    first = project.owed()["budget"]
    assert 0 < first < TASKS
    assert 0.75 < project.spent() <= 1.5
    ended = [r for r in project.rollouts() if r.ended is Ended.BUDGET]
    assert len(ended) == first
    assert all("raise budget_usd" in rollout.error for rollout in ended)

    project.set(teacher=teacher, budget_usd=1.5)
    synthesize.main(project.common)
    assert project.owed() == {"budget": first}
    assert project.spent() <= 1.5

    mock.mark()
    project.set(teacher=teacher, budget_usd=50.0)
    synthesize.main(project.common)
    assert project.owed() == {}
    # Over all three runs each call was bought once.
    assert mock.stats()["total"] - asked == sum(rollout.usage.calls for rollout in project.rollouts())
    assert mock.stats()["repeated_finished"] == 0


def test_what_other_stages_spent_counts_too(project: Project, mock: Mock) -> None:
    teacher = {**mock_policy(mock.base_url), "price": PRICE}
    project.set(teacher=teacher)
    synthesize.main(project.common)
    verify_and_densify = [verify.main, densify.main]
    spent = project.spent()
    policy = {**teacher, "decoding": {"seed": 7}}
    project.set(teacher=teacher, probe={"policy": policy, "attempts": 2}, budget_usd=spent)
    probe.main(project.common)
    assert read_counts(project.layout.probes("chartqa")).owed == {"budget": TASKS}
    project.set(
        teacher=teacher,
        densify={"teacher": {**teacher, "model": "mock-t0"}},
        budget_usd=spent,
    )
    for stage in verify_and_densify:
        stage(project.common)
    counts = read_counts(project.layout.dense("chartqa"))
    assert counts.owed == {"budget": counts.rows_in}
    assert counts.rows_in > 0
    assert project.spent() == spent


def test_a_budget_without_a_price_is_refused_before_anything_is_asked(
    project: Project, mock: Mock, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = mock.stats()["total"]
    project.set(teacher=mock_policy(mock.base_url), budget_usd=1.0)
    assert speaking(lambda: synthesize.main(project.common)) == 2
    assert "what mock-t1 costs is not known" in capsys.readouterr().err
    assert mock.stats()["total"] == asked


def test_several_teachers_each_attempt_the_tasks_that_are_theirs(project: Project, mock: Mock) -> None:
    model = {**mock_policy(mock.base_url), "share": 1}
    project.set(teachers={"model": model, "program": {"kind": "programmatic", "share": 1}})
    synthesize.main(project.common)
    teachers = load_params(Path(project.common[3])).acting
    by_name = {"mock-t1": "model", "programmatic": "program"}
    made = {r.task_id: by_name.get(r.teacher.name, "program") for r in project.rollouts()}
    assert made == {task: teacher_of(task, Family.CHART, teachers) for task in made}
    assert len(made) == TASKS
    assert set(made.values()) == {"model", "program"}
