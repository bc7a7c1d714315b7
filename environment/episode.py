"""The episode: a prompt, at most `max_turns` assistant turns, tools in between (Gymnasium's reset and step).

The last turn answers: a call in it is not run. The reward is always 0.0 here, since the environment never
knows the gold answer; a verifier outside scores the finished rollout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from environment.dialects import Dialect
from environment.errors import MalformedTurnError, UnknownToolError, reason_of
from environment.execute import refusal
from schemas import Call, Ended, Observation, Picture, Prompt, Reply, Step

PROTOCOL_VERSION = 1
"""Raised when the grammar or the episode's rules change what a rollout means."""
DEFAULT_MAX_TURNS = 3
"""The paper's "three turns", read as assistant turns: two calls and the answer (section G.2 is ambiguous)."""

Execute: TypeAlias = Callable[[Call, Sequence[Picture]], Observation]
"""Runs one call on the episode's pictures so far."""
Outcome: TypeAlias = tuple[Observation | None, float, bool, bool, dict[str, int]]
"""Gymnasium's (observation, reward, terminated, truncated, info)."""


class Episode:
    """One attempt at one prompt. `reset` first; then `step` until terminated or truncated."""

    def __init__(self, execute: Execute, dialect: Dialect, max_turns: int = DEFAULT_MAX_TURNS) -> None:
        if max_turns < 1:
            raise ValueError(f"max_turns is {max_turns}: an episode needs at least the turn that answers")
        self._execute = execute
        self._dialect = dialect
        self.max_turns = max_turns
        self._offered: frozenset[str] = frozenset()
        self.pictures: tuple[Picture, ...] = ()
        self.steps: tuple[Step, ...] = ()
        self.answer: str | None = None
        self.ended: Ended | None = None

    @property
    def turns_left(self) -> int:
        """Assistant turns left before the episode is cut."""
        return self.max_turns - len(self.steps)

    def reset(self, prompt: Prompt) -> tuple[Prompt, dict[str, int]]:
        """Start over with a prompt; the first observation is the prompt itself."""
        self._offered = frozenset(spec.name for spec in prompt.tools)
        self.pictures = prompt.pictures
        self.steps, self.answer, self.ended = (), None, None
        return prompt, {"turns_left": self.turns_left}

    def step(self, reply: Reply) -> Outcome:
        """Take one assistant turn: (observation, 0.0, terminated, truncated, info).

        The observation is None when the turn answered. Raises RuntimeError on a finished episode.
        """
        if self.ended is not None:
            raise RuntimeError(f"the episode ended ({self.ended}): reset it before another step")
        if reply.finish == "length":
            return self._finish(Step("", None, None, raw=reply.text), Ended.TRUNCATED)
        try:
            turn = self._dialect.parse(reply)
        except MalformedTurnError as error:
            return self._malformed(reply, error)
        if turn.answer is not None:
            self.answer = turn.answer or None
            ended = Ended.ANSWERED if turn.answer else Ended.NO_ANSWER
            return self._finish(Step(turn.thought, None, None), ended)
        assert turn.call is not None
        if self.turns_left == 1:
            return self._finish(Step(turn.thought, turn.call, None), Ended.MAX_TURNS)
        observation = self._observe(turn.call)
        self.pictures += observation.pictures
        problem = reason_of(observation.error_code) if observation.status == "error" else None
        return self._go_on(Step(turn.thought, turn.call, observation, problem.value if problem else ""))

    def _observe(self, call: Call) -> Observation:
        if call.name not in self._offered:
            offered = ", ".join(sorted(self._offered)) or "none"
            return refusal(UnknownToolError(f"There is no tool {call.name!r} here; offered: {offered}."))
        return self._execute(call, self.pictures)

    def _malformed(self, reply: Reply, error: MalformedTurnError) -> Outcome:
        said = "\n".join(filter(None, (reply.text, *(f"{c.name}({c.arguments})" for c in reply.calls))))
        step = Step("", None, refusal(error), problem=str(error.reason), raw=said)
        if self.turns_left == 1:
            return self._finish(step, Ended.MALFORMED)
        return self._go_on(step)

    def _go_on(self, step: Step) -> Outcome:
        self.steps += (step,)
        return step.observation, 0.0, False, False, {"turns_left": self.turns_left}

    def _finish(self, step: Step, ended: Ended) -> Outcome:
        self.steps += (step,)
        self.ended = ended
        terminated = ended in (Ended.ANSWERED, Ended.NO_ANSWER)
        return step.observation, 0.0, terminated, not terminated, {"turns_left": 0}
