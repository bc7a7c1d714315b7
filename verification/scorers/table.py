"""One way in: the metric's name, the answer, the references."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from verification.scorers.anls import anls
from verification.scorers.choice import choice
from verification.scorers.exact import exact, integer, yes_no
from verification.scorers.relaxed import relaxed_accuracy
from verification.scorers.sets import set_equality
from verification.scorers.vqa import direct_answer, vqa_accuracy

OPEN_METRICS: Mapping[str, Callable[[str, Sequence[str]], float]] = {
    "relaxed_accuracy": relaxed_accuracy,
    "anls": anls,
    "vqa_accuracy": vqa_accuracy,
    "direct_answer": direct_answer,
    "set_equality": set_equality,
    "exact": exact,
    "integer": integer,
    "yes_no": yes_no,
}
"""Every metric but `choice`, which also needs the options."""


class UnknownMetricError(ValueError):
    """A metric that no scorer here implements."""

    def __init__(self, metric: str) -> None:
        known = ", ".join(sorted([*OPEN_METRICS, "choice"]))
        super().__init__(f"no scorer is named {metric!r}; known are {known}")


def score(metric: str, answer: str, references: Sequence[str], choices: Sequence[str] = ()) -> float:
    """Return the dataset's official score of an answer, 0 to 1; an empty answer scores 0.

    Raises UnknownMetricError for a metric that is not one of `schemas.Metric`.
    """
    if metric != "choice" and metric not in OPEN_METRICS:
        raise UnknownMetricError(metric)
    if not answer.strip():
        return 0.0
    if metric == "choice":
        return choice(answer, references, choices)
    return OPEN_METRICS[metric](answer, references)
