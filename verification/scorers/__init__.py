"""The official metric of each dataset, one pure function each, on the standard library only.

`verification.reward_file` joins these modules into the `reward.py` that is shipped with the RL shards, so
the scorer that judged a row is the scorer that rewards it. Every function takes the bare answer (what stood
between the answer tags) and returns a score from 0 to 1; an empty answer never scores.
"""

from verification.scorers.anls import anls
from verification.scorers.choice import choice
from verification.scorers.exact import exact, integer, yes_no
from verification.scorers.relaxed import relaxed_accuracy
from verification.scorers.sets import set_equality
from verification.scorers.table import UnknownMetricError, score
from verification.scorers.vqa import direct_answer, vqa_accuracy

__all__ = [
    "UnknownMetricError",
    "anls",
    "choice",
    "direct_answer",
    "exact",
    "integer",
    "relaxed_accuracy",
    "score",
    "set_equality",
    "vqa_accuracy",
    "yes_no",
]
