"""Answer: the rollout ended with an answer, and the answer is accepted."""

from __future__ import annotations

from collections.abc import Iterator

from schemas import Ended, Finding, Reason, Rollout, Task
from verification.acceptance import accepts
from verification.scorers import score

_NOT_ANSWERED = {
    Ended.NO_ANSWER: (Reason.NO_ANSWER, "the teacher abstained"),
    Ended.MAX_TURNS: (Reason.NO_ANSWER, "the turns were used up before an answer"),
    Ended.MALFORMED: (Reason.NO_ANSWER, "the last turn did not fit the grammar"),
    Ended.TRUNCATED: (Reason.TRUNCATED, "a reply was cut by its length limit"),
    Ended.TEACHER_ERROR: (Reason.TEACHER_ERROR, "the teacher failed"),
    Ended.BUDGET: (Reason.BUDGET, "the budget was spent"),
}
_SHOWN = 80


def answer(task: Task, rollout: Rollout) -> Iterator[Finding]:
    """Tell a missing answer by how the rollout ended, and an answer that acceptance refuses.

    The evidence quotes the answer and its official score, never the gold answer.
    """
    if rollout.ended is not Ended.ANSWERED:
        reason, why = _NOT_ANSWERED[rollout.ended]
        yield Finding(reason, -1, f"{why}: {rollout.error}" if rollout.error else why)
    elif rollout.answer is None or not rollout.answer.strip():
        yield Finding(Reason.NO_ANSWER, -1, "the answer is empty")
    elif not accepts(task, rollout.answer):
        official = score(task.metric, rollout.answer, task.answers, task.choices)
        shown = rollout.answer if len(rollout.answer) <= _SHOWN else rollout.answer[:_SHOWN] + "..."
        yield Finding(
            Reason.WRONG_ANSWER,
            -1,
            f"answered {shown!r}: {task.metric.value} {official:.2f}, not a reference",
        )
