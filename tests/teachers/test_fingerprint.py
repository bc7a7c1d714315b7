"""A teacher's fingerprint: the same in another process, and every setting is either in it or left out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields

import pytest

from schemas import TeacherKind
from teachers.fingerprint import COVERED, LEFT_OUT, teacher_ref
from teachers.local import TransformersSettings
from teachers.openai import OpenAISettings, OpenAITeacher

BASE = {"model": "m", "decoding": {"temperature": 0.7, "seed": 0}, "dialect": "openai", "prompts": "p1"}


def test_a_second_process_derives_the_same_fingerprint() -> None:
    code = (
        "import json, sys; from schemas import TeacherKind; from teachers.fingerprint import teacher_ref;"
        "given = json.loads(sys.argv[1]); model, decoding = given.pop('model'), given.pop('decoding');"
        "print(teacher_ref(TeacherKind.OPENAI, model, decoding, **given).fingerprint)"
    )
    again = subprocess.run(
        [sys.executable, "-c", code, json.dumps(BASE)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
    )
    here = teacher_ref(
        TeacherKind.OPENAI, "m", {"seed": 0, "temperature": 0.7}, dialect="openai", prompts="p1"
    )
    assert again.stdout.strip() == here.fingerprint


def test_everything_covered_changes_the_fingerprint() -> None:
    def fingerprint(**change: object) -> str:
        given = {"kind": TeacherKind.OPENAI, "code_version": "", **BASE, **change}
        return teacher_ref(**given).fingerprint  # type: ignore[arg-type]

    changes = {
        "kind": TeacherKind.TRANSFORMERS,
        "model": "n",
        "decoding": {"temperature": 0.8, "seed": 0},
        "dialect": "hermes",
        "prompts": "p2",
        "code_version": "2",
        "weights": "w2",
    }
    assert changes.keys() == COVERED.keys()
    found = {fingerprint(**{name: value}) for name, value in changes.items()} | {fingerprint()}
    assert len(found) == len(changes) + 1


def test_every_setting_is_covered_or_left_out_with_a_reason() -> None:
    named = {field.name for kind in (OpenAISettings, TransformersSettings) for field in fields(kind)}
    under_another_name = {"native_tools", "revision", "dtype"}  # the dialect; the weights
    assert named - under_another_name <= COVERED.keys() | LEFT_OUT.keys()
    assert not COVERED.keys() & LEFT_OUT.keys()


@pytest.mark.parametrize("change", [{"base_url": "http://b/v1"}, {"in_flight": 3}, {"read_timeout_s": 9.0}])
def test_what_is_left_out_changes_nothing(change: dict[str, object]) -> None:
    plain = OpenAITeacher(OpenAISettings("http://a/v1", "m"), "p1").ref
    given = {"base_url": "http://a/v1", "model": "m", **change}
    assert OpenAITeacher(OpenAISettings(**given), "p1").ref == plain  # type: ignore[arg-type]


def test_native_and_text_calls_are_two_teachers() -> None:
    refs = {
        OpenAITeacher(OpenAISettings("http://a/v1", "m", native_tools=native), "p1").ref.fingerprint
        for native in (True, False)
    }
    assert len(refs) == 2
