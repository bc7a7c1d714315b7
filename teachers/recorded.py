"""A teacher that only repeats what was once said: a synthesis replayed with no key and no network."""

from __future__ import annotations

from collections.abc import Callable

from schemas import Reply, Request, TeacherRef
from teachers.teacher import ReplyNotRecordedError


class RecordedTeacher:
    """Answers as the teacher of `ref` did, from `lookup`, which a ledger stands behind.

    It carries that teacher's own `ref` and `dialect`, so every id and byte made from its replies is the same.
    """

    def __init__(self, ref: TeacherRef, dialect: str, lookup: Callable[[Request], Reply | None]) -> None:
        """Take who is replayed and the function that finds its reply to a request, or None."""
        self.ref = ref
        self.dialect = dialect
        self._lookup = lookup

    async def reply(self, request: Request) -> Reply:
        """Return the recorded reply; raises ReplyNotRecordedError where this request was never answered."""
        reply = self._lookup(request)
        if reply is None:
            raise ReplyNotRecordedError(
                f"task {request.prompt.task_id}, attempt {request.attempt}, turn {len(request.steps) + 1}: "
                f"no reply of {self.ref.name} to this request is recorded; a prompt, a tool or a decoding "
                "setting differs from the recording's, or its run never came this far"
            )
        return reply

    async def aclose(self) -> None:
        """Do nothing: the ledger belongs to whoever opened it."""
