"""Keys: the same question is one key, and everything that makes another question makes another key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas import Block, Message, Reply, TeacherKind
from synthesis.keys import call_key, reply_key
from teachers.fingerprint import teacher_ref
from tests.conversations import ZOOM, first_turn, next_turn, picture_of

REF = teacher_ref(TeacherKind.OPENAI, "m", {"temperature": 0.7}, dialect="openai", prompts="p")
COLD = teacher_ref(TeacherKind.OPENAI, "m", {"temperature": 0.0}, dialect="openai", prompts="p")


def test_a_request_made_again_has_the_same_key() -> None:
    assert reply_key(first_turn("a"), REF) == reply_key(first_turn("a"), REF)


def test_the_key_is_one_that_another_process_can_find_again() -> None:
    assert reply_key(replace(first_turn("a"), messages=(Message("user", (Block("text", "hi"),)),)), REF) == (
        "26b45a1e6690b8372db23072384f18acbc428e6964b1e9c36ba3e299d5a20f1a"
    )


def test_whatever_is_asked_differently_has_another_key() -> None:
    first = first_turn("a")
    asked = [
        (first, REF),
        (first, COLD),
        (first_turn("b"), REF),
        (first_turn("a", attempt=1), REF),
        (first_turn("a", native_tools=False), REF),
        (first_turn("a", picture=picture_of("blue")), REF),
        (next_turn(first, Reply("", ())), REF),
        (replace(first, prompt=replace(first.prompt, tools=())), REF),
        (
            replace(first, prompt=replace(first.prompt, tools=(replace(ZOOM, description="Crop."),))),
            REF,
        ),
    ]
    assert len({reply_key(request, ref) for request, ref in asked}) == len(asked)


def test_a_teacher_that_sees_structure_is_told_apart_by_it() -> None:
    first = replace(first_turn("a"), messages=())
    asked = [
        first,
        replace(first_turn("b"), messages=()),
        replace(next_turn(first_turn("a"), Reply("")), messages=()),
        replace(first, turns_left=1),
        replace(first, prompt=replace(first.prompt, choices=("red", "blue"))),
    ]
    assert len({reply_key(request, REF) for request in asked}) == len(asked)


def test_one_object_of_arguments_has_one_key_however_it_is_spelled() -> None:
    assert call_key(ZOOM, '{"picture":0,"bbox_2d":[1,2,3,4]}', ["d"]) == call_key(
        ZOOM, '{ "bbox_2d": [1, 2, 3, 4], "picture": 0 }', ["d"]
    )


def test_a_call_of_another_version_argument_or_picture_has_another_key() -> None:
    keys = {
        call_key(ZOOM, "{}", ["d"]),
        call_key(replace(ZOOM, version="2"), "{}", ["d"]),
        call_key(replace(ZOOM, weights_digest="w"), "{}", ["d"]),
        call_key(replace(ZOOM, name="rapidocr"), "{}", ["d"]),
        call_key(ZOOM, '{"picture":0}', ["d"]),
        call_key(ZOOM, "{}", ["e"]),
        call_key(ZOOM, "{}", ["d", "e"]),
    }
    assert len(keys) == 7


@pytest.mark.parametrize(
    "odd", ['{"bbox', '{"x":NaN}', '{"x":"\\ud800"}', "\ud800", "[" * 100_000, "1" * 5000]
)
def test_arguments_without_a_canonical_form_still_have_a_key(odd: str) -> None:
    assert call_key(ZOOM, odd, []) == call_key(ZOOM, odd, [])
    assert call_key(ZOOM, odd, []) != call_key(ZOOM, odd + " ", [])
