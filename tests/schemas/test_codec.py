"""Records to plain values and back, without a loss."""

from __future__ import annotations

import json

import pytest

from schemas import RECORDS, Family, Finding, Picture, Prompt, Reason, Task, from_plain, prompt_of, to_plain
from tests.builders import tool_spec
from tests.schemas.samples import ROLLOUT, SAMPLES, TASK, TURNED, VERDICT


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_survives_its_plain_form(record: str) -> None:
    value = SAMPLES[record]
    again = from_plain(type(value), to_plain(value))
    assert again == value
    assert type(again) is type(value)


def test_a_prompt_with_its_tools_survives_its_plain_form() -> None:
    prompt = prompt_of(TASK, [tool_spec("zoom"), tool_spec("rapidocr")])
    assert from_plain(Prompt, to_plain(prompt)) == prompt


def test_the_plain_form_holds_dicts_lists_scalars_and_bytes_alone() -> None:
    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                assert type(key) is str
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        else:
            assert value is None or type(value) in (str, int, float, bool, bytes)

    for value in SAMPLES.values():
        walk(to_plain(value))


def test_enums_are_their_values_in_plain_form_and_members_again_after_it() -> None:
    assert type(to_plain(TASK)["family"]) is str
    assert from_plain(Task, to_plain(TASK)).family is Family.CHART
    assert from_plain(type(VERDICT), to_plain(VERDICT)).findings[0].reason is Reason.E1_SCHEMA


def test_picture_bytes_and_their_digest_survive() -> None:
    plain = to_plain(TURNED)
    assert plain["data"] == TURNED.data
    again = from_plain(Picture, plain)
    assert again == Picture.of(
        TURNED.data, width=64, height=48, media_type="image/png", source_sha256="ab" * 32
    )


def test_absent_objects_stay_none_and_nested_ones_are_built() -> None:
    again = from_plain(type(ROLLOUT), to_plain(ROLLOUT))
    closer, malformed, answered = again.steps
    assert closer.observation is not None
    assert closer.observation.frame is not None
    assert closer.observation.frame.width == 64
    assert malformed.call is None
    assert answered.observation is None
    assert again.answer is None


def test_an_unknown_and_a_missing_key_raise_type_error() -> None:
    plain = to_plain(TASK)
    with pytest.raises(TypeError, match="colour"):
        from_plain(Task, {**plain, "colour": "red"})
    del plain["question"]
    with pytest.raises(TypeError, match="question"):
        from_plain(Task, plain)


def test_a_value_that_is_no_member_of_its_enum_raises_value_error() -> None:
    with pytest.raises(ValueError, match="charts"):
        from_plain(Task, {**to_plain(TASK), "family": "charts"})


def test_the_plain_form_of_a_record_without_pictures_is_json() -> None:
    plain = json.loads(json.dumps(to_plain(VERDICT)))
    assert from_plain(type(VERDICT), plain) == VERDICT
    assert all(isinstance(finding, Finding) for finding in VERDICT.findings)
