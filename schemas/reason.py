"""The one list of reason codes, and which of them keep a rollout out of `bc`."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a rollout was rejected, or what was noticed about it (E1-E6: paper, section 6 and figure 8)."""

    E1_SCHEMA = "E1_schema"
    E2_ARGUMENT_NAME = "E2_argument_name"
    E3_ARGUMENT_FORMAT = "E3_argument_format"
    E4_ARGUMENT_CONTENT = "E4_argument_content"
    E5_TOOL_OUTPUT = "E5_tool_output"
    E6_REASONING = "E6_reasoning"
    WRONG_ANSWER = "wrong_answer"
    NO_ANSWER = "no_answer"
    NO_TOOL_CALL = "no_tool_call"
    REPETITION = "repetition"
    TRUNCATED = "truncated"
    LEAK = "leak"
    NOT_REPLAYABLE = "not_replayable"
    DUPLICATE = "duplicate"
    CONTAMINATED = "contaminated"
    BROKEN_PICTURE = "broken_picture"
    TEACHER_ERROR = "teacher_error"
    BUDGET = "budget"
    UNGROUNDED = "ungrounded"
    TOOL_UNNEEDED = "tool_unneeded"
    GOLD_SUSPECT = "gold_suspect"


ADVISORY = frozenset(
    {
        Reason.E4_ARGUMENT_CONTENT,
        Reason.E5_TOOL_OUTPUT,
        Reason.E6_REASONING,
        Reason.UNGROUNDED,
        Reason.TOOL_UNNEEDED,
        Reason.GOLD_SUSPECT,
    }
)
"""Stored with their evidence and usable in selection; a right trajectory may overrule a wrong tool."""

FATAL = frozenset(Reason) - ADVISORY
"""Each keeps a rollout out of `bc`; E1-E3 only when no later step repaired them."""
