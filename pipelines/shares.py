"""Shares: which of several teachers a task belongs to, decided by the task alone."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.params import TeacherParams, share_of
from schemas import Family, sha256_hex

_DIGITS = 12


def teacher_of(task_id: str, family: Family, teachers: Mapping[str, TeacherParams]) -> str:
    """Return the name of the teacher that attempts a task: the same in every process and every run.

    A hash of the id falls on the teachers' shares of the family, laid end to end in the order of their names,
    so that each has its part of the tasks however few they are. One of the shares must be above 0.
    """
    shares = {name: share_of(teacher, family) for name, teacher in sorted(teachers.items())}
    place = int(sha256_hex(f"teacher of {task_id}")[:_DIGITS], 16) / 16**_DIGITS * sum(shares.values())
    for name, share in shares.items():
        place -= share
        if place < 0:
            return name
    return max(shares, key=lambda name: shares[name])
