"""Replay: the same call gives the same observation, or the difference is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from schemas import Call, Determinism, Observation, Picture, Reason, Step
from tests.builders import answer_step, call, observation, picture, tool_step
from verification.replay import Execute, Outcome, difference, findings, replay

SMALL, RED = picture(), picture(colour="red")


def always(seen: Observation) -> Execute:
    return lambda call, pictures: seen


def outcome_of(recorded: Observation, again: Observation) -> Outcome:
    (one,) = replay([tool_step(seen=recorded), answer_step()], [SMALL], always(again))
    return one.outcome


@pytest.mark.parametrize("kind", [Determinism.EXACT, Determinism.TOLERANT])
def test_the_same_observation_is_the_same(kind: Determinism) -> None:
    seen = observation(determinism=kind, pictures=[RED])
    assert outcome_of(seen, seen) is Outcome.SAME


@pytest.mark.parametrize(
    ("was", "now", "exact", "tolerant"),
    [
        ({"x": 1.0}, {"x": 1.0 + 1e-9}, Outcome.DIFFERENT, Outcome.SAME),
        ({"x": 1.0}, {"x": 1.001}, Outcome.DIFFERENT, Outcome.DIFFERENT),
        ({"x": 0.0}, {"x": 1e-12}, Outcome.DIFFERENT, Outcome.SAME),
        ({"x": [1, {"y": "a"}]}, {"x": [1, {"y": "b"}]}, Outcome.DIFFERENT, Outcome.DIFFERENT),
        ({"x": [1]}, {"x": [1, 2]}, Outcome.DIFFERENT, Outcome.DIFFERENT),
        ({"x": 1}, {"y": 1}, Outcome.DIFFERENT, Outcome.DIFFERENT),
        ({"x": True}, {"x": 1}, Outcome.DIFFERENT, Outcome.DIFFERENT),
        ({"x": None}, {"x": 0}, Outcome.DIFFERENT, Outcome.DIFFERENT),
    ],
)
def test_results_are_compared_by_the_tool_s_determinism(
    was: dict[str, object], now: dict[str, object], exact: Outcome, tolerant: Outcome
) -> None:
    for kind, expected in ((Determinism.EXACT, exact), (Determinism.TOLERANT, tolerant)):
        recorded = observation(was, text="", determinism=kind)  # type: ignore[arg-type]
        again = observation(now, text="", determinism=kind)  # type: ignore[arg-type]
        assert outcome_of(recorded, again) is expected


def test_pictures_are_compared_by_digest_or_for_tolerant_tools_by_size() -> None:
    for kind, expected in ((Determinism.EXACT, Outcome.DIFFERENT), (Determinism.TOLERANT, Outcome.SAME)):
        recorded = observation(pictures=[SMALL], determinism=kind)
        assert outcome_of(recorded, observation(pictures=[RED], determinism=kind)) is expected
        assert outcome_of(recorded, observation(determinism=kind)) is Outcome.DIFFERENT
        larger = observation(pictures=[picture(65, 48)], determinism=kind)
        assert outcome_of(recorded, larger) is Outcome.DIFFERENT


def test_an_exact_tool_must_tell_the_model_the_same_text() -> None:
    assert outcome_of(observation(text="7 bars"), observation(text="eight bars")) is Outcome.DIFFERENT


def test_an_error_is_replayed_as_the_same_error() -> None:
    refused = observation(error="nothing_found")
    assert outcome_of(refused, refused) is Outcome.SAME
    assert outcome_of(refused, observation()) is Outcome.DIFFERENT
    assert outcome_of(observation(), refused) is Outcome.DIFFERENT


@pytest.mark.parametrize(
    "seen",
    [
        observation(determinism=Determinism.RECORDED),
        observation(error="timeout"),
        observation(error="crashed"),
        None,
    ],
)
def test_what_cannot_be_run_again_is_not_run_and_says_so(seen: Observation | None) -> None:
    def never(call: Call, pictures: Sequence[Picture]) -> Observation:
        raise AssertionError("ran a call that cannot be replayed")

    (one,) = replay([Step("", call(), seen)], [SMALL], never)
    assert one.outcome is Outcome.NOT_RUN
    assert one.evidence


def test_each_call_sees_the_prompt_s_pictures_and_those_recorded_before_it() -> None:
    given: list[list[str]] = []

    def looking(call: Call, pictures: Sequence[Picture]) -> Observation:
        given.append([p.sha256 for p in pictures])
        return observation(pictures=[picture(colour="blue")])

    steps = [tool_step(seen=observation(pictures=[RED])), tool_step(), answer_step()]
    replay(steps, [SMALL], looking)
    assert given == [[SMALL.sha256], [SMALL.sha256, RED.sha256]]


def test_only_differences_become_findings_with_what_differs_and_the_versions() -> None:
    newer = dataclasses.replace(observation({"count": 8}), tool_version="2")
    steps = [tool_step(), tool_step(seen=observation(error="timeout")), answer_step()]
    (found,) = findings(replay(steps, [SMALL], always(newer)))
    assert (found.reason, found.step) == (Reason.NOT_REPLAYABLE, 0)
    assert "result.count was 7, is 8" in found.evidence
    assert "version 1, here 2" in found.evidence


def test_a_result_that_is_no_json_is_told_and_does_not_crash() -> None:
    broken = dataclasses.replace(observation(), result="{")
    assert "result was" in difference(broken, observation())
