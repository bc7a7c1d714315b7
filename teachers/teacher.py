"""The one interface of a teacher: a conversation in, one assistant turn out."""

from __future__ import annotations

from typing import Protocol

from schemas import Reply, Request, TeacherRef


class TeacherError(Exception):
    """A turn that could not be had; the message says why and, where a person can help, what to do."""


class TeacherUnavailableError(TeacherError):
    """Trouble that may pass (overload, resets, silence, cut bodies) outlasted every retry; it is owed."""


class TeacherRefusedError(TeacherError):
    """The endpoint will not serve this request however often it is asked: a wrong key, model or field."""

    def __init__(self, reason: str, status: int = 0, body: bytes = b"") -> None:
        """Take the reason and, where an endpoint gave it, the HTTP status and the body of its answer."""
        super().__init__(reason)
        self.status = status
        self.body = body


class ReplyNotRecordedError(TeacherError):
    """A recorded teacher holds no reply to this request."""


class Teacher(Protocol):
    """Something that takes its turn in a conversation; it runs no tool and never sees the gold answer."""

    ref: TeacherRef
    dialect: str
    """How it wants the conversation rendered: `openai`, `hermes` or `structure`."""

    async def reply(self, request: Request) -> Reply:
        """Return the next assistant turn; raises TeacherError with the reason where there is none."""
        ...

    async def aclose(self) -> None:
        """Let go of connections and models; the teacher answers no more."""
        ...
