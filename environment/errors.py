"""Typed errors that a model is told in one sentence; everything else is a fault of ours and raised."""

from __future__ import annotations


class ToolError(Exception):
    """A call that could not be done; the message is told to the model, so it says what to change."""

    code = "tool_failed"


class MalformedTurnError(ToolError):
    """The turn does not fit the grammar (reason E1)."""

    code = "malformed_turn"


class UnknownToolError(ToolError):
    """No tool of that name is offered (reason E1)."""

    code = "unknown_tool"


class ArgumentNameError(ToolError):
    """A required argument is missing or an unknown one was given (reason E2)."""

    code = "argument_name"


class ArgumentValueError(ToolError):
    """An argument has a wrong type, a wrong form or lies out of range (reason E3)."""

    code = "argument_value"


class NothingFoundError(ToolError):
    """The tool ran and what it looks for is not there, e.g. no chart axis, no equation."""

    code = "nothing_found"


class ToolTimeoutError(ToolError):
    """The call took longer than its bound and was stopped."""

    code = "timeout"


class ToolCrashedError(ToolError):
    """The process that ran the call died or raised something untyped."""

    code = "crashed"
