"""Shares: each task has one teacher, the same everywhere, and each teacher its part of every family."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from pipelines.params import ParamsError, TeacherParams
from pipelines.params_file import load_params
from pipelines.shares import teacher_of
from schemas import Family
from tests.pipelines.small import write_params

BOTH = {"a": TeacherParams(share=1.0), "b": TeacherParams(share=3.0, families={"geometry": 0.0})}
IDS = [f"chartqa-{number:016x}" for number in range(2000)]


def test_a_task_belongs_to_one_teacher_whatever_their_order() -> None:
    turned = dict(reversed(BOTH.items()))
    for identity in IDS[:200]:
        assert teacher_of(identity, Family.CHART, BOTH) == teacher_of(identity, Family.CHART, turned)


def test_each_teacher_has_its_part_of_a_family() -> None:
    parts = Counter(teacher_of(identity, Family.CHART, BOTH) for identity in IDS)
    assert parts["b"] / len(IDS) == pytest.approx(0.75, abs=0.03)


def test_a_family_s_own_share_goes_before_the_general_one() -> None:
    assert {teacher_of(identity, Family.GEOMETRY, BOTH) for identity in IDS} == {"a"}


def test_one_teacher_has_every_task() -> None:
    assert {teacher_of(identity, Family.OTHER, {"x": TeacherParams()}) for identity in IDS[:50]} == {"x"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"teachers": {"a": {"share": 0}}}, "none has a share of the family chart"),
        ({"teachers": {"a": {"share": -1}}}, "share: must be at least 0"),
        ({"teachers": {"a": {"families": {"poetry": 1}}}}, "no such family: poetry"),
        ({"teachers": {"a": {"families": {"chart": "much"}}}}, "teachers.a.families.chart: must be float"),
        ({"teachers": {"a": {"kind": "openai"}}}, "teachers.a: kind openai needs base_url and model"),
        (
            {"teachers": {"a": {}}, "teacher": {"kind": "programmatic", "in_flight": 3}},
            "stands beside teachers",
        ),
        ({"budget_usd": -1}, "budget_usd: must be at least 0"),
    ],
)
def test_shares_that_make_no_sense_are_refused_by_name(
    tmp_path: Path, settings: dict[str, object], said: str
) -> None:
    with pytest.raises(ParamsError, match=said):
        load_params(write_params(tmp_path / "params.yaml", {}, **settings))


def test_a_model_among_several_teachers_ends_the_program_s_share_of_bc(tmp_path: Path) -> None:
    model = {"kind": "openai", "base_url": "http://localhost:1/v1", "model": "m"}
    path = write_params(tmp_path / "params.yaml", {}, teachers={"program": {}, "model": model})
    assert load_params(path).programmatic_share() == 0.0
    path.write_text(yaml.safe_dump({"datasets": {}, "teachers": {"program": {}}}))
    assert load_params(path).programmatic_share() == 1.0
