"""Gold self-check: a task whose own references do not score with its own metric wastes every attempt."""

from __future__ import annotations

from collections.abc import Sequence

from schemas import Metric, Task
from verification.scorers import score
from verification.scorers.choice import chosen
from verification.scorers.plain import plain_number, plain_text

_ONE_TRUTH = frozenset({Metric.EXACT, Metric.INTEGER, Metric.YES_NO, Metric.RELAXED_ACCURACY})
"""Metrics under which several references must say the same thing."""


def suspect(task: Task) -> str | None:
    """Return in one sentence what is wrong with a task's references, or None when they can be answered.

    Wrong are empty, unparsable and contradicting references, an option that is missing or stands twice, and
    references none of which would get full score from the official metric.
    """
    if not task.answers:
        return "there is no reference answer"
    blank = [i for i, answer in enumerate(task.answers) if not answer.strip()]
    if blank and task.metric not in (Metric.VQA_ACCURACY, Metric.DIRECT_ANSWER):
        return f"reference {blank[0]} is empty"
    return _unreadable(task) or _contradicting(task) or _unreachable(task)


def _unreadable(task: Task) -> str | None:
    for answer in task.answers:
        number = plain_number(answer)
        if task.metric is Metric.INTEGER and (number is None or number.denominator != 1):
            return f"reference {answer!r} is no whole number"
        if task.metric is Metric.YES_NO and plain_text(answer) not in ("yes", "no"):
            return f"reference {answer!r} is neither yes nor no"
        if task.metric is Metric.CHOICE and chosen(answer, task.choices) is None:
            return f"reference {answer!r} names none of the {len(task.choices)} options"
    return None


def _contradicting(task: Task) -> str | None:
    if task.metric is Metric.CHOICE:
        return _doubled_option(task.answers, task.choices)
    if task.metric in _ONE_TRUTH:
        first = task.answers[0]
        for other in task.answers[1:]:
            if score(task.metric, other, [first]) < 1:
                return f"references {first!r} and {other!r} contradict each other"
    return None


def _doubled_option(answers: Sequence[str], choices: Sequence[str]) -> str | None:
    right = {chosen(answer, choices) for answer in answers}
    if len(right) > 1:
        return f"references {list(answers)} name different options"
    option = choices[next(i for i in right if i is not None)]
    times = sum(plain_text(choice) == plain_text(option) for choice in choices)
    return f"the right option {option!r} stands {times} times among the options" if times > 1 else None


def _unreachable(task: Task) -> str | None:
    candidates = [", ".join(task.answers)] if task.metric is Metric.SET_EQUALITY else task.answers
    best = max(score(task.metric, answer, task.answers, task.choices) for answer in candidates)
    if best < 1:
        return f"the best of its own references scores {best:.2f} by {task.metric.value}"
    return None
