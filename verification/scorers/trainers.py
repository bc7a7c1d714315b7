"""The scorers behind the signatures of verl (`compute_score`) and TRL (`reward`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from verification.scorers.table import score

_OPEN, _CLOSE = "<answer>", "</answer>"


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, object] | None = None,
    **kwargs: object,
) -> float:
    """Score one completion for verl (`custom_reward_function`), 0 to 1; without answer tags it scores 0.

    `ground_truth` is the row's `reward_model.ground_truth`: JSON with `metric`, `references` and `choices`.
    The other arguments are verl's and not needed. Raises ValueError where `ground_truth` is something else.
    """
    try:
        gold = json.loads(ground_truth)
        metric, references, choices = gold["metric"], gold["references"], gold["choices"]
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(
            f"ground_truth must be JSON with metric, references and choices, not {ground_truth!r:.200}"
        ) from error
    answer = last_answer(solution_str)
    return 0.0 if answer is None else score(metric, answer, references, choices)


def reward(
    completions: Sequence[object], reward_model: Sequence[Mapping[str, str]] | None = None, **kwargs: object
) -> list[float]:
    """Score a batch for TRL (`reward_funcs`): one score a completion, plain text or messages.

    `reward_model` is the column of that name. Raises ValueError where it is missing or of another length.
    """
    if reward_model is None or len(reward_model) != len(completions):
        raise ValueError("reward needs the reward_model column, one entry for each completion")
    return [
        compute_score("", _text(completion), model["ground_truth"])
        for completion, model in zip(completions, reward_model, strict=True)
    ]


def last_answer(text: str) -> str | None:
    """Return what stands between the last pair of answer tags, or None where there is no closed pair."""
    end = text.rfind(_CLOSE)
    start = text.rfind(_OPEN, 0, end) if end >= 0 else -1
    return text[start + len(_OPEN) : end].strip() if start >= 0 else None


def _text(completion: object) -> str:
    """Return a completion's last assistant turn: tool results in between are not the model's words."""
    if isinstance(completion, str):
        return completion
    turns = completion if isinstance(completion, list | tuple) else []
    said = [t.get("content") for t in turns if isinstance(t, dict) and t.get("role") == "assistant"]
    content = said[-1] if said else ""
    if isinstance(content, list | tuple):
        return "".join(str(b.get("text") or "") for b in content if isinstance(b, dict))
    return str(content or "")
