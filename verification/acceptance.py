"""Acceptance for `bc`, stricter than the metric: the answer is a reference, written another way at most.

Cloning a near miss (4 % off, one letter wrong) would teach wrong strings, so the tolerance that the metric
grants in evaluation is not granted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas import Metric, Task
from verification.scorers import score
from verification.scorers.plain import plain_number, plain_text
from verification.scorers.vqa import ENOUGH_ANNOTATORS, normalised


def accepts(task: Task, answer: str | None) -> bool:
    """Return whether an answer equals a reference after format normalisation.

    Numbers are equal by value (`1,200`, `1200`, `1200.0`), texts without case, outer space and punctuation,
    options by letter or text, sets by their members; of ten annotators at least three agree. An answer that
    the official metric scores 0 is never accepted, however alike.
    """
    if answer is None or score(task.metric, answer, task.answers, task.choices) == 0:
        return False
    if task.metric in (Metric.CHOICE, Metric.SET_EQUALITY):
        return True
    if task.metric in (Metric.VQA_ACCURACY, Metric.DIRECT_ANSWER):
        return _agreeing(answer, task.answers) >= ENOUGH_ANNOTATORS
    return any(_same(answer, reference) for reference in task.answers)


def same_answer(task: Task, one: str, other: str) -> bool:
    """Return whether two answers to a task are one answer, by the rules of `accepts`; no gold is read."""
    return accepts(replace(task, answers=(other,) * ENOUGH_ANNOTATORS), one)


def _agreeing(answer: str, references: Sequence[str]) -> int:
    given = normalised(answer)
    return sum(normalised(reference) == given for reference in references)


def _same(answer: str, reference: str) -> bool:
    given, gold = plain_number(answer), plain_number(reference)
    if given is not None and gold is not None:
        return given == gold
    return plain_text(answer) == plain_text(reference)
