"""The checks a rollout passes or fails, each a plain function `(task, rollout) -> findings`."""

from verification.checks.answer import answer
from verification.checks.call_schema import call_schema
from verification.checks.contamination import contamination
from verification.checks.execution import execution
from verification.checks.grammar import grammar
from verification.checks.leak import leak
from verification.checks.repetition import Level, repetition, repetition_level
from verification.checks.tool_required import tool_required

__all__ = [
    "Level",
    "answer",
    "call_schema",
    "contamination",
    "execution",
    "grammar",
    "leak",
    "repetition",
    "repetition_level",
    "tool_required",
]
