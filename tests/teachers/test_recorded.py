"""A recorded teacher says what was said, as the teacher who said it, and nothing else."""

from __future__ import annotations

import asyncio

import pytest

from schemas import Reply, TeacherKind
from teachers.fingerprint import teacher_ref
from teachers.recorded import RecordedTeacher
from teachers.teacher import ReplyNotRecordedError
from tests.conversations import first_turn

REF = teacher_ref(TeacherKind.OPENAI, "m", {}, dialect="openai", prompts="p")


def test_it_answers_from_the_record() -> None:
    teacher = RecordedTeacher(REF, "openai", lambda request: Reply(request.prompt.task_id))
    assert asyncio.run(teacher.reply(first_turn("a"))) == Reply("chartqa-a")


def test_a_request_never_answered_is_a_typed_error_that_says_which() -> None:
    teacher = RecordedTeacher(REF, "openai", lambda request: None)
    with pytest.raises(ReplyNotRecordedError, match=r"chartqa-a, attempt 2, turn 1: no reply of m"):
        asyncio.run(teacher.reply(first_turn("a", attempt=2)))
