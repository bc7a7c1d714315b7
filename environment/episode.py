"""The episode: a prompt, at most `max_turns` assistant turns, tools in between (Gymnasium's reset and step).

The reward is always 0.0 here, since the environment never knows the gold answer; a verifier outside scores
the finished rollout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from environment.dialects import Dialect
from environment.turns import DEFAULT_MAX_TURNS, Turns
from schemas import Call, Ended, Observation, Picture, Reply

Execute: TypeAlias = Callable[[Call, Sequence[Picture]], Observation]
"""Runs one call on the episode's pictures so far."""
Outcome: TypeAlias = tuple[Observation | None, float, bool, bool, dict[str, int]]
"""Gymnasium's (observation, reward, terminated, truncated, info)."""


class Episode(Turns):
    """Turns that run their own calls, for a caller who can wait. `reset` first; then `step` until it ends."""

    def __init__(self, execute: Execute, dialect: Dialect, max_turns: int = DEFAULT_MAX_TURNS) -> None:
        super().__init__(dialect, max_turns)
        self._execute = execute

    def step(self, reply: Reply) -> Outcome:
        """Take one assistant turn: (observation, 0.0, terminated, truncated, info).

        The observation is None when the turn answered. Raises RuntimeError on a finished episode.
        """
        call = self.take(reply)
        if call is not None:
            self.observe(self._execute(call, self.pictures))
        terminated = self.ended in (Ended.ANSWERED, Ended.NO_ANSWER)
        truncated = self.ended is not None and not terminated
        left = {"turns_left": 0 if self.ended else self.turns_left}
        return self.steps[-1].observation, 0.0, terminated, truncated, left
