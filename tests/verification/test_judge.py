"""The judge: one verdict from many checks, and a version that tells when to judge again."""

from __future__ import annotations

import pickle

import pytest

from schemas import Ended, Finding, Reason, Rollout, Step, Task, checked
from tests.builders import answer_step, observation, rollout, task, tool_spec, tool_step
from verification.judge import Check, MismatchedRolloutError, accepts, checks_version, judge, standard_checks

TOOLS = {"count_bars": tool_spec()}
CHECKS = standard_checks(TOOLS, "required")


@pytest.mark.parametrize("tried", [rollout(), rollout(answer="8"), rollout([answer_step()])], ids=range(3))
def test_acceptance_is_what_the_verdict_says(tried: Rollout) -> None:
    assert accepts(task(), tried, CHECKS) is judge(task(), tried, CHECKS).accepted


def test_a_right_rollout_with_an_executed_call_is_accepted_with_full_score() -> None:
    verdict = judge(task(), rollout(), CHECKS)
    assert (verdict.accepted, verdict.score, verdict.findings) == (True, 1.0, ())
    checked("verdict", verdict)


def test_a_wrong_answer_is_refused_with_its_reason_and_score() -> None:
    verdict = judge(task(), rollout(answer="8"), CHECKS)
    assert (verdict.accepted, verdict.score) == (False, 0.0)
    assert [f.reason for f in verdict.findings] == [Reason.WRONG_ANSWER]


def test_advisory_and_repaired_findings_are_kept_and_do_not_refuse() -> None:
    refused = tool_step(seen=observation(error="argument_name"), problem="E2_argument_name")
    failed = tool_step(seen=observation(error="nothing_found"))
    verdict = judge(task(), rollout([refused, failed, tool_step(), answer_step()]), CHECKS)
    assert [f.reason for f in verdict.findings] == [Reason.E2_ARGUMENT_NAME, Reason.E5_TOOL_OUTPUT]
    assert verdict.accepted


def test_a_rollout_that_never_called_is_judged_by_the_policy_alone() -> None:
    uncalled = rollout([answer_step()])
    refused = judge(task(), uncalled, CHECKS)
    assert [f.reason for f in refused.findings] == [Reason.NO_TOOL_CALL]
    assert judge(task(), uncalled, standard_checks(TOOLS, "optional")).accepted


@pytest.mark.parametrize("ended", [e for e in Ended if e is not Ended.ANSWERED])
def test_a_rollout_with_no_answer_is_never_accepted_and_scores_zero(ended: Ended) -> None:
    verdict = judge(task(), rollout([Step("", None, None)], answer=None, ended=ended), CHECKS)
    assert not verdict.accepted
    assert verdict.score == 0.0


def test_a_rollout_beside_another_task_is_refused_by_name() -> None:
    with pytest.raises(MismatchedRolloutError, match="join them by task_id"):
        judge(task("Another question?"), rollout(), CHECKS)


def test_the_version_changes_with_policy_tools_settings_and_checks() -> None:
    def nothing(task: Task, rollout: Rollout) -> list[Finding]:
        return []

    versions = [
        checks_version(CHECKS),
        checks_version(standard_checks(TOOLS, "optional")),
        checks_version(standard_checks({"x": tool_spec("x")}, "required")),
        checks_version(CHECKS[:-1]),
        checks_version([*CHECKS, Check("nothing", nothing)]),
        checks_version([*CHECKS, Check("nothing", nothing, version=2)]),
        checks_version([*CHECKS, Check("nothing", nothing, {"threshold": 1})]),
    ]
    assert len(set(versions)) == len(versions)
    assert checks_version(standard_checks(TOOLS, "required")) == versions[0]


def test_the_version_changes_with_the_scorers_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from verification import judge as module

    before = checks_version(CHECKS)
    monkeypatch.setattr(module, "_scorers_digest", lambda: "another scorer")
    assert checks_version(CHECKS) != before


def test_checks_travel_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(CHECKS))
    assert judge(task(), rollout(), again) == judge(task(), rollout(), CHECKS)
