"""Typed errors that a model is told in one sentence; everything else is a fault of ours and raised."""

from __future__ import annotations

from schemas import Reason


class ToolError(Exception):
    """A call that could not be done; the message is told to the model, so it says what to change."""

    code = "tool_failed"
    reason: Reason | None = None
    """The reason code a step with this error carries; None where the model is not at fault."""


class MalformedTurnError(ToolError):
    """The turn does not fit the grammar."""

    code = "malformed_turn"
    reason = Reason.E1_SCHEMA


class UnknownToolError(ToolError):
    """No tool of that name is offered."""

    code = "unknown_tool"
    reason = Reason.E1_SCHEMA


class ArgumentNameError(ToolError):
    """A required argument is missing or an unknown one was given."""

    code = "argument_name"
    reason = Reason.E2_ARGUMENT_NAME


class ArgumentValueError(ToolError):
    """An argument has a wrong type, a wrong form or lies out of range."""

    code = "argument_value"
    reason = Reason.E3_ARGUMENT_FORMAT


class NothingFoundError(ToolError):
    """The tool ran and what it looks for is not there, e.g. no chart axis, no equation."""

    code = "nothing_found"


class ToolTimeoutError(ToolError):
    """The call took longer than its bound and was stopped."""

    code = "timeout"


class ToolMemoryError(ToolError):
    """The call needed more memory than its process may have."""

    code = "out_of_memory"


class ToolCrashedError(ToolError):
    """The process that ran the call died or raised something untyped."""

    code = "crashed"


class UnavailableError(ToolError):
    """The server that does the tool's work cannot be had, or refuses."""

    code = "unavailable"


class BadReplyError(ToolError):
    """The model behind the tool replied with something that is not what the tool returns."""

    code = "bad_reply"


_BY_CODE: dict[str, type[ToolError]] = {
    kind.code: kind
    for kind in (
        ToolError,
        MalformedTurnError,
        UnknownToolError,
        ArgumentNameError,
        ArgumentValueError,
        NothingFoundError,
        ToolTimeoutError,
        ToolMemoryError,
        ToolCrashedError,
        UnavailableError,
        BadReplyError,
    )
}


def reason_of(code: str) -> Reason | None:
    """Return the reason code that goes with an error code; None where the model is not at fault.

    Raises KeyError for a code that no error here has.
    """
    return _BY_CODE[code].reason
