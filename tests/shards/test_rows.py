"""Rows as trainers read them."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from schemas import Ended, Finding, Reason, Step, checked, to_plain
from shards import ShardRowError, bc_row, rejected_row, rl_row
from tests.shards.shard_samples import REGISTRY, REGISTRY_NAMES, dense, difficulty, rollout, task, verdict


def test_every_kind_of_row_fits_its_schema() -> None:
    t = task(3)
    r = rollout(t)
    checked("bc_row", bc_row(t, r, verdict(r), difficulty(t), REGISTRY))
    checked("rejected_row", rejected_row(t, r, verdict(r, accepted=False), REGISTRY))
    checked("rl_row", rl_row(t, 5, None, REGISTRY[:2], REGISTRY))


def test_a_bc_row_says_what_happened() -> None:
    t = task(3)
    r = rollout(t)
    row = bc_row(t, r, verdict(r), difficulty(t, correct=2), REGISTRY)
    assert (row.answer, row.difficulty, row.n_turns, row.n_images) == ("3", 0.75, 2, 2)
    assert row.source == "chartqa@abc123:train/train_human.json#3"
    assert [json.loads(line)["function"]["name"] for line in _listed(row.messages_text[0].content)] == [
        tool["function"]["name"] for tool in json.loads(row.tools_json)
    ]
    assert [i.path for i in row.images] == [
        f"{t.pictures[0].sha256}.jpg",
        f"{r.steps[0].observation.pictures[0].sha256}.png",  # type: ignore[union-attr]
    ]
    assert row.images[0].bytes == t.pictures[0].data


@pytest.mark.parametrize("changes", [{"accepted": False}, {"rollout_id": "rollout-0000000000000000"}])
def test_bc_refuses_a_verdict_that_does_not_accept_this_rollout(changes: dict[str, object]) -> None:
    t = task(3)
    r = rollout(t)
    with pytest.raises(ShardRowError):
        bc_row(t, r, verdict(r, **changes), None, REGISTRY)


def test_the_conversation_says_the_dense_thoughts_that_passed() -> None:
    t = task(3)
    r = rollout(t)
    row = bc_row(t, r, verdict(r), None, REGISTRY, dense(r, "The bars are small, so I look closer.", None))
    plain = bc_row(t, r, verdict(r), None, REGISTRY)
    said = [m.content for m in row.messages_text]
    before = [m.content for m in plain.messages_text]
    assert said[2] == before[2].replace("I look closer.", "The bars are small, so I look closer.")
    assert [said[n] for n in (0, 1, 3, 4)] == [before[n] for n in (0, 1, 3, 4)]
    assert (row.answer, row.images, row.tools_json) == (plain.answer, plain.images, plain.tools_json)


def test_dense_thoughts_of_other_content_make_no_row() -> None:
    t = task(3)
    r = rollout(t)
    written = dense(r, "The bars are small.", "It is 3.")
    first, last = r.steps
    again = rollout(t, steps=(replace(first, thought="I zoom."), last))
    with pytest.raises(ShardRowError, match="run densify again") as refused:
        bc_row(t, again, verdict(again), None, REGISTRY, written)
    assert refused.value.letter.reason == "stale_dense"


def test_a_tool_the_registry_lacks_is_named() -> None:
    t = task(3)
    r = rollout(t, tools=("zoom", "sam"))
    with pytest.raises(ShardRowError, match="offered sam, unknown here"):
        bc_row(t, r, verdict(r), None, REGISTRY)


def test_a_rejected_row_names_fatal_reasons_and_keeps_every_finding() -> None:
    t = task(3)
    findings = (
        Finding(Reason.WRONG_ANSWER, -1, "said 4, gold 3"),
        Finding(Reason.UNGROUNDED, 1, "4 is in no observation"),
        Finding(Reason.E2_ARGUMENT_NAME, 0, "box", repaired=True),
    )
    r = rollout(t, answer=None, ended=Ended.NO_ANSWER)
    row = rejected_row(t, r, verdict(r, accepted=False, findings=findings), REGISTRY)
    assert row.reasons == ("wrong_answer",)
    assert [f["reason"] for f in json.loads(row.findings)] == [
        "wrong_answer",
        "ungrounded",
        "E2_argument_name",
    ]
    assert row.answer is None


def test_a_rollout_rejected_for_no_call_shows_the_demand_it_broke() -> None:
    t = task(3)
    r = rollout(t, steps=(Step("Clear.", None, None),))
    judged = verdict(r, accepted=False, findings=(Finding(Reason.NO_TOOL_CALL, -1, "no call"),))
    assert "Call at least one tool" in rejected_row(t, r, judged, REGISTRY).messages_text[0].content


def test_the_rl_answer_stands_only_where_rewards_read_it() -> None:
    t = task(3, answers=("GOLD", "GILT"), choices=("a", "b"))
    row = rl_row(t, 0, difficulty(t), REGISTRY[:2], REGISTRY)
    assert json.loads(row.reward_model.ground_truth) == {
        "metric": "exact",
        "references": ["GOLD", "GILT"],
        "choices": ["a", "b"],
    }
    assert row.answer == row.solution == "GOLD"
    allowed = {"answer", "solution", "reward_model"}
    told = [to_plain(getattr(row, f.name)) for f in fields(row) if f.name not in allowed]
    assert "GOLD" not in str(told)
    assert "GILT" not in str(told)


def test_rl_keeps_schemas_out_of_one_prompt_and_in_the_other() -> None:
    t = task(3)
    row = rl_row(t, 0, None, REGISTRY[:2], REGISTRY)
    assert "<tools>" not in row.prompt_text[0].content
    listed = [json.loads(line)["function"]["name"] for line in _listed(row.prompt_text_tools[0].content)]
    assert tuple(listed) == row.extra_info.tool_selection
    assert row.prompt_text[1] == row.prompt_text_tools[1]
    assert tuple(row.extra_info.tools_kwargs) == REGISTRY_NAMES


def test_an_rl_task_without_a_reference_is_refused() -> None:
    with pytest.raises(ShardRowError, match="needs a reference answer"):
        rl_row(task(3, answers=()), 0, None, REGISTRY, REGISTRY)


def _listed(system: str) -> list[str]:
    return [line for line in system.splitlines() if line.startswith('{"type": "function"')]
